"""Routes about channels and the messages in them; what the bot may not do is refused as Discord refuses it."""

from tests.chat.loopback import limits
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.messages import REPLY, Message
from tests.chat.loopback.routing import Route
from tests.chat.loopback.values import Call, Json, Refused, Reply, missing_access, missing_permissions, unknown
from tests.chat.loopback.violations import Violation, refusal
from tests.chat.loopback.world import World
from tests.chat.loopback.writing import change, write


def _channel(world: World, call: Call, *names: str) -> Channel:
    """The channel, in which the bot must have the named permissions."""
    channel = world.channels.get(call.id("channel_id"))
    if channel is None:
        raise unknown("Channel")
    if not channel.may(world.bot, "view_channel"):
        raise missing_access()
    if not channel.may(world.bot, *names):
        raise missing_permissions()
    return channel


def _sending(world: World, call: Call) -> Channel:
    channel = _channel(world, call)
    if not channel.may_send(world.bot):
        raise missing_permissions()
    if channel.recipient is not None and not channel.recipient.takes_direct_messages:
        raise Refused(403, 50007, "Cannot send messages to this user")
    if channel.archived and channel.locked:
        raise Refused(400, 50083, "Thread is archived")
    return channel


def _message(world: World, call: Call, channel: Channel) -> Message:
    message = world.messages.get(call.id("message_id"))
    if message is None or message.channel is not channel or message.deleted or message.ephemeral:
        raise unknown("Message")
    return message


def channel(world: World, call: Call) -> Reply:
    return Reply(200, _channel(world, call).shape())


def typing(world: World, call: Call) -> Reply:
    _sending(world, call)
    return Reply(204)


def create(world: World, call: Call) -> Reply:
    channel, body = _sending(world, call), call.body or {}
    if call.files and not channel.may(world.bot, "attach_files"):
        raise missing_permissions()
    if body.get("embeds") and not channel.may(world.bot, "embed_links"):
        raise missing_permissions()
    known = [each for each in channel.from_bot() if each.nonce is not None and each.nonce == body.get("nonce")]
    if known and body.get("enforce_nonce"):
        return Reply(200, known[0].shape())
    message = Message(world, world.ids.new(), channel, world.bot)
    if body.get("message_reference"):
        message.reference = _referenced(world, channel, body["message_reference"])
        message.kind = REPLY if message.reference else message.kind
    write(world, message, body, call.files)
    world.post(message)
    return Reply(200, message.shape())


def _referenced(world: World, channel: Channel, reference: Json) -> Message | None:
    found = world.messages.get(int(reference["message_id"]))
    if found is None or found.channel is not channel or found.deleted:
        if reference.get("fail_if_not_exists", True):
            raise refusal([Violation(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")])
        return None
    if not channel.may(world.bot, "read_message_history"):
        raise Refused(403, 160002, "Cannot reply without permission to read message history")
    return found


def edit(world: World, call: Call) -> Reply:
    message = _message(world, call, _channel(world, call))
    if message.author != world.bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    if call.files and not message.channel.may(world.bot, "attach_files"):
        raise missing_permissions()
    change(world, message, call.body or {}, call.files)
    world.tell_edit(message)
    return Reply(200, message.shape())


def delete(world: World, call: Call) -> Reply:
    message = _message(world, call, _channel(world, call))
    if message.author != world.bot and not message.channel.may(world.bot, "manage_messages"):
        raise missing_permissions()
    world.remove(message)
    return Reply(204)


def one(world: World, call: Call) -> Reply:
    message = _message(world, call, _channel(world, call, "read_message_history"))
    return Reply(200, message.shape(readable=world.bot_reads(message)))


def several(world: World, call: Call) -> Reply:
    channel = _channel(world, call)
    found = list(reversed(channel.messages)) if channel.may(world.bot, "read_message_history") else []
    before, after, around = (call.query.get(key) for key in ("before", "after", "around"))
    limit = int(call.query.get("limit", "50"))
    if before is not None:
        found = [each for each in found if each.id < int(before)]
    if after is not None:
        found = [each for each in found if each.id > int(after)][-limit:]
    if around is not None:
        near = sorted(found, key=lambda each: abs(each.id - int(around)))[:limit]
        found = [each for each in found if each in near]
    return Reply(200, [each.shape(readable=world.bot_reads(each)) for each in found[:limit]])


_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"

ROUTES = (
    Route("GET", "/channels/{channel_id}", channel),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("POST", _MESSAGES, create, limits.message),
    Route("GET", _MESSAGES, several),
    Route("GET", _MESSAGE, one),
    Route("PATCH", _MESSAGE, edit, limits.message),
    Route("DELETE", _MESSAGE, delete),
)
