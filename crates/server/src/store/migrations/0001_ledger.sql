-- The tables of the first version, the same in SQLite and Postgres. Instants are milliseconds since 1970 in UTC (BIGINT), days are
-- ISO dates (TEXT), small structures that only we read are JSON (TEXT). Every table begins with
-- the program: programs on one server share nothing.

-- Each definition a program ever had here: a refund counts by the rules of its order's day.
CREATE TABLE programs (
    program  TEXT   NOT NULL,
    version  TEXT   NOT NULL,
    source   TEXT   NOT NULL,
    seen_at  BIGINT NOT NULL,
    PRIMARY KEY (program, version)
);

-- `customer` is the shop's id of a person, `member` our own. The ledger knows only `member`, so
-- that a person can be erased here while the books stay whole.
CREATE TABLE members (
    program   TEXT   NOT NULL,
    customer  TEXT   NOT NULL,
    member    TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    nickname  TEXT,
    PRIMARY KEY (program, customer),
    UNIQUE (program, member)
);

CREATE TABLE consents (
    program  TEXT   NOT NULL,
    member   TEXT   NOT NULL,
    consent  TEXT   NOT NULL,
    version  TEXT   NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (program, member, consent, given_at)
);

-- Balances: what the entries of a member sum to, kept up to date in the same transaction.
CREATE TABLE accounts (
    program      TEXT   NOT NULL,
    member       TEXT   NOT NULL,
    wallet       TEXT   NOT NULL,
    pending      BIGINT NOT NULL,
    available    BIGINT NOT NULL,
    reserved     BIGINT NOT NULL,
    debt         BIGINT NOT NULL,
    lifetime     BIGINT NOT NULL,
    spent        BIGINT NOT NULL,
    expired      BIGINT NOT NULL,
    adjusted     BIGINT NOT NULL,
    -- How many there ever were: the next lot and the next transaction are one more.
    lots         BIGINT NOT NULL,
    transactions BIGINT NOT NULL,
    PRIMARY KEY (program, member, wallet)
);

-- The lots a member's account knows: open ones, and for a while those that expired. One that is
-- forgotten is deleted, its history stands in the entries.
CREATE TABLE lots (
    program    TEXT   NOT NULL,
    member     TEXT   NOT NULL,
    wallet     TEXT   NOT NULL,
    lot        BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    earned_at  BIGINT NOT NULL,
    matures_at BIGINT NOT NULL,
    expires_at BIGINT,
    pending    BIGINT NOT NULL,
    available  BIGINT NOT NULL,
    reserved   BIGINT NOT NULL,
    expired    BIGINT NOT NULL,
    PRIMARY KEY (program, member, wallet, lot)
);

-- The ledger. A transaction is a set of entries that sum to zero in each wallet.
CREATE TABLE transactions (
    program     TEXT   NOT NULL,
    member      TEXT   NOT NULL,
    -- The member's transactions in the order in which they were booked, from 1.
    number      BIGINT NOT NULL,
    transaction_id TEXT NOT NULL,
    kind        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    source      TEXT   NOT NULL,
    reward      TEXT,
    parts       TEXT   NOT NULL,
    -- What it changed in the available points, and what they were after it.
    change      BIGINT NOT NULL,
    balance     BIGINT NOT NULL,
    -- 1 when it stands in the member's history.
    shown       BIGINT NOT NULL,
    PRIMARY KEY (program, member, number),
    UNIQUE (program, transaction_id)
);

CREATE TABLE entries (
    program        TEXT   NOT NULL,
    transaction_id TEXT   NOT NULL,
    position       BIGINT NOT NULL,
    account        TEXT   NOT NULL,
    wallet         TEXT   NOT NULL,
    lot            BIGINT,
    amount         BIGINT NOT NULL,
    PRIMARY KEY (program, transaction_id, position),
    FOREIGN KEY (program, transaction_id) REFERENCES transactions (program, transaction_id)
);

-- Orders that were credited (`member` is set) and orders that wait for their customer to join.
CREATE TABLE orders (
    program    TEXT   NOT NULL,
    order_id   TEXT   NOT NULL,
    customer   TEXT   NOT NULL,
    member     TEXT,
    at         BIGINT NOT NULL,
    tier       TEXT,
    -- The program's version it was credited under.
    rules      TEXT   NOT NULL,
    cart       TEXT   NOT NULL,
    returned   TEXT   NOT NULL,
    PRIMARY KEY (program, order_id)
);
CREATE INDEX orders_of_member ON orders (program, member, at);
CREATE INDEX orders_waiting ON orders (program, customer) WHERE member IS NULL;

CREATE TABLE completed (
    program   TEXT   NOT NULL,
    member    TEXT   NOT NULL,
    challenge TEXT   NOT NULL,
    run       TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    points    BIGINT NOT NULL,
    PRIMARY KEY (program, member, challenge, run)
);

CREATE TABLE badges (
    program TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    badge   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (program, member, badge)
);

-- What counts for the tier, summed by day in the program's time zone.
CREATE TABLE qualifying (
    program TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    points  BIGINT NOT NULL,
    spend   BIGINT NOT NULL,
    orders  BIGINT NOT NULL,
    PRIMARY KEY (program, member, day)
);

CREATE TABLE redemptions (
    program    TEXT   NOT NULL,
    redemption TEXT   NOT NULL,
    member     TEXT   NOT NULL,
    reward     TEXT   NOT NULL,
    -- What the reward was worth when it was taken; a later program file does not change it.
    promise    TEXT   NOT NULL,
    cost       BIGINT NOT NULL,
    code       TEXT   NOT NULL,
    -- issued, used, cancelled or expired
    status     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    closed_at  BIGINT,
    order_id   TEXT,
    -- The lots its points were taken from, as long as it is issued.
    held       TEXT   NOT NULL,
    PRIMARY KEY (program, redemption),
    UNIQUE (program, code)
);
CREATE INDEX redemptions_of_member ON redemptions (program, member, created_at);
CREATE INDEX redemptions_of_reward ON redemptions (program, reward, status);

-- One key, one effect: the reply that a repeated command gets again.
CREATE TABLE idempotency (
    program     TEXT   NOT NULL,
    customer    TEXT   NOT NULL,
    route       TEXT   NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT   NOT NULL,
    redemption  TEXT   NOT NULL,
    status      BIGINT NOT NULL,
    made_at     BIGINT NOT NULL,
    PRIMARY KEY (program, customer, route, idempotency_key)
);
CREATE INDEX idempotency_age ON idempotency (made_at);

-- The shop's events: each is applied once, by the delivery's id and by what it is about.
CREATE TABLE events (
    program     TEXT   NOT NULL,
    event       TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    outcome     TEXT   NOT NULL,
    points      BIGINT NOT NULL,
    applied_at  BIGINT NOT NULL,
    PRIMARY KEY (program, event),
    UNIQUE (program, kind, subject)
);
