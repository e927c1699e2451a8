//! `admin/members/{sub}`: what support sees of a member, and what is given or taken with a reason.

use super::{Context, Customer, hold, member_of, refusal, snapshot, wire};
use crate::problem::Refusal;
use crate::store::members::{Stored, Wanted};
use crate::store::{Tx, adjustments, ledger, members, orders};
use crate::text;
use stempel_engine::card;
use stempel_engine::ledger::{Refused as NotBooked, Wallet};
use stempel_engine::member::{self, Refused};
use stempel_engine::program::Program;
use stempel_protocol::{Adjustment, AdjustmentReply, AdjustmentRequest, AdminMember};

/// The most that one adjustment gives or takes.
const POINTS_MAX: i64 = 1_000_000;
/// The longest reason, in characters.
const REASON: usize = 200;
/// How many lines of history and adjustments support is shown.
const SHOWN: i64 = 50;

/// What support sees: the same snapshot and history as the member, and who adjusted what.
///
/// # Errors
/// When the database fails.
pub fn look(tx: &mut Tx<'_>, context: &Context, sub: &str) -> Result<AdminMember, Refusal> {
    let customer = customer(sub)?;
    let stored = member_of(tx, context, sub, Wanted::ToShow(context.now))?;
    let id = stored.as_ref().map(|it| it.id.clone());
    let (mut transactions, mut made) = (Vec::new(), Vec::new());
    if let Some(id) = id {
        let lines = ledger::page(tx, context.ledger(), &id, None, SHOWN)?.into_iter();
        let line = |line| wire::transaction(context.program(), line, &context.lang);
        transactions = lines.map(line).collect();
        made = adjustments::of_member(tx, context.ledger(), &id, SHOWN)?;
    }
    let member = snapshot::of(tx, context, &customer, stored)?;
    Ok(AdminMember { customer: customer.id, member, transactions, adjustments: made })
}

/// By what support looks for a member: one of these.
pub struct Asked {
    /// The customer, the `sub` of their tokens.
    pub sub: Option<String>,
    /// The number of their card.
    pub card: Option<String>,
    /// An order of theirs.
    pub order: Option<String>,
}

/// The same for a member found by one of these.
///
/// # Errors
/// `InvalidField` for none or several of them, `CardNumber`, `UnknownCard`; `NotFound` for an order
/// that nobody told, or whose customer left.
pub fn find(tx: &mut Tx<'_>, context: &Context, asked: &Asked) -> Result<AdminMember, Refusal> {
    let sub = match (&asked.sub, &asked.card, &asked.order) {
        (Some(sub), None, None) => sub.clone(),
        (None, Some(number), None) => {
            let serial = card::serial(number).ok_or(Refusal::CardNumber("card"))?;
            members::by_card(tx, context.ledger(), serial)?.ok_or(Refusal::UnknownCard)?
        }
        (None, None, Some(order)) => {
            text::id(order, "order")?;
            let known = orders::find(tx, context.ledger(), order)?;
            let customer = known.map(|it| it.customer).filter(|it| !it.is_empty());
            customer.ok_or(Refusal::NotFound("no customer of such an order is known"))?
        }
        _ => return Err(Refusal::field("sub", "name `sub`, `card` or `order`, one of them")),
    };
    look(tx, context, &sub)
}

/// Gives or takes, in any wallet of the program, once for each id; `key` says with which key.
///
/// # Errors
/// `InvalidField`, `NotJoined`, `KeyReused` when the id was used for something else,
/// `MissingPoints` when more would be taken than is available there.
pub fn adjust(
    tx: &mut Tx<'_>,
    context: &Context,
    sub: &str,
    key: &str,
    request: &AdjustmentRequest,
) -> Result<AdjustmentReply, Refusal> {
    let customer = customer(sub)?;
    let made = checked(context, key, request)?;
    hold(tx, context, sub)?;
    let wallet = made.wallet.clone().map_or_else(Wallet::default, Wallet);
    let wanted = match made.points {
        taken @ ..0 => Wanted::ToSpend(&wallet, -taken, context.now),
        _ => Wanted::ToShow(context.now),
    };
    let mut stored = member_of(tx, context, sub, wanted)?.ok_or(Refusal::NotJoined)?;
    if let Some((before, of)) = adjustments::find(tx, context.ledger(), &made.id)? {
        let same = (&before.wallet, before.points, &before.reason)
            == (&made.wallet, made.points, &made.reason);
        if of != stored.id || !same {
            return Err(Refusal::KeyReused);
        }
        let member = snapshot::of(tx, context, &customer, Some(stored))?;
        return Ok(AdjustmentReply { adjustment: before, duplicate: true, member });
    }
    book(tx, context, &mut stored, &wallet, &made)?;
    let member = snapshot::of(tx, context, &customer, Some(stored))?;
    Ok(AdjustmentReply { adjustment: made, duplicate: false, member })
}

fn book(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    wallet: &Wallet,
    made: &Adjustment,
) -> Result<(), Refusal> {
    let program = context.program();
    if !wallet.is_primary() && program.wallet(wallet).is_none() {
        return Err(unknown_wallet(program));
    }
    let effect = member::adjust(program, &mut stored.member, wallet, made.points, context.now);
    let effect = effect.map_err(|refused| match refused {
        Refused::Ledger(NotBooked::MissingPoints { missing }) => {
            Refusal::MissingPoints { missing, available: -made.points - missing }
        }
        other => refusal(context, other, ""),
    })?;
    ledger::append(tx, stored, &effect, &program.version)?;
    adjustments::insert(tx, context.ledger(), &stored.id, stored.transactions, made)?;
    Ok(())
}

fn checked(
    context: &Context,
    key: &str,
    request: &AdjustmentRequest,
) -> Result<Adjustment, Refusal> {
    text::id(&request.id, "id")?;
    if request.points == 0 || request.points.unsigned_abs() > POINTS_MAX.unsigned_abs() {
        let detail = format!("from -{POINTS_MAX} to {POINTS_MAX}, and not 0");
        return Err(Refusal::field("points", detail));
    }
    let reason = text::shown(&request.reason, REASON);
    let reason = reason.filter(|_| request.reason.chars().count() <= REASON);
    Ok(Adjustment {
        id: request.id.clone(),
        wallet: request.wallet.clone().filter(|it| it != Wallet::PRIMARY),
        points: request.points,
        reason: reason.ok_or_else(|| {
            Refusal::field("reason", format!("1 to {REASON} characters that the member can read"))
        })?,
        at: context.now,
        key: key.to_owned(),
    })
}

fn unknown_wallet(program: &Program) -> Refusal {
    let further = program.wallets.iter().map(|it| it.id.0.as_str());
    let all: Vec<&str> = std::iter::once(Wallet::PRIMARY).chain(further).collect();
    let detail = format!("there is no such wallet: the program has `{}`", all.join("`, `"));
    Refusal::field("wallet", detail)
}

fn customer(sub: &str) -> Result<Customer, Refusal> {
    text::id(sub, "customer")?;
    Ok(Customer { id: sub.to_owned(), name: None })
}
