-- A database of the second version, as SQLite dumps it.
-- Live articles and removed ones, on three shelves; two of them nearly one text; with addresses and without; a journal.
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
    change INTEGER NOT NULL, key TEXT NOT NULL DEFAULT '', published_utc TEXT, added_by TEXT NOT NULL DEFAULT '',     -- number of the last change; the index replays what is above its own
    UNIQUE (shelf, id)
) STRICT;
INSERT INTO "article" VALUES(1,'shared','ferry','Ferry times','Harbour News','http://www.example.org/ferry/?utm_source=feed#times','2023-05-01','en','["ships"]','2024-01-01T12:00:00+00:00',NULL,NULL,'63e05bdc2dae88bc9f211d0dc078145c3c39863379b122930ca12195bed1ed40','ferry times harbour news',NULL,1,'Zh05yyO7','2023-05-01','corpus');
INSERT INTO "article" VALUES(2,'shared','horses','Écuries royales',NULL,NULL,'2023-05-01T23:30:00-02:00','fr','[]','2024-01-02T12:00:00+00:00','file:///corpus/horses.md','d1','1173efc7385cd18fbea91e6ea4feaaf07082d97bc57fa6d9e985b2d8c3ee80bd','ecuries royales',NULL,2,'_lqVy7ge','2023-05-02T01:30:00+00:00','corpus');
INSERT INTO "article" VALUES(3,'shared','mules','Mules',NULL,'https://example.org/mules',NULL,'en','[]','2024-01-03T12:00:00+00:00',NULL,NULL,'2bae01c27a94be68109b2e775166891c5dc521d7ee8b2e15dee1594f63b0403d','mules','2026-11-24T18:53:38.862751+00:00',9,'SU49qZKk',NULL,'corpus');
INSERT INTO "article" VALUES(4,'guild:7','ours','Our ferry',NULL,'https://example.net/our-ferry',NULL,'en','[]','2024-01-04T12:00:00+00:00',NULL,NULL,'bc8dc8d763187b4c5b033899fbfe5130ebfa5684497282a4b5d25eaa267cd4db','our ferry',NULL,4,'JQkA2l3U',NULL,'discord:1');
INSERT INTO "article" VALUES(5,'guild:7','donkeys','Donkeys',NULL,'https://example.net/',NULL,'en','[]','2024-01-06T12:00:00+00:00',NULL,NULL,'473126624bcbf675339610f46d1d9c4ee77c75dd33f43787cdca8504c63defb0','donkeys','2026-11-24T18:53:38.917506+00:00',10,'DiNvBHkk',NULL,'discord:1');
INSERT INTO "article" VALUES(6,'guild:8','secret','Secrets',NULL,NULL,NULL,'en','[]','2024-01-05T12:00:00+00:00',NULL,NULL,'38138f22d108bc542bd70985168e3362a0cd127ae7caf0a52e257ee4ae197572','secrets',NULL,6,'oModW2zs',NULL,'discord:2');
CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice
    article INTEGER NOT NULL REFERENCES article (number),
    start INTEGER NOT NULL,      -- code points from the start of the article's text
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,     -- start and end of each, from the start of the passage: "0 17 18 40"
    terms TEXT NOT NULL,         -- a line a sentence, terms separated by spaces
    title_terms TEXT NOT NULL
) STRICT;
INSERT INTO "passage" VALUES(1,1,0,'The ferry to Bergen takes 1,700 passengers and 400 cars across the fjord every morning. It leaves the harbour at half past six, and comes back in the late afternoon with fish, mail and newspapers. The crossing costs 240 crowns for grown-ups, and nothing for children below the age of four. In winter, when storms close the northern route, buses drive around the fjord instead, which takes five hours longer than the ship. The company has sailed here since 1923.','0 87 88 196 197 289 290 421 422 461','ferri bergen take 1700 passeng 400 car across fjord morn
leav harbour half past six come back late afternoon fish mail newspap
cross cost 240 crown grow up child below age four
winter storm close northern rout buse drive around fjord instead take five hour longer ship
compani sail sinc 1923','ferri time');
INSERT INTO "passage" VALUES(2,2,0,'Les chevaux sont rentrés.','0 25','cheval rentr','ecur royal');
INSERT INTO "passage" VALUES(4,4,0,'The ferry to Bergen takes 1,700 passengers and 400 cars across the fjord every morning. It leaves the harbour at half past six, and comes back in the late afternoon with fish, mail and newspapers. The crossing costs 240 crowns for grown-ups, and nothing for children below the age of four. In winter, when storms close the northern route, buses drive around the fjord instead, which takes five hours longer than the ship. The company has sailed here since 1925.','0 87 88 196 197 289 290 421 422 461','ferri bergen take 1700 passeng 400 car across fjord morn
leav harbour half past six come back late afternoon fish mail newspap
cross cost 240 crown grow up child below age four
winter storm close northern rout buse drive around fjord instead take five hour longer ship
compani sail sinc 1925','ferri');
INSERT INTO "passage" VALUES(5,5,0,'The donkey left long ago.','0 25','donkey leav long ago','donkey');
INSERT INTO "passage" VALUES(6,6,0,'The dromedary is secret.','0 24','dromedari secret','secret');
INSERT INTO "passage" VALUES(8,3,0,'The mule stayed at home all day.','0 32','mule stay home day','mule');
CREATE TABLE total (
    shelf TEXT NOT NULL,
    language TEXT NOT NULL,
    articles INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    PRIMARY KEY (shelf, language)
) STRICT, WITHOUT ROWID;
INSERT INTO "total" VALUES('guild:7','en',1,1,5,51);
INSERT INTO "total" VALUES('guild:8','en',1,1,1,2);
INSERT INTO "total" VALUES('shared','en',1,1,5,51);
INSERT INTO "total" VALUES('shared','fr',1,1,1,2);
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES('analysis',3);
INSERT INTO "state" VALUES('change',11);
INSERT INTO "state" VALUES('forgotten',11);
INSERT INTO "state" VALUES('lineage',726998580609617707);
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
INSERT INTO "journal" VALUES('guild:7',4,'2026-11-24T18:53:38.490541+00:00','discord:1','added','ours','Our ferry');
INSERT INTO "journal" VALUES('guild:7',5,'2026-11-24T18:53:38.490541+00:00','discord:1','added','donkeys','Donkeys');
INSERT INTO "journal" VALUES('guild:7',10,'2026-11-24T18:53:38.917506+00:00','discord:1','removed','donkeys','Donkeys');
INSERT INTO "journal" VALUES('guild:8',6,'2026-11-24T18:53:38.562647+00:00','discord:2','added','secret','Secrets');
INSERT INTO "journal" VALUES('shared',1,'2026-11-24T18:53:38.414573+00:00','corpus','added','ferry','Ferry times');
INSERT INTO "journal" VALUES('shared',2,'2026-11-24T18:53:38.414573+00:00','corpus','added','horses','Écuries royales');
INSERT INTO "journal" VALUES('shared',3,'2026-11-24T18:53:38.414573+00:00','corpus','added','mules','Mules');
INSERT INTO "journal" VALUES('shared',8,'2026-11-24T18:53:38.762763+00:00','terminal','updated','mules','Mules');
INSERT INTO "journal" VALUES('shared',9,'2026-11-24T18:53:38.862751+00:00','terminal','removed','mules','Mules');
CREATE TABLE forgotten (change INTEGER PRIMARY KEY, shelf TEXT NOT NULL) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" VALUES('passage',8);
CREATE UNIQUE INDEX article_text ON article (shelf, text_digest) WHERE removed IS NULL;
CREATE UNIQUE INDEX article_change ON article (change);
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;
CREATE INDEX passage_article ON passage (article, start);
CREATE INDEX article_added ON article (shelf, removed, added, number, search_key);
CREATE INDEX article_title ON article (shelf, removed, search_key, number, added);
CREATE INDEX article_published ON article (shelf, removed, published_utc, number, search_key);
CREATE INDEX article_key ON article (key);
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
COMMIT;
PRAGMA user_version = 2;
