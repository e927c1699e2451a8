//! What members wrote, and what they were answered.

use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx};
use crate::args;
use crate::store::db::Row;
use stempel_protocol::{
    Message, MessageAbout, MessageAboutKind, MessageAnswer, MessageStatus, Timestamp,
};

/// A message, and whose it is.
pub struct Written {
    /// The member.
    pub member: String,
    /// The message with its answers.
    pub message: Message,
}

/// Which messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// A member's, newest first.
    Of(&'a str),
    /// Of all members, those that stand so; oldest first while they wait, newest first after.
    Standing(MessageStatus),
}

const COLUMNS: &str = "message, member, about_kind, about, text, at, answered_at, closed_at";

/// Messages, at most so many.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    program: &str,
    which: Which<'_>,
    limit: i64,
) -> Result<Vec<Written>, StoreError> {
    let (condition, order, member) = match which {
        Which::Of(member) => ("member = $3", "at DESC, message DESC", member),
        Which::Standing(MessageStatus::Answered) => (
            "answered_at IS NOT NULL AND closed_at IS NULL AND $3 = ''",
            "at DESC, message DESC",
            "",
        ),
        Which::Standing(MessageStatus::Closed) => {
            ("closed_at IS NOT NULL AND $3 = ''", "at DESC, message DESC", "")
        }
        Which::Standing(_) => {
            ("answered_at IS NULL AND closed_at IS NULL AND $3 = ''", "at, message", "")
        }
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM messages WHERE program = $1 AND {condition} ORDER BY {order} LIMIT $2"
    );
    let mut found = tx.query(&sql, args![program, limit, member], written)?;
    for it in &mut found {
        it.message.answers = answers(tx, program, &it.message.id)?;
    }
    Ok(found)
}

/// One message.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Option<Written>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM messages WHERE program = $1 AND message = $2");
    let Some(mut found) = tx.query_one(&sql, args![program, id], written)? else {
        return Ok(None);
    };
    found.message.answers = answers(tx, program, id)?;
    Ok(Some(found))
}

/// Keeps a message.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    message: &Message,
) -> Result<(), StoreError> {
    let about = message.about.as_ref();
    tx.execute(
        "INSERT INTO messages (program, message, member, about_kind, about, text, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            program,
            &message.id,
            member,
            about.map(|it| it.kind.as_str()),
            about.map(|it| &it.id),
            &message.text,
            millis(message.at),
        ],
    )?;
    Ok(())
}

/// Keeps an answer, if there is one, and closes the message, if it is to be closed.
///
/// # Errors
/// When the database fails.
pub fn answer(
    tx: &mut Tx<'_>,
    program: &str,
    written: &Written,
    text: Option<&str>,
    close: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = &written.message.id;
    if let Some(text) = text {
        let number = i64::try_from(written.message.answers.len()).unwrap_or(i64::MAX);
        tx.execute(
            "INSERT INTO message_answers (program, message, number, member, text, at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![program, id, number, &written.member, text, millis(now)],
        )?;
        let sql = "UPDATE messages SET answered_at = $3, closed_at = NULL
                   WHERE program = $1 AND message = $2";
        tx.execute(sql, args![program, id, millis(now)])?;
    }
    if close {
        let sql = "UPDATE messages SET closed_at = $3 WHERE program = $1 AND message = $2";
        tx.execute(sql, args![program, id, millis(now)])?;
    }
    Ok(())
}

/// How many messages have been waiting for an answer since before then.
///
/// # Errors
/// When the database fails.
pub fn waiting(tx: &mut Tx<'_>, program: &str, since: Timestamp) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM messages
               WHERE program = $1 AND answered_at IS NULL AND closed_at IS NULL AND at <= $2";
    Ok(tx.query_one(sql, args![program, millis(since)], |row| row.int(0))?.unwrap_or(0))
}

/// When a member wrote since then, oldest first.
///
/// # Errors
/// When the database fails.
pub fn written_since(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
) -> Result<Vec<Timestamp>, StoreError> {
    let sql = "SELECT at FROM messages WHERE program = $1 AND member = $2 AND at > $3 ORDER BY at";
    tx.query(sql, args![program, member, millis(since)], |row| instant(row.int(0)?))
}

/// What a member can write about under that id: a line of their history, or a redemption.
///
/// # Errors
/// When the database fails.
pub fn about(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    id: &str,
) -> Result<Option<MessageAboutKind>, StoreError> {
    for (kind, table, column) in [
        (MessageAboutKind::Transaction, "transactions", "transaction_id"),
        (MessageAboutKind::Redemption, "redemptions", "redemption"),
    ] {
        let sql =
            format!("SELECT 1 FROM {table} WHERE program = $1 AND {column} = $2 AND member = $3");
        if tx.query_one(&sql, args![program, id, member], |_| Ok(()))?.is_some() {
            return Ok(Some(kind));
        }
    }
    Ok(None)
}

fn answers(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Vec<MessageAnswer>, StoreError> {
    let sql = "SELECT text, at FROM message_answers WHERE program = $1 AND message = $2
               ORDER BY number";
    tx.query(sql, args![program, id], |row| {
        Ok(MessageAnswer { text: row.text(0)?, at: instant(row.int(1)?)? })
    })
}

fn written(row: &Row<'_>) -> Result<Written, StoreError> {
    let about = row.text_or_null(2)?.zip(row.text_or_null(3)?);
    let about =
        about.map(|(kind, id)| MessageAbout { kind: MessageAboutKind::from_wire(&kind), id });
    let (answered, closed) =
        (instant_or_none(row.int_or_null(6)?)?, instant_or_none(row.int_or_null(7)?)?);
    let status = match (answered, closed) {
        (_, Some(_)) => MessageStatus::Closed,
        (Some(_), None) => MessageStatus::Answered,
        (None, None) => MessageStatus::Open,
    };
    let message = Message {
        id: row.text(0)?,
        about,
        text: row.text(4)?,
        at: instant(row.int(5)?)?,
        status,
        answers: Vec::new(),
    };
    Ok(Written { member: row.text(1)?, message })
}
