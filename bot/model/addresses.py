"""When two addresses are of one page."""

import re
import urllib.parse

TRACKING = frozenset(
    [
        "dclid", "fbclid", "gbraid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "msclkid", "ttclid", "twclid",
        "wbraid", "yclid", "_ga", "_gl", "_hsenc", "_hsmi",
    ]
)  # fmt: skip
"""Parameters that tell a site from where somebody comes; besides those that begin with `utm_`."""
USUAL_PORTS = {"http": 80, "https": 443}
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
"""What never needs an escape: RFC 3986, section 2.3."""
ASCII = "".join(map(chr, range(0x21, 0x7F)))


def page_address(url: str | None) -> str:
    """What names the page of an address, however it is written; empty where it names none.

    It is without the scheme, `www.`, the usual port, strokes at the end, the fragment, and the parameters that only
    track (`TRACKING`); the host is in small letters, and escapes are written in one way. A fragment that begins with
    `!` or `/` stays: to pages that are made by scripts it is the path. The address of a whole site names no page.
    """
    try:
        parts = urllib.parse.urlsplit(url or "")
        port = "" if parts.port in (None, USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:  # no address at all
        return ""
    path = parts.path.rstrip("/")
    query = "&".join(each for each in parts.query.split("&") if each and not tracks(each))
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    rest = path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return f"{host}{port}{escaped(rest)}" if host and rest else ""


def tracks(parameter: str) -> bool:
    """Whether a parameter, `name=value`, only tells from where somebody comes."""
    name = parameter.partition("=")[0].lower()
    return name in TRACKING or name.startswith("utm_")


def escaped(part: str) -> str:
    """With an escape for each character that isn't ASCII, none for those that never need one, and capital digits."""
    return ESCAPE.sub(one_way, urllib.parse.quote(part, safe=ASCII, errors="replace"))


def one_way(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if UNRESERVED.fullmatch(character) else escape[0].upper()
