-- What members were asked and answered. A survey is closed for a member once, about an order or (the
-- empty text) about none.
CREATE TABLE surveys_closed (
    program  TEXT   NOT NULL,
    member   TEXT   NOT NULL,
    survey   TEXT   NOT NULL,
    order_id TEXT   NOT NULL,
    -- 0 when it was put aside.
    answered BIGINT NOT NULL,
    points   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (program, member, survey, order_id)
);

-- The answers. One that is kept without the member has neither them nor the order, an id drawn by
-- chance, and the day in place of the instant.
CREATE TABLE survey_answers (
    program  TEXT   NOT NULL,
    answer   TEXT   NOT NULL,
    survey   TEXT   NOT NULL,
    member   TEXT,
    order_id TEXT,
    score    BIGINT,
    choice   BIGINT,
    text     TEXT,
    at       BIGINT NOT NULL,
    PRIMARY KEY (program, answer)
);
CREATE INDEX survey_answers_of_survey ON survey_answers (program, survey, at);
CREATE INDEX survey_answers_of_member ON survey_answers (program, member) WHERE member IS NOT NULL;
