-- What a refund of an order would still take back whose member left: by a hash of the order's id, for the
-- mark of who left, or for the member they are since they came back.
CREATE TABLE late_returns (
    program    TEXT   NOT NULL,
    order_mark TEXT   NOT NULL,
    wallet     TEXT   NOT NULL,
    member     TEXT   NOT NULL,
    points     BIGINT NOT NULL,
    -- How many units of it may come back.
    units      BIGINT NOT NULL,
    left_at    BIGINT NOT NULL,
    PRIMARY KEY (program, order_mark, wallet)
);
CREATE INDEX late_returns_of ON late_returns (program, member);
