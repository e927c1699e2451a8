//! Surveys: which ones a member answered or put aside, and the answers, which may be nobody's.

use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use std::collections::BTreeSet;
use stempel_engine::survey::{Answer, Closed};
use stempel_protocol::{SurveyAnswer, Timestamp};

/// What a member did with a survey.
pub struct Done {
    /// Whether they answered; otherwise they put it aside.
    pub answered: bool,
    /// The points that gave.
    pub points: i64,
}

/// Whose answer, about what.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The survey.
    pub survey: &'a str,
    /// The member; nobody for an answer that is kept without them.
    pub member: Option<&'a str>,
    /// The order.
    pub order: Option<&'a str>,
}

/// What a member did with one, if they are done with it.
///
/// # Errors
/// When the database fails.
pub fn done(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    survey: &str,
    order: &str,
) -> Result<Option<Done>, StoreError> {
    let sql = "SELECT answered, points FROM surveys_closed
               WHERE program = $1 AND member = $2 AND survey = $3 AND order_id = $4";
    tx.query_one(sql, args![program, member, survey, order], |row| {
        Ok(Done { answered: row.int(0)? != 0, points: row.int(1)? })
    })
}

/// The surveys a member is done with that are about no order of their own.
///
/// # Errors
/// When the database fails.
pub fn done_once(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
) -> Result<BTreeSet<String>, StoreError> {
    let sql = "SELECT survey FROM surveys_closed
               WHERE program = $1 AND member = $2 AND order_id = ''";
    let done = tx.query(sql, args![program, member], |row| row.text(0))?;
    Ok(done.into_iter().collect())
}

/// A member is done with a survey.
///
/// # Errors
/// A conflict when they were before.
pub fn close(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    closed: &Closed,
    done: &Done,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO surveys_closed (program, member, survey, order_id, answered, points, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            program,
            member,
            &closed.survey,
            &closed.order,
            i64::from(done.answered),
            done.points,
            millis(now),
        ],
    )?;
    Ok(())
}

/// Keeps an answer under an id.
///
/// # Errors
/// When the database fails.
pub fn answer(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    about: About<'_>,
    answer: Answer<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO survey_answers (program, answer, survey, member, order_id, score, choice,
                                     text, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            program,
            id,
            about.survey,
            about.member,
            about.order,
            answer.score,
            answer.choice,
            answer.text,
            millis(at),
        ],
    )?;
    Ok(())
}

/// What a member said; nothing where it was kept without them.
pub type Said = (Option<i64>, Option<i64>, Option<String>);

/// The score, choice and words of a member's answer, of any order where none is given.
///
/// # Errors
/// When the database fails.
pub fn said(tx: &mut Tx<'_>, program: &str, about: About<'_>) -> Result<Option<Said>, StoreError> {
    let sql = "SELECT score, choice, text FROM survey_answers
               WHERE program = $1 AND survey = $2 AND member = $3 AND ($4 = '' OR order_id = $4)";
    let order = about.order.unwrap_or_default();
    tx.query_one(sql, args![program, about.survey, about.member, order], |row| {
        Ok((row.int_or_null(0)?, row.int_or_null(1)?, row.text_or_null(2)?))
    })
}

/// The answers to a survey, newest first, after the given place, so many at most.
///
/// # Errors
/// When the database fails.
pub fn answers(
    tx: &mut Tx<'_>,
    program: &str,
    survey: &str,
    before: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<SurveyAnswer>, StoreError> {
    let (at, id) = before.unwrap_or((i64::MAX, ""));
    let sql = "SELECT a.answer, m.customer, a.order_id, a.score, a.choice, a.text, a.at
               FROM survey_answers a
               LEFT JOIN members m ON m.program = a.program AND m.member = a.member
               WHERE a.program = $1 AND a.survey = $2
                 AND (a.at < $3 OR a.at = $3 AND a.answer < $4)
               ORDER BY a.at DESC, a.answer DESC LIMIT $5";
    tx.query(sql, args![program, survey, at, id, limit], |row| {
        Ok(SurveyAnswer {
            id: row.text(0)?,
            customer: row.text_or_null(1)?,
            order: row.text_or_null(2)?,
            score: row.int_or_null(3)?,
            choice: row.int_or_null(4)?,
            text: row.text_or_null(5)?,
            at: instant(row.int(6)?)?,
        })
    })
}

/// Forgets a member. Answers that were kept without them stay.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    for table in ["surveys_closed", "survey_answers"] {
        let sql = format!("DELETE FROM {table} WHERE program = $1 AND member = $2");
        tx.execute(&sql, args![program, member])?;
    }
    Ok(())
}
