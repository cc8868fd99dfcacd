"""The tables of the local home, and how each version of them became the next."""

import secrets
import sqlite3
from itertools import groupby
from operator import itemgetter

from bot.database import Migration, run_script
from bot.library.local.records import read_published, write_utc
from bot.model import page_address, source_key
from bot.text.sketches import bands, sketch

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


SECOND = """
-- `key` see `bot.model.source_key`; `published_utc` sorts as time passes, NULL where it is unknown.
ALTER TABLE article ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN published_utc TEXT;
ALTER TABLE article ADD COLUMN added_by TEXT NOT NULL DEFAULT '';

-- Who did what on a shelf, written in the transaction of the change and under its number.
CREATE TABLE journal (
    shelf TEXT NOT NULL,
    change INTEGER NOT NULL,
    moment TEXT NOT NULL,        -- ISO 8601, UTC
    by_whom TEXT NOT NULL,
    act TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (shelf, change)
) STRICT, WITHOUT ROWID;

-- Shelves that were deleted at this change, until the index has deleted them too. The state `forgotten` is the last
-- change whose row is gone: an index that has not come as far can't learn of it any more.
CREATE TABLE forgotten (change INTEGER PRIMARY KEY, shelf TEXT NOT NULL) STRICT;
INSERT INTO state VALUES ('forgotten', 0);
"""

SECOND_INDEXES = """
-- Each holds all that a list sorts and searches by: 100,000 titles are looked through in 10 ms, without the articles.
DROP INDEX article_added;
CREATE INDEX article_added ON article (shelf, removed, added, number, search_key);
CREATE INDEX article_title ON article (shelf, removed, search_key, number, added);
CREATE INDEX article_published ON article (shelf, removed, published_utc, number, search_key);
CREATE INDEX article_key ON article (key);

-- The articles, removed ones too, by each three letters in a row of their search key: it tells in a millisecond where
-- few or none have them. What is deleted leaves its blocks when it is optimized.
CREATE VIRTUAL TABLE letters USING fts5(
    search_key, content = 'article', content_rowid = 'number',
    tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
);
INSERT INTO letters (letters) VALUES ('rebuild');
CREATE TRIGGER letters_inserted AFTER INSERT ON article
BEGIN INSERT INTO letters (rowid, search_key) VALUES (new.number, new.search_key); END;
CREATE TRIGGER letters_deleted AFTER DELETE ON article
BEGIN INSERT INTO letters (letters, rowid, search_key) VALUES ('delete', old.number, old.search_key); END;
CREATE TRIGGER letters_updated AFTER UPDATE OF search_key ON article WHEN old.search_key != new.search_key
BEGIN INSERT INTO letters (letters, rowid, search_key) VALUES ('delete', old.number, old.search_key)
    ; INSERT INTO letters (rowid, search_key) VALUES (new.number, new.search_key); END;
"""


def make_second(connection: sqlite3.Connection) -> None:
    run_script(connection, SECOND)
    rows = connection.execute("SELECT number, shelf, id, published FROM article").fetchall()
    connection.executemany(
        "UPDATE article SET key = ?, published_utc = ? WHERE number = ?",
        ((source_key(shelf, id), write_utc(read_published(text)), number) for number, shelf, id, text in rows),
    )
    run_script(connection, SECOND_INDEXES)


THIRD = """
-- `page` names the page of the url, see `bot.model.page_address`; `updated` is when the text last changed, in UTC, NULL
-- while it is the first one; `sketch` see `bot.text.sketches`; `pages` a JSON array of [start, label], empty for none.
ALTER TABLE article ADD COLUMN author TEXT;
ALTER TABLE article ADD COLUMN page TEXT;
ALTER TABLE article ADD COLUMN updated TEXT;
ALTER TABLE article ADD COLUMN sketch BLOB NOT NULL DEFAULT x'';
ALTER TABLE article ADD COLUMN pages TEXT NOT NULL DEFAULT '';

-- The pages on which the passage stands, `start` counted from its own; the first is cut off where it begins before.
ALTER TABLE passage ADD COLUMN pages TEXT NOT NULL DEFAULT '';

-- What an article said until this change replaced its text.
CREATE TABLE version (
    article INTEGER NOT NULL REFERENCES article (number),
    change INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    since TEXT NOT NULL,         -- ISO 8601, UTC
    replaced TEXT NOT NULL,
    by_whom TEXT NOT NULL,       -- who replaced it
    length INTEGER NOT NULL,     -- code points
    text BLOB NOT NULL,          -- UTF-8, compressed by zlib
    UNIQUE (article, change)
) STRICT;

-- By which an article is found whose text is nearly the same, removed ones too. It refers to the article without saying
-- so, for SQLite would look through all of it for each article that is deleted.
CREATE TABLE band (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;

CREATE TEMPORARY TABLE new_band (band INTEGER NOT NULL, article INTEGER NOT NULL);
"""

THIRD_INDEXES = """
INSERT OR IGNORE INTO band SELECT band, article FROM new_band ORDER BY band, article;
DROP TABLE new_band;
CREATE INDEX article_page ON article (shelf, page) WHERE page IS NOT NULL;
"""


def make_third(connection: sqlite3.Connection) -> None:
    run_script(connection, THIRD)
    urls = connection.execute("SELECT url, number FROM article WHERE url IS NOT NULL").fetchall()
    connection.executemany(
        "UPDATE article SET page = ? WHERE number = ?", [(page_address(url) or None, number) for url, number in urls]
    )
    shelves = dict(connection.execute("SELECT number, shelf FROM article").fetchall())
    rows = connection.execute("SELECT article, terms FROM passage ORDER BY article, start")
    changing = connection.cursor()
    for number, passages in groupby(rows, key=itemgetter(0)):
        made = sketch([term for _, terms in passages for term in terms.split()])
        changing.execute("UPDATE article SET sketch = ? WHERE number = ?", (made, number))
        changing.executemany(
            "INSERT INTO new_band VALUES (?, ?)", [(band, number) for band in bands(made, shelves[number])]
        )
    run_script(connection, THIRD_INDEXES)


MIGRATIONS: tuple[Migration, ...] = (make_first, make_second, make_third)
"""In order; a released one never changes."""
