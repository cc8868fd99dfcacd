"""What is kept of each Discord server besides its articles, in a database of its own.

`settings`, `answers`, `marks`, `gaps`, `people` and `leaving` are a subject each: values, and functions on a
connection that is given. `home` puts them together, a transaction a call.
"""

from bot.servers.answers import Posted
from bot.servers.gaps import Gap, GapPage, Kind
from bot.servers.home import FILE, Servers
from bot.servers.people import Mentions
from bot.servers.settings import ServerSettings, SettingChange, SettingValue, Style

__all__ = [
    "FILE",
    "Gap",
    "GapPage",
    "Kind",
    "Mentions",
    "Posted",
    "ServerSettings",
    "Servers",
    "SettingChange",
    "SettingValue",
    "Style",
]
