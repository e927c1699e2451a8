//! What the shop's token says, and whether that holds here and now. Each refusal says what is
//! wrong: the shop's developer reads it.

use crate::problem::Refusal;
use crate::text;
use serde::Deserialize;

/// The longest life of a token, in seconds.
const LIFETIME: i64 = 15 * 60;
/// How far two clocks may be apart, in seconds.
const LEEWAY: i64 = 30;

/// The claims of a token whose signature holds. Which are there is checked with the rest, so that
/// a missing one is named.
#[derive(Debug, Deserialize)]
pub struct Claims {
    aud: Option<Audience>,
    sub: Option<String>,
    iat: Option<i64>,
    exp: Option<i64>,
    nbf: Option<i64>,
    #[serde(default)]
    scope: String,
    /// How to address the customer.
    pub name: Option<String>,
    /// What the shop knows their device by.
    pub device: Option<String>,
    /// The same for their address.
    pub address: Option<String>,
}

/// `aud` is a text or a list of them (RFC 7519).
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn holds(&self, program: &str) -> bool {
        match self {
            Self::One(one) => one == program,
            Self::Several(several) => several.iter().any(|one| one == program),
        }
    }
}

impl Claims {
    /// Whether the token has that scope.
    pub fn allows(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|word| word == scope)
    }

    /// Checks everything but the scope; gives the customer's id.
    pub fn check(&self, program: &str, now: i64) -> Result<&str, Refusal> {
        let audience = self.aud.as_ref().ok_or(missing("aud"))?;
        if !audience.holds(program) {
            return wrong("the token is for another program: its aud is not the program's id");
        }
        let sub = self.sub.as_deref().ok_or(missing("sub"))?;
        if text::id(sub, "sub").is_err() {
            return wrong(
                "the token names no customer: its sub is empty, too long or has signs \
                          that cannot be seen",
            );
        }
        self.check_time(now)?;
        Ok(sub)
    }

    fn check_time(&self, now: i64) -> Result<(), Refusal> {
        let iat = self.iat.ok_or(missing("iat"))?;
        let exp = self.exp.ok_or(missing("exp"))?;
        if exp < iat {
            return wrong("the token ends before it begins: its exp lies before its iat");
        }
        if exp.saturating_sub(iat) > LIFETIME {
            return wrong("the token lives longer than 15 minutes from its iat to its exp");
        }
        let latest = now.saturating_add(LEEWAY);
        if iat > latest {
            return wrong("the token was made in the future: check the clocks (its iat)");
        }
        if self.nbf.is_some_and(|nbf| nbf > latest) {
            return wrong("the token is not valid yet: check the clocks (its nbf)");
        }
        if exp.saturating_add(LEEWAY) < now {
            return Err(Refusal::TokenExpired);
        }
        Ok(())
    }
}

fn wrong<T>(why: &'static str) -> Result<T, Refusal> {
    Err(Refusal::unauthenticated(why))
}

fn missing(claim: &str) -> Refusal {
    Refusal::unauthenticated(format!("the token has no claim {claim}"))
}
