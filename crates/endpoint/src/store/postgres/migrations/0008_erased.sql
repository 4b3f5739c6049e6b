-- What was erased: the tables of SQLite's tenth migration, where each column is explained.
CREATE TABLE erased (
    scope TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (scope, record)
);

CREATE TABLE erased_file (
    sha256 TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
