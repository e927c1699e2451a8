//! What members tell of themselves.

use super::db::Row;
use super::json;
use super::members::Stored;
use super::time::{instant_or_none, millis};
use super::{StoreError, Tx};
use crate::args;
use stempel_engine::profile::Profile;
use stempel_protocol::ContactChoice;

/// A profile from three columns of a row: birthday, when it was named, interests; all NULL where
/// there is none.
pub(super) fn read(row: &Row<'_>, first: usize) -> Result<Profile, StoreError> {
    let interests = row.text_or_null(first + 2)?.map(|text| json::read(&text)).transpose()?;
    Ok(Profile {
        birthday: row.text_or_null(first)?.map(|text| day(&text)).transpose()?,
        birthday_named_at: instant_or_none(row.int_or_null(first + 1)?)?,
        interests: interests.unwrap_or_default(),
    })
}

/// How a member wants to be written to, from a column; NULL as long as they have not said.
pub(super) fn contact(row: &Row<'_>, column: usize) -> Result<Option<ContactChoice>, StoreError> {
    row.text_or_null(column)?.map(|text| json::read(&text)).transpose()
}

/// Writes a member's profile, nickname and language, as a new version of them.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx<'_>, stored: &mut Stored) -> Result<(), StoreError> {
    let version = "UPDATE members SET version = $3 + 1, nickname = $4
                   WHERE program = $1 AND member = $2 AND version = $3";
    let nickname = stored.nickname.as_ref();
    let found =
        tx.execute(version, args![&stored.program, &stored.id, stored.version, nickname])?;
    if found != 1 {
        return Err(StoreError::Corrupt("a member changed while a command held them".into()));
    }
    stored.version += 1;
    let profile = &stored.member.profile;
    tx.execute(
        "INSERT INTO profiles (program, member, birthday, birthday_named_at, lang, interests,
                               contact)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (program, member) DO UPDATE SET birthday = excluded.birthday,
            birthday_named_at = excluded.birthday_named_at, lang = excluded.lang,
            interests = excluded.interests, contact = excluded.contact",
        args![
            &stored.program,
            &stored.id,
            profile.birthday.map(|(month, day)| format!("{month:02}-{day:02}")).as_ref(),
            profile.birthday_named_at.map(millis),
            stored.lang.as_ref(),
            &json::write(&profile.interests)?,
            stored.contact.as_ref().map(json::write).transpose()?.as_ref(),
        ],
    )?;
    Ok(())
}

fn day(text: &str) -> Result<(u32, u32), StoreError> {
    let parts = text.split_once('-').and_then(|(m, d)| m.parse().ok().zip(d.parse().ok()));
    parts.ok_or_else(|| StoreError::Corrupt(format!("{text} is no birthday")))
}
