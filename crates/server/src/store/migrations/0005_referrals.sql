-- Members who bring friends.

CREATE TABLE invites (
    program TEXT   NOT NULL,
    code    TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (program, code),
    UNIQUE (program, member)
);

-- Who came by whose code. `friend` and `order_id` go when the friend is erased.
CREATE TABLE referrals (
    program    TEXT   NOT NULL,
    referral   TEXT   NOT NULL,
    referrer   TEXT   NOT NULL,
    friend     TEXT,
    -- joined, ordered or refused
    status     TEXT   NOT NULL,
    -- Why it was refused.
    doubt      TEXT,
    order_id   TEXT,
    joined_at  BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- From when on the points for it can be spent.
    due_at     BIGINT,
    points     BIGINT NOT NULL,
    PRIMARY KEY (program, referral),
    UNIQUE (program, friend)
);
CREATE INDEX referrals_of_referrer ON referrals (program, referrer, joined_at);
CREATE INDEX referrals_of_order ON referrals (program, order_id) WHERE order_id IS NOT NULL;

-- Devices and addresses, hashed with the program's salt: whether two people are one.
CREATE TABLE marks (
    program TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    mark    TEXT   NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (program, member, kind, mark)
);
CREATE INDEX marks_of_all ON marks (program, kind, mark);

CREATE TABLE salts (
    program TEXT NOT NULL PRIMARY KEY,
    salt    TEXT NOT NULL
);
