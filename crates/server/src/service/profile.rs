//! `PATCH member`: what a member tells of themselves, each part if they like, and their consents.

use super::{Context, Customer, consents, hold, member_of, snapshot};
use crate::problem::Refusal;
use crate::store::members::{Stored, Wanted};
use crate::store::{Tx, profiles};
use crate::text;
use stempel_engine::profile::{Profile, Refused};
use stempel_protocol::{ContactChoice, Member, MemberPatch};

/// Changes what is named and leaves the rest, and gives the snapshot after it. What is so already
/// changes nothing.
///
/// # Errors
/// `InvalidField` for a value that cannot be, `NotJoined`, `BirthdayFixed`, `Consent`,
/// `ConsentRequired`.
pub fn change(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    patch: &MemberPatch,
) -> Result<Member, Refusal> {
    hold(tx, context, &customer.id)?;
    let stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?;
    let mut stored = stored.ok_or(Refusal::NotJoined)?;
    let decisions = patch.consents.as_deref().unwrap_or_default();
    let decided = consents::decide(tx, context, &stored, decisions)?;
    if apply(context, &mut stored, patch)? || decided {
        profiles::save(tx, &mut stored)?;
    }
    Ok(snapshot::of(tx, context, customer, Some(stored))?)
}

/// What a member told, as the wire has it.
pub(super) fn shown(
    context: &Context,
    profile: &Profile,
    nickname: Option<String>,
    lang: Option<String>,
    contact: Option<ContactChoice>,
) -> stempel_protocol::Profile {
    let (program, now) = (context.program(), context.now);
    let known = |id: &&String| program.interests.iter().any(|it| it.id == **id);
    stempel_protocol::Profile {
        nickname,
        birthday: profile.birthday.map(|(month, day)| format!("{month:02}-{day:02}")),
        birthday_from: profile.birthday_fixed_until(program, now),
        lang: lang.filter(|it| program.languages.contains(it)),
        interests: profile.interests.iter().filter(known).cloned().collect(),
        contact: contact.map(|it| still_offered(context, it)),
    }
}

/// Whether something is other than before.
fn apply(context: &Context, stored: &mut Stored, patch: &MemberPatch) -> Result<bool, Refusal> {
    let profile = &mut stored.member.profile;
    let before =
        (stored.nickname.clone(), stored.lang.clone(), stored.contact.clone(), profile.clone());
    if let Some(name) = &patch.nickname {
        stored.nickname = name.as_deref().map(nickname).transpose()?;
    }
    if let Some(lang) = &patch.lang {
        stored.lang = lang.as_deref().map(|it| language(context, it)).transpose()?;
    }
    if let Some(chosen) = &patch.contact {
        stored.contact = chosen.as_ref().map(|it| contact(context, it)).transpose()?;
    }
    if let Some(interests) = &patch.interests {
        profile.interests = liked(context, interests.as_deref().unwrap_or_default())?;
    }
    if let Some(birthday) = &patch.birthday {
        let birthday = birthday.as_deref().map(day).transpose()?;
        let named = profile.name_birthday(context.program(), birthday, context.now);
        named.map_err(|refused| match refused {
            Refused::NoDay => no_day(),
            Refused::Fixed { until } => Refusal::BirthdayFixed { until },
        })?;
    }
    let after = (&stored.nickname, &stored.lang, &stored.contact, &*profile);
    Ok((&before.0, &before.1, &before.2, &before.3) != after)
}

fn contact(context: &Context, chosen: &ContactChoice) -> Result<ContactChoice, Refusal> {
    let rules = &context.program().profile;
    for (index, channel) in chosen.channels.iter().enumerate() {
        let again = chosen.channels.iter().take(index).any(|it| it == channel);
        if again || !rules.channels.contains(channel) {
            let field = format!("contact.channels[{index}]");
            let detail = format!("each once of: {}", rules.channels.join(", "));
            return Err(Refusal::field(field, detail));
        }
    }
    let known = |it: &String| rules.frequencies.contains(it);
    if chosen.frequency.as_ref().is_some_and(|it| !known(it)) {
        let detail = format!("one of: {}", rules.frequencies.join(", "));
        return Err(Refusal::field("contact.frequency", detail));
    }
    Ok(chosen.clone())
}

/// What was chosen, without what the program has no more.
fn still_offered(context: &Context, mut chosen: ContactChoice) -> ContactChoice {
    let rules = &context.program().profile;
    chosen.channels.retain(|it| rules.channels.contains(it));
    chosen.frequency = chosen.frequency.filter(|it| rules.frequencies.contains(it));
    chosen
}

fn nickname(given: &str) -> Result<String, Refusal> {
    let wrong = |detail: &str| Err(Refusal::field("nickname", detail));
    match text::name(given) {
        _ if given.chars().count() > text::NAME => wrong("a nickname has at most 60 characters"),
        None => wrong("nothing of it can be shown; null takes a nickname away"),
        Some(name) => Ok(name),
    }
}

fn language(context: &Context, given: &str) -> Result<String, Refusal> {
    let languages = &context.program().languages;
    let found = languages.iter().find(|it| it.as_str() == given).cloned();
    found.ok_or_else(|| Refusal::field("lang", format!("one of {}", languages.join(", "))))
}

fn liked(context: &Context, given: &[String]) -> Result<Vec<String>, Refusal> {
    for (index, id) in given.iter().enumerate() {
        let field = || format!("interests[{index}]");
        if context.program().interests.iter().all(|it| it.id != *id) {
            return Err(Refusal::field(field(), "the program has no such interest"));
        }
        if given.iter().take(index).any(|it| it == id) {
            return Err(Refusal::field(field(), "named twice"));
        }
    }
    Ok(given.to_vec())
}

/// `MM-DD`, to the digit.
fn day(given: &str) -> Result<(u32, u32), Refusal> {
    let digits = |text: &str| {
        let plain = text.len() == 2 && text.bytes().all(|it| it.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    let parts = given.split_once('-').and_then(|(month, day)| digits(month).zip(digits(day)));
    parts.ok_or_else(no_day)
}

fn no_day() -> Refusal {
    Refusal::field("birthday", "a day of the year, as in 02-29")
}
