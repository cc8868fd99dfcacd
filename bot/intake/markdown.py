"""Markdown with front matter: markdown-it reads the marks, and what is left is what a reader sees."""

from collections.abc import Iterator, Sequence

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import ArticleRefused
from bot.intake.drafts import Details

FIELDS = ("id", "title", "source", "url", "published", "language", "tags")


def read_markdown(text: str) -> tuple[str, Details]:
    """The text without its marks, and what the front matter and the first heading say. Raises ArticleRefused."""
    fields, body = split_front_matter(text.lstrip("\ufeff"))
    tokens = parse(body)
    details = Details(**{name: fields[name] for name in FIELDS if name in fields})
    heading = first_heading(tokens)
    if heading is not None:
        if details.title is None or details.title == heading:
            tokens = tokens[3:]  # the opening, the text, the closing: the title isn't said twice
        details = details.over(Details(title=heading))
    return "\n\n".join(block for block in blocks(tokens) if block.strip()), details


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields between the two lines `---` at the head, and what follows."""
    try:
        fields, body = frontmatter.parse(text)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f" on line {mark.line + 2}" if mark else ""
        raise ArticleRefused(f"The front matter is not YAML{where}: {getattr(exc, 'problem', None) or exc}.") from exc
    except (ValueError, RecursionError) as exc:
        raise ArticleRefused(f"The front matter can't be read: {exc}.") from exc
    return {str(name): value for name, value in fields.items()}, body


def parse(body: str) -> Sequence[Token]:
    try:
        return MarkdownIt("commonmark").enable("table").parse(body)
    except RecursionError as exc:
        raise ArticleRefused("The Markdown is nested too deeply.") from exc


def first_heading(tokens: Sequence[Token]) -> str | None:
    """The text of a heading of the first level, where the article begins with one."""
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return inline_text(tokens[1]).strip() or None
    return None


def blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Each paragraph, heading, list, row of a table, and piece of code, as a reader sees it."""
    items: list[str] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith(("bullet_list", "ordered_list", "tr_")) else 0
        text = block_text(token)
        if depth and text:
            items.append(text)
        elif text:
            yield text
        if not depth and items:
            yield (" | " if token.type == "tr_close" else "\n").join(items)
            items = []


def block_text(token: Token) -> str:
    """The words of a token that has any of its own."""
    if token.type == "inline":
        return inline_text(token)
    return token.content.rstrip("\n") if token.type in ("fence", "code_block") else ""


def inline_text(token: Token) -> str:
    """The words of a paragraph: without pictures, raw HTML and the addresses of links."""
    texts = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(
        child.content if child.type in ("text", "code_inline") else texts.get(child.type, "")
        for child in token.children or ()
    )
