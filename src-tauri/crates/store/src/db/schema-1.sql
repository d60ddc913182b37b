CREATE TABLE settings (
  key   TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  codename     TEXT NOT NULL,
  codename_key TEXT NOT NULL UNIQUE,
  protected    TEXT NOT NULL,
  notes        TEXT NOT NULL,
  added        INTEGER NOT NULL,
  wrapped_key  BLOB NOT NULL,
  identity     BLOB
) STRICT;

CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  source      INTEGER NOT NULL REFERENCES sources (id),
  kind        TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  name        TEXT NOT NULL,
  title       TEXT NOT NULL,
  sha256      BLOB NOT NULL,
  bytes       INTEGER NOT NULL,
  taken_in    INTEGER NOT NULL,
  part_of     INTEGER REFERENCES evidence (id),
  part_path   TEXT,
  grouping    TEXT NOT NULL,
  parse_state TEXT NOT NULL,
  blob        TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  messages    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX evidence_by_source ON evidence (source, id);
CREATE INDEX evidence_by_digest ON evidence (sha256);
CREATE INDEX evidence_by_whole ON evidence (part_of) WHERE part_of IS NOT NULL;

CREATE TABLE derivatives (
  evidence    INTEGER NOT NULL REFERENCES evidence (id),
  purpose     TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  bytes       INTEGER NOT NULL,
  blob        TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  PRIMARY KEY (evidence, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  place    INTEGER NOT NULL,
  fact     TEXT NOT NULL,
  PRIMARY KEY (evidence, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  place    INTEGER NOT NULL,
  note     TEXT NOT NULL,
  PRIMARY KEY (evidence, place)
) STRICT, WITHOUT ROWID;

-- Everything that can be found by its words, once. The id grows with time, so that the newest hits come first without
-- a sort. class: 1 message, 2 page, 3 title, 4 fact, 5 claim, 6 source note; owner is the number of the item, claim or
-- source; place is the message's n, the page or the fact's place; start is in characters.
CREATE TABLE passages (
  id     INTEGER PRIMARY KEY,
  class  INTEGER NOT NULL,
  owner  INTEGER NOT NULL,
  source INTEGER,
  kind   INTEGER,
  place  INTEGER NOT NULL,
  start  INTEGER NOT NULL,
  time   INTEGER,
  author INTEGER,
  text   TEXT NOT NULL
) STRICT;
CREATE INDEX passages_by_owner ON passages (class, owner, place, start) WHERE class <> 1;

CREATE VIRTUAL TABLE passages_fts USING fts5 (
  text, content = 'passages', content_rowid = 'id', tokenize = 'vouchsafe', prefix = '2 3', columnsize = 0
);
INSERT INTO passages_fts (passages_fts, rank) VALUES ('secure-delete', 1);

-- Every word that occurs, for parts of words.
CREATE TABLE words (
  id   INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE words_fts USING fts5 (
  word, content = 'words', content_rowid = 'id', tokenize = 'trigram case_sensitive 1', columnsize = 0
);
INSERT INTO words_fts (words_fts, rank) VALUES ('secure-delete', 1);

CREATE TABLE authors (
  id        INTEGER PRIMARY KEY,
  evidence  INTEGER NOT NULL REFERENCES evidence (id),
  name      TEXT,
  author_id TEXT,
  messages  INTEGER NOT NULL
) STRICT;
CREATE INDEX authors_by_evidence ON authors (evidence);

CREATE TABLE chats (
  id       INTEGER PRIMARY KEY,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  name     TEXT NOT NULL,
  first_n  INTEGER NOT NULL,
  last_n   INTEGER NOT NULL,
  messages INTEGER NOT NULL
) STRICT;
CREATE INDEX chats_by_evidence ON chats (evidence);

CREATE TABLE messages (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  n        INTEGER NOT NULL,
  passage  INTEGER,
  chat     INTEGER NOT NULL,
  author   INTEGER,
  kind     TEXT NOT NULL,
  utc      INTEGER,
  wall     INTEGER,
  zone     INTEGER NOT NULL,
  raw      TEXT NOT NULL,
  own_id   TEXT,
  reply_to TEXT,
  locator  TEXT NOT NULL,
  more     TEXT,
  PRIMARY KEY (evidence, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_own_id ON messages (evidence, own_id) WHERE own_id IS NOT NULL;

CREATE TABLE days (
  chat     INTEGER NOT NULL,
  day      INTEGER NOT NULL,
  first_n  INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (chat, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE pages (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  page     INTEGER NOT NULL,
  chars    INTEGER NOT NULL,
  layout   BLOB,
  PRIMARY KEY (evidence, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  statement TEXT NOT NULL,
  about     INTEGER REFERENCES sources (id),
  added     INTEGER NOT NULL
) STRICT;

CREATE TABLE links (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  claim        INTEGER NOT NULL REFERENCES claims (id),
  evidence     INTEGER NOT NULL REFERENCES evidence (id),
  selector     TEXT NOT NULL,
  relation     TEXT NOT NULL,
  source_grade TEXT,
  info_grade   INTEGER,
  reason       TEXT NOT NULL,
  quote        TEXT NOT NULL,
  added        INTEGER NOT NULL
) STRICT;
CREATE INDEX links_by_claim ON links (claim, id);
CREATE INDEX links_by_evidence ON links (evidence, id);

-- Append-only: no row is ever changed or taken out, and every row follows the one before it.
CREATE TABLE custody (
  n          INTEGER PRIMARY KEY,
  item       TEXT NOT NULL,
  entry      TEXT NOT NULL,
  nonce      BLOB NOT NULL,
  leaf       BLOB NOT NULL,
  chain      BLOB NOT NULL,
  item_n     INTEGER NOT NULL,
  item_chain BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX custody_by_item ON custody (item, item_n);
CREATE TRIGGER custody_is_never_changed BEFORE UPDATE ON custody
BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER custody_is_never_shortened BEFORE DELETE ON custody
BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER custody_has_no_gaps BEFORE INSERT ON custody
WHEN NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM custody)
BEGIN SELECT raise(ABORT, 'append-only'); END;
