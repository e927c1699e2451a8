-- How often a reward with a stock is taken by all members together: a row for each, made when the
-- program is taken over. `taken` counts redemptions that are used, and open ones that run out after
-- `as_of`: what ran out between then and now is subtracted by who asks.
CREATE TABLE stock (
    program TEXT   NOT NULL,
    reward  TEXT   NOT NULL,
    taken   BIGINT NOT NULL,
    as_of   BIGINT NOT NULL,
    PRIMARY KEY (program, reward)
);
CREATE INDEX redemptions_running_out ON redemptions (program, reward, expires_at)
    WHERE status = 'issued';
