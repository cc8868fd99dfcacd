"""People: what they write, and what they do with the bot's commands, buttons, selects and forms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.chat.loopback import commands
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Choice, Interaction
from tests.chat.loopback.mentions import users_named
from tests.chat.loopback.messages import REPLY, Attachment, Message
from tests.chat.loopback.modals import SELECTS, Modal
from tests.chat.loopback.resolving import Resolved
from tests.chat.loopback.values import Json, Someone, Upload, User

if TYPE_CHECKING:
    from tests.chat.loopback.world import World


class Person(Someone):
    """Made by `World.person`. What a real client would not let them do raises AssertionError, unless it is `forced`:
    then it is sent all the same, as an attacker would."""

    def __init__(self, world: "World", user: User, locale: str) -> None:
        self.world = world
        self.user = user
        self.locale = locale
        self.takes_direct_messages = True

    def __repr__(self) -> str:
        return self.user.name

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def mention(self) -> str:
        return self.user.mention

    # -- messages ---------------------------------------------------------------------------------

    def says(
        self,
        channel: Channel,
        text: str = "",
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        attachments: Iterable[Upload] = (),
    ) -> Message:
        """Write a message. `{bot}` in the text mentions the bot; a reply pings its author unless told not to."""
        with self.world.lock:
            assert channel.may_send(self.user), f"{self} can't write in {channel!r}"
            message = Message(self.world, self.world.ids.new(), channel, self.user, self._written(text))
            message.attachments = [self._attached(channel, each) for each in attachments]
            if reply_to is not None:
                message.kind, message.reference = REPLY, reply_to
            message.mentioned = self._mentioned(message, ping=ping)
            self.world.note(repr(self), f"says in {channel!r}: {message.content}")
            self.world.post(message)
            return message

    def edits(self, message: Message, text: str) -> None:
        """Change the text of an own message."""
        with self.world.lock:
            assert message.author == self.user, f"{message!r} is not {self}'s"
            message.history.append(message.content)
            message.content = self._written(text)
            message.edited = datetime.now(UTC)
            message.version += 1
            replied = message.reference is not None and message.reference.author in message.mentioned
            message.mentioned = self._mentioned(message, ping=replied)
            self.world.note(repr(self), f"edits to: {message.content}")
            self.world.tell_edit(message)

    def deletes(self, *messages: Message) -> None:
        """Take messages away: own ones, or a moderator anybody's. Several at once are one event."""
        with self.world.lock:
            for each in messages:
                allowed = each.author == self.user or each.channel.may(self.user, "manage_messages")
                assert allowed, f"{self} can't delete {each!r}"
            self.world.note(repr(self), f"deletes {messages}")
            self.world.remove(*messages)

    def _written(self, text: str) -> str:
        return text.replace("{bot}", self.world.bot.mention)

    def _attached(self, channel: Channel, upload: Upload) -> Attachment:
        return self.world.attach(upload, f"attachments/{channel.id}")

    def _mentioned(self, message: Message, *, ping: bool) -> list[User]:
        known = {self.world.bot.id: self.world.bot, **{each.id: each.user for each in self.world.people.values()}}
        named = [known[id] for id in users_named(message.content) if id in known]
        if message.reference is not None and ping and message.reference.author not in named:
            named.append(message.reference.author)
        return named

    # -- commands ---------------------------------------------------------------------------------

    def slash(self, channel: Channel, command: str, /, *, forced: bool = False, **values: Any) -> Interaction:
        """Use a slash command: `slash(channel, "sources list", query="x")`. Files are `Upload`s, people `Person`s."""
        return self._command(COMMAND, channel, command, values, focused=None, forced=forced)

    def types(
        self,
        channel: Channel,
        command: str,
        focused: str,
        values: Mapping[str, Any] | None = None,
        *,
        forced: bool = False,
    ) -> list[Choice]:
        """Fill in a command as far as `values` say, the cursor in `focused`: the suggestions that are shown."""
        return self._command(AUTOCOMPLETE, channel, command, values or {}, focused=focused, forced=forced).choices()

    def _command(
        self, kind: int, channel: Channel, name: str, values: Mapping[str, Any], *, focused: str | None, forced: bool
    ) -> Interaction:
        with self.world.lock:
            first, *path = name.removeprefix("/").split()
            command = self.world.commands.find(channel, first, commands.SLASH, self.locale)
            if not forced:
                commands.must_be_seen(command, self, channel)
            names, options = commands.walk_to(command, path, self.locale)
            if kind == COMMAND and not forced:
                values = commands.checked(options, values, self.locale)
            resolved = Resolved(self, channel)
            sent = {key: resolved.value(value) for key, value in values.items()}
            nested = commands.nested(names, commands.filled(options, sent, focused))
            return self._act(kind, channel, self._called(command, resolved, options=nested), forced=forced)

    def menu(self, channel: Channel, name: str, target: "Message | Person", *, forced: bool = False) -> Interaction:
        """Use a command of the menu of a message or of a person."""
        with self.world.lock:
            kind = commands.MESSAGE_MENU if isinstance(target, Message) else commands.USER_MENU
            command = self.world.commands.find(channel, name, kind, self.locale)
            if not forced:
                commands.must_be_seen(command, self, channel)
            resolved = Resolved(self, channel)
            data = self._called(command, resolved, target_id=resolved.value(target))
            return self._act(COMMAND, channel, data, forced=forced)

    def _called(self, command: Json, resolved: Resolved, **more: Any) -> Json:
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], **more}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return data | ({"resolved": resolved.data} if resolved.data else {})

    # -- components -------------------------------------------------------------------------------

    def presses(
        self, message: Message, label: str = "", *, custom_id: str = "", forced: bool = False, planted: bool = True
    ) -> Interaction:
        """Press the button with this label or custom_id.

        A custom_id that the message doesn't have must be `forced`. It is told as if the message had it (`planted`), as
        it may have had in an earlier version of the bot; or else as Discord would have to be tricked into telling it.
        """
        with self.world.lock:
            button = self._part(message, (2,), label, custom_id, forced=forced)
            data = {"component_type": 2, "custom_id": button["custom_id"], "id": button.get("id", 1)}
            plant = [_row(button)] if planted and button not in message.parts() else []
            return self._act(COMPONENT, message.channel, data, message=message, forced=forced, planted=plant)

    def selects(
        self, message: Message, values: Sequence[Any], *, custom_id: str = "", forced: bool = False
    ) -> Interaction:
        """Choose in the message's select: values or labels of its options; people, roles or channels."""
        with self.world.lock:
            part = self._part(message, SELECTS, "", custom_id, forced=forced)
            resolved = Resolved(self, message.channel)
            by_label = {each["label"]: each["value"] for each in part.get("options", [])}
            sent = [resolved.value(by_label.get(each, each) if isinstance(each, str) else each) for each in values]
            if not forced:
                _must_be_offered(part, sent)
            data = {"component_type": part["type"], "custom_id": part["custom_id"], "values": sent, "id": 1}
            data |= {"resolved": resolved.data} if resolved.data else {}
            plant = [] if part in message.parts() else [_row(part)]
            return self._act(COMPONENT, message.channel, data, message=message, forced=forced, planted=plant)

    def _part(self, message: Message, kinds: tuple[int, ...], label: str, custom_id: str, *, forced: bool) -> Json:
        assert forced or self.sees(message), f"{self} doesn't see {message!r}"
        parts = [each for each in message.parts() if each["type"] in kinds and each.get("custom_id")]
        for each in parts:
            wanted = each["custom_id"] == custom_id if custom_id else not label or each.get("label") == label
            if wanted and (forced or not each.get("disabled")):
                return each
        if not (forced and custom_id):
            raise AssertionError(f"{message!r} has no {label or custom_id!r} to be used, but {parts}")
        return {"type": kinds[0], "custom_id": custom_id, "style": 2, "options": []}

    def submits(self, modal: Modal, values: Mapping[str, Any] | None = None, *, forced: bool = False) -> Interaction:
        """Fill in the fields (by custom_id or label) and send the form; files are lists of `Upload`s."""
        with self.world.lock:
            opened = modal.opened_by
            assert forced or opened.person is self, f"{modal!r} is {opened.person}'s"
            resolved = Resolved(self, opened.channel)
            sent = modal.submission(values or {}, resolved, forced=forced)
            data: Json = {"custom_id": modal.custom_id, "components": sent}
            data |= {"resolved": resolved.data} if resolved.data else {}
            return self._act(SUBMIT, opened.channel, data, message=opened.message, opened_by=opened, forced=forced)

    def sees(self, message: Message) -> bool:
        """Whether the message is there for this person."""
        if message.deleted or not message.channel.may(self.user, "view_channel"):
            return False
        return not message.ephemeral or (message.interaction is not None and message.interaction.person is self)

    def _act(self, kind: int, channel: Channel, data: Json, **more: Any) -> Interaction:
        made = Interaction(kind, self, channel, data, **more)
        self.world.begin(made)
        return made


def _row(part: Json) -> Json:
    """The part as a message has it that has nothing else."""
    return {"type": 1, "id": 1_000, "components": [{"id": 1_001, **part}]}


def _must_be_offered(part: Json, values: Sequence[Any]) -> None:
    least, most = part.get("min_values", 1), part.get("max_values", 1)
    assert least <= len(values) <= most, f"The select takes {least} to {most}, not {len(values)}"
    offered = [each["value"] for each in part.get("options", [])]
    assert part["type"] != 3 or set(values) <= set(offered), f"The select offers {offered}, not {values}"
