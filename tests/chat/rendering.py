"""What a reader sees of a message: a small reading of Discord's Markdown, by the rules that its client is known to use.

Where clients differ, or a rule isn't known for certain, it takes more to be active than they do: any `:name:` is an
emoji, `+` a bullet, and small letters are as capital ones. It parses as they do:
at each place the first rule that matches, in a fixed order; the text of some is read again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SPACE = r"\s\ufeff"


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str  # as it is shown
    active: tuple[tuple[str, str], ...]  # kind and shown text of all that is not plain text, the outer before the inner

    def of(self, kind: str) -> list[str]:
        return [text for each, text in self.active if each == kind]


@dataclass(slots=True)
class State:
    previous: str = ""  # what the last rule matched
    in_quote: bool = False
    escapes: bool = True
    active: list[tuple[str, str]] = field(default_factory=list)


Match = re.Match[str]
Reader = Callable[[Match, State], str]
"""What a match shows."""


def rendered(content: str) -> Rendered:
    """The message as it is seen; the server trims it first."""
    state = State()
    text = parse(content.strip(), state)
    outside = [(kind, each[0]) for kind, pattern in ANYWHERE for each in re.finditer(pattern, content)]
    return Rendered(text, (*state.active, *outside))


def parse(source: str, state: State) -> str:
    shown = []
    while source:
        match, read = next(candidates(source, state))
        shown.append(read(match, state))
        state.previous = match[0]
        source = source[match.end() :]
    return "".join(shown)


def candidates(source: str, state: State) -> Iterator[tuple[Match, Reader]]:
    for applies, pattern, read in BEFORE_EMPHASIS:
        match = re.match(pattern, source) if applies(state) else None
        if match and match.end():
            yield match, read
    emphases = [(match, read) for pattern, read in EMPHASES if (match := re.match(pattern, source))]
    yield from sorted(emphases, key=lambda each: -each[0].end())  # the longest wins
    for applies, pattern, read in AFTER_EMPHASIS:
        if applies(state) and (match := re.match(pattern, source)):
            yield match, read


def always(_: State) -> bool:
    return True


def at_line_start(state: State) -> bool:
    return state.previous == "" or state.previous.endswith("\n")


def after_spaces(state: State) -> bool:
    """At the start of a line, but for spaces."""
    return state.previous == "" or re.search(r"\n *$", state.previous) is not None


def out_of_quotes(state: State) -> bool:
    return after_spaces(state) and not state.in_quote


def escaping(state: State) -> bool:
    return state.escapes


def at_message_start(state: State) -> bool:
    return state.previous == ""


def text(match: Match, state: State) -> str:
    return match[0]


def escaped(match: Match, state: State) -> str:
    return match[1]


def inert(kind: str) -> Reader:
    """What is shown as something else than text, and holds no text of its own."""

    def read(match: Match, state: State) -> str:
        state.active.append((kind, match[0]))
        return match[0]

    return read


def around(kind: str, *groups: int) -> Reader:
    """What is formatted: the text of the first of these groups that matched, read again."""

    def read(match: Match, state: State) -> str:
        place = len(state.active)
        state.active.append((kind, ""))
        shown = parse(next(match[group] for group in groups if match[group] is not None), state)
        state.active[place] = (kind, shown)
        return shown

    return read


def block_quote(match: Match, state: State) -> str:
    inner = re.sub(r"^ *>>> ?", "", match[0]) if match[1] else re.sub(r"^ *> ?", "", match[0], flags=re.MULTILINE)
    place = len(state.active)
    state.active.append(("quote", ""))
    state.in_quote = True
    shown = parse(inner, state)
    state.in_quote = False
    state.active[place] = ("quote", shown.removesuffix("\n"))
    return shown


def link(match: Match, state: State) -> str:
    """A masked link; text alone, where its label is empty, looks like a link or holds what a label may not hold."""
    label = re.sub("[\u00ad\u034f\u115f\u1160\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]", "", match[1])
    inner = State(previous=state.previous, escapes=False)
    shown = parse(confused(label), inner)
    known = re.match(r"https?://[^/]+", match[2])
    if not known or not shown.strip() or inner.active or re.search(r"discord(?:app)?\.\w+/", match[1], re.IGNORECASE):
        return match[0]
    state.active.append(("link", label))
    state.active.append(("target", match[2]))
    return label


def confused(label: str) -> str:
    """With the letters that look like those of `https://` taken for them, as the client takes them."""
    return re.sub("[\u2044\u2215\u29f8\u30ce]", "/", re.sub("[\u02d0\u2236\ua789\uff1a\uff1b]", ":", label))


LINK_LABEL = r"(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*"
LINK_TARGET = rf"[{SPACE}]*<?((?:\([^)]*\)|[^{SPACE}\\]|\\.)*?)>?(?:[{SPACE}]+['\"]([\s\S]*?)['\"])?[{SPACE}]*"
BULLET = r"(?:[*+-]|[0-9]+\.)"
EM_STAR = r"(?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?"

BEFORE_EMPHASIS: list[tuple[Callable[[State], bool], str, Reader]] = [
    (at_line_start, rf" *#{{1,3}}[{SPACE}]+((?!#)[^\n]+?)#*[{SPACE}]*(?:\n|$)", around("heading", 1)),
    (at_line_start, r" *-# +((?!-#)[^\n]+?) *(?:\n|$)", around("subtext", 1)),
    (always, r"```(?:([a-zA-Z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", inert("code block")),
    (always, r"<a?:[0-9A-Za-z_]+:[0-9]+>", inert("custom emoji")),
    (out_of_quotes, r"( *>>> +[\s\S]*)| *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?", block_quote),
    (after_spaces, rf"( *){BULLET} [\s\S]+?(?:\n(?! )(?!\1{BULLET} )|$)", inert("list")),
    (escaping, rf"\\([^0-9A-Za-z{SPACE}])", escaped),
    (always, r"<[^: >]+:/[^ >]+>", inert("angle link")),
    (always, r"<[^ >]+@[^ >]+>", inert("mail link")),
    (always, r"<(?:(?:tel|sms):\+?|\+)(?:[0-9]|\([0-9]+\))(?:[- ./]?(?:[0-9]|\([0-9]+\)))+>", inert("telephone link")),
    (always, rf"(?i:https?|steam)://[^{SPACE}<]+[^<.,:;\"'\]{SPACE}]", inert("bare link")),
    (always, rf"\[({LINK_LABEL})\]\({LINK_TARGET}\)", link),
]
EMPHASES: list[tuple[str, Reader]] = [
    (r"_((?:__|\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z_])", around("italics", 1)),
    (rf"\*(?=\S)({EM_STAR})\*(?!\*)", around("italics", 1)),
    (rf"\*(?=\S)({EM_STAR}) {{1,2}}\*(?!\*)", around("italics", 1)),
    (r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)", around("bold", 1)),
    (r"__((?:\\[\s\S]|[^\\])+?)__(?!_)", around("underline", 1)),
    (r"~~([\s\S]+?)~~(?!_)", around("strike", 1)),
]
AFTER_EMPHASIS: list[tuple[Callable[[State], bool], str, Reader]] = [
    (always, r"(`+)([\s\S]*?[^`])\1(?!`)", inert("code")),
    (always, r"<@[!&]?[0-9]+>|<#[0-9]+>|@(?:everyone|here|Clyde)|<@(?:time:|\$)[^>]*>", inert("mention")),
    (at_message_start, r"@silent(?!\S)", inert("silent")),
    (always, r"</[^>:]+:[0-9]+>", inert("command")),
    (always, r"<t:-?[0-9]+(?::\w)?>", inert("timestamp")),
    (always, r"<id:[a-z-]+(?::[0-9]+)?>", inert("navigation")),
    (always, r"<sound:[0-9:]+>", inert("sound")),
    (always, rf":[^{SPACE}:\\*<\ufe55\uff1c]+?(?:::skin-tone-[0-9])?:", inert("emoji")),
    (always, r"\|\|([\s\S]+?)\|\|", around("spoiler", 1)),
    (always, r"[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\U0010ffff]|\n\n| {2,}\n|[0-9A-Za-z_]+:\S|[0-9]+\.|$)", text),
]
ANYWHERE = [
    ("card", r"(?i)discord(?:app)?\.[a-z]+/[^\s\\]"),  # an invitation or a gift, wherever it stands
    ("ping", r"<@[!&]?[0-9]+>"),  # for the server, a backslash before it changes nothing
    ("preview", r"https?://\S"),
]
"""What is looked for in the whole message, not by the parser."""
