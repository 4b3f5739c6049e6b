-- Every operation that was accepted, in the order in which it was, and what witnesses
-- added and took away after the register was set back: what a field's live set is made
-- of. Rows are added only. No index by record or field: the log of a field is a chain,
-- from field.last backwards by before.
CREATE TABLE op_log (
    scope TEXT NOT NULL,
    -- The number that it took; several rows of what one witness reported of a field, or of
    -- a beginning, have one, and ix tells them apart.
    seq INTEGER NOT NULL,
    ix INTEGER NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    -- Nothing where a log begins with nothing.
    device TEXT,
    number INTEGER,
    hash TEXT,
    -- As JSON; nothing if it was erased.
    value TEXT,
    -- Names, with blanks between.
    replaces TEXT NOT NULL,
    at INTEGER NOT NULL,
    received INTEGER NOT NULL,
    -- 0: accepted; 1: dead on arrival; 2: told; 3: left by telling; 4: stood there when the
    -- log began.
    reason INTEGER NOT NULL,
    witness TEXT,
    -- The number of the field's row before; 0 if there is none.
    before INTEGER NOT NULL,
    PRIMARY KEY (scope, seq, ix)
) STRICT, WITHOUT ROWID;

-- The number of the newest row of the field's log; 0 if there is none.
ALTER TABLE field ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
-- Up to which number everything is in the log: past it, a program wrote that knew no log.
ALTER TABLE scope ADD COLUMN logged INTEGER NOT NULL DEFAULT -1;
-- Since when the log says everything, in milliseconds since 1970.
ALTER TABLE scope ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
