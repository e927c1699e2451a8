-- A consent withdrawn, or given anew in a later version, keeps its row: when it held can be proven.
ALTER TABLE consents ADD COLUMN withdrawn_at BIGINT;

-- How to write to a member: JSON, absent as long as they have not said.
ALTER TABLE profiles ADD COLUMN contact TEXT;

-- Who left, by a mark that only the same customer's id makes again: so that the bonus for joining
-- comes once, and that snapshots go on counting.
CREATE TABLE departed (
    program TEXT   NOT NULL,
    mark    TEXT   NOT NULL,
    version BIGINT NOT NULL,
    left_at BIGINT NOT NULL,
    PRIMARY KEY (program, mark)
);

-- Why the merchant gave or took points, and with which key. The reason goes when the member does.
CREATE TABLE adjustments (
    program    TEXT   NOT NULL,
    adjustment TEXT   NOT NULL,
    member     TEXT   NOT NULL,
    -- The member's transaction that booked it.
    number     BIGINT NOT NULL,
    points     BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    key_id     TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    PRIMARY KEY (program, adjustment)
);
CREATE INDEX adjustments_of_member ON adjustments (program, member, number);
