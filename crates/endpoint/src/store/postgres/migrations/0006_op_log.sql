-- The log of operations: the table of SQLite's eighth migration, where each column is
-- explained.
CREATE TABLE op_log (
    scope TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    ix BIGINT NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C",
    number BIGINT,
    hash TEXT COLLATE "C",
    value TEXT,
    replaces TEXT NOT NULL,
    at BIGINT NOT NULL,
    received BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    witness TEXT COLLATE "C",
    before BIGINT NOT NULL,
    PRIMARY KEY (scope, seq, ix)
);

ALTER TABLE field ADD COLUMN last BIGINT NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN logged BIGINT NOT NULL DEFAULT -1;
ALTER TABLE scope ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
