-- Who was shown which product today: it counts once a member, product and day, and is forgotten then.
CREATE TABLE product_shown (
    program TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    sku     TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    PRIMARY KEY (program, member, sku, reason, day)
);
CREATE INDEX product_shown_by_day ON product_shown (day);

ALTER TABLE product_counts ADD COLUMN shown BIGINT NOT NULL DEFAULT 0;
