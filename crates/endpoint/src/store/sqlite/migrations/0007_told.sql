-- What a witness tells joins as his telling, and is noted with it: no name is known
-- by testimony alone any more. What was until now comes again from its author.
DELETE FROM name WHERE attested = 1;
ALTER TABLE name DROP COLUMN attested;

-- What somebody told who may not write it, after the register was set back: it waits
-- before whoever may. id: by name and content, whoever tells it. root: the record
-- that it is, or is a line of. seq: the number at which it changed last.
CREATE TABLE told (
    scope TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    id TEXT NOT NULL,
    witness TEXT NOT NULL,
    root TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    at INTEGER NOT NULL,
    received INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    -- 1: somebody has, or its own operation has arrived.
    decided INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, record, field, device, number, hash, id, witness)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_by_seq ON told (scope, seq);
CREATE INDEX told_by_name ON told (scope, device, number);
