-- A database of the first version, as SQLite dumps it.
-- Two servers with settings, their journal, answers in a server and in a direct message, marks, gaps, a departure.
BEGIN TRANSACTION;
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
INSERT INTO "gap" VALUES(1,'1_rfnzwlrCbOwGQE','Where are the mules?','2024-03-02T13:00:00.000000+00:00','2024-03-02T13:00:00.000000+00:00',1,0);
INSERT INTO "gap" VALUES(1,'5kNPeBXVJwky9L7z','Why the desert?','2024-03-01T13:00:00.000000+00:00','2024-03-02T13:00:00.000000+00:00',1,1);
CREATE TABLE gap_reason (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    server INTEGER NOT NULL,
    key TEXT NOT NULL,
    reason TEXT NOT NULL,
    FOREIGN KEY (server, key) REFERENCES gap ON DELETE CASCADE
) STRICT;
INSERT INTO "gap_reason" VALUES(1,1,'5kNPeBXVJwky9L7z','too old');
CREATE TABLE mark (
    server INTEGER NOT NULL,
    message INTEGER NOT NULL,
    voter BLOB NOT NULL,         -- a keyed digest of message and person
    article_key TEXT NOT NULL,
    moment TEXT NOT NULL,
    PRIMARY KEY (server, message, voter)
) STRICT, WITHOUT ROWID;
INSERT INTO "mark" VALUES(0,31,X'EC53DF140AB1378B2CC31ECB2BB94848','','2024-03-01T13:00:00.000000+00:00');
INSERT INTO "mark" VALUES(1,30,X'E970DF27BA9E260D72FD3B00D09F91A0','abcdefgh','2024-03-01T13:00:00.000000+00:00');
INSERT INTO "mark" VALUES(1,30,X'FB97B00470EFB46752318D4C643B3CF8','abcdefgh','2024-03-01T13:00:00.000000+00:00');
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
INSERT INTO "posted" VALUES(0,31,10,NULL,'','2024-03-01T12:00:00.000000+00:00',NULL);
INSERT INTO "posted" VALUES(1,30,10,20,'abcdefgh','2024-03-01T12:00:00.000000+00:00','¿Por qué?');
CREATE TABLE presence (
    server INTEGER PRIMARY KEY,
    departed TEXT                -- NULL while it is there
) STRICT;
INSERT INTO "presence" VALUES(-1,NULL);
INSERT INTO "presence" VALUES(1,NULL);
INSERT INTO "presence" VALUES(3,'2024-03-01T12:00:00.000000+00:00');
CREATE TABLE setting (
    server INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,         -- JSON
    PRIMARY KEY (server, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES(-1,'manager_role','9');
INSERT INTO "setting" VALUES(-1,'shared_corpus','false');
INSERT INTO "setting" VALUES(1,'answer_channels','[5, 18446744073709551615]');
INSERT INTO "setting" VALUES(1,'answer_threshold','0.25');
INSERT INTO "setting" VALUES(1,'keep_gaps','true');
INSERT INTO "setting" VALUES(1,'language','""');
INSERT INTO "setting" VALUES(1,'style','"short"');
CREATE TABLE setting_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    server INTEGER NOT NULL,
    moment TEXT NOT NULL,
    by TEXT NOT NULL,            -- "discord:<id>"; empty when that person is forgotten
    name TEXT NOT NULL,
    before TEXT NOT NULL,        -- JSON
    after TEXT NOT NULL          -- JSON
) STRICT;
INSERT INTO "setting_change" VALUES(1,1,'2024-03-01T12:00:00.000000+00:00','discord:7','keep_gaps','false','true');
INSERT INTO "setting_change" VALUES(2,1,'2024-03-01T12:00:00.000000+00:00','discord:7','language','""','"es"');
INSERT INTO "setting_change" VALUES(3,1,'2024-03-01T12:00:00.000000+00:00','discord:7','answer_channels','[]','[5, 18446744073709551615]');
INSERT INTO "setting_change" VALUES(4,1,'2024-03-01T13:00:00.000000+00:00','discord:8','answer_threshold','null','0.25');
INSERT INTO "setting_change" VALUES(5,1,'2024-03-01T13:00:00.000000+00:00','discord:8','style','"full"','"short"');
INSERT INTO "setting_change" VALUES(6,1,'2024-03-01T13:00:00.000000+00:00','discord:8','language','"es"','""');
INSERT INTO "setting_change" VALUES(7,-1,'2024-03-01T13:00:00.000000+00:00','discord:7','manager_role','null','9');
INSERT INTO "setting_change" VALUES(8,-1,'2024-03-01T13:00:00.000000+00:00','discord:7','shared_corpus','true','false');
CREATE TABLE small_text (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "small_text" VALUES('notes','up to 7');
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES('secret 1',739428832175024557);
INSERT INTO "state" VALUES('secret 2',2999562704055858063);
INSERT INTO "state" VALUES('secret 3',1650581363984396648);
INSERT INTO "state" VALUES('secret 4',3418999606668844860);
CREATE INDEX setting_change_server ON setting_change (server, number);
CREATE INDEX setting_change_by ON setting_change (by);
CREATE INDEX posted_question ON posted (question_message) WHERE question_message IS NOT NULL;
CREATE INDEX posted_article ON posted (article_key, server, posted);
CREATE INDEX posted_moment ON posted (posted);
CREATE INDEX mark_moment ON mark (moment);
CREATE INDEX gap_reason_gap ON gap_reason (server, key, number);
CREATE INDEX presence_departed ON presence (departed) WHERE departed IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('setting_change',8);
INSERT INTO "sqlite_sequence" VALUES('gap_reason',1);
COMMIT;
PRAGMA user_version = 1;
