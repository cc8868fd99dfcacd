"""The tables, and how each version of them became the next."""

import sqlite3

from bot.database import Migration, run_script

LOOKS = "looks"
"""The number in `state` that counts how often feeds were looked at."""

FIRST = """
-- Ids of Discord are unsigned there and signed here. Moments are ISO 8601, UTC, of one length.
CREATE TABLE feed (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    shelf TEXT NOT NULL,
    url TEXT NOT NULL,           -- as `bot.feeds.columns.address` writes it
    title TEXT NOT NULL,
    added TEXT NOT NULL,
    added_by TEXT NOT NULL,      -- "discord:<id>"; empty when that person is forgotten
    channel INTEGER,             -- to be told; NULL: none
    daily_limit INTEGER NOT NULL,
    day TEXT NOT NULL,           -- in UTC, on which so many were `taken`
    taken INTEGER NOT NULL,
    state TEXT NOT NULL,         -- followed, paused, gone
    started INTEGER NOT NULL,    -- 1: it is settled which items were there before it was followed
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    every_seconds INTEGER NOT NULL,
    due TEXT NOT NULL,
    due_set TEXT NOT NULL,       -- when that was decided
    failures INTEGER NOT NULL,   -- in a row
    succeeded TEXT,
    failed TEXT,
    error TEXT,                  -- JSON of a phrase; of the last failure, also after a success
    lease TEXT,                  -- of whoever looks at it just now
    leased TEXT,                 -- the last sign of life
    UNIQUE (shelf, url)
) STRICT;
CREATE INDEX feed_due ON feed (state, due);
CREATE INDEX feed_added_by ON feed (added_by);

CREATE TABLE item (
    feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
    digest BLOB NOT NULL,        -- of its id
    version BLOB NOT NULL,       -- a digest of when it was updated; empty: the feed doesn't say
    settled INTEGER NOT NULL,    -- 1: kept, refused for good, or there before the feed was followed
    tries INTEGER NOT NULL,
    listed INTEGER NOT NULL,     -- the look at which the feed had it last
    PRIMARY KEY (feed, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_listed ON item (feed, listed);

CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""


def make_first(connection: sqlite3.Connection) -> None:
    run_script(connection, FIRST)
    connection.execute("INSERT INTO state VALUES (?, 0)", (LOOKS,))


MIGRATIONS: tuple[Migration, ...] = (make_first,)
"""In order; a released one never changes."""
