"""A server of Discord's ("guild"): roles, members, channels, and whether the bot is in it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.chat.loopback import permissions
from tests.chat.loopback.channels import Channel, Kind
from tests.chat.loopback.permissions import bits
from tests.chat.loopback.values import Json, User, stamp

if TYPE_CHECKING:
    from tests.chat.loopback.people import Person
    from tests.chat.loopback.world import World


class Role:
    """`permissions` is a bit field; @everyone's id is the server's."""

    def __init__(self, id: int, name: str, permissions: int, position: int, *, managed: bool = False) -> None:
        self.id = id
        self.name = name
        self.permissions = permissions
        self.position = position
        self.managed = managed

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def shape(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.managed,
            "mentionable": False,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }


class Member:
    """A user in one server."""

    def __init__(self, user: User, roles: tuple[Role, ...] = (), nick: str | None = None) -> None:
        self.user = user
        self.roles = list(roles)
        self.nick = nick
        self.joined = datetime.now(UTC)

    def shape(self) -> Json:
        return {
            "user": self.user.shape(),
            "nick": self.nick,
            "avatar": None,
            "banner": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": stamp(self.joined),
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }

    def partial_shape(self) -> Json:
        """As messages carry it: without the user."""
        return {key: value for key, value in self.shape().items() if key != "user"}


class Guild:
    """Made by `World.guild`; changes are told to the bot as soon as it is connected."""

    def __init__(self, world: "World", id: int, name: str, owner: User, locale: str) -> None:
        self.world = world
        self.id = id
        self.name = name
        self.owner = owner
        self.locale = locale
        self.available = True
        self.everyone = Role(id, "@everyone", permissions.EVERYONE, 0)
        self.roles: dict[int, Role] = {id: self.everyone}
        self.channels: dict[int, Channel] = {}
        self.members: dict[int, Member] = {owner.id: Member(owner)}

    def __repr__(self) -> str:
        return self.name

    @property
    def shard(self) -> int:
        return (self.id >> 22) % self.world.shards

    @property
    def has_bot(self) -> bool:
        return self.world.bot.id in self.members

    # -- what tests change ------------------------------------------------------------------

    def channel(self, name: str, kind: Kind = "text") -> Channel:
        """A new channel that everyone can see."""
        with self.world.lock:
            made = Channel(self.world, self.world.ids.new(), name, kind, guild=self)
            self.channels[made.id] = self.world.channels[made.id] = made
            self.world.dispatch("CHANNEL_CREATE", made.shape(), guild=self)
            return made

    def role(self, name: str, *names: str) -> Role:
        """A new role with the named permissions."""
        with self.world.lock:
            made = Role(self.world.ids.new(), name, bits(*names), len(self.roles))
            self.roles[made.id] = made
            self.world.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": made.shape()}, guild=self)
            return made

    def change_role(self, role: Role, *names: str) -> None:
        """From now on the role has the named permissions, and only these."""
        with self.world.lock:
            role.permissions = bits(*names)
            self.world.dispatch("GUILD_ROLE_UPDATE", {"guild_id": str(self.id), "role": role.shape()}, guild=self)

    def add(self, *people: "Person", roles: tuple[Role, ...] = (), nick: str | None = None) -> None:
        with self.world.lock:
            for person in people:
                member = self.members[person.user.id] = Member(person.user, roles, nick)
                shape = {**member.shape(), "guild_id": str(self.id)}
                self.world.dispatch("GUILD_MEMBER_ADD", shape, guild=self)

    def give(self, person: "Person", *roles: Role) -> None:
        """The person has these roles now, and no others."""
        with self.world.lock:
            self._give(person.user, roles)

    def remove(self, person: "Person") -> None:
        with self.world.lock:
            del self.members[person.user.id]
            shape = {"guild_id": str(self.id), "user": person.user.shape()}
            self.world.dispatch("GUILD_MEMBER_REMOVE", shape, guild=self)

    def bot_may(self, *names: str) -> None:
        """The bot's own role has the named permissions now, and only these; @everyone's come on top."""
        self.change_role(next(role for role in self.members[self.world.bot.id].roles if role.managed), *names)

    def bot_joins(self, *names: str) -> None:
        """Somebody invites the bot, with the named permissions."""
        with self.world.lock:
            role = Role(self.world.ids.new(), self.world.bot.name, bits(*names), len(self.roles), managed=True)
            self.roles[role.id] = role
            self.members[self.world.bot.id] = Member(self.world.bot, (role,))
            self.world.dispatch("GUILD_CREATE", self.full_shape(), guild=self)  # no "unavailable": it is new

    def bot_leaves(self) -> None:
        """Somebody throws it out, or it leaves by itself."""
        with self.world.lock:
            self.world.dispatch("GUILD_DELETE", {"id": str(self.id)}, guild=self)
            del self.members[self.world.bot.id]

    def goes_down(self) -> None:
        """An outage of Discord's: the server is unavailable, the bot is still a member."""
        with self.world.lock:
            self.available = False
            self.world.dispatch("GUILD_DELETE", {"id": str(self.id), "unavailable": True}, guild=self)

    def comes_back(self) -> None:
        with self.world.lock:
            self.available = True
            self.world.dispatch("GUILD_CREATE", {**self.full_shape(), "unavailable": False}, guild=self)

    def _give(self, user: User, roles: tuple[Role, ...]) -> None:
        member = self.members[user.id]
        member.roles = list(roles)
        self.world.dispatch("GUILD_MEMBER_UPDATE", {**member.shape(), "guild_id": str(self.id)}, guild=self)

    # -- what the server asks ---------------------------------------------------------------

    def permissions_of(self, user: User) -> int:
        """In the whole server; 0 for a stranger."""
        member = self.members.get(user.id)
        if member is None:
            return 0
        held = (role.permissions for role in member.roles)
        return permissions.of_member(owner=user == self.owner, everyone=self.everyone.permissions, roles=held)

    def permissions_in(self, channel: Channel, user: User) -> int:
        member = self.members.get(user.id)
        if member is None:
            return 0
        return permissions.in_channel(
            self.permissions_of(user),
            channel.overwrites.values(),
            everyone_id=self.id,
            role_ids=frozenset(role.id for role in member.roles),
            member_id=user.id,
        )

    def shape(self) -> Json:
        nothing = (
            "icon description home_header splash discovery_splash banner application_id afk_channel_id "
            "system_channel_id widget_channel_id max_presences vanity_url_code rules_channel_id "
            "safety_alerts_channel_id public_updates_channel_id incidents_data"
        )
        zero = (
            "system_channel_flags verification_level default_message_notifications mfa_level "
            "explicit_content_filter premium_tier premium_subscription_count nsfw_level"
        )
        return {
            **dict.fromkeys(nothing.split()),
            **dict.fromkeys(zero.split(), 0),
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "region": "deprecated",
            "features": [],
            "afk_timeout": 300,
            "widget_enabled": False,
            "roles": [role.shape() for role in self.roles.values()],
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "preferred_locale": self.locale,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "emojis": [],
            "stickers": [],
        }

    def full_shape(self) -> Json:
        """As GUILD_CREATE has it: of the members only the bot, as for one without the members intent."""
        bot = self.world.bot
        seen = [each for each in self.channels.values() if each.may(bot, "view_channel") or not each.is_thread]
        return {
            **self.shape(),
            "joined_at": stamp(self.members[bot.id].joined),
            "large": False,
            "member_count": len(self.members),
            "members": [self.members[bot.id].shape()],
            "channels": [channel.shape() for channel in seen if not channel.is_thread],
            "threads": [channel.shape() for channel in seen if channel.is_thread],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
