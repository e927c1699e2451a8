-- By its hash a row stands anywhere, with a row id it would stand in the order in which it came.
CREATE TABLE events (
    program TEXT   NOT NULL,
    event   TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    points  BIGINT NOT NULL,
    PRIMARY KEY (program, event),
    UNIQUE (program, kind, subject)
) WITHOUT ROWID;
