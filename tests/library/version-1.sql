-- A database of the first version, as SQLite dumps it.
-- Live articles and removed ones, on three shelves; with a day, a moment and no date of publication.
BEGIN TRANSACTION;
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
INSERT INTO "article" VALUES(1,'shared','camels','Camels of the desert','Desert News','https://example.org/camels','2023-05-01','en','["animals"]','2024-01-01T12:00:00+00:00',NULL,NULL,'6c1a0abbfe357b0fcc5e9105d5ae8a841033538fb680436baf3e101e882166c1','camels of the desert desert news',NULL,1);
INSERT INTO "article" VALUES(2,'shared','horses','Écuries royales',NULL,NULL,'2023-05-01T23:30:00-02:00','fr','[]','2024-01-02T12:00:00+00:00','file:///corpus/horses.md','d1','9cb861cf42d81135793cf2dc7623f921588ba4dc029bf632ee1cbda90c98770d','ecuries royales',NULL,2);
INSERT INTO "article" VALUES(3,'shared','mules','Mules',NULL,NULL,NULL,'en','[]','2024-01-03T12:00:00+00:00',NULL,NULL,'ec71e079ab2ed296b809757a509be34082be9520e794853e6413a41050d7ac3b','mules','2024-02-01T09:00:00+00:00',7);
INSERT INTO "article" VALUES(4,'guild:7','camels','Camels of our own',NULL,NULL,'2022-01-01','en','[]','2024-01-04T12:00:00+00:00',NULL,NULL,'9c77c3837f5ecede792344025b2afd886434a6f0f9d3eaf8103c03e51bafa76f','camels of our own',NULL,4);
INSERT INTO "article" VALUES(5,'guild:8','secret','Secrets',NULL,NULL,'2022-06-01T08:00:00+00:00','en','[]','2024-01-05T12:00:00+00:00',NULL,NULL,'38138f22d108bc542bd70985168e3362a0cd127ae7caf0a52e257ee4ae197572','secrets',NULL,5);
INSERT INTO "article" VALUES(6,'guild:7','donkeys','Donkeys',NULL,NULL,NULL,'en','[]','2024-01-06T12:00:00+00:00',NULL,NULL,'473126624bcbf675339610f46d1d9c4ee77c75dd33f43787cdca8504c63defb0','donkeys','2024-02-02T09:00:00+00:00',8);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice
    article INTEGER NOT NULL REFERENCES article (number),
    start INTEGER NOT NULL,      -- code points from the start of the article's text
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,     -- start and end of each, from the start of the passage: "0 17 18 40"
    terms TEXT NOT NULL,         -- a line a sentence, terms separated by spaces
    title_terms TEXT NOT NULL
) STRICT;
INSERT INTO "passage" VALUES(1,1,0,'The camel crossed the desert. It took three days.','0 29 30 49','camel cross desert
take three day','camel desert');
INSERT INTO "passage" VALUES(2,2,0,'Le cheval a traversé la rivière.','0 32','cheval travers rivi','ecur royal');
INSERT INTO "passage" VALUES(3,3,0,'The mule stayed at home.','0 24','mule stay home','mule');
INSERT INTO "passage" VALUES(4,4,0,'The camel is ours.','0 18','camel','camel own');
INSERT INTO "passage" VALUES(5,5,0,'The dromedary is secret.','0 24','dromedari secret','secret');
INSERT INTO "passage" VALUES(6,6,0,'The donkey left long ago.','0 25','donkey leav long ago','donkey');
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES('analysis',3);
INSERT INTO "state" VALUES('change',8);
INSERT INTO "state" VALUES('lineage',4359688390897632574);
CREATE TABLE total (
    shelf TEXT NOT NULL,
    language TEXT NOT NULL,
    articles INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    PRIMARY KEY (shelf, language)
) STRICT, WITHOUT ROWID;
INSERT INTO "total" VALUES('guild:7','en',1,1,1,1);
INSERT INTO "total" VALUES('guild:8','en',1,1,1,2);
INSERT INTO "total" VALUES('shared','en',1,1,2,6);
INSERT INTO "total" VALUES('shared','fr',1,1,1,3);
CREATE UNIQUE INDEX article_text ON article (shelf, text_digest) WHERE removed IS NULL;
CREATE UNIQUE INDEX article_change ON article (change);
CREATE INDEX article_added ON article (shelf, added) WHERE removed IS NULL;
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;
CREATE INDEX passage_article ON passage (article, start);
INSERT INTO "sqlite_sequence" VALUES('passage',6);
COMMIT;
PRAGMA user_version = 1;
