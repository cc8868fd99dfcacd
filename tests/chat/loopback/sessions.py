"""Gateway sessions: who is connected, which events came to whom in which order, what can be taken up again."""

import contextlib
import json
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from tests.chat.loopback.values import Json

if TYPE_CHECKING:
    from tests.chat.loopback.world import World

GUILDS, MEMBERS, PRESENCES, GUILD_MESSAGES, DIRECT_MESSAGES, CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 9, 1 << 12, 1 << 15
RECONNECT, INVALID_SESSION = 7, 9


class Connection(Protocol):
    """A socket, from any thread."""

    def send(self, frame: str) -> None: ...

    def close(self, code: int) -> None: ...


class Session:
    """One shard's session: it outlives its connection until it is dropped."""

    def __init__(self, shard: int, intents: int) -> None:
        self.id = secrets.token_hex(16)
        self.shard = shard
        self.intents = intents
        self.connection: Connection | None = None
        self.frames: list[str] = []
        """All events of the session; the sequence number of the first is 1."""

    def push(self, event: str, data: Json) -> int:
        """Keep an event and send it if somebody is there. Gives its sequence number."""
        number = len(self.frames) + 1
        frame = json.dumps({"op": 0, "s": number, "t": event, "d": data}, separators=(",", ":"))
        self.frames.append(frame)
        if self.connection is not None:
            self.connection.send(frame)
        return number


class Sessions:
    """The sessions of one world, by shard."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._of_shard: dict[int, Session] = {}
        self.held: set[int] = set()
        """Shards whose IDENTIFY and RESUME wait."""
        self.identified = 0
        """How often a session was begun."""
        self.resumed = 0

    # -- what the gateway does --------------------------------------------------------------------

    def begin(self, shard: int, intents: int, connection: Connection) -> Session:
        """A new session in the place of the shard's old one: READY, and its servers one by one."""
        world = self._world
        with world.lock:
            session = self._of_shard[shard] = Session(shard, intents)
            session.connection = connection
            guilds = [each for each in world.guilds.values() if each.shard == shard and each.has_bot]
            self._push(session, "READY", self._ready(session, [str(each.id) for each in guilds]))
            for guild in guilds if intents & GUILDS else ():
                if guild.available:
                    self._push(session, "GUILD_CREATE", {**guild.full_shape(), "unavailable": False})
            self.identified += 1
            world.lock.notify_all()
            return session

    def _ready(self, session: Session, guild_ids: list[str]) -> Json:
        world = self._world
        return {
            "v": 10,
            "user": {**world.bot.shape(), "verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": each, "unavailable": True} for each in guild_ids],
            "session_id": session.id,
            "resume_gateway_url": f"ws://127.0.0.1:{world.port}/gateway",
            "shard": [session.shard, world.shards],
            "application": {"id": str(world.application_id), "flags": application_flags(world.granted)},
            "private_channels": [],
        }

    def resume(self, session_id: str, seen: int, connection: Connection) -> Session | None:
        """Take up a session: what was missed, then RESUMED. None if there is no such session."""
        with self._world.lock:
            session = self.find(session_id)
            if session is None or seen > len(session.frames):
                return None
            for frame in session.frames[seen:]:
                connection.send(frame)
                self._world.note("replays", frame[:80])
            session.connection = connection
            self._push(session, "RESUMED", {"_trace": []})
            self.resumed += 1
            self._world.lock.notify_all()
            return session

    def find(self, session_id: str) -> Session | None:
        return next((each for each in self._of_shard.values() if each.id == session_id), None)

    def lost(self, session: Session, connection: Connection, code: int | None) -> None:
        """The client went. With 1000 or 1001 it gave the session up."""
        with self._world.lock:
            if session.connection is connection:
                session.connection = None
                if code in (1000, 1001) and self._of_shard.get(session.shard) is session:
                    del self._of_shard[session.shard]
            self._world.note("client", f"shard {session.shard} left with {code}")

    # -- what the world does ----------------------------------------------------------------------

    def dispatch(self, event: str, data: Json, shard: int, *, direct: bool) -> None:
        session = self._of_shard.get(shard)
        needed = self._needed(event, data, direct=direct)
        if session is not None and session.intents & needed == needed:
            self._push(session, event, data)

    def _needed(self, event: str, data: Json, *, direct: bool) -> int:
        """The intent that a session must have for this event; 0 for none."""
        if event.startswith("MESSAGE_"):
            return DIRECT_MESSAGES if direct else GUILD_MESSAGES
        if event.startswith("GUILD_MEMBER") and data["user"]["id"] != str(self._world.bot.id):
            return MEMBERS
        return GUILDS if event.startswith(("GUILD_", "CHANNEL_", "THREAD_")) else 0

    def _push(self, session: Session, event: str, data: Json) -> None:
        number = session.push(event, data)
        away = "" if session.connection else " (nobody there)"
        self._world.note("gateway", f"shard {session.shard} #{number} {event}{away}", data)

    def asks_for_content(self) -> bool:
        return any(each.intents & CONTENT for each in self._of_shard.values())

    def connected(self, shard: int) -> bool:
        session = self._of_shard.get(shard)
        return session is not None and session.connection is not None

    def ready(self) -> bool:
        return all(map(self.connected, range(self._world.shards)))

    # -- what tests do ----------------------------------------------------------------------------

    def disconnect(self, shard: int = 0, *, resumable: bool = True, code: int = 4000) -> None:
        """Cut the shard's connection. Unless `resumable`, the session is forgotten: RESUME gets op 9."""
        with self._world.lock:
            session = self._session(shard)
            if session.connection is not None:
                session.connection.close(code)
                session.connection = None
            if not resumable:
                del self._of_shard[shard]
            self._world.note("gateway", f"shard {shard} closed with {code}")

    @contextlib.contextmanager
    def outage(self, shard: int = 0, *, resumable: bool = True) -> Iterator[None]:
        """The shard is disconnected and comes in again only after the block; events wait for it if `resumable`."""
        with self._world.lock:
            self.held.add(shard)
            self.disconnect(shard, resumable=resumable)
        try:
            yield
        finally:
            with self._world.lock:
                self.held.discard(shard)
                self._world.lock.notify_all()

    def ask_reconnect(self, shard: int = 0) -> None:
        """Op 7: the client closes, and resumes."""
        self._control(shard, RECONNECT, None)

    def invalidate(self, shard: int = 0, *, resumable: bool = False) -> None:
        """Op 9: with false the session is over and the client identifies anew, five seconds later by default."""
        with self._world.lock:
            self._control(shard, INVALID_SESSION, resumable)
            if not resumable:
                del self._of_shard[shard]

    def drop_all(self) -> None:
        for shard in [shard for shard in self._of_shard if self.connected(shard)]:
            self.disconnect(shard)

    def _control(self, shard: int, op: int, data: Any) -> None:
        with self._world.lock:
            connection = self._session(shard).connection
            assert connection is not None, f"Shard {shard} is not connected."
            connection.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))
            self._world.note("gateway", f"shard {shard} op {op} {data}")

    def _session(self, shard: int) -> Session:
        assert shard in self._of_shard, f"Shard {shard} has no session.\n{self._world.transcript()}"
        return self._of_shard[shard]

    def wait_connected(self, shard: int = 0, timeout: float = 10) -> None:
        self._world.wait(lambda: self.connected(shard), f"shard {shard} to connect", timeout)


def application_flags(granted: tuple[str, ...]) -> int:
    """The application's flags for the privileged intents that it may use, by the switches of the developer portal."""
    limited = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}
    return sum(limited[each] for each in granted)
