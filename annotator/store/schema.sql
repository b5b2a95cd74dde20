-- The project file, version 3.  No triggers and no views: repositories write
-- the search index in the same transaction, and a file that holds anything
-- that is not here is refused; an index that is missing is created.  Columns
-- that migrations added stand last.

CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE codebook (
    id INTEGER PRIMARY KEY,
    codebook_id TEXT NOT NULL,
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);

CREATE TABLE annotator (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    initials TEXT NOT NULL DEFAULT '',
    colour TEXT,
    role TEXT NOT NULL DEFAULT 'annotator',
    extra TEXT,
    revs TEXT NOT NULL DEFAULT ''
);

-- source, author and published repeat what metadata holds, for the list.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    file TEXT,
    source TEXT,
    author TEXT,
    published TEXT,
    metadata TEXT NOT NULL,
    extra TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    revs TEXT NOT NULL DEFAULT '',
    UNIQUE (uid, withdrawn)
);

CREATE INDEX document_by_text ON document (text_sha256);

-- The two orders in which the list is most often shown.
CREATE INDEX document_by_title ON document (withdrawn, title COLLATE NOCASE);

CREATE INDEX document_by_date ON document
    (withdrawn, published COLLATE NOCASE, title COLLATE NOCASE);

CREATE TABLE document_text (
    id INTEGER PRIMARY KEY REFERENCES document (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE VIRTUAL TABLE document_fts USING fts5 (
    title, text,
    content = 'document_text', content_rowid = 'id',
    tokenize = 'unicode61'
);

-- annotator_id NULL: the adjudicated layer as such.
CREATE TABLE layer (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    annotator_id INTEGER REFERENCES annotator (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    speakers TEXT,
    extra TEXT,
    seconds INTEGER,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    revs TEXT NOT NULL DEFAULT ''
);

CREATE INDEX layer_by_document ON layer (document_id, annotator_id, kind, status);

CREATE TABLE annotation (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document (id),
    type TEXT NOT NULL,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    layer TEXT NOT NULL,
    parent TEXT,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    codebook_id INTEGER REFERENCES codebook (id),
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    revs TEXT NOT NULL,
    fields TEXT,
    "rows" TEXT,
    none TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    start INTEGER NOT NULL,
    extra TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document_id, uid, withdrawn)
);

CREATE INDEX annotation_in_order ON annotation (document_id, annotator_id, start);

CREATE TABLE span (
    annotation_id INTEGER NOT NULL REFERENCES annotation (id),
    n INTEGER NOT NULL,
    "row" TEXT,
    row_no INTEGER,
    role TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (annotation_id, n)
) WITHOUT ROWID;

-- Which entities and vocabulary entries an annotation points to.
CREATE TABLE reference (
    target TEXT NOT NULL,
    annotation_id INTEGER NOT NULL REFERENCES annotation (id),
    PRIMARY KEY (target, annotation_id)
) WITHOUT ROWID;

-- Without it, each annotation that is removed is looked for in all references.
CREATE INDEX reference_by_annotation ON reference (annotation_id);

CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    aliases TEXT,
    attributes TEXT,
    merged_into TEXT,
    revs TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    extra TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    UNIQUE (uid, withdrawn)
);

CREATE TABLE vocabulary_entry (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    vocabulary TEXT NOT NULL,
    label TEXT NOT NULL,
    definition TEXT NOT NULL DEFAULT '',
    parent TEXT,
    merged_into TEXT,
    revs TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    extra TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    UNIQUE (vocabulary, uid, withdrawn)
);

-- Rounds, assignments, highlights, searches, decisions, comments.  data is what
-- the exchange format says of one, without its revisions.
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    uid TEXT NOT NULL,
    document_id INTEGER REFERENCES document (id),
    data TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    revs TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX item_by_document ON item (document_id);

CREATE INDEX item_by_uid ON item (kind, uid);

-- States that stand beside the one shown, because neither supersedes the other.
-- uid is unique within kind and document; rev is the state's last revision.
CREATE TABLE rival (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    uid TEXT NOT NULL,
    document_id INTEGER REFERENCES document (id),
    rev TEXT NOT NULL,
    data TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX rival_by_uid ON rival (kind, uid);

CREATE INDEX rival_by_document ON rival (document_id);

-- What one undo takes back.  annotator is a uid; it need not be in the project.
CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    annotator TEXT,
    title TEXT NOT NULL,
    args TEXT,
    state TEXT NOT NULL
);

CREATE INDEX step_undone ON step (id) WHERE state = 'undone';

CREATE TABLE change (
    step_id INTEGER NOT NULL REFERENCES step (id),
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (step_id, n)
) WITHOUT ROWID;

-- What was ever done to one row: without it, all changes are gone through.
CREATE INDEX change_by_row ON change (kind, key);
