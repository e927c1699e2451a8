-- Draws that were made. A lot is a redemption of the reward: won is 1 when it won, 0 when it did not,
-- NULL before the draw and for everything that is no lot.
CREATE TABLE draws (
    program  TEXT   NOT NULL,
    reward   TEXT   NOT NULL,
    drawn_at BIGINT NOT NULL,
    made_at  BIGINT NOT NULL,
    lots     BIGINT NOT NULL,
    winners  BIGINT NOT NULL,
    PRIMARY KEY (program, reward, drawn_at)
);

ALTER TABLE redemptions ADD COLUMN won BIGINT;
