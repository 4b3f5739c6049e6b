-- The files that records refer to, by the SHA-256 of their bytes in 43
-- characters of base64url. A file is whole when all of its bytes have arrived:
-- the transaction that takes the last ones in has proved them.
CREATE TABLE file (
    scope TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    type TEXT NOT NULL,
    arrived INTEGER NOT NULL,
    -- When it was made or something arrived last, in milliseconds since 1970.
    touched_at INTEGER NOT NULL,
    PRIMARY KEY (scope, sha256)
) STRICT, WITHOUT ROWID;

-- A file's bytes. place is how many of them are before the piece.
CREATE TABLE file_piece (
    scope TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (scope, sha256, place),
    FOREIGN KEY (scope, sha256) REFERENCES file (scope, sha256)
) STRICT;
