-- What qualified, summed by year: of most days only the sums matter, so that a member with a day
-- for each day of many years is read as quickly as a new one.
CREATE TABLE qualifying_years (
    program TEXT   NOT NULL,
    member  TEXT   NOT NULL,
    year    BIGINT NOT NULL,
    points  BIGINT NOT NULL,
    spend   BIGINT NOT NULL,
    orders  BIGINT NOT NULL,
    PRIMARY KEY (program, member, year)
);
INSERT INTO qualifying_years (program, member, year, points, spend, orders)
SELECT program, member, CAST(SUBSTR(day, 1, 4) AS BIGINT), CAST(SUM(points) AS BIGINT),
       CAST(SUM(spend) AS BIGINT), CAST(SUM(orders) AS BIGINT)
FROM qualifying GROUP BY program, member, CAST(SUBSTR(day, 1, 4) AS BIGINT);
