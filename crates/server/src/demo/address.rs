//! Where an order goes: what the checkout form sends, checked.

use super::refusal::Refusal;
use serde::{Deserialize, Serialize};

const LENGTH_MAX: usize = 120;

/// Who gets the order, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// First and last name.
    #[serde(default)]
    pub name: String,
    /// For the confirmation.
    #[serde(default)]
    pub email: String,
    /// Street and number.
    #[serde(default)]
    pub street: String,
    /// As in Poland: `00-000`.
    #[serde(default)]
    pub postcode: String,
    /// The town.
    #[serde(default)]
    pub city: String,
}

impl Address {
    /// The same address, trimmed; somebody who picks their order up needs no street.
    ///
    /// # Errors
    /// Names the first field that cannot be right.
    pub fn checked(&self, needs_street: bool) -> Result<Self, Refusal> {
        Ok(Self {
            name: text(&self.name, "name", true)?,
            email: email(&self.email)?,
            street: text(&self.street, "street", needs_street)?,
            postcode: postcode(&self.postcode, needs_street)?,
            city: text(&self.city, "city", needs_street)?,
        })
    }
}

fn text(value: &str, field: &'static str, required: bool) -> Result<String, Refusal> {
    let value = value.trim();
    let too_long = value.chars().count() > LENGTH_MAX;
    if too_long || (required && value.is_empty()) || value.chars().any(char::is_control) {
        return Err(Refusal::field(field));
    }
    Ok(value.to_owned())
}

fn email(value: &str) -> Result<String, Refusal> {
    let value = text(value, "email", true)?;
    let plausible = value.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !value.contains(char::is_whitespace)
    });
    if plausible { Ok(value) } else { Err(Refusal::field("email")) }
}

fn postcode(value: &str, required: bool) -> Result<String, Refusal> {
    let value = text(value, "postcode", required)?;
    let shaped = value.len() == 6
        && value
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 2 { byte == b'-' } else { byte.is_ascii_digit() });
    if shaped || (!required && value.is_empty()) {
        Ok(value)
    } else {
        Err(Refusal::field("postcode"))
    }
}
