"""The tables, and how each version of them became the next."""

import secrets
import sqlite3

from bot.database import Migration, run_script

SECRET_PARTS = ("secret 1", "secret 2", "secret 3", "secret 4")
"""The numbers in `state`, of 62 random bits each, that make the key under which people are hidden."""

FIRST = """
-- Ids are unsigned at Discord and signed here; see `bot.servers.columns`. Moments are ISO 8601, UTC, of one length.
CREATE TABLE setting (
    server INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,         -- JSON
    PRIMARY KEY (server, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    server INTEGER NOT NULL,
    moment TEXT NOT NULL,
    by TEXT NOT NULL,            -- "discord:<id>"; empty when that person is forgotten
    name TEXT NOT NULL,
    before TEXT NOT NULL,        -- JSON
    after TEXT NOT NULL          -- JSON
) STRICT;
CREATE INDEX setting_change_server ON setting_change (server, number);
CREATE INDEX setting_change_by ON setting_change (by);

CREATE TABLE posted (
    server INTEGER NOT NULL,     -- 0: direct messages
    message INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    question_message INTEGER,
    article_key TEXT NOT NULL,   -- empty: it quotes none
    posted TEXT NOT NULL,
    question TEXT,               -- only while the server keeps gaps
    PRIMARY KEY (server, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX posted_question ON posted (question_message) WHERE question_message IS NOT NULL;
CREATE INDEX posted_article ON posted (article_key, server, posted);
CREATE INDEX posted_moment ON posted (posted);

-- Outlives its answer: the totals are of marks.
CREATE TABLE mark (
    server INTEGER NOT NULL,
    message INTEGER NOT NULL,
    voter BLOB NOT NULL,         -- a keyed digest of message and person
    article_key TEXT NOT NULL,
    moment TEXT NOT NULL,
    PRIMARY KEY (server, message, voter)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_moment ON mark (moment);

CREATE TABLE gap (
    server INTEGER NOT NULL,
    key TEXT NOT NULL,
    question TEXT NOT NULL,      -- as it was worded first
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    unanswered INTEGER NOT NULL,
    not_helpful INTEGER NOT NULL,
    PRIMARY KEY (server, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap_reason (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    server INTEGER NOT NULL,
    key TEXT NOT NULL,
    reason TEXT NOT NULL,
    FOREIGN KEY (server, key) REFERENCES gap ON DELETE CASCADE
) STRICT;
CREATE INDEX gap_reason_gap ON gap_reason (server, key, number);

-- The servers that the bot is on, or was on when it left them.
CREATE TABLE presence (
    server INTEGER PRIMARY KEY,
    departed TEXT                -- NULL while it is there
) STRICT;
CREATE INDEX presence_departed ON presence (departed) WHERE departed IS NOT NULL;

CREATE TABLE small_text (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""


def make_first(connection: sqlite3.Connection) -> None:
    run_script(connection, FIRST)
    connection.executemany("INSERT INTO state VALUES (?, ?)", [(name, secrets.randbits(62)) for name in SECRET_PARTS])


MIGRATIONS: tuple[Migration, ...] = (make_first,)
"""In order; a released one never changes."""
