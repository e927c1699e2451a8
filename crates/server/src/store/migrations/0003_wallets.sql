-- Further wallets beside points.

-- Of which wallet a transaction is; its entries say the same.
ALTER TABLE transactions ADD COLUMN wallet TEXT NOT NULL DEFAULT 'points';

-- The wallet a redemption is paid from.
ALTER TABLE redemptions ADD COLUMN wallet TEXT NOT NULL DEFAULT 'points';

-- In the order in which the lots of a wallet are spent.
DROP INDEX lots_by_expiry;
CREATE INDEX lots_in_order ON lots (program, member, wallet, expires_at, lot) WHERE available > 0;

-- What a member's points come to that expire at one instant, in each wallet: a snapshot tells it
-- without reading every lot.
CREATE TABLE expiries (
    program    TEXT   NOT NULL,
    member     TEXT   NOT NULL,
    wallet     TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    points     BIGINT NOT NULL,
    PRIMARY KEY (program, member, wallet, expires_at)
);
INSERT INTO expiries (program, member, wallet, expires_at, points)
SELECT program, member, wallet, expires_at, CAST(SUM(pending + available) AS BIGINT) FROM lots
WHERE expires_at IS NOT NULL AND pending + available > 0
GROUP BY program, member, wallet, expires_at;
