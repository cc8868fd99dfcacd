-- A database of the first version, as SQLite dumps it.
-- A feed that was looked at, with items in each state; one that is gone; one that is paused.
BEGIN TRANSACTION;
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
INSERT INTO "feed" VALUES(1,'guild:1','https://news.example/feed.xml','The News','2024-03-01T12:00:00.000000+00:00','discord:7',-1,3,'2024-03-01',1,'followed',1,'','',3600,'2024-03-01T13:00:00.000000+00:00','2024-03-01T12:00:00.000000+00:00',0,'2024-03-01T12:00:00.000000+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "feed" VALUES(2,'guild:2','https://news.example/feed.xml?b','Gone','2024-03-01T12:00:00.000000+00:00','',NULL,20,'2024-03-01',0,'gone',0,'','',0,'2024-03-02T12:00:00.000000+00:00','2024-03-01T12:00:00.000000+00:00',1,NULL,'2024-03-01T12:00:00.000000+00:00','{"template": "The page is no longer there.", "fields": {}}',NULL,NULL);
INSERT INTO "feed" VALUES(3,'shared','https://example.org/atom','','2024-03-01T12:00:00.000000+00:00','terminal',NULL,20,'2024-03-01',0,'paused',0,'','',0,'2024-03-01T12:00:00.000000+00:00','2024-03-01T12:00:00.000000+00:00',0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE item (
    feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
    digest BLOB NOT NULL,        -- of its id
    version BLOB NOT NULL,       -- a digest of when it was updated; empty: the feed doesn't say
    settled INTEGER NOT NULL,    -- 1: kept, refused for good, or there before the feed was followed
    tries INTEGER NOT NULL,
    listed INTEGER NOT NULL,     -- the look at which the feed had it last
    PRIMARY KEY (feed, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO "item" VALUES(1,X'0480A93D2E9B094B89E08E01976089AC',X'',1,0,1);
INSERT INTO "item" VALUES(1,X'4A8456F10E37689778CEF532AB6A7374',X'',0,1,1);
INSERT INTO "item" VALUES(1,X'676B8BB84CE7267DD520DECA4811C8F1',X'',1,0,1);
INSERT INTO "item" VALUES(1,X'8721D664EF60096AA559E1AA6C72CAF1',X'',1,0,1);
INSERT INTO "item" VALUES(1,X'88450B082EC4DF2FDCCD3A626C6E489B',X'',1,0,1);
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES('looks',1);
CREATE INDEX feed_due ON feed (state, due);
CREATE INDEX feed_added_by ON feed (added_by);
CREATE INDEX item_listed ON item (feed, listed);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feed',3);
COMMIT;
PRAGMA user_version = 1;
