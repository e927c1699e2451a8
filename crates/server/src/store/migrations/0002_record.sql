-- What a command needs of a member's past, so that it need not read all of it.

-- The past in short, as the engine writes it; absent until the next command makes it.
ALTER TABLE members ADD COLUMN record TEXT;

-- When something happens to a lot by itself: it matures or expires. 0 while a redemption holds some
-- of it; absent when nothing will happen.
ALTER TABLE lots ADD COLUMN due_at BIGINT;
UPDATE lots SET due_at = CASE WHEN reserved > 0 THEN 0 WHEN pending > 0 THEN matures_at
                              WHEN available > 0 THEN expires_at END;
CREATE INDEX lots_due ON lots (program, member, due_at) WHERE due_at IS NOT NULL;

-- In the order in which lots are spent, with what is needed to sum up when points expire.
CREATE INDEX lots_by_expiry ON lots (program, member, expires_at, lot, pending, available);

CREATE INDEX redemptions_open ON redemptions (program, member, created_at) WHERE status = 'issued';
CREATE INDEX redemptions_of_member_and_reward ON redemptions (program, member, reward, status);

-- Read with each command, a row for each day with an order: from the index alone.
CREATE INDEX qualifying_whole ON qualifying (program, member, day, points, spend, orders);
