-- "Something wrong?": what members wrote about a line of their history, a redemption or anything.
CREATE TABLE messages (
    program     TEXT   NOT NULL,
    message     TEXT   NOT NULL,
    member      TEXT   NOT NULL,
    -- transaction or redemption, and which; both absent when it is about neither.
    about_kind  TEXT,
    about       TEXT,
    text        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    answered_at BIGINT,
    closed_at   BIGINT,
    PRIMARY KEY (program, message)
);
CREATE INDEX messages_of_member ON messages (program, member, at);
CREATE INDEX messages_waiting ON messages (program, at)
WHERE answered_at IS NULL AND closed_at IS NULL;

CREATE TABLE message_answers (
    program TEXT   NOT NULL,
    message TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    -- Whose message it is, so that it goes with them.
    member  TEXT   NOT NULL,
    text    TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (program, message, number)
);
