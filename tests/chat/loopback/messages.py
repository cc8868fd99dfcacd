"""Messages and attachments as Discord keeps them, and what a test may wait for on one."""

import mimetypes
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.chat.loopback.channels import Channel
from tests.chat.loopback.shapes import components_for_reading, embeds_for_reading, walk
from tests.chat.loopback.values import Json, User, stamp

if TYPE_CHECKING:
    from tests.chat.loopback.interactions import Interaction
    from tests.chat.loopback.world import World

EPHEMERAL, LOADING, COMPONENTS_V2, SUPPRESS_EMBEDS = 1 << 6, 1 << 7, 1 << 15, 1 << 2
DEFAULT, REPLY, CHAT_COMMAND, CONTEXT_COMMAND = 0, 19, 20, 23


class Attachment:
    """A file of a message or an interaction, served under `url` until it is expired."""

    def __init__(self, id: int, filename: str, data: bytes, base: str, folder: str, content_type: str | None) -> None:
        self.id = id
        self.filename = _plain(filename)
        self.title = None if self.filename == filename else filename.rpartition(".")[0] or filename
        self.data = data
        self.content_type = content_type or mimetypes.guess_type(filename)[0]
        self.ephemeral = folder.startswith("ephemeral-attachments")
        self.path = f"/{folder}/{id}/{self.filename}"
        self.url = f"{base}{self.path}?ex=0&is=0&hm=0"
        self.expired = False

    def __repr__(self) -> str:
        return f"<{self.filename}, {len(self.data)} bytes>"

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")

    def shape(self) -> Json:
        shape: Json = {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.data),
            "url": self.url,
            "proxy_url": self.url,
        }
        if self.content_type:
            shape["content_type"] = self.content_type
        if self.ephemeral:
            shape["ephemeral"] = True
        if self.title is not None:
            shape["title"] = self.title
        return shape


def _plain(filename: str) -> str:
    """As Discord keeps names: blanks become underscores, all but a few ASCII characters goes."""
    kept = re.sub(r"[^A-Za-z0-9._-]", "", filename.replace(" ", "_"))
    return kept if kept.partition(".")[0] else f"unknown{kept}"


class Message:
    """One message, live: edits and the deletion show in it. Made by `World.post`."""

    def __init__(self, world: "World", id: int, channel: Channel, author: User, content: str = "") -> None:
        self.world = world
        self.id = id
        self.channel = channel
        self.author = author
        self.content = content
        self.created = datetime.now(UTC)
        self.edited: datetime | None = None
        self.history: list[str] = []
        """The contents that it had before."""
        self.embeds: list[Json] = []
        self.components: list[Json] = []
        self.attachments: list[Attachment] = []
        self.flags = 0
        self.kind = DEFAULT
        self.nonce: str | int | None = None
        self.reference: Message | None = None
        self.mentioned: list[User] = []
        self.interaction: Interaction | None = None
        """What made it, for a response or a follow-up."""
        self.version = 0
        """Counts the edits."""
        self.deleted = False

    def __repr__(self) -> str:
        return f"<message of {self.author.name} in {self.channel!r}: {self.content!r}>"

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def suppresses_embeds(self) -> bool:
        """Whether links in it have no preview."""
        return bool(self.flags & SUPPRESS_EMBEDS)

    @property
    def loading(self) -> bool:
        """Whether it still says "… is thinking"."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [each.get("label", "") for each in self.parts() if each["type"] == 2]

    @property
    def text(self) -> str:
        """All that a person reads in it: content, embeds, text displays."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title", ""), embed.get("description", "")]
            parts += [f"{field['name']}\n{field['value']}" for field in embed.get("fields", [])]
            parts.append(embed.get("footer", {}).get("text", ""))
        parts += [each["content"] for each in self.parts() if each["type"] == 10]
        return "\n".join(part for part in parts if part)

    def parts(self) -> list[Json]:
        """All components, nested ones too, in order."""
        return walk(self.components)

    # -- what tests wait for ------------------------------------------------------------------

    def answer(self, timeout: float = 10) -> "Message":
        """The bot's message that replies to this one and stands now; waits for it."""

        def found() -> list[Message]:
            return [each for each in self.channel.from_bot() if each.reference is self]

        self.world.wait(lambda: bool(found()), f"an answer of the bot to {self!r}", timeout)
        return found()[0]

    def becomes(self, wanted: "Callable[[Message], bool]", what: str = "an edit", timeout: float = 10) -> "Message":
        """Wait until the message is as wanted, by edits of the bot."""
        self.world.wait(lambda: wanted(self), f"{what} of {self!r}", timeout)
        return self

    def gone(self, timeout: float = 10) -> None:
        """Wait until it is deleted."""
        self.world.wait(lambda: self.deleted, f"the deletion of {self!r}", timeout)

    # -- as JSON --------------------------------------------------------------------------------

    def shape(self, *, readable: bool = True, nested: bool = True) -> Json:
        """As the API has it. Unless `readable`, text and files are empty, as for a bot without the intent."""
        shape: Json = {
            "id": str(self.id),
            "type": self.kind,
            "channel_id": str(self.channel.id),
            "author": self.author.shape(),
            "content": self.content if readable else "",
            "mentions": [user.shape() for user in self.mentioned],
            "mention_roles": [],
            "mention_everyone": False,
            "attachments": [each.shape() for each in self.attachments] if readable else [],
            "embeds": embeds_for_reading(self.embeds) if readable else [],
            "components": components_for_reading(self.components) if readable else [],
            "timestamp": stamp(self.created),
            "edited_timestamp": stamp(self.edited) if self.edited else None,
            "flags": self.flags,
            "pinned": False,
            "tts": False,
        }
        if self.nonce is not None:
            shape["nonce"] = str(self.nonce)
        if self.interaction is not None:
            application_id = str(self.world.application_id)
            shape |= {"application_id": application_id, "webhook_id": application_id}
            shape["interaction_metadata"] = self.interaction.metadata()
        if self.reference is not None:
            shape |= self._reference_shape(self.reference, nested=nested)
        return shape

    def _reference_shape(self, to: "Message", *, nested: bool) -> Json:
        where: Json = {"type": 0, "channel_id": str(to.channel.id), "message_id": str(to.id)}
        if to.channel.guild is not None:
            where["guild_id"] = str(to.channel.guild.id)
        if not nested:
            return {"message_reference": where}
        quoted = None if to.deleted else to.shape(readable=self.world.bot_reads(to), nested=False)
        return {"message_reference": where, "referenced_message": quoted}

    def event_shape(self) -> Json:
        """As the gateway tells it: with the author's membership, without text that the bot may not read."""
        shape = self.shape(readable=self.world.bot_reads(self))
        guild = self.channel.guild
        if guild is None:
            return shape
        shape["guild_id"] = str(guild.id)
        if self.author.id in guild.members:
            shape["member"] = guild.members[self.author.id].partial_shape()
        for mentioned in shape["mentions"]:
            member = guild.members.get(int(mentioned["id"]))
            if member is not None:
                mentioned["member"] = member.partial_shape()
        return shape
