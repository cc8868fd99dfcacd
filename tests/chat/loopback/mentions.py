"""Whom a text names, and whom a message of the bot would make a noise for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.chat.loopback.values import Json

_USERS = re.compile(r"<@!?([0-9]{1,20})>")
_ROLES = re.compile(r"<@&([0-9]{1,20})>")
_ALL = re.compile(r"@(everyone|here)")


@dataclass(frozen=True)
class Ping:
    """Somebody whom a message would have notified: `whom` is an id, "everyone" or "here"."""

    kind: str
    whom: str
    content: str


def users_named(text: str) -> list[int]:
    """The ids of the users that a text mentions, each once, in order."""
    return list(dict.fromkeys(int(found) for found in _USERS.findall(text)))


def pings(texts: Iterable[str], allowed: Any, replied_to: int | None) -> list[Ping]:
    """All that these texts would ping. `allowed` is the request's `allowed_mentions`; None allows everything."""
    text = "\n".join(texts)
    found: list[Ping] = []
    for kind, names in (
        ("users", _USERS.findall(text)),
        ("roles", _ROLES.findall(text)),
        ("everyone", _ALL.findall(text)),
    ):
        found += [Ping(kind, name, text) for name in dict.fromkeys(names) if _allows(allowed, kind, name)]
    if replied_to is not None and (allowed is None or allowed.get("replied_user")):
        found.append(Ping("reply", str(replied_to), text))
    return found


def _allows(allowed: Json | None, kind: str, name: str) -> bool:
    if allowed is None:
        return True
    return kind in (allowed.get("parse") or ()) or name in {str(each) for each in allowed.get(kind) or ()}


def why_unsafe(body: Json) -> str | None:
    """Why a new message's `allowed_mentions` could ping somebody some day, or None if it never can."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return "allowed_mentions is missing: everybody whom the text names is pinged"
    if allowed.get("parse") is None:
        return "allowed_mentions has no parse: []"
    if allowed["parse"] or allowed.get("users") or allowed.get("roles") or allowed.get("replied_user"):
        return f"allowed_mentions allows pings: {allowed}"
    return None
