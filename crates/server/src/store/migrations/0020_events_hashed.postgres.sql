CREATE TABLE events (
    program TEXT   NOT NULL,
    event   TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    points  BIGINT NOT NULL,
    PRIMARY KEY (program, event),
    UNIQUE (program, kind, subject)
);
