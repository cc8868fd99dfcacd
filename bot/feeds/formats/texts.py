"""Texts of feeds as plain ones, their addresses, and their languages."""

import html
import re
import urllib.parse

from bot.feeds.values import MAX_URL
from bot.links import to_page

MAX_MARKUP = 20_000
"""Characters of HTML from which a line of text is made."""
UNPRINTABLE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|"
    "tt|u|var|wbr"
)
INLINE_TAG = re.compile(rf"</?(?:{INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
BREAK_TAG = re.compile(r"</?(?:br|div|h[1-6]|hr|li|p|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--|-->")
NO_TEXT = re.compile(r"<(?:script|style)[\s>]", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)


def line(text: str, most: int) -> str:
    """In one line, printable, at most `most` code points."""
    return " ".join(UNPRINTABLE.sub("", text[: 4 * most]).split())[:most].rstrip()


def line_of_html(markup: str, most: int) -> str:
    """The text of HTML in one line; a script, and what follows it, is left out."""
    markup = NO_TEXT.split(markup[:MAX_MARKUP], maxsplit=1)[0]
    return line(html.unescape(ANY_TAG.sub(" ", INLINE_TAG.sub("", markup))), most)


def line_of_either(text: str, most: int) -> str:
    """The line of what may be HTML or plain text, as titles of RSS may: only tags that titles have are taken out."""
    bare = BREAK_TAG.sub(" ", INLINE_TAG.sub("", text[:MAX_MARKUP]))
    return line(html.unescape(bare), most)


def html_of_text(text: str) -> str:
    """Plain text as HTML: a paragraph for each that stands between empty lines."""
    paragraphs = (each.strip() for each in text.replace("\r\n", "\n").split("\n\n"))
    return "\n".join(f"<p>{html.escape(each, quote=False)}</p>" for each in paragraphs if each)


def absolute(base: str, url: str) -> str:
    """The address of a page, absolute, http or https, in ASCII; empty where it is none."""
    url = url.strip()
    if not url or len(url) > MAX_URL:
        return ""
    try:
        return to_page(urllib.parse.urljoin(base, url), MAX_URL)
    except ValueError:
        return ""


def language(*said: str) -> str:
    """The first that looks like a language's code, in small letters; empty where none does."""
    codes = (each.strip().lower().replace("_", "-") for each in said)
    return next((code for code in codes if len(code) <= 35 and LANGUAGE.fullmatch(code)), "")
