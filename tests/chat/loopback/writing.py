"""Messages that the bot sends or changes, by whichever route: the body put into the message, pings noted."""

from datetime import UTC, datetime
from typing import Any

from tests.chat.loopback import mentions
from tests.chat.loopback.messages import COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS, Message
from tests.chat.loopback.shapes import walk
from tests.chat.loopback.values import Call, Json, Refused, SentFile, Upload
from tests.chat.loopback.world import World

KEPT_FLAGS = SUPPRESS_EMBEDS | EPHEMERAL | COMPONENTS_V2 | 1 << 12


def write(world: World, message: Message, body: Json, files: tuple[SentFile, ...]) -> Message:
    """A new message's body. Raises Refused for an empty one."""
    message.flags = (body.get("flags") or 0) & KEPT_FLAGS
    message.nonce = body.get("nonce")
    _put(world, message, body, files)
    _must_say_something(message)
    _note_pings(world, message, body)
    return message


def change(world: World, message: Message, body: Json, files: tuple[SentFile, ...]) -> Message:
    """An edit: what the body doesn't name stays. Raises Refused if nothing would be left, or for a flag taken back."""
    if message.flags & COMPONENTS_V2 and "flags" in body and not (body["flags"] or 0) & COMPONENTS_V2:
        raise Refused(400, 50035, "Invalid Form Body: the Components V2 flag can't be removed")
    was_loading = message.loading
    message.history.append(message.content)
    message.flags = message.flags & ~LOADING | ((body.get("flags") or 0) & (COMPONENTS_V2 | SUPPRESS_EMBEDS))
    _put(world, message, body, files)
    _must_say_something(message)
    if was_loading:
        _note_pings(world, message, body)
    else:
        message.edited = datetime.now(UTC)
    message.version += 1
    return message


def _put(world: World, message: Message, body: Json, files: tuple[SentFile, ...]) -> None:
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = body["embeds"] or []
    if "components" in body:
        message.components = body["components"] or []
    if "attachments" in body:
        kept = {str(each.get("id")) for each in body["attachments"] or []}
        message.attachments = [each for each in message.attachments if str(each.id) in kept]
    folder = (
        f"ephemeral-attachments/{world.application_id}" if message.ephemeral else f"attachments/{message.channel.id}"
    )
    message.attachments += [world.attach(Upload(each.filename, each.data), folder) for each in files]


def _must_say_something(message: Message) -> None:
    if not (message.content.strip() or message.embeds or message.attachments or message.components):
        raise Refused(400, 50006, "Cannot send an empty message")


def _note_pings(world: World, message: Message, body: Json) -> None:
    why = mentions.why_unsafe(body)
    if why:
        world.wrong(f"{message!r}: {why}")
    allowed: Any = body.get("allowed_mentions")
    texts = [message.content, *(part["content"] for part in walk(message.components) if part["type"] == 10)]
    replied = message.reference.author.id if message.reference else None
    found = mentions.pings(texts, allowed, replied)
    world.pings += found
    known = {each.id: each.user for each in world.people.values()}
    named = [int(ping.whom) for ping in found if ping.kind in ("users", "reply")]
    message.mentioned = [known[id] for id in dict.fromkeys(named) if id in known]


def with_files(call: Call) -> tuple[Json, tuple[SentFile, ...]]:
    return call.body or {}, call.files
