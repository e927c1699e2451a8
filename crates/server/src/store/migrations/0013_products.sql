-- The shop's products as it told them last, what goes with what, and what came of suggesting them.
CREATE TABLE products (
    program     TEXT   NOT NULL,
    sku         TEXT   NOT NULL,
    -- Made from the sku: part of the id of a suggestion.
    mark        TEXT   NOT NULL,
    -- By language; under the empty one what holds for all.
    name        TEXT   NOT NULL,
    category    TEXT,
    price       BIGINT NOT NULL,
    url         TEXT   NOT NULL,
    image       TEXT,
    -- 1 when it can be bought.
    available   BIGINT NOT NULL,
    -- The day since which the shop has it, YYYY-MM-DD.
    since       TEXT,
    refill_days BIGINT,
    PRIMARY KEY (program, sku)
);
CREATE UNIQUE INDEX products_by_mark ON products (program, mark);
CREATE INDEX products_by_category ON products (program, category, since);

-- What a job counted over the orders.
CREATE TABLE companions (
    program   TEXT   NOT NULL,
    sku       TEXT   NOT NULL,
    companion TEXT   NOT NULL,
    -- In how many orders they are together, and how strongly they are.
    orders    BIGINT NOT NULL,
    score     BIGINT NOT NULL,
    PRIMARY KEY (program, sku, companion)
);

-- Who followed which suggestion, once a day; forgotten when no purchase can be counted for it any more.
CREATE TABLE product_clicks (
    program TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    sku     TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    -- 1 once a purchase was counted for it.
    bought  BIGINT NOT NULL,
    PRIMARY KEY (program, member, sku, reason, day)
);
CREATE INDEX product_clicks_by_time ON product_clicks (program, at);

-- The same added up, with nobody in it: this stays.
CREATE TABLE product_counts (
    program   TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    sku       TEXT   NOT NULL,
    clicks    BIGINT NOT NULL,
    purchases BIGINT NOT NULL,
    PRIMARY KEY (program, day, reason, sku)
);

-- Until when a job has been done or is being done, so that of several processes one does it.
CREATE TABLE leases (
    job   TEXT   NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);
