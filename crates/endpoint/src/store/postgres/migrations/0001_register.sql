-- The shared register, scope by scope, and its people: the tables of SQLite's
-- migrations, where each column is explained. Identifiers sort by their bytes,
-- whatever the database's own order is.

CREATE TABLE scope (
    scope TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    head BIGINT NOT NULL,
    mark TEXT NOT NULL
);

CREATE TABLE mark (
    scope TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (scope, seq)
);

CREATE TABLE field (
    scope TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL,
    seq BIGINT NOT NULL,
    live TEXT NOT NULL,
    PRIMARY KEY (scope, record, field)
);
CREATE UNIQUE INDEX field_by_seq ON field (scope, seq);
CREATE INDEX field_by_kind ON field (scope, kind, field);

CREATE TABLE name (
    scope TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    refusal TEXT,
    seq BIGINT NOT NULL,
    attested BIGINT NOT NULL,
    PRIMARY KEY (scope, device, number, hash)
);

CREATE TABLE dead (
    scope TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (scope, device, number, hash, record, field)
);

CREATE TABLE vector (
    scope TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    seen BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kept BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, device)
);
CREATE INDEX vector_by_seq ON vector (scope, seq);

CREATE TABLE history (
    scope TEXT COLLATE "C" NOT NULL,
    epoch TEXT COLLATE "C" NOT NULL,
    head BIGINT NOT NULL,
    PRIMARY KEY (scope, epoch)
);

CREATE TABLE meta (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE person (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE role (
    scope TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (scope, person, role)
);
CREATE INDEX role_by_person ON role (person);

CREATE TABLE enrolment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    enrolled_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE token (
    hash BYTEA NOT NULL PRIMARY KEY,
    enrolment TEXT COLLATE "C" NOT NULL REFERENCES enrolment (id)
);

CREATE TABLE device (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    enrolment TEXT COLLATE "C" REFERENCES enrolment (id)
);
CREATE INDEX device_by_enrolment ON device (enrolment);

CREATE TABLE invitation (
    public_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    person_name TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    invited_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    claimed_at BIGINT,
    claim_hash BYTEA,
    enrolment TEXT COLLATE "C" REFERENCES enrolment (id),
    wrong_tries BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT NOT NULL DEFAULT 0
);

-- A list of lists as a table of one column, by the name that SQLite gives it.
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value JSON)
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS 'SELECT json_array_elements(list::json)';
