-- What was taken from somebody: the table of SQLite's migration of this number, where each column is
-- explained.
CREATE TABLE lasting_act (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    act TEXT NOT NULL
);
