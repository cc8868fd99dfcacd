"""Discord's refusals to let the bot sign in, in our words."""

import contextlib
from collections.abc import Iterator

import aiohttp
import discord

from bot.errors import DiscordUnreachable, IntentRefused, TokenRefused

TOKEN = "BOT_DISCORD_TOKEN"  # noqa: S105 - the name of the setting
AUTHENTICATION_FAILED = 4004
"""The gateway's code for a token that it doesn't take."""


@contextlib.contextmanager
def in_our_words() -> Iterator[None]:
    """Sign in, or stay connected. Raises TokenRefused, IntentRefused, DiscordUnreachable."""
    try:
        yield
    except discord.LoginFailure as exc:
        raise TokenRefused(TOKEN) from exc
    except discord.PrivilegedIntentsRequired as exc:
        raise IntentRefused("Message Content Intent", "BOT_MESSAGE_CONTENT") from exc
    except discord.HTTPException as exc:  # its text may be a whole page of a proxy's
        raise DiscordUnreachable(f"{exc.status} {exc.response.reason or ''}".strip()) from exc
    except (aiohttp.ClientError, OSError, discord.GatewayNotFound) as exc:
        raise DiscordUnreachable(str(exc) or type(exc).__name__) from exc
    except discord.ConnectionClosed as exc:
        if exc.code == AUTHENTICATION_FAILED:
            raise TokenRefused(TOKEN) from exc
        raise DiscordUnreachable(f"the connection was closed with code {exc.code}") from exc
