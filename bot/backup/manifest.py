"""What a backup says of itself, and which databases there are."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, StringConstraints

from bot import feeds, servers
from bot.database import Migration
from bot.feeds.schema import MIGRATIONS as FEEDS
from bot.library import local
from bot.library.local.schema import MIGRATIONS as LIBRARY
from bot.servers.schema import MIGRATIONS as SERVERS

FORMAT: Final = 1
NAME = "manifest.json"

DATABASES: Mapping[str, Sequence[Migration]] = MappingProxyType(
    {feeds.FILE: FEEDS, servers.FILE: SERVERS, local.FILE: LIBRARY}
)
"""Name in the data folder -> what makes its schema, in the order in which they are copied.

Each copy is of one moment, and the moments follow each other. What refers to something is copied before that: an item
that a feed counts as kept, or an article that an answer quotes, is always in the copy of the library. What the library
has got in between is more than the others know of, as it is after a crash, and as harmless.
"""


class Entry(BaseModel):
    """A database in a backup."""

    model_config = ConfigDict(frozen=True)

    name: str  # in the data folder and in the archive
    version: PositiveInt  # of its schema
    size: NonNegativeInt  # bytes
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    moment: AwareDatetime  # as it was then, in UTC


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = FORMAT
    bot: Annotated[str, StringConstraints(max_length=100)]  # the version that made it
    made: AwareDatetime  # in UTC
    databases: Annotated[tuple[Entry, ...], Field(min_length=1, max_length=len(DATABASES))]
