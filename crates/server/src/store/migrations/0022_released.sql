-- What was forgiven of refunds, with its instants, as long as it may be owed again: JSON as the engine
-- writes it.
ALTER TABLE accounts ADD COLUMN forgiven TEXT NOT NULL DEFAULT '[]';
-- The lots a used redemption was taken from, without points: JSON as the engine writes it. `held` stays
-- when it is used by an order, and `order_id` when it was freed for one.
ALTER TABLE redemptions ADD COLUMN used_lots TEXT NOT NULL DEFAULT '[]';
