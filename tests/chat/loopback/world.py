"""All that one test's Discord knows, and what the test asks of it."""

import contextlib
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.chat.loopback import guard
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.commands import CommandBook
from tests.chat.loopback.faults import Fault, Faults, rate_limited
from tests.chat.loopback.guilds import Guild
from tests.chat.loopback.interactions import Interaction
from tests.chat.loopback.mentions import Ping
from tests.chat.loopback.messages import Attachment, Message
from tests.chat.loopback.people import Person
from tests.chat.loopback.sessions import Sessions
from tests.chat.loopback.snowflakes import Snowflakes
from tests.chat.loopback.transcript import Line, Transcript
from tests.chat.loopback.values import Call, Json, Reply, Upload, User

PRIVILEGED = {"members": 1 << 1, "presences": 1 << 8, "message_content": 1 << 15}


@dataclass(frozen=True)
class Asked:
    """A request that the bot made, and the status that it got."""

    call: Call
    status: int


class World:
    """A fresh Discord. `granted` names the privileged intents of the application: `PRIVILEGED`'s keys.

    Everything that tests call may be called from any thread. What a test finds wrong raises AssertionError; what the
    bot does wrong is gathered in `failures`, and `check` raises it all at the end.
    """

    def __init__(self, port: int, *, shards: int = 1, granted: tuple[str, ...] = ()) -> None:
        self.port = port
        self.shards = shards
        self.granted = granted
        self.lock = threading.Condition(threading.RLock())
        self.ids = Snowflakes()
        self.token = f"bot-{secrets.token_urlsafe(24)}"
        self.application_id = self.ids.new()
        self.bot = User(self.application_id, "Verbatim", bot=True)
        self.transcript_ = Transcript()
        self.failures: list[str] = []
        self.pings: list[Ping] = []
        self.asked: list[Asked] = []
        self.people: dict[int, Person] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.attachments: dict[int, Attachment] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands = CommandBook(self)
        self.sessions = Sessions(self)
        self.faults = Faults()
        self.offline = False
        self.acknowledge_within_s = 3.0
        """Discord's limit for the first response; a story about late ones may lower it."""
        self.in_flight = 0
        """Requests that are not answered yet."""
        self.app_owner = self.person("Owner of the app")

    # -- making ---------------------------------------------------------------------------------

    def person(self, name: str, locale: str = "en-US") -> Person:
        with self.lock:
            made = Person(self, User(self.ids.new(), name), locale)
            self.people[made.user.id] = made
            return made

    def guild(
        self, name: str, owner: Person, *, locale: str = "en-US", shard: int = 0, bot: tuple[str, ...] | None = ()
    ) -> Guild:
        """A server on the given shard. The bot is in it with the permissions of `bot`, or not yet when that is None."""
        with self.lock:
            made = Guild(self, self.ids.on_shard(shard, self.shards), name, owner.user, locale)
            self.guilds[made.id] = made
            if bot is not None:
                made.bot_joins(*bot)
            return made

    def dm(self, person: Person) -> Channel:
        """The direct channel between a person and the bot."""
        with self.lock:
            for channel in self.channels.values():
                if channel.recipient is person:
                    return channel
            made = Channel(self, self.ids.new(), f"direct to {person.user.name}", "dm", recipient=person)
            self.channels[made.id] = made
            return made

    def attach(self, upload: Upload, folder: str) -> Attachment:
        base = f"http://127.0.0.1:{self.port}/cdn"
        made = Attachment(self.ids.new(), upload.filename, upload.data, base, folder, upload.content_type)
        self.attachments[made.id] = made
        return made

    # -- telling the bot --------------------------------------------------------------------------

    def dispatch(self, event: str, data: Json, *, guild: Guild | None) -> None:
        """Tell the bot of an event, if it is in that server (None: direct) and asked for such events."""
        with self.lock:
            if guild is None or guild.has_bot:
                self.sessions.dispatch(event, data, guild.shard if guild else 0, direct=guild is None)
            self.lock.notify_all()

    def bot_reads(self, message: Message) -> bool:
        """Whether the text of a message comes to the bot: by the intent, or as Discord's exceptions say."""
        if "message_content" in self.granted and self.sessions.asks_for_content():
            return True
        return message.channel.guild is None or message.author == self.bot or self.bot in message.mentioned

    def post(self, message: Message) -> None:
        """A new message: everybody sees it at once, or only one person if it is ephemeral."""
        with self.lock:
            self.messages[message.id] = message
            if not message.ephemeral:
                message.channel.messages.append(message)
                self._tell("MESSAGE_CREATE", message.channel, message.event_shape())
            self.lock.notify_all()

    def tell_edit(self, message: Message) -> None:
        with self.lock:
            if not message.ephemeral:
                self._tell("MESSAGE_UPDATE", message.channel, message.event_shape())
            self.lock.notify_all()

    def remove(self, *messages: Message) -> None:
        """Delete messages of one channel; several are one event."""
        with self.lock:
            for each in messages:
                each.deleted = True
                if not each.ephemeral:
                    each.channel.messages.remove(each)
            ids, channel = [str(each.id) for each in messages if not each.ephemeral], messages[0].channel
            where = {"channel_id": str(channel.id)} | ({"guild_id": str(channel.guild.id)} if channel.guild else {})
            if len(ids) == 1:
                self._tell("MESSAGE_DELETE", channel, {**where, "id": ids[0]})
            elif ids:
                self._tell("MESSAGE_DELETE_BULK", channel, {**where, "ids": ids})
            self.lock.notify_all()

    def begin(self, interaction: Interaction) -> None:
        """Somebody did something with the bot; from now on it has three seconds."""
        with self.lock:
            self.interactions[interaction.token] = interaction
            self.note(repr(interaction.person), f"acts: {interaction!r}")
            self.dispatch("INTERACTION_CREATE", interaction.shape(), guild=interaction.channel.guild)

    def _tell(self, event: str, channel: Channel, data: Json) -> None:
        if channel.may(self.bot, "view_channel"):
            self.dispatch(event, data, guild=channel.guild)

    # -- what the bot did --------------------------------------------------------------------------

    def wait(self, until: Callable[[], bool], what: str, timeout: float = 10) -> None:
        """Block until it holds. Raises AssertionError with the transcript when the time is up."""
        with self.lock:
            if not self.lock.wait_for(until, timeout):
                raise AssertionError(f"Waited {timeout:g} s for {what}.\n{self.transcript()}")

    def wait_ready(self, timeout: float = 10) -> None:
        """Block until each shard is identified: all that happens from now on reaches the bot."""
        self.wait(lambda: self.sessions.ready(), "all shards to identify", timeout)

    def requests(self, method: str, pattern: str) -> list[Call]:
        """The bot's requests so far, answered ones, whose method and path match; `*` stands for anything."""
        fault = Fault(method, pattern, 1)
        with self.lock:
            return [each.call for each in self.asked if fault.matches(each.call)]

    def wait_request(self, method: str, pattern: str, count: int = 1, timeout: float = 10) -> Call:
        """The request number `count` that matches; waits for it."""
        self.wait(lambda: len(self.requests(method, pattern)) >= count, f"{method} {pattern} ({count})", timeout)
        return self.requests(method, pattern)[count - 1]

    def transcript(self) -> str:
        """Every request, reply and event so far, in order, with milliseconds since the start."""
        with self.lock:
            return self.transcript_.text()

    @property
    def lines(self) -> list[Line]:
        """The transcript's lines, uncut."""
        with self.lock:
            return list(self.transcript_.lines)

    def note(self, who: str, what: str, body: object = None) -> None:
        with self.lock:
            self.transcript_.add(who, what, body)
            self.lock.notify_all()

    def wrong(self, what: str) -> None:
        """The bot, or this server, did something wrong."""
        with self.lock:
            self.failures.append(what)
            self.note("WRONG", what)

    # -- trouble ------------------------------------------------------------------------------------

    def rate_limit(
        self, method: str, pattern: str, retry_after_s: float = 0.05, times: int = 1, *, everywhere: bool = False
    ) -> None:
        """Answer the next requests that match with 429."""
        self.faults.add(Fault(method, pattern, times, rate_limited(retry_after_s, everywhere=everywhere)))

    def fail(self, method: str, pattern: str, status: int, times: int = 1, code: int = 0) -> None:
        """Answer the next requests that match with an error, and do nothing."""
        reply = Reply(status, {"code": code, "message": f"{status}: made to fail"})
        self.faults.add(Fault(method, pattern, times, reply))

    def delay(self, method: str, pattern: str, seconds: float, times: int = 1) -> None:
        """Let the next requests that match wait before they are looked at."""
        self.faults.add(Fault(method, pattern, times, delay_s=seconds))

    @contextlib.contextmanager
    def unreachable(self) -> Iterator[None]:
        """Every connection is cut and every new one dropped while the block runs."""
        with self.lock:
            self.offline = True
            self.sessions.drop_all()
        try:
            yield
        finally:
            with self.lock:
                self.offline = False

    # -- the end -------------------------------------------------------------------------------------

    def forgive(self, pattern: str) -> list[str]:
        """Take the failures that match out of the list, for a story about them. Raises if there are none."""
        with self.lock:
            found = [each for each in self.failures if re.search(pattern, each)]
            assert found, f"Nothing failed with {pattern!r}: {self.failures}\n{self.transcript()}"
            self.failures = [each for each in self.failures if each not in found]
            return found

    def check(self) -> None:
        """Raise AssertionError with all that went wrong: refused or unknown requests, pings, silence, strays."""
        for interaction in list(self.interactions.values()):
            interaction.must_be_acknowledged()
        self.wait(lambda: self.in_flight == 0, "all requests to be answered")
        with self.lock:
            wrong = [f"{stray} was called" for stray in guard.strays()]
            wrong += [*self.failures, *(f"{ping} would have been sent" for ping in self.pings)]
            wrong += self.faults.untouched()
            assert not wrong, "\n".join([*wrong, "", self.transcript()])
