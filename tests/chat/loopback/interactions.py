"""What a person did with the bot's commands, buttons and forms, and how the bot answered."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.chat.loopback.channels import Channel
from tests.chat.loopback.limits import FILE_BYTES
from tests.chat.loopback.messages import Message
from tests.chat.loopback.modals import Modal
from tests.chat.loopback.values import Json

if TYPE_CHECKING:
    from tests.chat.loopback.people import Person

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
KINDS = {
    MESSAGE: "message",
    DEFER: "deferred",
    DEFER_UPDATE: "deferred update",
    UPDATE: "update",
    CHOICES: "choices",
    MODAL: "modal",
}


@dataclass(frozen=True)
class Acknowledgement:
    """The first response: what kind it was (`KINDS`), and after how long it came."""

    kind: str
    after_ms: float


@dataclass(frozen=True)
class Choice:
    """One suggestion of an autocomplete."""

    name: str
    value: Any


class Interaction:
    """One action; its methods wait for the bot's part. Made by `Person`."""

    def __init__(
        self,
        kind: int,
        person: "Person",
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
        opened_by: "Interaction | None" = None,
        forced: bool = False,
        planted: Sequence[Json] = (),
    ) -> None:
        self.world = person.world
        self.kind = kind
        self.person = person
        self.channel = channel
        self.data = data
        self.message = message
        """The message whose button or select was used, or whose button opened the form."""
        self.planted = planted
        """Components that the message is said to have besides its own."""
        self.opened_by = opened_by
        self.silence_is_meant = forced
        self.id = self.world.ids.new()
        self.token = f"interaction-{secrets.token_urlsafe(40)}"
        self.sent = time.monotonic()
        self.expired = False
        """Set it to have the token refused, as 15 minutes later."""
        # What the bot did; written by the routes.
        self.callback: int | None = None
        self.after_ms = 0.0
        self.response: Message | None = None
        """What `@original` is."""
        self.version_before = 0
        self.sent_followups: list[Message] = []
        self.sent_modal: Modal | None = None
        self.sent_choices: list[Choice] = []

    def __repr__(self) -> str:
        what = self.data.get("name") or self.data.get("custom_id")
        return f"<{what!r} by {self.person} in {self.channel!r}>"

    # -- what tests wait for -----------------------------------------------------------------------

    @property
    def acknowledged(self) -> Acknowledgement:
        """The first response, for which the bot has three seconds. Raises AssertionError if it doesn't come in time."""
        what = f"the bot to respond to {self!r} in time"
        self.world.wait(lambda: self.callback is not None, what, self._left_s())
        assert self.callback is not None
        return Acknowledgement(KINDS[self.callback], self.after_ms)

    def reply(self, timeout: float = 10) -> Message:
        """The answer as the person sees it in the end.

        After "is thinking", also where that was taken away and something else said; or the message that was changed.
        """
        assert self.acknowledged.kind not in ("modal", "choices"), f"{self!r} got a {self.acknowledged.kind}"
        self.world.wait(lambda: self._answered() is not None, f"the answer to {self!r}", timeout)
        message = self._answered()
        assert message is not None
        return message

    def _answered(self) -> Message | None:
        if self.callback == DEFER and self.deleted and self.sent_followups:
            return self.sent_followups[0]
        if self.response is None or self.response.deleted or self.response.loading:
            return None
        if self.callback == DEFER_UPDATE and self.response.version == self.version_before:
            return None
        return self.response

    def followups(self, count: int = 1, timeout: float = 10) -> list[Message]:
        """At least this many further messages that came after the response."""
        self.world.wait(lambda: len(self.sent_followups) >= count, f"{count} follow-ups to {self!r}", timeout)
        return list(self.sent_followups)

    def modal(self) -> Modal:
        """The form that it opened."""
        assert self.acknowledged.kind == "modal", f"{self!r} got a {self.acknowledged.kind}, no modal"
        assert self.sent_modal is not None
        return self.sent_modal

    def choices(self) -> list[Choice]:
        """The suggestions that it got."""
        assert self.acknowledged.kind == "choices", f"{self!r} got a {self.acknowledged.kind}, no choices"
        return self.sent_choices

    @property
    def ephemeral(self) -> bool:
        """Whether only the person sees the answer."""
        assert self.acknowledged.kind in ("message", "deferred"), f"{self!r} got a {self.acknowledged.kind}"
        message = self._answered() or self.response
        assert message is not None
        return message.ephemeral

    @property
    def deleted(self) -> bool:
        """Whether the answer was taken away."""
        return self.response is not None and self.response.deleted

    def gone(self, timeout: float = 10) -> None:
        """Wait until the answer is taken away."""
        self.world.wait(lambda: self.deleted, f"the deletion of the answer to {self!r}", timeout)

    def unanswered(self) -> None:
        """The person was shown "The application did not respond". Raises AssertionError if it did, in time."""
        with self.world.lock:
            responded = self.world.lock.wait_for(lambda: self.callback is not None, self._left_s())
            self.silence_is_meant = True
        assert not responded, f"{self!r} got a {self.acknowledged.kind}"

    def must_be_acknowledged(self) -> None:
        """Raise AssertionError if the bot let it go by, unless that was the story."""
        if not self.silence_is_meant:
            assert self.acknowledged

    def _left_s(self) -> float:
        return max(0.0, self.sent + self.world.acknowledge_within_s - time.monotonic())

    # -- for the routes ------------------------------------------------------------------------------

    def late(self) -> bool:
        return self._left_s() == 0

    def acknowledge(self, callback: int) -> None:
        self.callback = callback
        self.after_ms = (time.monotonic() - self.sent) * 1000
        self.version_before = self.response.version if self.response else 0

    def messages(self) -> list[Message]:
        """Those that its token reaches."""
        return [*([self.response] if self.response else []), *self.sent_followups]

    def shape(self) -> Json:
        """As INTERACTION_CREATE has it."""
        world, user, guild = self.world, self.person.user, self.channel.guild
        shape: Json = {
            "id": str(self.id),
            "application_id": str(world.application_id),
            "type": self.kind,
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel_id": str(self.channel.id),
            "channel": self.channel.partial_shape(user),
            "app_permissions": str(self.channel.permissions_of(world.bot)),
            "locale": self.person.locale,
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": FILE_BYTES,
        }
        if self.message is not None:
            shape["message"] = self.message.shape()
            shape["message"]["components"] = [*shape["message"]["components"], *self.planted]
        if guild is None:
            return {**shape, "user": user.shape()}
        member = {**guild.members[user.id].shape(), "permissions": str(self.channel.permissions_of(user))}
        partial = {"id": str(guild.id), "locale": guild.locale, "features": []}
        return {**shape, "member": member, "guild_id": str(guild.id), "guild": partial, "guild_locale": guild.locale}

    def metadata(self) -> Json:
        """As a message that it made carries it."""
        guild = self.channel.guild
        made: Json = {
            "id": str(self.id),
            "type": self.kind,
            "user": self.person.user.shape(),
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
        }
        if self.kind == COMPONENT and self.message is not None:
            made["interacted_message_id"] = str(self.message.id)
        if self.kind == SUBMIT and self.opened_by is not None:
            made["triggering_interaction_metadata"] = self.opened_by.metadata()
        return made
