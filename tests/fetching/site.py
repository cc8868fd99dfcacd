"""A web server on the loopback interface that sends just the bytes that it is told to, or does what it likes."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HANDSHAKE = b"\x16\x03"
"""How somebody begins who expects encryption: RFC 8446, section 5.1."""


@dataclass
class Visit:
    """One connection, with the request that came on it."""

    target: str
    fields: dict[str, str]
    """Names in lower case."""
    connection: socket.socket
    closing: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, piece: bytes, seconds: float) -> Iterator[None]:
        """Send a piece every so often, for as long as somebody listens."""
        while not self.closing.wait(seconds):
            self.send(piece)
            yield

    def flood(self, piece: bytes) -> None:
        """Send without end, for as long as somebody listens."""
        while not self.closing.is_set():
            self.send(piece)


@dataclass
class Site:
    """Answers by path. Each connection serves one request."""

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    answers: "dict[str, bytes | Callable[[Visit], None]]" = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.create_server((self.host, 0), family=family, backlog=100)
        self.port: int = self._listener.getsockname()[1]
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, name="site")]
        self._threads[0].start()

    @property
    def address(self) -> tuple[str, int]:
        return (self.host, self.port)

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    @property
    def targets(self) -> list[str]:
        return [visit.target for visit in self.visits]

    def close(self) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), name="visit")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(5)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            came = connection.recv(65536)
            if not came:
                return
            head += came
            if head.startswith(HANDSHAKE):
                connection.sendall(page(b"", "400 Bad Request"))
                return
        lines = head.decode("ascii").split("\r\n\r\n")[0].split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:])
        visit = Visit(lines[0].split(" ")[1], {k.lower(): v for k, v in fields.items()}, connection, self._closing)
        self.visits.append(visit)
        answer = self.answers.get(visit.target, page(b"", "404 Not Found"))
        if callable(answer):
            answer(visit)
        else:
            visit.send(answer)


def page(body: bytes = b"A page.", status: str = "200 OK", *fields: str, length: int | None = None) -> bytes:
    """A response, with its right length where no other is given."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return page(b"", status, f"Location: {location}")
