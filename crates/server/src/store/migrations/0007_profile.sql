-- What a member tells of themselves; goes with them.
CREATE TABLE profiles (
    program           TEXT NOT NULL,
    member            TEXT NOT NULL,
    -- MM-DD
    birthday          TEXT,
    birthday_named_at BIGINT,
    lang              TEXT,
    interests         TEXT NOT NULL,
    PRIMARY KEY (program, member)
);
