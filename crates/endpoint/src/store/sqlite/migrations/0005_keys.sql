-- The public keys by which the work of an enrolment is known when somebody else
-- brings it. A key is of the enrolment that proved last that it has it.
CREATE TABLE signing_key (
    key TEXT NOT NULL PRIMARY KEY,
    enrolment TEXT NOT NULL REFERENCES enrolment (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signing_key_by_enrolment ON signing_key (enrolment);
