-- Which lines of an order count for nothing, by their places, as the program said when it was credited:
-- part of its rules. Of orders from before every line counted.
ALTER TABLE orders ADD COLUMN excepted TEXT NOT NULL DEFAULT '[]';
