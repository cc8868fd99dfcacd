"""Addresses: the page's own, and those that it leads to. Nothing is asked of the network here."""

import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

from bot.intake.pages.structured import Stated, text_of
from bot.intake.parsing.results import MAX_LEADS, MAX_URL, Lead, Leading

REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?['\"]?(?P<url>[^'\"\s]*)", re.IGNORECASE
)
AT_ONCE_SECONDS = 10
"""A page that wants to be left later is one to be read: it reloads itself, or shows an advertisement first."""
SAVED = re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{1,2000}) -->")
ALIASES = re.compile(r"(?:www\d?|m|mobile|amp|edition)\.")


def saved_from(html: str) -> str | None:
    """The address that browsers write at the head of a page when they save it."""
    found = SAVED.search(html[:2_000])
    return absolute(found[1], None) if found else None


def page_url(tree: Any, stated: Stated, base: str | None, url: str | None) -> str | None:
    """The page's own address as it says, where it may say so: on the host that it came from, else that is it.

    A page that claims the address of another host could pass for an article of that. It is a lead, to be looked up.
    """
    own = declared_url(tree, stated, base)
    if own is None:
        return url
    if url is None or (same_host(own, url) and not is_front(own, url)):
        return own
    return url


def declared_url(tree: Any, stated: Stated, base: str | None) -> str | None:
    """What the page says that its address is."""
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return absolute(element.get("href"), base)
    for written in (stated.meta("og:url"), text_of(stated.article, "url")):
        if found := absolute(written, base):
            return found
    return None


def is_front(own: str, url: str) -> bool:
    """Whether the page names its site's front page as its own address, as templates do that are set up wrongly."""
    return urllib.parse.urlsplit(own).path in ("", "/") and urllib.parse.urlsplit(url).path not in ("", "/")


def same_host(one: str, other: str) -> bool:
    hosts = [ALIASES.sub("", urllib.parse.urlsplit(url).hostname or "", count=1) for url in (one, other)]
    return hosts[0] == hosts[1] or hosts[0].endswith(f".{hosts[1]}") or hosts[1].endswith(f".{hosts[0]}")


def base_url(tree: Any, url: str | None) -> str | None:
    """What relative addresses are relative to."""
    for element in tree.iter("base"):
        return absolute(element.get("href"), url) or url
    return url


def find_leads(tree: Any, stated: Stated, base: str | None, url: str | None) -> tuple[Lead, ...]:
    """Other addresses than the page's own, each once."""
    here = without_fragment(url)
    found = {lead.url: lead for lead in reversed(list(written_leads(tree, stated, base)))}
    return tuple(lead for lead in reversed(found.values()) if without_fragment(lead.url) != here)[:MAX_LEADS]


def written_leads(tree: Any, stated: Stated, base: str | None) -> Iterator[Lead]:
    if refresh := refresh_url(tree, base):
        yield Lead(Leading.REFRESH, refresh)
    if own := declared_url(tree, stated, base):
        yield Lead(Leading.CANONICAL, own)
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        by = Leading.AMP if "amphtml" in relations else None
        if "alternate" in relations and "print" in (element.get("media") or "").lower():
            by = Leading.PRINT
        if by and (found := absolute(element.get("href"), base)):
            yield Lead(by, found)


def refresh_url(tree: Any, base: str | None) -> str | None:
    """Where the page wants to be left for at once; what holds only without JavaScript doesn't count."""
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        found = REFRESH.match((element.get("content") or "")[:MAX_URL])
        in_noscript = any(each.tag == "noscript" for each in element.iterancestors())
        if found and found["url"] and int(found["seconds"]) <= AT_ONCE_SECONDS and not in_noscript:
            return absolute(found["url"], base)
    return None


def absolute(written: str | None, base: str | None) -> str | None:
    """The address, with http or https, without a password, and at most MAX_URL long; None for any other."""
    if not written or len(written) > MAX_URL:
        return None
    try:
        joined = urllib.parse.urljoin(base or "", written.strip())
        parts = urllib.parse.urlsplit(joined)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        sound = sound and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return joined if sound and len(joined) <= MAX_URL and joined.isprintable() and " " not in joined else None


def without_fragment(url: str | None) -> str | None:
    return urllib.parse.urldefrag(url).url if url else None
