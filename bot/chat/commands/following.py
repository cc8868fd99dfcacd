"""`/feed add`: a feed is looked for at an address and followed; of those that a page names, one is chosen."""

from collections.abc import Mapping

import discord

from bot import reply
from bot.chat import access, outgoing
from bot.chat.announcing import Told, lacking
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_OPTION_TEXT, MAX_SELECT_PLACEHOLDER, clip
from bot.chat.markup import plain
from bot.chat.options import guild_of
from bot.chat.outgoing import Outgoing
from bot.chat.previews import Offers, over
from bot.chat.routes import Handler, chosen
from bot.errors import InputRefused, NotAllowed, Phrase
from bot.feeds import Offered
from bot.reply import Words, printable

JOURNAL = "feed"
"""What the settings' journal calls it that a feed was added or removed."""


async def follow(
    front: Front, place: Place, interaction: discord.Interaction, url: str, channel: int | None, limit: int
) -> None:
    """Follow the feed at an address, or offer those that the page there names; the interaction was acknowledged."""
    server = access.require_manager(place, interaction)
    if channel is not None:
        check_channel(interaction, channel)
    front.readers.count_fetch(interaction.user.id, server)
    found = await front.readers.read(server, front.news.introduce, url)
    if isinstance(found, Offered):
        token = front.previews.show(Offers(found.urls, channel, limit), interaction.user.id, server)
        await outgoing.answer(interaction, offer_message(place.words, found, token))
        return
    by = access.actor(interaction)
    feed = await front.call(front.news.follow, place.shelf, found, by, channel, limit)
    await front.call(front.servers.write_down, server, by, JOURNAL, None, feed.name)
    front.looks.ring()
    said = reply.feeds.followed(place.words, clip(feed.name, MAX_OPTION_TEXT), feed.daily_limit)
    await outgoing.answer(interaction, Outgoing(plain(said)))


def check_channel(interaction: discord.Interaction, id: int) -> None:
    """Whether both the bot and who asks for it may write there. Raises InputRefused, NotAllowed."""
    channel = guild_of(interaction).get_channel_or_thread(id)
    if not isinstance(channel, Told):
        raise InputRefused("That is no channel of this server in which I can write messages.")
    if not may_write(channel, interaction.user):
        raise NotAllowed("You can't write in that channel yourself, so I don't do it for you.")
    for permission in lacking(channel):
        raise InputRefused(
            "I can't write in #{channel}: {permission} is missing. /diagnose says why.",
            channel=channel.name,
            permission=Phrase(reply.diagnosis.NAMES[permission].text),
        )


def may_write(channel: Told, person: discord.User | discord.Member) -> bool:
    if not isinstance(person, discord.Member):
        return False
    allowed = channel.permissions_for(person)
    sends = allowed.send_messages_in_threads if isinstance(channel, discord.Thread) else allowed.send_messages
    return allowed.view_channel and sends


def offer_message(words: Words, found: Offered, token: str) -> Outgoing:
    """The feeds that a page names, to choose from."""
    options = [
        discord.SelectOption(label=clip(printable(url), MAX_OPTION_TEXT), value=str(place))
        for place, url in enumerate(found.urls)
    ]
    placeholder = clip(reply.feeds.choose(words), MAX_SELECT_PLACEHOLDER)
    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id=f"follow:{token}", placeholder=placeholder, options=options
    )
    return Outgoing(plain(reply.feeds.several(words)), (select,))


async def follow_chosen(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """One of the feeds that a page names was chosen."""
    server = access.require_manager(place, interaction)
    offers = front.previews.look(payload, interaction.user.id, server)
    places = [each for each in chosen(interaction) if each.isascii() and each.isdigit()]
    if not isinstance(offers, Offers) or len(places) != 1 or int(places[0][:3]) >= len(offers.urls):
        raise over()
    await interaction.response.defer()
    await follow(front, place, interaction, offers.urls[int(places[0])], offers.channel, offers.limit)
    front.previews.drop(payload, interaction.user.id, server)


ROUTES: Mapping[str, Handler] = {"follow": follow_chosen}
