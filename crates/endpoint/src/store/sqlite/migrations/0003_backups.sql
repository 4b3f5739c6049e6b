-- Backups, and what phones tell after a restore.

-- The number at which a name arrived; 0 for what was there before numbers were noted.
ALTER TABLE name ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
-- 1: known from the testimony of somebody who had pulled it, its own operation
-- has not arrived, and what it replaced is not known.
ALTER TABLE name ADD COLUMN attested INTEGER NOT NULL DEFAULT 0;
-- A backup holds the numbers 1 to kept.
ALTER TABLE vector ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;

-- Earlier epochs of a scope, and the number up to which their history is this
-- one's: the head of the backup that was restored.
CREATE TABLE history (
    scope TEXT NOT NULL,
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL,
    PRIMARY KEY (scope, epoch)
) STRICT, WITHOUT ROWID;
