-- Cards for the till, and the paid membership.

-- Numbers that a program hands out, each once: the newest of each kind.
CREATE TABLE counters (
    program TEXT   NOT NULL,
    counter TEXT   NOT NULL,
    value   BIGINT NOT NULL,
    PRIMARY KEY (program, counter)
);

-- The serial of a member's card; its number follows from it. Those who are here get theirs now.
ALTER TABLE members ADD COLUMN card BIGINT;
UPDATE members SET card = numbered.card
FROM (SELECT program, member,
             ROW_NUMBER() OVER (PARTITION BY program ORDER BY joined_at, member) AS card
      FROM members) AS numbered
WHERE numbered.program = members.program AND numbered.member = members.member;
INSERT INTO counters (program, counter, value)
SELECT program, 'card', MAX(card) FROM members GROUP BY program;
CREATE UNIQUE INDEX members_by_card ON members (program, card);

-- What is known of customers who have not joined, as the engine writes it: their paid membership.
CREATE TABLE guests (
    program  TEXT NOT NULL,
    customer TEXT NOT NULL,
    record   TEXT NOT NULL,
    PRIMARY KEY (program, customer)
);

-- 1 when the member had the paid membership: part of the order's rules.
ALTER TABLE orders ADD COLUMN membership BIGINT NOT NULL DEFAULT 0;
