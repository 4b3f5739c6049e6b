-- The files that records refer to: the tables of SQLite's fourth migration,
-- where each column is explained.

CREATE TABLE file (
    scope TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    type TEXT NOT NULL,
    arrived BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (scope, sha256)
);

CREATE TABLE file_piece (
    scope TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (scope, sha256, place),
    FOREIGN KEY (scope, sha256) REFERENCES file (scope, sha256)
);
-- Photographs do not get smaller by packing.
ALTER TABLE file_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;
