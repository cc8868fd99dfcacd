"""What goes over the socket between the bot and a child: frames of bytes, and checks of all that a child sends.

A frame is its length (8 bytes, big-endian) and that many bytes. A request is a frame of JSON and one of the document;
an answer is a frame of JSON and one of the text in UTF-8. The side of the bot takes an answer for hostile: its length,
its types and its values are checked, and it is never unpickled.
"""

import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from bot.errors import ArticleRefused
from bot.intake.parsing.answers import read_elsewhere, read_parsed
from bot.intake.parsing.kinds import Kind
from bot.intake.parsing.reasons import checked, reason_of
from bot.intake.parsing.results import MAX_TEXT, Elsewhere, Parsed

LENGTH = struct.Struct(">Q")
MAX_HEADER_BYTES = 4 * 2**20
MAX_TEXT_BYTES = 4 * MAX_TEXT
CHUNK = 2**18


class Malformed(Exception):
    """What came over the socket is no request or no answer, or it ended too early."""


@dataclass(frozen=True, slots=True)
class Request:
    """A document, and what is known of it."""

    kind: Kind
    data: bytes
    name: str  # of the file; may be empty
    url: str | None  # where it was fetched from
    charset: str | None  # as the server declared it
    today: date  # in UTC: no date of publication is later than tomorrow
    seconds: int  # of processor time
    memory_bytes: int  # of address space


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the monotonic clock until which all must be done."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds, > 0. Raises TimeoutError when it is over."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def send_frame(connection: socket.socket, data: bytes, deadline: Deadline | None = None) -> None:
    """Raises OSError, of which TimeoutError is one."""
    connection.settimeout(deadline.left() if deadline else None)
    connection.sendall(LENGTH.pack(len(data)))
    connection.sendall(data)


def receive_frame(connection: socket.socket, most: int, deadline: Deadline | None = None) -> bytes:
    """Raises Malformed for more than `most` bytes and for an early end, EOFError at the end, and OSError."""
    head = receive_bytes(connection, LENGTH.size, deadline)
    (length,) = LENGTH.unpack(head)
    if length > most:
        raise Malformed(f"a frame of {length} bytes")
    return receive_bytes(connection, length, deadline)


def receive_bytes(connection: socket.socket, count: int, deadline: Deadline | None) -> bytes:
    data = bytearray()
    while len(data) < count:
        connection.settimeout(deadline.left() if deadline else None)
        chunk = connection.recv(min(CHUNK, count - len(data)))
        if not chunk and not data:
            raise EOFError
        if not chunk:
            raise Malformed("it ended too early")
        data += chunk
    return bytes(data)


def send_request(connection: socket.socket, request: Request, deadline: Deadline) -> None:
    header = {
        "kind": request.kind,
        "name": request.name,
        "url": request.url,
        "charset": request.charset,
        "today": request.today.isoformat(),
        "seconds": request.seconds,
        "memory_bytes": request.memory_bytes,
    }
    send_frame(connection, json.dumps(header).encode(), deadline)
    send_frame(connection, request.data, deadline)


def receive_request(connection: socket.socket) -> Request:
    """The next request; the child trusts the bot. Raises EOFError when there is none any more."""
    header = json.loads(receive_frame(connection, MAX_HEADER_BYTES))
    data = receive_frame(connection, 2**40)
    return Request(
        Kind(header["kind"]),
        data,
        header["name"],
        header["url"],
        header["charset"],
        date.fromisoformat(header["today"]),
        header["seconds"],
        header["memory_bytes"],
    )


def send_answer(connection: socket.socket, answer: Parsed | Elsewhere | ArticleRefused) -> None:
    """The text goes in a frame of its own, so that the JSON stays small. Raises before it sends, or not at all."""
    header, text = encoded(answer)
    frames = json.dumps(header).encode(), text.encode()
    for frame in frames:
        send_frame(connection, frame)


def encoded(answer: Parsed | Elsewhere | ArticleRefused) -> tuple[Mapping[str, object], str]:
    if isinstance(answer, ArticleRefused):
        return {"refused": refusal_fields(answer)}, ""
    if isinstance(answer, Elsewhere):
        reason = ArticleRefused(answer.reason)
        return {"elsewhere": {**refusal_fields(reason), "leads_to": [asdict(lead) for lead in answer.leads_to]}}, ""
    fields = asdict(answer)
    return {"parsed": fields}, fields.pop("text")


def refusal_fields(refusal: ArticleRefused) -> dict[str, object]:
    reason = reason_of(refusal)
    known = reason.value.template == refusal.reason.template
    return {"reason": reason.name, "fields": dict(refusal.reason.fields) if known else {}}


def receive_answer(connection: socket.socket, deadline: Deadline) -> Parsed | Elsewhere | ArticleRefused:
    """Raises Malformed; EOFError where there is none at all; and OSError, of which TimeoutError is one."""
    header = receive_frame(connection, MAX_HEADER_BYTES, deadline)
    try:
        text = receive_frame(connection, MAX_TEXT_BYTES, deadline)
        return decoded(json.loads(header.decode("utf-8")), text.decode("utf-8"))
    except (EOFError, ValueError, TypeError, KeyError, RecursionError, ArticleRefused) as exc:
        raise Malformed(str(exc)) from exc


def decoded(header: object, text: str) -> Parsed | Elsewhere | ArticleRefused:
    """Raises ValueError, TypeError, KeyError or ArticleRefused for what can't be an answer."""
    match header:
        case {"parsed": dict(fields)}:
            return read_parsed(fields, text)
        case {"elsewhere": dict(fields)}:
            return read_elsewhere(checked(fields["reason"], fields["fields"]), fields["leads_to"])
        case {"refused": dict(fields)}:
            return checked(fields["reason"], fields["fields"])
        case _:
            raise ValueError("neither an article nor a refusal")
