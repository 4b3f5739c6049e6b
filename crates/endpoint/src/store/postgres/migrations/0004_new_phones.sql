-- Invitations for people who are there: as in SQLite's sixth migration.
ALTER TABLE invitation ADD COLUMN person TEXT COLLATE "C" REFERENCES person (id);
