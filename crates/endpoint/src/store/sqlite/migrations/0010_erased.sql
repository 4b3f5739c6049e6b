-- What was erased on a person's wish: a record with its lines, or one line. What comes of
-- it later is refused.
CREATE TABLE erased (
    scope TEXT NOT NULL,
    record TEXT NOT NULL,
    -- Milliseconds since 1970.
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, record)
) STRICT, WITHOUT ROWID;

-- The files that went with it.
CREATE TABLE erased_file (
    sha256 TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
