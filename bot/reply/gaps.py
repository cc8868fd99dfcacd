"""The words of `/gaps`, beside those in `discord`: how often a question was left without a good answer."""

from datetime import date

from bot.reply.words import Saying, Words

dismiss = Saying("Dismiss")


def numbered(words: Words, number: int, label: str) -> str:
    """The label of a button that belongs to an entry of the list."""
    return words("{number}. {label}", number=number, label=label)


def counts(words: Words, unanswered: int, not_helpful: int) -> str:
    """Whether it found no answer or its answer did not help; how often of each, where both have been."""
    if not not_helpful:
        return words("unanswered")
    if not unanswered:
        return words("marked as not helpful")
    parts = [
        words.many(unanswered, "{n:,} time without an answer", "{n:,} times without an answer"),
        words.many(not_helpful, "{n:,} time not helpful", "{n:,} times not helpful"),
    ]
    return words.listing(parts)


def since(words: Words, first: date, last: date) -> str:
    """When it was asked: one day, or the first and the last."""
    if first == last:
        return words("on {day}", day=words.short_day(first))
    return words("from {first} to {last}", first=words.short_day(first), last=words.short_day(last))


def page_line(words: Words, number: int, last: int, total: int) -> str:
    questions = words.many(total, "{n:,} question", "{n:,} questions")
    return words("Page {number} of {last} · {questions}", number=number, last=last, questions=questions)
