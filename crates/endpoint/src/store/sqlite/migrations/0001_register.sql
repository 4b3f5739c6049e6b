-- The shared register, scope by scope. Every key begins with the scope.

-- The last number given in a scope, and the mark of the transaction that took it.
CREATE TABLE scope (
    scope TEXT NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL,
    mark TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- For every transaction its last number and its mark, by which a cursor of
-- another history is told.
CREATE TABLE mark (
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- The live set of each field, as JSON: a list of merge::Entry.
CREATE TABLE field (
    scope TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL,
    live TEXT NOT NULL,
    PRIMARY KEY (scope, record, field)
) STRICT;
CREATE UNIQUE INDEX field_by_seq ON field (scope, seq);
CREATE INDEX field_by_kind ON field (kind, field, scope);

-- The names of all operations that ever arrived, with the refusal if there was one.
CREATE TABLE name (
    scope TEXT NOT NULL,
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    refusal TEXT,
    PRIMARY KEY (scope, device, number, hash)
) STRICT, WITHOUT ROWID;

-- Names that were replaced on a field before they arrived.
CREATE TABLE dead (
    scope TEXT NOT NULL,
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (scope, device, number, hash, record, field)
) STRICT, WITHOUT ROWID;

-- Numbers 1 to seen of a device have all arrived; those past the first gap are
-- in name. seq is the number at which it changed last.
CREATE TABLE vector (
    scope TEXT NOT NULL,
    device TEXT NOT NULL,
    seen INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (scope, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX vector_by_seq ON vector (scope, seq);
