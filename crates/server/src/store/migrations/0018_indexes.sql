-- What a snapshot reads of a long past, without reading more than it shows.

-- How often a member took a reward since a day, and ever, from the index alone.
DROP INDEX redemptions_of_member_and_reward;
CREATE INDEX redemptions_taken
    ON redemptions (program, member, reward, created_at, status, expires_at);

-- The newest orders in their order, those of one instant too.
DROP INDEX orders_of_member;
CREATE INDEX orders_of_member ON orders (program, member, at, order_id);
