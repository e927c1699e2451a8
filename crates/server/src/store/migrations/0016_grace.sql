-- 1 once points returned to a lot after it expired: expires_at is the end of its grace, and it has no
-- second one.
ALTER TABLE lots ADD COLUMN had_grace BIGINT NOT NULL DEFAULT 0;
