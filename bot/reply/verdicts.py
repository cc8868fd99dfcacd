"""Verdicts on pasted quotes, in words."""

from collections.abc import Sequence

from bot.model import Altered, Change, Unfound, Verbatim, Verdict
from bot.reply.printable import printable
from bot.reply.words import Words


def verdict(words: Words, each: Verdict) -> str:
    """The line above what an article says."""
    match each:
        case Verbatim():
            partial = words("Word for word, but only a part. The whole sentence:")
            return partial if each.partial else words("Word for word:")
        case Altered():
            return words("Not word for word. The nearest sentence:")
        case Unfound():
            none = words("No article says that, nor anything near it.")
            return words("No article says that. What is nearest:") if each.related else none


def single_difference(words: Words, change: Change) -> str:
    """The verdict on what differs in one place only."""
    pasted, article = printable(change.pasted), printable(change.article)
    if not pasted:
        return words("Not word for word: the article also has “{article}”.", article=article)
    if not article:
        return words("Not word for word: the article doesn't have “{pasted}”.", pasted=pasted)
    return words("Not word for word: the article says “{article}”, not “{pasted}”.", article=article, pasted=pasted)


def omissions(words: Words, each: Verbatim) -> Sequence[str]:
    """What a quote with an ellipsis leaves out."""
    return [words("Left out: “{text}”", text=printable(gap.text)) for gap in each.omitted]


def elsewhere(words: Words, each: Verbatim) -> str:
    """How many other articles hold the same words; empty where none does."""
    n = len(each.others)
    said = words.many(n, "{n:,} more article has the same words.", "{n:,} more articles have the same words.")
    return said if each.others else ""


def differences(words: Words, each: Altered) -> Sequence[str]:
    """In which words they differ, one line a place."""
    return [difference(words, change) for change in each.changes]


def difference(words: Words, change: Change) -> str:
    pasted, article = printable(change.pasted), printable(change.article)
    if not pasted:
        return words("The article also has “{article}”.", article=article)
    if not article:
        return words("The article doesn't have “{pasted}”.", pasted=pasted)
    return words("The article says “{article}”, not “{pasted}”.", article=article, pasted=pasted)
