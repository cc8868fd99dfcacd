"""Documents read in this process: for tests of the readers, which don't need a child."""

from datetime import date

from bot.errors import ArticleRefused
from bot.intake.parsing import Elsewhere, Kind, Parsed
from bot.intake.parsing.readers import read
from bot.intake.parsing.wire import Request

TODAY = date(2025, 6, 1)
SENTENCES = (
    "The old bridge over the river closed on Monday, and it will stay closed until May, the council said.",
    "Inspectors had found cracks in two of its nine pillars last autumn, and lorries had been turned away since.",
    "The repairs cost some 41 million euros, of which the state pays two thirds, and the city pays the rest.",
    "Some 18,000 vehicles cross the bridge on a working day, about a third of them on their way to the port.",
    "The mayor told reporters that a bridge is safe or it is closed, and that there had been no other choice.",
    "Ferries run every ten minutes from five in the morning to midnight, and tickets cost 2.40 euros each.",
    "The council will publish the timetable of the works on its own pages before the end of this week.",
    "Pedestrians and cyclists can use the northern footway until June, when the cranes will be put up there.",
)
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def request(
    data: bytes | str, kind: Kind = Kind.PAGE, url: str | None = None, charset: str | None = None, today: date = TODAY
) -> Request:
    content = data.encode() if isinstance(data, str) else data
    return Request(kind, content, "", url, charset, today, 10, 512 * 2**20)


def parsed(
    data: bytes | str, kind: Kind = Kind.PAGE, url: str | None = None, charset: str | None = None, today: date = TODAY
) -> Parsed:
    found = read(request(data, kind, url, charset, today))
    assert isinstance(found, Parsed), found
    return found


def elsewhere(data: bytes | str, url: str | None = None) -> Elsewhere:
    found = read(request(data, url=url))
    assert isinstance(found, Elsewhere), found
    return found


def refusal(data: bytes | str, kind: Kind = Kind.PAGE, url: str | None = None) -> str:
    """The template of the reason."""
    try:
        found = read(request(data, kind, url))
    except ArticleRefused as refused:
        return refused.reason.template
    assert isinstance(found, Elsewhere), found
    return found.reason.template


def page(
    body: str = f"<article><h1>The old bridge</h1>{ARTICLE}</article>", head: str = "", html: str = "<html>"
) -> str:
    return f"<!doctype html>{html}<head><meta charset=utf-8><title>The old bridge</title>{head}</head><body>{body}</body></html>"
