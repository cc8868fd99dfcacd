"""The text of a feed as XML that is well-formed, or nearly so, and harmless.

What stands before the root goes, and with it every DOCTYPE: there are no entities then to be expanded or fetched.
References that XML doesn't know become their characters, CDATA becomes text, comments and instructions go.
"""

import html.entities
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape

MAX_CHARACTERS = 5_000_000
"""Of one feed; what comes after them is left alone. Feeds with the whole text of their articles have some 1,000,000."""
MAX_TAGS = 500_000
"""Of one feed, likewise. Each takes some 200 bytes of memory."""
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, section 2.2."""
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|feed|rdf)(?=[\s>/])", re.IGNORECASE)
FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,100})")
PAGE = re.compile(r"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
SPECIAL = re.compile(r"<!\[CDATA\[|<!--|<[?!]")
ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>", "<!": ">"}
REFERENCE = re.compile(r"&(?:(#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};))?")
OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
ANGLE = re.compile("<")
BARE = re.compile(r"<(?![A-Za-z_/])")
TAG = re.compile(r"""<(/?)([A-Za-z_][\w.:-]*+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""")
VALUE = re.compile(r""""[^"]*"|'[^']*'|=\s*([^\s"'=]+)""")
ITEM = re.compile(r"(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)")


def from_root(text: str) -> str:
    """The text from the root of a feed on; empty where there is none, or a page's before it."""
    root = ROOT.search(text)
    return text[root.start() :] if root and not PAGE.search(text, 0, root.start()) else ""


def well_formed(text: str) -> str:
    """As XML without anything that is declared, as far as that can be told tag by tag."""
    text = ILLEGAL.sub("", text[:MAX_CHARACTERS])
    too_many = next(itertools.islice(ANGLE.finditer(text), MAX_TAGS, None), None)
    return "".join(plain_parts(text[: too_many.start()] if too_many else text))


def plain_parts(text: str) -> Iterator[str]:
    """The text piece by piece: CDATA as text, comments and instructions left out. Each is looked for once."""
    at = 0
    while special := SPECIAL.search(text, at):
        yield escaped(text[at : special.start()])
        end = text.find(ENDS[special[0]], special.end())
        if special[0] == "<![CDATA[":
            yield escape(text[special.end() : end if end >= 0 else len(text)])
        at = end + len(ENDS[special[0]]) if end >= 0 else len(text)
    yield escaped(text[at:])


def escaped(markup: str) -> str:
    """With no reference but those of XML itself, and no `<` that begins no tag."""
    return BARE.sub("&lt;", REFERENCE.sub(known_reference, markup))


def known_reference(reference: re.Match[str]) -> str:
    """A reference that XML knows, or its character, or the text that it is."""
    name = reference[1]
    if not name:
        return "&amp;"
    if name.startswith("#"):
        code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        return "\ufffd" if code > 0x10FFFF or ILLEGAL.match(chr(code)) else escape(chr(code))
    if name in OF_XML:
        return reference[0]
    return escape(html.entities.html5.get(name, reference[0]))


def balanced(text: str) -> str:
    """With an end for each tag, in its place: ends that are missing are put in, others are left out."""
    return "".join(balanced_parts(text))


def balanced_parts(text: str) -> Iterator[str]:
    at, open_tags = 0, OpenTags()
    for tag in TAG.finditer(text):
        yield text[at : tag.start()]
        at = tag.end()
        ends, name, rest = tag.groups()
        if ends:
            yield from open_tags.close(name)
        elif rest.endswith("/"):
            yield f"<{name}{quoted(rest[:-1])}/>"
        else:
            if ITEM.fullmatch(name):  # an item is in no other
                yield from open_tags.close(name)
            open_tags.open(name)
            yield f"<{name}{quoted(rest)}>"
    yield text[at:]
    yield from open_tags.close_all()


def quoted(attributes: str) -> str:
    """The attributes of a tag with quotes around the values that have none."""
    return VALUE.sub(lambda value: f'="{value[1]}"' if value[1] else value[0], attributes)


class OpenTags:
    """The names of the tags that have not ended, the outermost first."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()

    def open(self, name: str) -> None:
        self._names.append(name)
        self._counts[name] += 1

    def close(self, name: str) -> Iterator[str]:
        """The ends of all tags in the innermost one of this name, and its own; none where it isn't open."""
        while self._counts[name]:
            innermost = self._names.pop()
            self._counts[innermost] -= 1
            yield f"</{innermost}>"
            if innermost == name:
                return

    def close_all(self) -> Iterator[str]:
        yield from (f"</{name}>" for name in reversed(self._names))
