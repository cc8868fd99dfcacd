"""Routes by which the bot answers interactions: the callback, `@original`, follow-ups."""

from tests.chat.loopback import limits
from tests.chat.loopback.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    MESSAGE,
    MODAL,
    SUBMIT,
    UPDATE,
    Choice,
    Interaction,
)
from tests.chat.loopback.messages import CHAT_COMMAND, CONTEXT_COMMAND, EPHEMERAL, LOADING, REPLY, Message
from tests.chat.loopback.modals import Modal
from tests.chat.loopback.routing import Route
from tests.chat.loopback.values import Call, Json, Refused, Reply, unknown
from tests.chat.loopback.violations import Violation, refusal
from tests.chat.loopback.world import World
from tests.chat.loopback.writing import change, write


def callback(world: World, call: Call) -> Reply:
    interaction = world.interactions.get(call.args["interaction_token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise unknown("interaction")
    if interaction.callback is not None:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    if interaction.late():
        raise unknown("interaction")
    kind = call.body["type"]
    if kind not in _allowed(interaction):
        raise refusal(
            [Violation(("type",), "INTERACTION_APPLICATION_COMMAND_CALLBACK_TYPE", f"Type {kind} doesn't fit.")]
        )
    _respond(world, interaction, kind, call)
    interaction.acknowledge(kind)
    return _answered(interaction, kind) if call.query.get("with_response") in ("1", "true") else Reply(204)


def _allowed(interaction: Interaction) -> tuple[int, ...]:
    """The kinds of response that fit."""
    if interaction.kind == AUTOCOMPLETE:
        return (CHOICES,)
    new = (MESSAGE, DEFER, MODAL) if interaction.kind != SUBMIT else (MESSAGE, DEFER)
    return new if interaction.message is None else (*new, DEFER_UPDATE, UPDATE)


def _respond(world: World, interaction: Interaction, kind: int, call: Call) -> None:
    data: Json = call.body.get("data") or {}
    if kind in (MESSAGE, DEFER):
        message = _new(world, interaction)
        if kind == MESSAGE:
            write(world, message, data, call.files)
        else:
            message.flags = LOADING | ((data.get("flags") or 0) & EPHEMERAL)
        interaction.response = message
        world.post(message)
    elif kind in (UPDATE, DEFER_UPDATE):
        interaction.response = interaction.message
        assert interaction.message is not None
        if kind == UPDATE:
            change(world, interaction.message, data, call.files)
            world.tell_edit(interaction.message)
    elif kind == MODAL:
        interaction.sent_modal = Modal(interaction, data)
    else:
        interaction.sent_choices = [Choice(each["name"], each["value"]) for each in data["choices"]]


def _new(world: World, interaction: Interaction) -> Message:
    message = Message(world, world.ids.new(), interaction.channel, world.bot)
    message.interaction = interaction
    if interaction.kind == COMMAND:
        message.kind = CHAT_COMMAND if interaction.data["type"] == 1 else CONTEXT_COMMAND
    elif interaction.kind == COMPONENT:
        message.kind, message.reference = REPLY, interaction.message
    return message


def _answered(interaction: Interaction, kind: int) -> Reply:
    body: Json = {"interaction": {"id": str(interaction.id), "type": interaction.kind}}
    message = interaction.response
    if message is not None:
        body["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        if kind in (MESSAGE, UPDATE):
            body["resource"] = {"type": kind, "message": message.shape()}
    return Reply(200, body)


def _by_token(world: World, call: Call) -> Interaction:
    """The interaction whose token it is. Raises Refused before the response, and after 15 minutes."""
    interaction = world.interactions.get(call.args["webhook_token"])
    if interaction is None or call.id("webhook_id") != world.application_id or interaction.callback is None:
        raise unknown("Webhook")
    if interaction.expired:
        raise Refused(401, 50027, "Invalid Webhook Token")
    return interaction


def _message(world: World, call: Call) -> tuple[Interaction, Message]:
    interaction = _by_token(world, call)
    original = call.args.get("message_id", "@original") == "@original"
    found = (
        [interaction.response]
        if original
        else [each for each in interaction.messages() if each.id == call.id("message_id")]
    )
    if not found or found[0] is None or found[0].deleted:
        raise unknown("Message")
    return interaction, found[0]


def get(world: World, call: Call) -> Reply:
    return Reply(200, _message(world, call)[1].shape())


def edit(world: World, call: Call) -> Reply:
    _, message = _message(world, call)
    change(world, message, call.body or {}, call.files)
    world.tell_edit(message)
    return Reply(200, message.shape())


def delete(world: World, call: Call) -> Reply:
    _, message = _message(world, call)
    world.remove(message)
    return Reply(204)


def follow_up(world: World, call: Call) -> Reply:
    """A further message. The first one after a deferral takes the place of "is thinking", as Discord does it."""
    interaction = _by_token(world, call)
    waiting = interaction.response
    if waiting is not None and waiting.loading and not waiting.deleted:
        change(world, waiting, call.body or {}, call.files)
        world.tell_edit(waiting)
        return Reply(200, waiting.shape())
    message = _new(world, interaction)
    message.reference, message.kind = interaction.response, REPLY if interaction.response else message.kind
    write(world, message, call.body or {}, call.files)
    interaction.sent_followups.append(message)
    world.post(message)
    return Reply(200, message.shape())


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES = (
    Route(
        "POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, limits.callback, public=True
    ),
    Route("GET", f"{_WEBHOOK}/messages/@original", get, public=True),
    Route("PATCH", f"{_WEBHOOK}/messages/@original", edit, limits.message, public=True),
    Route("DELETE", f"{_WEBHOOK}/messages/@original", delete, public=True),
    Route("GET", f"{_WEBHOOK}/messages/{{message_id}}", get, public=True),
    Route("PATCH", f"{_WEBHOOK}/messages/{{message_id}}", edit, limits.message, public=True),
    Route("DELETE", f"{_WEBHOOK}/messages/{{message_id}}", delete, public=True),
    Route("POST", _WEBHOOK, follow_up, limits.message, public=True),
)
