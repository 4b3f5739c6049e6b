-- Administrators' acts, and what they change: as in SQLite's ninth migration, where
-- each column is explained.
ALTER TABLE enrolment ADD COLUMN revoked_how TEXT;
ALTER TABLE enrolment ADD COLUMN schema BIGINT;
CREATE INDEX enrolment_by_person ON enrolment (person);

ALTER TABLE invitation ADD COLUMN inviter TEXT COLLATE "C" REFERENCES person (id);
CREATE INDEX invitation_by_scope ON invitation (scope);

CREATE TABLE act (
    enrolment TEXT COLLATE "C" NOT NULL REFERENCES enrolment (id),
    nonce TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    received BIGINT NOT NULL,
    word TEXT NOT NULL,
    what TEXT NOT NULL,
    result TEXT NOT NULL,
    person TEXT COLLATE "C" REFERENCES person (id),
    PRIMARY KEY (enrolment, nonce)
);
CREATE INDEX act_by_person ON act (person);
