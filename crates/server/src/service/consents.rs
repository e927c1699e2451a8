//! Consents: given on joining, given and withdrawn later, each in the version that was shown.

use super::Context;
use crate::problem::Refusal;
use crate::store::members::Stored;
use crate::store::{Tx, consents};
use stempel_engine::program::Consent;
use stempel_protocol::{ConsentChoice, ConsentDecision, ConsentGiven};

/// Checks what is given on joining: known, once, current, and every required one among them.
///
/// # Errors
/// `InvalidField`, `Consent`, `ConsentVersion`.
pub fn check(context: &Context, choices: &[ConsentChoice]) -> Result<(), Refusal> {
    let asked = &context.program().consents;
    once(choices.iter().map(|it| it.id.as_str()), |id| asked.iter().any(|it| it.id == id))?;
    for consent in asked {
        let given = choices.iter().find(|it| it.id == consent.id);
        match given {
            Some(given) => is_current(consent, &given.version)?,
            None if consent.required => return Err(Refusal::Consent(consent.id.clone())),
            None => {}
        }
    }
    Ok(())
}

/// Writes what was given on joining.
///
/// # Errors
/// When the database fails.
pub fn give(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    choices: &[ConsentChoice],
) -> Result<(), Refusal> {
    for ConsentChoice { id, version } in choices {
        consents::give(tx, context.ledger(), member, id, version, context.now)?;
    }
    Ok(())
}

/// Gives and withdraws; says whether something is other than before. What was given in an earlier
/// version may be withdrawn, too.
///
/// # Errors
/// `InvalidField` for one that is unknown or there twice, `ConsentVersion` for a version that is not
/// current, `Consent` for one that is not asked for any more, `ConsentRequired` for one that the program cannot be without.
pub fn decide(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    decisions: &[ConsentDecision],
) -> Result<bool, Refusal> {
    let held = consents::held(tx, context.ledger(), &stored.id)?;
    let asked = &context.program().consents;
    let known = |id: &str| asked.iter().any(|it| it.id == id) || held.iter().any(|it| it.id == id);
    once(decisions.iter().map(|it| it.id.as_str()), known)?;
    let mut changed = false;
    for (index, decision) in decisions.iter().enumerate() {
        let before = held.iter().find(|it| it.id == decision.id);
        changed |= if decision.given {
            renew(tx, context, stored, decision, before)?
        } else {
            withdraw(tx, context, stored, index, decision, before)?
        };
    }
    Ok(changed)
}

fn renew(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    decision: &ConsentDecision,
    before: Option<&ConsentGiven>,
) -> Result<bool, Refusal> {
    let ConsentDecision { id, version, .. } = decision;
    let asked = context.program().consents.iter().find(|it| it.id == *id);
    is_current(asked.ok_or_else(|| Refusal::Consent(id.clone()))?, version)?;
    if before.is_some_and(|it| it.version == *version) {
        return Ok(false);
    }
    consents::end(tx, context.ledger(), &stored.id, id, context.now)?;
    consents::give(tx, context.ledger(), &stored.id, id, version, context.now)?;
    Ok(true)
}

fn withdraw(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    index: usize,
    decision: &ConsentDecision,
    before: Option<&ConsentGiven>,
) -> Result<bool, Refusal> {
    let id = &decision.id;
    if context.program().consents.iter().any(|it| it.id == *id && it.required) {
        return Err(Refusal::ConsentRequired { field: format!("consents[{index}]") });
    }
    if before.is_none() {
        return Ok(false);
    }
    consents::end(tx, context.ledger(), &stored.id, id, context.now)?;
    Ok(true)
}

fn is_current(asked: &Consent, version: &str) -> Result<(), Refusal> {
    if asked.version == version {
        return Ok(());
    }
    let (id, current) = (asked.id.clone(), asked.version.clone());
    Err(Refusal::ConsentVersion { id, current })
}

/// Each is known and stands there once.
fn once<'a>(
    ids: impl Iterator<Item = &'a str>,
    known: impl Fn(&str) -> bool,
) -> Result<(), Refusal> {
    let mut seen: Vec<&str> = Vec::new();
    for (index, id) in ids.enumerate() {
        let wrong = |detail| Err(Refusal::field(format!("consents[{index}].id"), detail));
        if !known(id) {
            return wrong("the program asks for no such consent");
        }
        if seen.contains(&id) {
            return wrong("there twice");
        }
        seen.push(id);
    }
    Ok(())
}
