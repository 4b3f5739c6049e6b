-- What was taken from somebody (a revoked phone, a role, an invitation), each act once: what a
-- restore does again. A backup that has the act's id is of after it.
CREATE TABLE lasting_act (
    id TEXT NOT NULL PRIMARY KEY,
    -- Milliseconds since 1970.
    at INTEGER NOT NULL,
    -- As it stands in the file beside the register.
    act TEXT NOT NULL
) STRICT, WITHOUT ROWID;
