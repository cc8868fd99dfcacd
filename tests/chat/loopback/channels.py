"""Channels: of a server (text, thread, voice), and direct ones."""

from typing import TYPE_CHECKING, Literal

from tests.chat.loopback import permissions, snowflakes
from tests.chat.loopback.permissions import Overwrite, bits
from tests.chat.loopback.values import Json, User, stamp

if TYPE_CHECKING:
    from tests.chat.loopback.guilds import Guild, Role
    from tests.chat.loopback.messages import Message
    from tests.chat.loopback.people import Person
    from tests.chat.loopback.world import World

Kind = Literal["text", "dm", "voice", "category", "announcement", "thread", "private thread"]
CODES: dict[Kind, int] = {
    "text": 0,
    "dm": 1,
    "voice": 2,
    "category": 4,
    "announcement": 5,
    "thread": 11,
    "private thread": 12,
}


class Channel:
    """A place for messages. `guild` is None for a direct channel, `parent` is set for a thread."""

    def __init__(
        self,
        world: "World",
        id: int,
        name: str,
        kind: Kind = "text",
        *,
        guild: "Guild | None" = None,
        parent: "Channel | None" = None,
        recipient: "Person | None" = None,
    ) -> None:
        self.world = world
        self.id = id
        self.name = name
        self.kind: Kind = kind
        self.guild = guild
        self.parent = parent
        self.recipient = recipient
        self.archived = False
        self.locked = False
        self.overwrites: dict[int, Overwrite] = {}
        self.messages: list[Message] = []
        """Those that all can see, in order; deleted ones are taken out."""

    def __repr__(self) -> str:
        return f"#{self.name}"

    @property
    def is_thread(self) -> bool:
        return self.parent is not None

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def permissions_of(self, user: User) -> int:
        """A member's bits here; 0 for a stranger. In a direct channel both may do all that makes sense."""
        if self.guild is None:
            knows = self.recipient is not None and user.id in (self.recipient.user.id, self.world.bot.id)
            return permissions.EVERYONE if knows else 0
        return self.guild.permissions_in(self.parent or self, user)

    def may(self, user: User, *names: str) -> bool:
        wanted = bits(*names)
        return self.permissions_of(user) & wanted == wanted

    def may_send(self, user: User) -> bool:
        return self.may(user, "view_channel", "send_messages_in_threads" if self.is_thread else "send_messages")

    def allow(self, whom: "Role | User", *names: str) -> None:
        self._overwrite(whom, allow=bits(*names), deny=0)

    def deny(self, whom: "Role | User", *names: str) -> None:
        self._overwrite(whom, allow=0, deny=bits(*names))

    def _overwrite(self, whom: "Role | User", *, allow: int, deny: int) -> None:
        with self.world.lock:
            old = self.overwrites.get(whom.id, Overwrite(whom.id, "role"))
            self.overwrites[whom.id] = Overwrite(
                whom.id,
                "member" if isinstance(whom, User) else "role",
                (old.allow | allow) & ~deny,
                (old.deny | deny) & ~allow,
            )
            self.world.dispatch("CHANNEL_UPDATE", self.shape(), guild=self.guild)

    def thread(self, name: str, *, private: bool = False) -> "Channel":
        """A thread in this channel, which the bot can see where it sees the channel."""
        with self.world.lock:
            assert self.guild is not None, "threads are made in a server's channel"
            kind: Kind = "private thread" if private else "thread"
            made = Channel(self.world, self.world.ids.new(), name, kind, guild=self.guild, parent=self)
            self.guild.channels[made.id] = self.world.channels[made.id] = made
            if self.may(self.world.bot, "view_channel"):
                self.world.dispatch("THREAD_CREATE", {**made.shape(), "newly_created": True}, guild=self.guild)
            return made

    def delete(self) -> None:
        """As a moderator does."""
        with self.world.lock:
            assert self.guild is not None, "a direct channel can't be deleted"
            event = "THREAD_DELETE" if self.is_thread else "CHANNEL_DELETE"
            self.world.dispatch(event, self.shape(), guild=self.guild)
            del self.guild.channels[self.id], self.world.channels[self.id]

    def from_bot(self) -> "list[Message]":
        """The bot's messages that stand here now, in order."""
        with self.world.lock:
            return [message for message in self.messages if message.author == self.world.bot]

    def next_from_bot(self, after: int = 0, timeout: float = 10) -> "Message":
        """The bot's message number `after` (0 the first) that stands here; waits for it."""
        self.world.wait(lambda: len(self.from_bot()) > after, f"message {after + 1} of the bot in {self!r}", timeout)
        return self.from_bot()[after]

    def shape(self) -> Json:
        last = str(self.messages[-1].id) if self.messages else None
        shape: Json = {"id": str(self.id), "type": CODES[self.kind], "flags": 0, "last_message_id": last}
        if self.guild is None:
            assert self.recipient is not None
            return {**shape, "recipients": [self.recipient.user.shape()]}
        shape |= {"guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}
        return shape | (self._thread_shape() if self.is_thread else self._place_shape())

    def _place_shape(self) -> Json:
        return {
            "position": list(self.guild.channels).index(self.id) if self.guild else 0,
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "permission_overwrites": [
                {
                    "id": str(each.id),
                    "type": 0 if each.kind == "role" else 1,
                    "allow": str(each.allow),
                    "deny": str(each.deny),
                }
                for each in self.overwrites.values()
            ],
            **({"bitrate": 64000, "user_limit": 0, "rtc_region": None} if self.kind == "voice" else {}),
        }

    def _thread_shape(self) -> Json:
        assert self.parent is not None
        assert self.guild is not None
        since = stamp(snowflakes.moment(self.id))
        return {
            "parent_id": str(self.parent.id),
            "owner_id": str(self.guild.owner.id),
            "message_count": len(self.messages),
            "member_count": 2,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": since,
                "create_timestamp": since,
            },
        }

    def partial_shape(self, user: User) -> Json:
        """As an interaction carries it: with the invoker's permissions."""
        return {**self.shape(), "permissions": str(self.permissions_of(user))}
