-- Games of chance: each entitlement is played once, each prize won as often as there are.
CREATE TABLE game_plays (
    program     TEXT   NOT NULL,
    member      TEXT   NOT NULL,
    game        TEXT   NOT NULL,
    -- An order, or the first day of a period.
    entitlement TEXT   NOT NULL,
    prize       TEXT,
    points      BIGINT,
    redemption  TEXT,
    at          BIGINT NOT NULL,
    PRIMARY KEY (program, member, game, entitlement)
);

-- How often each prize was won; stays when its winners are erased.
CREATE TABLE game_prizes (
    program TEXT   NOT NULL,
    game    TEXT   NOT NULL,
    prize   TEXT   NOT NULL,
    won     BIGINT NOT NULL,
    PRIMARY KEY (program, game, prize)
);

-- Who wants to be seen on a leaderboard, and under which name.
CREATE TABLE leaderboard_entries (
    program     TEXT   NOT NULL,
    leaderboard TEXT   NOT NULL,
    member      TEXT   NOT NULL,
    alias       TEXT   NOT NULL,
    -- In small letters without spaces: what is taken.
    alias_key   TEXT   NOT NULL,
    since       BIGINT NOT NULL,
    PRIMARY KEY (program, leaderboard, member),
    UNIQUE (program, leaderboard, alias_key)
);
