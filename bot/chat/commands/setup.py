"""`/setup`: a new server, step by step, in one private message.

Each button and menu names its step in its `custom_id`, and the settings are what is kept: so it goes on after a
restart, and anything can be skipped or done again.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.access import require_admin
from bot.chat.asking import begin
from bot.chat.commands.asking import answer
from bot.chat.commands.settings import AUTOMATIC, apply, checked_channels, known_language, own_name
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.lacks import lacking_channels, mentions
from bot.chat.limits import MAX_OPTIONS, clip
from bot.chat.markup import bold, plain, subtext
from bot.chat.messages import button, fitting
from bot.chat.modals import modal, text_field
from bot.chat.options import TALKING, channel_here, guild_of, role_here
from bot.chat.outgoing import Item, Outgoing
from bot.chat.references import unreadable
from bot.chat.routes import ADD_ARTICLE, Handler, chosen, fields
from bot.chat.tree import AnyCommand
from bot.desk import MAX_QUESTION, Desk
from bot.errors import InputRefused
from bot.model import OwnOnly
from bot.reply.discord import COMMANDS
from bot.reply.words import languages

SNOWFLAKE = re.compile(r"[0-9]{1,20}", re.ASCII)
PERMISSIONS, CHANNELS, ROLE, LANGUAGE, ARTICLES, GAPS, QUESTION = range(7)
TITLES = (
    reply.setup.permissions,
    reply.setup.channels,
    reply.setup.role,
    reply.setup.language,
    reply.setup.articles,
    reply.setup.gaps,
    reply.setup.question,
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step shows: lines of Markdown, and what can be chosen or pressed besides *Back* and *Next*."""

    lines: tuple[str, ...]
    items: tuple[Item, ...] = ()


def commands(front: Front) -> Iterator[AnyCommand]:
    @app_commands.command(name="setup", description=COMMANDS["setup"])
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    async def setup(interaction: discord.Interaction) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            require_admin(await front.place_of(interaction), interaction)
            await outgoing.answer(interaction, await page(front, interaction, PERMISSIONS))

    yield setup


async def page(front: Front, interaction: discord.Interaction, number: int, saved: bool = False) -> Outgoing:
    """A step, counted from 0; behind the last one the end."""
    place, guild = await front.place_of(interaction), guild_of(interaction)
    words = place.words
    if number >= len(TITLES):
        return Outgoing(plain(reply.setup.done(words)))
    step = await STEPS[number](front, place, guild)
    title = reply.setup.step(words, number + 1, len(TITLES), TITLES[number](words))
    lines = [bold(title, [(0, len(title))]), *step.lines]
    if saved:
        lines.append(f"✅ {plain(reply.setup.saved(words))}")
    return Outgoing(fitting([], lines), (*step.items, *arrows(place, number)))


def arrows(place: Place, number: int) -> Iterator[Item]:
    """*Back* and *Next*, or *Finish*."""
    if number > PERMISSIONS:
        yield button(reply.setup.back(place.words), f"setup:{number - 1}")
    following = reply.setup.finish if number == QUESTION else reply.setup.following
    yield button(following(place.words), f"setup:{number + 1}")


async def permissions(front: Front, place: Place, guild: discord.Guild) -> Step:  # noqa: ARG001
    words, lacking = place.words, lacking_channels(guild)
    names = [said(words) for said in reply.diagnosis.NAMES.values()]
    lines = [plain(reply.setup.about_permissions(words, names))]
    for permission, channels in lacking.items():
        name = reply.diagnosis.NAMES[permission](words)
        lines.append(f"❌ {plain(reply.setup.lacking(words, name, len(channels)))} {mentions(words, channels)}")
    if lacking:
        lines.append(subtext(reply.setup.how_to_permit(words)))
    else:
        lines.append(f"✅ {plain(reply.setup.well(words))}")
    return Step(tuple(lines), (button(reply.setup.check_again(words), "setup-check:"),))


async def channels(front: Front, place: Place, guild: discord.Guild) -> Step:
    words = place.words
    lines = [plain(reply.setup.about_channels(words))]
    if not front.settings.message_content:
        return Step((*lines, f"❌ {plain(reply.settings.needs_content(words))}"))
    shown = shown_channels(place, guild)
    hidden = [id for id in place.settings.answer_channels if id not in shown and guild.get_channel(id) is not None]
    if hidden:
        lines.append(f"{plain(reply.setup.besides(words))} {mentions(words, hidden)}")
    select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id="setup-channels:",
        channel_types=TALKING,
        placeholder=reply.setup.choose_channels(words),
        min_values=0,
        max_values=MAX_OPTIONS,
        default_values=[default(id, discord.SelectDefaultValueType.channel) for id in shown],
    )
    return Step(tuple(lines), (select,))


def shown_channels(place: Place, guild: discord.Guild) -> list[int]:
    """The channels that the menu shows as chosen: as many as it can, of those that are still there."""
    return [id for id in place.settings.answer_channels if guild.get_channel(id) is not None][:MAX_OPTIONS]


async def role(front: Front, place: Place, guild: discord.Guild) -> Step:  # noqa: ARG001
    words, now = place.words, place.settings.manager_role
    there = [now] if now is not None and guild.get_role(now) is not None else []
    lines = [plain(reply.setup.about_role(words))]
    if there:
        lines.append(subtext(reply.settings.role_sees_nothing(words)))
    select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id="setup-role:",
        placeholder=reply.setup.choose_role(words),
        min_values=0,
        max_values=1,
        default_values=[default(id, discord.SelectDefaultValueType.role) for id in there],
    )
    return Step(tuple(lines), (select,))


def default(id: int, kind: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=id, type=kind)


async def language(front: Front, place: Place, guild: discord.Guild) -> Step:  # noqa: ARG001
    words, now = place.words, place.settings.language
    named = {AUTOMATIC: words(reply.settings.automatic)} | {code: own_name(code) for code in sorted(languages())}
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="setup-language:",
        options=[
            discord.SelectOption(label=clip(label, 100), value=code, default=code == (now or AUTOMATIC))
            for code, label in list(named.items())[:MAX_OPTIONS]
        ],
    )
    return Step((plain(reply.setup.about_language(words)),), (select,))


async def articles(front: Front, place: Place, guild: discord.Guild) -> Step:  # noqa: ARG001
    words = place.words
    lines = [plain(reply.setup.about_articles(words)), plain(await front.call(counted, front.desk, place))]
    return Step(tuple(lines), (button(reply.setup.add_first(words), f"{ADD_ARTICLE}:"),))


def counted(desk: Desk, place: Place) -> str:
    """How many articles there are to answer from."""
    own, seen = desk.library.totals(OwnOnly(place.shelf)).articles, desk.library.totals(place.view).articles
    return reply.diagnosis.articles(place.words, own, seen - own)


async def gaps(front: Front, place: Place, guild: discord.Guild) -> Step:  # noqa: ARG001
    words, kept = place.words, place.settings.keep_gaps
    now = (reply.setup.gaps_kept if kept else reply.setup.gaps_not_kept)(words)
    label = (reply.setup.keep_no_gaps if kept else reply.setup.keep_gaps)(words)
    switch = button(label, f"setup-gaps:{int(not kept)}")
    return Step((plain(reply.setup.about_gaps(words)), plain(now)), (switch,))


async def question(front: Front, place: Place, guild: discord.Guild) -> Step:  # noqa: ARG001
    words = place.words
    return Step((plain(reply.setup.about_question(words)),), (button(reply.setup.try_question(words), "setup-try:"),))


STEPS: Sequence[Callable[[Front, Place, discord.Guild], Awaitable[Step]]] = (
    permissions,
    channels,
    role,
    language,
    articles,
    gaps,
    question,
)


# What is pressed and chosen


async def go_to(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Show the step that a button names."""
    require_admin(place, interaction)
    if payload not in map(str, range(len(TITLES) + 1)):
        raise unreadable()
    await show(front, interaction, int(payload))


async def check(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    require_admin(place, interaction)
    await show(front, interaction, PERMISSIONS)


async def take_channels(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    """The chosen channels in the place of those that the menu showed."""
    require_admin(place, interaction)
    guild = guild_of(interaction)
    shown = shown_channels(place, guild)
    kept = [id for id in place.settings.answer_channels if id not in shown and guild.get_channel(id) is not None]
    wanted = [channel_here(guild, id).id for id in chosen_ids(interaction)]
    await set_and_show(front, interaction, CHANNELS, answer_channels=checked_channels([*wanted, *kept]))


async def take_role(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    require_admin(place, interaction)
    wanted = [role_here(guild_of(interaction), id).id for id in chosen_ids(interaction)[:1]]
    await set_and_show(front, interaction, ROLE, manager_role=wanted[0] if wanted else None)


async def take_language(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    require_admin(place, interaction)
    [code] = chosen(interaction)[:1] or (AUTOMATIC,)
    await set_and_show(front, interaction, LANGUAGE, language=known_language(code))


async def take_gaps(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    require_admin(place, interaction)
    if payload not in ("0", "1"):
        raise unreadable()
    await set_and_show(front, interaction, GAPS, keep_gaps=payload == "1")


async def set_and_show(front: Front, interaction: discord.Interaction, number: int, **wanted: object) -> None:
    """Keep what was chosen, and show the step again, in the language that it may have set."""
    await interaction.response.defer()
    await apply(front, interaction, wanted)
    await outgoing.answer(interaction, await page(front, interaction, number, saved=True))


async def show(front: Front, interaction: discord.Interaction, number: int) -> None:
    await interaction.response.defer()
    await outgoing.answer(interaction, await page(front, interaction, number))


def chosen_ids(interaction: discord.Interaction) -> list[int]:
    """The ids that were chosen in a menu of channels or roles. Raises InputRefused for what is none."""
    values = chosen(interaction)
    if len(values) > MAX_OPTIONS or not all(SNOWFLAKE.fullmatch(value) for value in values):
        raise InputRefused("That can't be chosen here.")
    return [int(value) for value in values]


async def ask_what(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    """Open the form for a question."""
    require_admin(place, interaction)
    words = place.words
    line = text_field("question", reply.setup.question_field(words), required=True, most=MAX_QUESTION)
    await interaction.response.send_modal(modal(reply.setup.question_title(words), "setup-ask:", [line]))


async def try_it(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    """Answer what was typed, for who typed it."""
    require_admin(place, interaction)
    await begin(front, interaction, private=True)
    await answer(front, interaction, fields(interaction).get("question", ""))


ROUTES: Mapping[str, Handler] = {
    "setup": go_to,
    "setup-check": check,
    "setup-channels": take_channels,
    "setup-role": take_role,
    "setup-language": take_language,
    "setup-gaps": take_gaps,
    "setup-try": ask_what,
    "setup-ask": try_it,
}
