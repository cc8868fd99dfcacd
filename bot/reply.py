"""Every word that a person reads, errors too. Knows nothing of terminals or of Discord.

Text from articles, questions and file names is a stranger's: `printable` makes it harmless to show.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.errors import BotError
from bot.model import (
    Abstention,
    Answer,
    Kept,
    Outcome,
    Page,
    Published,
    Quote,
    Ranking,
    Reason,
    Silence,
    Source,
    utc_day,
)

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn around the order in which the rest of a line is shown."""
NAMED_WORDS = 3
NEVER_UNDATED = "date unknown"
JUST_BEFORE = "Just before:"
OUTCOMES = {
    Outcome.ADDED: "Added",
    Outcome.UPDATED: "Updated",
    Outcome.UNCHANGED: "Unchanged",
    Outcome.DUPLICATE: "Already there",
}


def printable(text: str, line_breaks: bool = False) -> str:
    """The text on one line (or with its line breaks), with nothing that a screen would obey.

    Control characters, halves of surrogate pairs and marks that reverse the reading order become visible signs.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n") if line_breaks else " ".join(text.split())
    return "".join(visible(character) for character in text)


def visible(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    if character < "\x20":
        return chr(0x2400 + ord(character))
    if unicodedata.category(character) in ("Cc", "Cs") or character in OVERRIDES:
        return "\ufffd"
    return character


def day(published: Published) -> str:
    """`25 January 2024`, in UTC; what is not known is said to be unknown."""
    when = utc_day(published)
    if when is None:
        return NEVER_UNDATED
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def age(published: Published, today: date) -> str:
    """How old it is, once that matters: `2 years old`. Empty within the first year, and where it isn't known."""
    when = utc_day(published)
    if when is None:
        return ""
    years = today.year - when.year - ((today.month, today.day) < (when.month, when.day))
    return f"{years} year{'' if years == 1 else 's'} old" if years >= 1 else ""


def citation(about: Source, today: date) -> str:
    """An article in a list: title, source, date, and the age where it matters."""
    parts = [about.title, about.source, day(about.published), age(about.published, today)]
    return " · ".join(printable(part) for part in parts if part)


def attribution(about: Source, today: date) -> str:
    """What stands under a quote: as of when it is so, which on a phone is what is read; then title and source."""
    old = age(about.published, today)
    when = f"As of {day(about.published)}" if about.published else NEVER_UNDATED.capitalize()
    parts = [when + (f" ({old})" if old else ""), about.title, about.source]
    return " · ".join(printable(part) for part in parts if part)


def link(about: Source) -> str:
    """Where to read it: the page, else the file that it was read from; empty where there is neither."""
    return printable(about.url or about.origin or "")


def quotation(quote: Quote) -> str:
    """The sentence, on one line."""
    return printable(quote.text)


def context(quote: Quote) -> str:
    """The sentence before a quote that doesn't say itself whom it speaks of; empty where it does."""
    return f"{JUST_BEFORE} {printable(quote.before)}" if quote.before else ""


def tentative(answer: Answer) -> str:
    """A word of caution above an answer that is not sure; empty above one that is."""
    return "This may answer it:" if answer.tentative else ""


def readings(answer: Answer) -> str:
    """What mistyped words were looked up as; empty where every word is known."""
    pairs = [f"“{printable(each.typed)}” as “{printable(each.meant)}”" for each in answer.readings]
    return f"Looked up {listing(pairs)}." if pairs else ""


def agreement(quotes: Sequence[Quote]) -> str:
    """How many other sources say the same; empty where none is known to."""
    return f"{count(len(quotes), 'more article')} {'says' if len(quotes) == 1 else 'say'} the same." if quotes else ""


def certainty(ranking: Ranking) -> tuple[str, ...]:
    """How sure it is, in two lines."""
    if not ranking.quotes:
        return ("No sentence was found.",)
    return (
        f"That the library is about this: {ranking.relevance:.0%}" + ("" if ranking.relevant else ", too little."),
        f"That the first quote answers it: {ranking.confidence:.0%}",
    )


def reason(each: Reason) -> str:
    """What a signal says of one quote: its value, and what that adds to the score."""
    return f"{each.value:.2f} {each.adds:+6.2f}"


def abstention(silent: Abstention) -> str:
    """Why there is no answer, and what would help."""
    match silent.silence:
        case Silence.NOTHING_TO_LOOK_UP:
            return "That question has no word to look up. Name what it is about: a person, a place, a thing."
        case Silence.LIBRARY_EMPTY:
            return "There are no articles to answer from yet. Add one with: bot add FILE"
        case Silence.NO_MATCH | Silence.NOT_RELEVANT | Silence.WEAK_MATCH:
            words = listing([f"“{printable(word)}”" for word in silent.unknown_words[:NAMED_WORDS]], "or")
            return "No article answers that." + (f" None mentions {words}." if words else "")


def kept(each: Kept) -> str:
    """What became of an article that was handed in."""
    sentences = count(each.sentences, "sentence")
    return f"{OUTCOMES[each.outcome]}: article {printable(each.id)} on the shelf {each.shelf}, {sentences}."


def page_line(page: Page, query: str) -> str:
    """Where one is in a list."""
    matching = f" matching “{printable(query)}”" if query else ""
    return f"Page {page.number} of {page.last} · {count(page.total, 'article')}{matching}"


def count(number: int, noun: str) -> str:
    """`1 article`, `2,500 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listing(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def error(problem: BotError) -> str:
    """The sentence of an error."""
    return printable(str(problem))
