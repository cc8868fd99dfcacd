"""The words of `/audit`: who did what."""

from bot.reply.words import Saying, Words

heading = Saying("What was changed here")
nothing = Saying("Nothing was changed here yet.")
nothing_such = Saying("Nothing of that kind was changed here.")
terminal = Saying("the command line")
folder = Saying("the folder of articles")
feed = Saying("a feed")
somebody = Saying("somebody")


def changed(words: Words, setting: str, before: str, after: str) -> str:
    """What became of a setting; all three are Markdown already."""
    return words("{setting} {before} → {after}", setting=setting, before=before, after=after)


def page_line(words: Words, number: int, last: int, total: int) -> str:
    entries = words.many(total, "{n:,} entry", "{n:,} entries")
    return words("Page {number} of {last} · {entries}", number=number, last=last, entries=entries)


def searched_only(words: Words, n: int) -> str:
    """That older entries were not looked through."""
    return words.many(n, "Only the last entry was searched.", "Only the last {n:,} entries were searched.")
