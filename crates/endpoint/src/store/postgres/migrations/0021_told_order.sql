-- What waits sorts by its bytes, like everything else: sorted as a language does, a backup of it, or
-- a move from SQLite, came to another sum than what it is of, and was refused.
ALTER TABLE told
    ALTER COLUMN scope TYPE TEXT COLLATE "C",
    ALTER COLUMN record TYPE TEXT COLLATE "C",
    ALTER COLUMN field TYPE TEXT COLLATE "C",
    ALTER COLUMN device TYPE TEXT COLLATE "C",
    ALTER COLUMN hash TYPE TEXT COLLATE "C",
    ALTER COLUMN id TYPE TEXT COLLATE "C",
    ALTER COLUMN witness TYPE TEXT COLLATE "C",
    ALTER COLUMN root TYPE TEXT COLLATE "C";
