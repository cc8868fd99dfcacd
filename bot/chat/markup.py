"""Text of strangers (sentences, titles, names) as Discord's Markdown that reads as the text, and does nothing.

What would act gets a backslash: it vanishes when the message is shown, and nothing invisible gets into what a reader
copies. It only stands where Discord's clients would act, for a phone's notification and *Copy text* show it. Pieces
made here may be joined with spaces or line breaks, not directly.
"""

import urllib.parse
from collections.abc import Iterable, Iterator, Sequence

import regex

from bot.chat.limits import MAX_CONTENT, clip, fits, units
from bot.reply import printable

Span = tuple[int, int]
"""Half-open, in code points."""

QUOTE = "> "
SMALL = "-# "
ACTING = regex.compile(
    r"""
      [\\*_`]
    | ~ (?: (?<=~~) | (?=~) ) | \| (?: (?<=\|\|) | (?=\|) )              # struck out, spoilers: two of them
    | < (?!\ )                                                         # mentions, emoji, times, commands, links
    | @ (?= everyone | here | silent | Clyde ) | (?<=<) @
    | (?<=\]) \(                                                       # masked links; "[sic]" stays as it is
    | : (?= // | [^\s:]+: )                                            # bare links; `:emoji:`
    | (?<= (?i: discord (?:app)? \. [a-z]{2,5} ) ) /                     # invitations become cards, with no scheme too
    """,
    regex.VERBOSE,
)
"""What acts wherever it stands. Inside a word and alone, a `_` would not; but it would once the text were cut there."""
LEADING = regex.compile(r"[\s\p{Cf}]*(?:(?P<mark>[#>]|[-+](?![0-9A-Za-z]))|[0-9]+(?P<mark>\.(?![0-9A-Za-z])))")
"""What acts at the beginning of a line: headings, small print, quotes and lists."""
EDGES = regex.compile(r"[^\s*_~|`\\]")
"""What may stand at either end of bold text: no white space (it would not be bold), nothing else that is doubled."""
WORD_END = regex.compile(r"(?w)\b")
"""Where a word may begin or end: UAX #29, which takes `2,500` for one, and each letter of scripts without spaces."""

SAFE_URL = regex.compile(r"""https?://[!#-'*-;=?-\[\]-~]+""")
"""Without space, quotation mark, backslash and parentheses, `<` and `>`: what `bot.links` makes."""
COLONS = ":\u02d0\u02f8\u0589\u05c3\u2236\ua4fd\ua789\ufe30\uff1a;\u037e\uff1b"
SLASHES = "/\u2041\u2044\u2215\u2571\u27cb\u29f8\u30ce\u31d3\u4e3f\uff0f"
"""A label in which Discord's client sees `://`, or something that looks like it, doesn't become a link."""
HIDDEN = regex.compile(r"[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
"""What the client takes out of labels before it looks whether anything is left."""
HOST = regex.compile(r"(?<![\w.-])(?:[\w-]{1,63}+\.)++[\p{L}-]{2,63}+(?![\w-])")
"""What a reader takes for the name of a site: `bbc.co.uk`; not `U.S.`, nor `2.500`."""
MAX_HOST = 60
"""Characters of a host that are shown: the end, which says whose it is."""
LABEL_SWAPS = (
    (regex.compile(rf"(?i:https?)[{COLONS}][{SLASHES}]+"), ""),
    (regex.compile(rf"[{COLONS}](?=[{SLASHES}])"), ": "),
    (regex.compile(rf"[{COLONS}](?=[^\s{COLONS}]+[{COLONS}])"), "\ufe55"),
    (regex.compile(r"(?<=(?i:discord(?:app)?\.[a-z]{2,5}))/"), "\uff0f"),
    (regex.compile(r"@(?=everyone|here|silent|Clyde)"), "\uff20"),
    (regex.compile(r"(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])"), "\uff3f"),
    (regex.compile(r"~(?=~)|(?<=~)~"), "\uff5e"),
    (regex.compile(r"\|(?=\|)|(?<=\|)\|"), "\uff5c"),
    (regex.compile(r"\A\s*-(?![0-9A-Za-z])"), "\u2013"),
    (regex.compile(r"\A\s*\+(?![0-9A-Za-z])"), "\uff0b"),
    (regex.compile(r"(?<=\A\s*[0-9]+)\.(?![0-9A-Za-z])"), "\u2024"),
    (regex.compile(r"\A\s*#"), "\uff03"),
    (regex.compile(r"\A\s*>"), "\uff1e"),
    (regex.compile(r"<(?! )"), "\uff1c"),
    (regex.compile(r"\*"), "\uff0a"),
    (regex.compile(r"`"), "\u02cb"),
    (regex.compile(r"\\"), "\uff3c"),
)
"""A label knows no backslash, so what would act there becomes a sign that looks like it."""
BRACKETS = str.maketrans("[]", "\uff3b\uff3d")
PAIRED = regex.compile(r"(?:[^\[\]]|\[[^\[\]]*\](?!\())*+")
"""Brackets that a label may hold as they are."""


def plain(text: str) -> str:
    """The text on one line, reading as `printable` shows it, with no effect."""
    return "".join(_escaped(printable(text)))


def bold(text: str, spans: Iterable[Span]) -> str:
    """As `plain`, with these spans of the text in bold.

    Only where that changes no other character and stands at the ends of words: a span that begins or ends in white
    space, in a sign of Markdown's or within a word stays as it is, and so does one that is no span of the text.
    """
    line = printable(text)
    return _marked(line, _placed(text, line, spans))


def block_quote(text: str, spans: Iterable[Span] = (), most: int = MAX_CONTENT) -> str:
    """The text as a block quote of one line, at most `most` units long, with these spans in bold.

    What is too long ends in an ellipsis; spans that go beyond it are not bold. Empty where there is nothing to quote.
    """
    whole = printable(text)
    placed = _placed(text, whole, spans)
    most = max(0, most - units(QUOTE))
    line = clip(whole, most)
    while not fits(marked := _marked(line, placed), most):
        line = clip(whole, units(line) - max(1, (units(marked) - most) // 2))  # a character may have got a backslash
    return QUOTE + marked if marked else ""


def subtext(text: str) -> str:
    """The text as a line of small print; empty where there is none."""
    line = plain(text)
    return SMALL + line if line else ""


def masked(label: str, url: str) -> str:
    """A link that shows the label, and no preview; the label alone where the URL is not what `bot.links` makes.

    Discord shows no backslashes away in a label, and no link whose label looks like one: what would act becomes a sign
    that looks like it, and `https://` is left out. A label that names another site is followed by the link's own.
    """
    if not SAFE_URL.fullmatch(url):
        return plain(label)
    shown = HIDDEN.sub("", printable(label))
    if host := misnamed(shown, url):
        shown = f"{shown} ({host})"
    for acting, instead in LABEL_SWAPS:
        shown = acting.sub(instead, shown)
    if not PAIRED.fullmatch(shown):
        shown = shown.translate(BRACKETS)
    return f"[{shown.strip()}](<{url}>)" if shown.strip() else f"<{url}>"


def misnamed(label: str, url: str) -> str:
    """The host of a link whose label names another one, or its end where it is long; empty where none is needed."""
    host = (urllib.parse.urlsplit(url).hostname or "").removeprefix("www.")
    named = [each[0].casefold().removeprefix("www.") for each in HOST.finditer(label)]
    own = all(each == host or host.endswith(f".{each}") for each in named)
    return "" if own else host[-MAX_HOST:]


def _escaped(line: str) -> list[str]:
    """The characters of a printable line, those that act with a backslash."""
    characters = list(line)
    leading = LEADING.match(line)
    acting = {each.start() for each in ACTING.finditer(line)} | ({leading.start("mark")} if leading else set())
    for place in acting:
        characters[place] = "\\" + characters[place]
    return characters


def _marked(line: str, spans: Sequence[Span]) -> str:
    """The line, escaped, with those of its spans in bold that can be."""
    characters = _escaped(line)
    for start, end in spans:
        if end <= len(line) and _stands_alone(line, start, end):
            characters[start] = "**" + characters[start]
            characters[end - 1] += "**"
    return "".join(characters)


def _stands_alone(line: str, start: int, end: int) -> bool:
    """Whether this can be bold, and only this."""
    sound = (
        EDGES.match(line[start])
        and EDGES.match(line[end - 1])
        and "*" not in (line[start - 1 : start], line[end : end + 1])
    )
    return bool(sound and WORD_END.match(line, start) and WORD_END.match(line, end))


def _placed(text: str, line: str, spans: Iterable[Span]) -> list[Span]:
    """Where spans of the text are in its printable line; each once, ascending, those beside each other as one."""
    places = _places(text)
    if not places or places[-1] + (not text[-1].isspace()) != len(line):
        return []  # `printable` did more than collapse white space
    sound = [(start, end) for start, end in spans if 0 <= start < end <= len(text)]
    found = sorted(
        (places[start], places[end - 1] + 1)
        for start, end in sound
        if not text[start].isspace() and not text[end - 1].isspace()
    )
    return list(_joined(line, found))


def _places(text: str) -> list[int]:
    """Of each character, its place in the printable line; of white space, the place of what comes next or the end."""
    places, place, pending = [], 0, False
    for character in text:
        if character.isspace():
            pending = place > 0
        else:
            place += pending
            pending = False
        places.append(place)
        place += not character.isspace()
    return places


def _joined(line: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, with those as one that overlap or have at most a space between them."""
    if not spans:
        return
    start, end = spans[0]
    for after_start, after_end in spans[1:]:
        if line[end:after_start] in ("", " "):
            end = max(end, after_end)
        else:
            yield start, end
            start, end = after_start, after_end
    yield start, end
