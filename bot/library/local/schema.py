"""The tables of the local home, and how each version of them became the next."""

import secrets
import sqlite3

from bot.database import Migration, run_script

FIRST = """
CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    shelf TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT,
    url TEXT,
    published TEXT,              -- ISO 8601: a day, or a moment with its zone
    language TEXT NOT NULL,
    tags TEXT NOT NULL,          -- JSON array
    added TEXT NOT NULL,         -- ISO 8601, UTC
    origin TEXT,                 -- URI of the file that it was read from
    origin_digest TEXT,
    text_digest TEXT NOT NULL,   -- SHA-256 of the text's UTF-8
    search_key TEXT NOT NULL,    -- title and source, case folded
    removed TEXT,                -- ISO 8601, UTC; NULL while it is on its shelf
    change INTEGER NOT NULL,     -- number of the last change; the index replays what is above its own
    UNIQUE (shelf, id)
) STRICT;
CREATE UNIQUE INDEX article_text ON article (shelf, text_digest) WHERE removed IS NULL;
CREATE UNIQUE INDEX article_change ON article (change);
CREATE INDEX article_added ON article (shelf, added) WHERE removed IS NULL;
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;

-- The passages of an article, in the order of `start`, concatenate to its text.
CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice
    article INTEGER NOT NULL REFERENCES article (number),
    start INTEGER NOT NULL,      -- code points from the start of the article's text
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,     -- start and end of each, from the start of the passage: "0 17 18 40"
    terms TEXT NOT NULL,         -- a line a sentence, terms separated by spaces
    title_terms TEXT NOT NULL
) STRICT;
CREATE INDEX passage_article ON passage (article, start);

-- What is on the shelves (removed articles don't count), kept in the same transaction as each change.
CREATE TABLE total (
    shelf TEXT NOT NULL,
    language TEXT NOT NULL,
    articles INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    PRIMARY KEY (shelf, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""


def make_first(connection: sqlite3.Connection) -> None:
    run_script(connection, FIRST)
    # The lineage tells a database from another one that has stood at the same place: an index belongs to one.
    connection.executemany(
        "INSERT INTO state VALUES (?, ?)",
        [("change", 0), ("analysis", 0), ("lineage", secrets.randbits(62))],
    )


MIGRATIONS: tuple[Migration, ...] = (make_first,)
"""In order; a released one never changes."""
