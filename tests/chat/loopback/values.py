"""What the others pass around: JSON, calls and replies, users and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def stamp(moment: datetime) -> str:
    """A time as Discord writes it: ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Upload:
    """A file that a person attaches."""

    filename: str
    data: bytes
    content_type: str | None = None


@dataclass(frozen=True)
class User:
    """An account: a person's or the bot's."""

    id: int
    name: str
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def shape(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name.lower().replace(" ", "_"),
            "global_name": None if self.bot else self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "system": False,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }


class Someone:
    """Whoever has an account."""

    user: User


@dataclass(frozen=True)
class SentFile:
    """A file in a request of the bot."""

    field: str
    filename: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One request: the path without `/api/v10`, what its template names, and the body as JSON."""

    method: str
    path: str
    template: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: tuple[SentFile, ...] = ()

    def id(self, name: str) -> int:
        """The id in the path. Raises Refused for what is no id."""
        text = self.args[name]
        if not (text.isascii() and text.isdigit() and len(text) <= 20):
            raise Refused(400, 50035, f'Value "{text[:50]}" is not snowflake.')
        return int(text)


@dataclass(frozen=True)
class Reply:
    """What is answered; `body` None is an empty answer."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Discord's refusal: HTTP status, its own code, its words."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def reply(self) -> Reply:
        body: Json = {"code": self.code, "message": self.message}
        if self.errors is not None:
            body["errors"] = self.errors
        return Reply(self.status, body)


def missing_access() -> Refused:
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    return Refused(403, 50013, "Missing Permissions")


def unknown(what: str) -> Refused:
    """Of a channel, guild, member, message, user, webhook or interaction."""
    codes = {"Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "User": 10013, "Webhook": 10015}
    return Refused(404, {**codes, "interaction": 10062}[what], f"Unknown {what}")
