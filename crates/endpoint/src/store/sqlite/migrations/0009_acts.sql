-- How an enrolment was revoked: 'over' or 'lost'. One that was revoked before this was
-- noted is over.
ALTER TABLE enrolment ADD COLUMN revoked_how TEXT;
-- The version of kinds and fields that the phone said it writes, at most once an hour.
ALTER TABLE enrolment ADD COLUMN schema INTEGER;
CREATE INDEX enrolment_by_person ON enrolment (person);

-- Who invited by an act; nobody of whom an administrator invited by hand.
ALTER TABLE invitation ADD COLUMN inviter TEXT REFERENCES person (id);
CREATE INDEX invitation_by_scope ON invitation (scope);

-- What administrators did by their phones, each act once. at: as the phone said.
-- person: of a role that was taken, whose it was.
-- what: of the act its members, as JSON, without any name of a person. result: what
-- came of it, as JSON, without the code of an invitation.
CREATE TABLE act (
    enrolment TEXT NOT NULL REFERENCES enrolment (id),
    nonce TEXT NOT NULL,
    at INTEGER NOT NULL,
    received INTEGER NOT NULL,
    word TEXT NOT NULL,
    what TEXT NOT NULL,
    result TEXT NOT NULL,
    person TEXT REFERENCES person (id),
    PRIMARY KEY (enrolment, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_by_person ON act (person);
