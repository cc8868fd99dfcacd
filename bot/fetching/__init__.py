"""Here is an address: give me what is there, or say why not.

An address comes from a stranger, and so does all that it leads to. `Fetcher` calls only what its `AddressPolicy`
lets it, and reads within its `Limits`; `Robots` knows what sites ask of programs.
"""

from bot.fetching.agent import NAME, user_agent
from bot.fetching.fetcher import Fetcher
from bot.fetching.names import Lookup
from bot.fetching.policy import AddressPolicy
from bot.fetching.robots import Robots
from bot.fetching.values import ANYTHING, Fetched, Limits, NotModified

__all__ = [
    "ANYTHING",
    "NAME",
    "AddressPolicy",
    "Fetched",
    "Fetcher",
    "Limits",
    "Lookup",
    "NotModified",
    "Robots",
    "user_agent",
]
