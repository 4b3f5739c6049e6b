-- An invitation may be for a person who is there already: a new phone.
ALTER TABLE invitation ADD COLUMN person TEXT REFERENCES person (id);
