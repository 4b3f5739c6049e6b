-- People, what they may do, and the devices that speak for them.

-- epoch: changes when the store is restored from a backup.
-- device: the id under which the endpoint itself writes.
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE role (
    scope TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    PRIMARY KEY (scope, person, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_by_person ON role (person);

-- One person on one phone.
CREATE TABLE enrolment (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    enrolled_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- SHA-256 of each token that an enrolment was given.
CREATE TABLE token (
    hash BLOB NOT NULL PRIMARY KEY,
    enrolment TEXT NOT NULL REFERENCES enrolment (id)
) STRICT, WITHOUT ROWID;

-- Device ids, each claimed by the first enrolment that used it. The endpoint's
-- own has no enrolment.
CREATE TABLE device (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment TEXT REFERENCES enrolment (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_enrolment ON device (enrolment);

CREATE TABLE invitation (
    public_id TEXT NOT NULL PRIMARY KEY,
    -- argon2id of the rest of the code.
    secret_hash TEXT NOT NULL,
    person_name TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    claimed_at INTEGER,
    -- SHA-256 of the secret of the browser that claimed it.
    claim_hash BLOB,
    enrolment TEXT REFERENCES enrolment (id),
    wrong_tries INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
