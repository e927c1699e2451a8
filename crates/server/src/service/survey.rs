//! Surveys: what a member is asked, and `POST surveys/{id}/responses`. Answered once, paid once.

use super::{Context, Customer, hold, member_of, own_order, refusal, snapshot, wire};
use crate::problem::Refusal;
use crate::store::members::{Stored, Wanted};
use crate::store::orders::{self, Newest};
use crate::store::surveys::{self, About, Done};
use crate::store::{StoreError, Tx, ledger, new_id};
use crate::text;
use stempel_engine::cart::Order;
use stempel_engine::program::Survey;
use stempel_engine::survey::{self, Answer, Closed, TEXT_MAX};
use stempel_engine::{Instant, member};
use stempel_protocol::{SurveyAnswers, SurveyReply, SurveyResponse};

/// How many orders are looked at: of more that a survey may be about, the newest.
const ORDERS: i64 = 20;
/// How many of them at first.
const FEW: i64 = 4;
/// How many answers a page has, and at most.
const PAGE: (i64, i64) = (100, 500);

/// Takes an answer, or a "not now". The same again changes nothing and gets the same reply.
///
/// # Errors
/// `NotFound`, `NotJoined`, `InvalidField`, `SurveyClosed` when it is not asked (any more),
/// `SurveyAnswered` when they said something else before.
pub fn respond(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
    response: &SurveyResponse,
) -> Result<SurveyReply, Refusal> {
    let found = context.program().survey(id);
    let survey = found.ok_or(Refusal::NotFound("there is no such survey"))?;
    let text = response.text.as_deref().map(|it| text::words(it, TEXT_MAX, "text")).transpose()?;
    let text = text.as_deref().filter(|it| !it.is_empty());
    let answer = Answer { score: response.score, choice: response.choice, text };
    if !response.dismissed {
        survey::check(survey, answer)
            .map_err(|wrong| Refusal::field(wrong.field(), wrong.to_string()))?;
    }
    hold(tx, context, &customer.id)?;
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?
        .ok_or(Refusal::NotJoined)?;
    let order = response.order.as_deref();
    let subject = survey::subject(survey, order);
    let known = surveys::done(tx, context.ledger(), &stored.id, &survey.id, subject)?;
    let (stored, points) = match known {
        Some(done) if response.dismissed => (stored, done.points),
        Some(done) if done.answered => {
            let about = About { survey: &survey.id, member: Some(&stored.id), order };
            if !is_said(tx, context, survey, about, answer)? {
                return Err(Refusal::SurveyAnswered);
            }
            (stored, done.points)
        }
        Some(_) => return Err(Refusal::SurveyClosed),
        None if !is_open(tx, context, &stored, survey, order)? => {
            return Err(Refusal::SurveyClosed);
        }
        None => take(tx, context, stored, survey, order, answer, response.dismissed)?,
    };
    let member = snapshot::of(tx, context, customer, Some(stored))?;
    Ok(SurveyReply { points, member })
}

/// Whether this is what the member said. Of an answer that was kept without them nobody knows what it
/// was: any is taken for it.
fn is_said(
    tx: &mut Tx<'_>,
    context: &Context,
    survey: &Survey,
    about: About<'_>,
    answer: Answer<'_>,
) -> Result<bool, StoreError> {
    let about = About { order: about.order.filter(|_| survey::is_each(survey)), ..about };
    let said = surveys::said(tx, context.ledger(), about)?;
    let same = |(score, choice, text): (Option<i64>, Option<i64>, Option<String>)| {
        (score, choice, text.as_deref()) == (answer.score, answer.choice, answer.text)
    };
    Ok(said.is_none_or(same))
}

fn take(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
    survey: &Survey,
    order: Option<&str>,
    answer: Answer<'_>,
    dismissed: bool,
) -> Result<(Stored, i64), Refusal> {
    let (program, now) = (context.program(), context.now);
    let effect = if dismissed {
        member::settle(program, &mut stored.member, now)
    } else {
        keep(tx, context, &stored.id, survey, order, answer)?;
        survey::answered(program, &mut stored.member, survey, order, now)
            .map_err(|refused| refusal(context, refused, ""))?
    };
    let points = if dismissed { 0 } else { survey.points };
    let order = survey::subject(survey, order).to_owned();
    let closed = Closed { survey: survey.id.clone(), order };
    let done = Done { answered: !dismissed, points };
    surveys::close(tx, context.ledger(), &stored.id, &closed, &done, now)?;
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    Ok((stored, points))
}

/// An anonymous answer is kept with nothing that leads to the member: neither an id that tells the
/// time nor the instant at which the points were booked.
fn keep(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    survey: &Survey,
    order: Option<&str>,
    answer: Answer<'_>,
) -> Result<(), Refusal> {
    let (program, now) = (context.program(), context.now);
    let nobody = survey.anonymous;
    let about = About {
        survey: &survey.id,
        member: (!nobody).then_some(member),
        order: order.filter(|_| !nobody),
    };
    let (id, at) = if nobody {
        (by_chance()?, program.start_of(program.day(now)))
    } else {
        (new_id(now), now)
    };
    Ok(surveys::answer(tx, context.ledger(), &id, about, answer, at)?)
}

fn by_chance() -> Result<String, Refusal> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}

/// What members answered, newest first, for the shop's people.
///
/// # Errors
/// `NotFound` for a survey that is none, `InvalidField` for a cursor or a limit that is none.
pub fn answers(
    tx: &mut Tx<'_>,
    context: &Context,
    id: &str,
    cursor: Option<&str>,
    limit: Option<i64>,
) -> Result<SurveyAnswers, Refusal> {
    let (usual, most) = PAGE;
    let limit = limit.unwrap_or(usual);
    if !(1..=most).contains(&limit) {
        return Err(Refusal::field("limit", format!("from 1 to {most}")));
    }
    let before = cursor.map(read_cursor).transpose()?;
    text::id(id, "id").map_err(|_| Refusal::NotFound("there is no such survey"))?;
    let mut items = surveys::answers(tx, context.ledger(), id, before, limit + 1)?;
    if items.is_empty() && cursor.is_none() && context.program().survey(id).is_none() {
        return Err(Refusal::NotFound("there is no such survey"));
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| more);
    let next = last.map(|it| format!("{}.{}", it.at.timestamp_millis(), it.id));
    Ok(SurveyAnswers { items, next })
}

fn read_cursor(cursor: &str) -> Result<(i64, &str), Refusal> {
    let place = cursor.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id)));
    let place = place.filter(|(_, id)| text::id(id, "cursor").is_ok());
    place.ok_or_else(|| Refusal::field("cursor", "not a cursor of these answers"))
}

/// What a member is asked now.
pub(super) fn asked(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    joined_at: Instant,
) -> Result<Vec<stempel_protocol::Survey>, StoreError> {
    let mut asked = Vec::new();
    if context.program().surveys.is_empty() {
        return Ok(asked);
    }
    let done = surveys::done_once(tx, context.ledger(), member)?;
    // Of those about each order, orders that they are done with are not read.
    let is_open = |it: &&Survey| survey::is_each(it) || !done.contains(&it.id);
    for survey in context.program().surveys.iter().filter(is_open) {
        let orders = due(tx, context, member, survey, joined_at)?;
        let asks = survey::asks(survey, joined_at, &orders, context.now);
        asked.extend(asks.map(|it| wire::survey(&it, &context.lang)));
    }
    Ok(asked)
}

/// Whether a survey can be answered now: about that order, where each is asked about.
fn is_open(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    survey: &Survey,
    order: Option<&str>,
) -> Result<bool, StoreError> {
    let Some(joined_at) = stored.member.joined_at else { return Ok(false) };
    let orders = match order.filter(|_| survey::is_each(survey)) {
        Some(order) => own_order(tx, context, stored, order)?,
        None => due(tx, context, &stored.id, survey, joined_at)?,
    };
    Ok(survey::is_open(survey, joined_at, &orders, order, context.now))
}

/// The newest orders that a survey may be about now, without those they are done with where each is
/// asked about: a few if it asks about one of them, otherwise more. How much the member bought
/// besides is not read.
fn due(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    survey: &Survey,
    joined_at: Instant,
) -> Result<Vec<Order>, StoreError> {
    let Some(window) = survey::order_window(survey, context.now) else { return Ok(Vec::new()) };
    let categories = survey::order_categories(survey);
    let unasked = survey::is_each(survey).then_some(survey.id.as_str());
    let few = Newest { window, categories, unasked, limit: FEW };
    if categories.is_empty() {
        let few = orders::within(tx, context.ledger(), member, &few)?;
        let all_read = few.len() < usize::try_from(FEW).unwrap_or(0);
        if all_read || survey::asks(survey, joined_at, &few, context.now).is_some() {
            return Ok(few);
        }
    }
    orders::within(tx, context.ledger(), member, &Newest { limit: ORDERS, ..few })
}
