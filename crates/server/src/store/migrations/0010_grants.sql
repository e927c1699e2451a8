-- The segments a member was in and the offers that were on for them when an order was paid: part of
-- its rules, so that a refund takes back what was given.
ALTER TABLE orders ADD COLUMN grants TEXT NOT NULL DEFAULT '[]';
