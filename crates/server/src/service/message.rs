//! "Something wrong?": what members write, how it stands, and what the shop's people answer.

use super::{Context, Customer, hold};
use crate::problem::Refusal;
use crate::store::messages::{self, Which, Written};
use crate::store::{StoreError, Tx, members, new_id};
use crate::text;
use chrono::TimeDelta;
use stempel_protocol::{
    AdminMessage, AdminMessages, AnswerRequest, Message, MessageAbout, MessageRequest,
    MessageStatus, Messages,
};

/// The longest message and the longest answer, in characters.
const TEXT_MAX: usize = 2000;
/// How many messages a member may write in a day.
const A_DAY: usize = 10;
/// How many a list has.
const LISTED: i64 = 100;

/// Takes a message. The same words about the same thing, while nobody has answered, are the same
/// message.
///
/// # Errors
/// `NotJoined`; `InvalidField` for a text that is empty or too long, or something that is not
/// theirs; `TooMany`.
pub fn write(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    request: &MessageRequest,
) -> Result<Message, Refusal> {
    let text = words(&request.text)?;
    hold(tx, context, &customer.id)?;
    let (program, now) = (context.ledger(), context.now);
    let member = members::id(tx, program, &customer.id)?.ok_or(Refusal::NotJoined)?;
    let about = request.about.as_deref().map(|id| about(tx, context, &member, id)).transpose()?;
    let known = messages::list(tx, program, Which::Of(&member), LISTED)?;
    let same = |it: &&Written| {
        let it = &it.message;
        it.status == MessageStatus::Open && it.text == text && it.about == about
    };
    if let Some(known) = known.iter().find(same) {
        return Ok(known.message.clone());
    }
    limit(tx, context, &member)?;
    let (id, status, answers) = (new_id(now), MessageStatus::Open, Vec::new());
    let message = Message { id, about, text, at: now, status, answers };
    messages::insert(tx, program, &member, &message)?;
    Ok(message)
}

fn words(text: &str) -> Result<String, Refusal> {
    let text = text::words(text, TEXT_MAX, "text")?;
    if text.is_empty() {
        return Err(Refusal::field("text", "a message has words"));
    }
    Ok(text)
}

fn about(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    id: &str,
) -> Result<MessageAbout, Refusal> {
    let kind = messages::about(tx, context.ledger(), member, id)?;
    let kind = kind.ok_or_else(|| {
        Refusal::field("about", "the id of one of their transactions or redemptions, or none")
    })?;
    Ok(MessageAbout { kind, id: id.to_owned() })
}

fn limit(tx: &mut Tx<'_>, context: &Context, member: &str) -> Result<(), Refusal> {
    let day = TimeDelta::days(1);
    let written = messages::written_since(tx, context.ledger(), member, context.now - day)?;
    match written.len().checked_sub(A_DAY).and_then(|it| written.get(it)) {
        None => Ok(()),
        Some(oldest) => {
            let wait = (*oldest + day - context.now).num_seconds();
            Err(Refusal::TooMany { seconds: u64::try_from(wait).unwrap_or(0) + 1 })
        }
    }
}

/// What a member wrote, newest first.
///
/// # Errors
/// `NotJoined`.
pub fn own(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Messages, Refusal> {
    let program = context.ledger();
    let member = members::id(tx, program, &customer.id)?.ok_or(Refusal::NotJoined)?;
    let written = messages::list(tx, program, Which::Of(&member), LISTED)?;
    Ok(Messages { items: written.into_iter().map(|it| it.message).collect() })
}

/// What all members wrote and how long they wait, for the shop's people.
///
/// # Errors
/// `InvalidField` for a status that is none.
pub fn all(
    tx: &mut Tx<'_>,
    context: &Context,
    status: Option<&str>,
) -> Result<AdminMessages, Refusal> {
    let status = MessageStatus::from_wire(status.unwrap_or("open"));
    if status == MessageStatus::Unknown {
        return Err(Refusal::field("status", "one of open, answered, closed"));
    }
    let (program, now) = (context.ledger(), context.now);
    let written = messages::list(tx, program, Which::Standing(status), LISTED)?;
    let items = written.into_iter().map(|it| named(tx, context, it)).collect::<Result<_, _>>()?;
    let mut waiting = |hours| messages::waiting(tx, program, now - TimeDelta::hours(hours));
    Ok(AdminMessages {
        waiting: waiting(0)?,
        waiting_1h: waiting(1)?,
        waiting_24h: waiting(24)?,
        items,
    })
}

fn named(tx: &mut Tx<'_>, context: &Context, it: Written) -> Result<AdminMessage, StoreError> {
    let customer = members::customer(tx, context.ledger(), &it.member)?;
    Ok(AdminMessage { customer, message: it.message })
}

/// Answers a message, or closes it, or both. The same answer again changes nothing.
///
/// # Errors
/// `NotFound`, `InvalidField`.
pub fn answer(
    tx: &mut Tx<'_>,
    context: &Context,
    id: &str,
    request: &AnswerRequest,
) -> Result<AdminMessage, Refusal> {
    let text = request.text.as_deref().map(words).transpose()?;
    if text.is_none() && !request.close {
        return Err(Refusal::field("text", "an answer has words, or closes the message"));
    }
    let missing = || Refusal::NotFound("there is no such message");
    let found = messages::find(tx, context.ledger(), id)?.ok_or_else(missing)?;
    let customer = members::customer(tx, context.ledger(), &found.member)?;
    hold(tx, context, &customer.ok_or_else(missing)?)?;
    let written = messages::find(tx, context.ledger(), id)?.ok_or_else(missing)?;
    let last = written.message.answers.last().map(|it| it.text.as_str());
    let new = text.as_deref().filter(|text| last != Some(*text));
    messages::answer(tx, context.ledger(), &written, new, request.close, context.now)?;
    let answered = messages::find(tx, context.ledger(), id)?.ok_or_else(missing)?;
    Ok(named(tx, context, answered)?)
}
