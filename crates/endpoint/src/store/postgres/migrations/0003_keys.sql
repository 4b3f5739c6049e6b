-- The public keys of enrolments: the table of SQLite's fifth migration, where it
-- is explained.

CREATE TABLE signing_key (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    enrolment TEXT COLLATE "C" NOT NULL REFERENCES enrolment (id)
);
CREATE INDEX signing_key_by_enrolment ON signing_key (enrolment);
