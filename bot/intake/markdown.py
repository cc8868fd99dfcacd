"""Markdown with front matter: markdown-it reads the marks, and what is left is what a reader sees."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import ArticleRefused, Phrase
from bot.intake.drafts import Details
from bot.intake.page_lines import ENDED, MIN_WRAPPED, SURE, Kind, page_weight, read_line
from bot.intake.set_aside import Pasted, set_aside
from bot.text.furniture import MAX_ADDRESS

FIELDS = ("id", "title", "author", "source", "url", "published", "language", "tags")
FRONT_MATTER = re.compile(r"\s*^---[ \t]*\n(?P<fields>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
MAX_FRONT_MATTER = 10_000
"""Code points. YAML of more takes seconds or the stack, and no article has so much to say of itself."""
MAX_MARKDOWN = 1_000_000
"""Code points. markdown-it takes quadratic time over some openings that never close."""
MAX_NESTING = 150
"""Levels of lists and quotations; markdown-it would silently leave out what is deeper."""
MAX_HTML = 10_000
"""Code points of one block of HTML: Python's parser takes quadratic time over tags that never end."""
NOTHING = ("", "~", "null", "Null", "NULL")


def read_markdown(text: str) -> tuple[str, Details]:
    """The text without its marks, and what the front matter and the first heading say. Raises ArticleRefused."""
    fields, body = split_front_matter(text.lstrip("\ufeff"))
    if len(body) > MAX_MARKDOWN:
        raise ArticleRefused(
            "The Markdown has {length:,} characters; {most:,} is the most. Split it.",
            length=len(body),
            most=MAX_MARKDOWN,
        )
    tokens = parse(body)
    details = Details(**{name: fields[name] for name in FIELDS if name in fields and fields[name] not in NOTHING})
    details = replace(details, author=names_of(details.author))
    heading = first_heading(tokens)
    if heading is not None:
        if details.title is None or details.title == heading:
            tokens = tokens[3:]  # the opening, the text, the closing: the title isn't said twice
        details = details.over(Details(title=heading))
    elif details.title is None:
        details = details.over(Details(title=heading_below_page(tokens)))
    return "\n\n".join(block for block in blocks(tokens) if block.strip()), details


def names_of(author: object) -> str | None:
    """The authors on one line, of a text or a list of texts; None of anything else."""
    names = author if isinstance(author, list) else [author]
    return ", ".join(name for name in names if isinstance(name, str)) or None


def read_pasted_markdown(text: str) -> Pasted:
    """As `read_markdown`, of a text that was pasted from a page. Raises ArticleRefused."""
    text, own = read_markdown(text)
    pasted = set_aside(text, own.title if isinstance(own.title, str) else None)
    return replace(pasted, details=own.over(pasted.details))


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields between the two lines `---` at the head, all as they are written, and what follows."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    if len(match["fields"]) > MAX_FRONT_MATTER:
        raise ArticleRefused("The front matter is longer than {most:,} characters.", most=MAX_FRONT_MATTER)
    try:
        # BaseLoader makes text of every value: no number is rounded, `no` stays `no`, and nothing is constructed.
        fields = yaml.load(match["fields"], Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = text.count("\n", 0, match.start("fields")) + (mark.line if mark else 0) + 1
        problem = getattr(exc, "problem", None) or Phrase("it holds a character that YAML doesn't know")
        raise ArticleRefused(
            "The front matter is not YAML: {problem}, on line {line}.", problem=problem, line=line
        ) from exc
    except (ValueError, RecursionError) as exc:
        raise ArticleRefused("The front matter is nested too deeply.") from exc
    if not isinstance(fields, dict):
        return {}, text  # two rules with text between them
    return {name: value for name, value in fields.items() if isinstance(name, str)}, text[match.end() :]


def parse(body: str) -> Sequence[Token]:
    """Raises ArticleRefused."""
    try:
        tokens = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").parse(body)
    except RecursionError as exc:
        raise ArticleRefused("The Markdown is nested too deeply.") from exc
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise ArticleRefused("The Markdown is nested too deeply.")
    return tokens


def first_heading(tokens: Sequence[Token]) -> str | None:
    """The text of a heading of the first level, where the article begins with one."""
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return inline_text(tokens[1]).strip() or None
    return None


def heading_below_page(tokens: Sequence[Token]) -> str | None:
    """The text of a heading of the first level that has no prose above it, where no other one follows."""
    at = [index for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"]
    if len(at) != 1:
        return None
    heading = inline_text(tokens[at[0] + 1]).strip()
    above = (line.strip() for block in blocks(tokens[: at[0]]) for line in block.splitlines())
    is_first = all(read_line(0, len(line), line).kind is not Kind.PROSE for line in above if line)
    return heading if heading and is_first else None


def blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Each paragraph, heading, list, row of a table, and piece of code, as a reader sees it."""
    items: list[str] = []  # of a list, with all that is within it
    cells: list[str] | None = None  # of a row of a table
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith(("bullet_list", "ordered_list")) else 0
        text = block_text(token)
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            text, cells = " | ".join(cells or ()), None
        elif cells is not None and text:
            cells.append(text)
            text = ""
        if depth and text:
            items.append(f"- {text}")  # so that no item is taken for the next line of the one before
        elif text:
            yield text
        if not depth and items:
            yield "\n".join(items)
            items = []


def block_text(token: Token) -> str:
    """The words of a token that has any of its own."""
    if token.type == "inline":
        return inline_text(token)
    if token.type == "html_block":
        return html_text(token.content)
    return token.content.rstrip("\n") if token.type in ("fence", "code_block") else ""


def inline_text(token: Token) -> str:
    """The words of a paragraph: without pictures, raw HTML and the addresses of links."""
    written: list[list[str]] = [[]]
    for child in token.children or ():
        if child.type == "softbreak":
            written.append([])
        else:
            written[-1].append(child_text(child))
    lines = list(map("".join, written))
    return "".join([lines[0], *(gap + line for gap, line in zip(gaps(lines), lines[1:], strict=True))])


def gaps(lines: Sequence[str]) -> Iterator[str]:
    """What stands between the lines: a space, but around those of a page that was pasted a line end."""
    apart = [len(lines) > 1 and is_page_line(line) for line in lines]
    for before, after, line in zip(apart, apart[1:], lines, strict=False):
        yield "\n" if before or (after and (len(line) < MIN_WRAPPED or ENDED.search(line))) else " "


def is_page_line(line: str) -> bool:
    """Whether it belongs to a page, and is not the last word of a sentence that is wrapped over lines."""
    if not 0 < len(line) <= MAX_ADDRESS:
        return False
    weight, _ = page_weight(line)
    return weight == SURE or (weight is not None and not line[0].islower())


def child_text(child: Token) -> str:
    if child.type in ("text", "code_inline"):
        return child.content
    is_break = child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br"))
    return "\n" if is_break else ""


def html_text(html: str) -> str:
    """The words between the tags, without scripts, styles and comments."""
    if len(html) > MAX_HTML:
        raise ArticleRefused(
            "It holds a block of HTML of {length:,} characters; {most:,} is the most.", length=len(html), most=MAX_HTML
        )
    reader = Words()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.words).split())


class Words(HTMLParser):
    """Collects the text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent = tag in ("script", "style")
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._silent = False
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
