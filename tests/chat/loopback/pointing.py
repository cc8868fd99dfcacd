"""Points the unmodified client at a port of this machine: class attributes only, for the whole process."""

import discord
import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

PORT_VARIABLE = "LOOPBACK_PORT"


def point_client_at(port: int) -> None:
    """Before a client is made. By the literal address: a name would be looked up."""
    assert discord.version_info >= (2, 7)
    Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gateway")
    Asset.BASE = f"http://127.0.0.1:{port}/cdn"
