"""Values of a person's action as an interaction carries them: ids, and what they stand for under `resolved`."""

from typing import TYPE_CHECKING, Any

from tests.chat.loopback.channels import Channel
from tests.chat.loopback.guilds import Role
from tests.chat.loopback.limits import FILE_BYTES
from tests.chat.loopback.messages import Attachment, Message
from tests.chat.loopback.values import Json, Someone, Upload

if TYPE_CHECKING:
    from tests.chat.loopback.people import Person


class Resolved:
    """Gathers what an interaction's values stand for, seen from one channel."""

    def __init__(self, person: "Person", channel: Channel) -> None:
        self._person = person
        self._channel = channel
        self.data: Json = {}

    def value(self, value: Any) -> Any:
        """The value as it is sent: a thing's id for a thing, all else as it is."""
        if isinstance(value, Someone):
            self._user(value)
            return str(value.user.id)
        if isinstance(value, Channel):
            self._add("channels", value.id, value.partial_shape(self._person.user))
        elif isinstance(value, Role):
            self._add("roles", value.id, value.shape())
        elif isinstance(value, Message):
            self._add("messages", value.id, value.shape())
        elif isinstance(value, Upload):
            attachment = self._upload(value)
            self._add("attachments", attachment.id, attachment.shape())
            return str(attachment.id)
        else:
            return value
        return str(value.id)

    def _add(self, kind: str, id: int, shape: Json) -> None:
        self.data.setdefault(kind, {})[str(id)] = shape

    def _user(self, person: Someone) -> None:
        self._add("users", person.user.id, person.user.shape())
        guild = self._channel.guild
        member = guild.members.get(person.user.id) if guild else None
        if member is not None:
            held = str(self._channel.permissions_of(person.user))
            shape = {key: value for key, value in member.partial_shape().items() if key not in ("deaf", "mute")}
            self._add("members", person.user.id, {**shape, "permissions": held})

    def _upload(self, upload: Upload) -> Attachment:
        assert len(upload.data) <= FILE_BYTES, f"{upload.filename} is too big to be uploaded"
        world = self._person.world
        return world.attach(upload, f"ephemeral-attachments/{world.application_id}")
