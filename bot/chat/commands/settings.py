"""`/settings`: how the bot answers on a server, seen and changed by those who manage it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.access import actor, require_admin
from bot.chat.diagnosis import missing
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.markup import bold, plain, subtext
from bot.chat.messages import fitting
from bot.chat.options import ChannelId, RoleId, channel_here, guild_of, role_here
from bot.chat.outgoing import Outgoing
from bot.chat.routes import Handler
from bot.chat.setting_words import NAMES, change, channels, overview
from bot.chat.tree import AnyCommand
from bot.errors import InputRefused
from bot.reply import words_for
from bot.reply.discord import COMMANDS
from bot.reply.words import languages
from bot.servers import ServerSettings, SettingChange
from bot.servers.settings import MAX_CHANNELS

ROUTES: Mapping[str, Handler] = {}
DEFAULTS = {each.name: each.default for each in fields(ServerSettings)}
EVERYTHING, AUTOMATIC = "everything", "automatic"
Threshold = app_commands.Range[float, 0.0, 1.0]
Choices = list[app_commands.Choice[str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be set. Ids and names are a stranger's."""

    add_channel: int | None = None
    remove_channel: int | None = None
    role: int | None = None
    reset: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)  # name of a setting -> its value

    @property
    def is_none(self) -> bool:
        return not self.values and (self.add_channel, self.remove_channel, self.role, self.reset) == (None,) * 4


def commands(front: Front) -> Iterator[AnyCommand]:
    @app_commands.command(name="settings", description=COMMANDS["settings"])
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.choices(style=style_choices(), language=language_choices(), reset=reset_choices())
    @app_commands.rename(**RENAMED)
    @app_commands.describe(**DESCRIBED)
    async def settings(
        interaction: discord.Interaction,
        add_channel: ChannelId | None = None,
        remove_channel: ChannelId | None = None,
        role: RoleId | None = None,
        answer_threshold: Threshold | None = None,
        sure_threshold: Threshold | None = None,
        style: str | None = None,
        shared: bool | None = None,
        language: str | None = None,
        keep_gaps: bool | None = None,
        note_changes: bool | None = None,
        reset: str | None = None,
    ) -> None:
        values = {
            "answer_threshold": answer_threshold,
            "sure_threshold": sure_threshold,
            "style": style,
            "shared_corpus": shared,
            "language": language,
            "keep_gaps": keep_gaps,
            "note_changes": note_changes,
        }
        given = {name: value for name, value in values.items() if value is not None}
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            wish = Wish(add_channel, remove_channel, role, reset, given)
            await outgoing.answer(interaction, await see_or_change(front, interaction, wish))

    yield settings


OPTIONS = tuple(path.partition(" ")[2] for path in COMMANDS if path.startswith("settings "))
RENAMED = {option.replace("-", "_"): option for option in OPTIONS if "-" in option}
DESCRIBED = {option.replace("-", "_"): COMMANDS[f"settings {option}"] for option in OPTIONS}


def style_choices() -> Choices:
    return [app_commands.Choice(name=said.text, value=name) for name, said in reply.settings.STYLES.items()]


def language_choices() -> Choices:
    """Automatic, and each language that has a catalogue, by its own name."""
    named = [app_commands.Choice(name=own_name(code), value=code) for code in sorted(languages())]
    return [app_commands.Choice(name=reply.settings.automatic, value=AUTOMATIC), *named]


def own_name(code: str) -> str:
    return words_for(code).language_name(code)


def reset_choices() -> Choices:
    labels = [app_commands.Choice(name=reply.settings.LABELS[name].text, value=name) for name in NAMES]
    return [app_commands.Choice(name=reply.settings.everything, value=EVERYTHING), *labels]


async def see_or_change(front: Front, interaction: discord.Interaction, wish: Wish) -> Outgoing:
    """The settings, or what became of them. Raises NotAllowed, InputRefused, SettingRefused."""
    place, guild = await front.place_of(interaction), guild_of(interaction)
    require_admin(place, interaction)
    if wish.is_none:
        return Outgoing(seen(front, place, guild))
    changed = await apply(front, interaction, changes(place.settings, guild, wish))
    return Outgoing(told(front, await front.place_of(interaction), guild, changed))  # perhaps in another language now


async def apply(
    front: Front, interaction: discord.Interaction, wanted: Mapping[str, object]
) -> Sequence[SettingChange]:
    """Set it, where this person may; what was changed by that. Raises NotAllowed, SettingRefused."""
    server = require_admin(await front.place_of(interaction), interaction)
    return await front.call(front.servers.change_settings, server, actor(interaction), **wanted)


def changes(now: ServerSettings, guild: discord.Guild, wish: Wish) -> dict[str, object]:
    """Name of a setting -> what it is to be. Raises InputRefused."""
    wanted = reset(wish.reset) | dict(wish.values)
    if "language" in wish.values:
        wanted["language"] = known_language(str(wish.values["language"]))
    if wish.role is not None:
        wanted["manager_role"] = role_here(guild, wish.role).id
    if wish.add_channel is not None or wish.remove_channel is not None:
        before = wanted.get("answer_channels", now.answer_channels)
        assert isinstance(before, tuple)
        wanted["answer_channels"] = channels_after(before, guild, wish)
    return wanted


def reset(what: str | None) -> dict[str, object]:
    """The settings at the beginning, of this name or all. Raises InputRefused."""
    if what is None:
        return {}
    if what == EVERYTHING:
        return dict(DEFAULTS)
    if what not in DEFAULTS:
        raise InputRefused("There is no such setting. Choose one of the list.")
    return {what: DEFAULTS[what]}


def known_language(code: str) -> str:
    """As it is kept. Raises InputRefused for one in which nothing can be said."""
    if code == AUTOMATIC:
        return ""
    if code not in languages():
        raise InputRefused("I don't speak that language. Choose one of the list.")
    return code


def channels_after(before: Sequence[int], guild: discord.Guild, wish: Wish) -> tuple[int, ...]:
    """The channels when one was added or taken away, without those that are no more. Raises InputRefused."""
    after = [id for id in before if guild.get_channel(id) is not None and id != wish.remove_channel]
    if wish.add_channel is not None:
        after.append(channel_here(guild, wish.add_channel).id)
    return checked_channels(after)


def checked_channels(ids: Sequence[int]) -> tuple[int, ...]:
    """Each once. Raises InputRefused for too many."""
    once = tuple(dict.fromkeys(ids))
    if len(once) > MAX_CHANNELS:
        raise InputRefused("{most} channels are the most. Remove one first.", most=MAX_CHANNELS)
    return once


def seen(front: Front, place: Place, guild: discord.Guild) -> str:
    """All settings, what each means and how to change it."""
    words, now = place.words, place.settings
    heading = reply.settings.heading(words)
    lines = [bold(heading, [(0, len(heading))]), *overview(front, words, now)]
    lines += [plain(each) for each in obstacles(front, place, guild)]
    return fitting([], [*lines, subtext(reply.settings.how_to_change(words))])


def obstacles(front: Front, place: Place, guild: discord.Guild) -> list[str]:
    """What keeps settings from having an effect."""
    words, now = place.words, place.settings
    found = []
    if now.answer_channels and not front.settings.message_content:
        found.append(reply.settings.needs_content(words))
    if now.manager_role is not None and guild.get_role(now.manager_role) is None:
        found.append(reply.settings.role_gone(words))
    return found


def told(front: Front, place: Place, guild: discord.Guild, changed: Sequence[SettingChange]) -> str:
    """What was changed from what to what, and what else it takes."""
    words = place.words
    if not changed:
        return plain(reply.settings.nothing_changed(words))
    heading = reply.settings.changed_heading(words)
    return fitting([plain(heading), *(change(words, each) for each in changed)], notes(front, place, guild, changed))


def notes(front: Front, place: Place, guild: discord.Guild, changed: Sequence[SettingChange]) -> list[str]:
    """What else it takes before a change has its effect."""
    words, lines = place.words, []
    for each in changed:
        if each.name == "answer_channels" and each.after:
            if not front.settings.message_content:
                lines.append(plain(reply.settings.needs_content(words)))
            if lacking := lacking_in(guild, place.settings.answer_channels):
                lines.append(f"{plain(reply.settings.lacks_there(words))} {channels(words, lacking)}")
        if each.name == "manager_role" and each.after:
            lines.append(plain(reply.settings.role_sees_nothing(words)))
    return lines


def lacking_in(guild: discord.Guild, ids: Sequence[int]) -> list[int]:
    """Those of the channels in which the bot lacks a permission."""
    here = [channel for id in ids if (channel := guild.get_channel(id)) is not None]
    return [channel.id for channel in here if missing(channel, guild.me)]
