//! Webhooks are believed only when signed: Standard Webhooks 1.0 over the raw body, at most five
//! minutes old, with any of the live secrets.

use crate::config::{Secrets, StartError};
use crate::problem::Refusal;
use crate::service::Mode;
use axum::http::HeaderMap;
use chrono::Utc;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_TIMESTAMP, Webhook, WebhookError};

/// How many seconds a delivery may be away from now.
const TOLERANCE: u64 = 5 * 60;

/// The live secrets.
pub struct Signatures(Vec<(Webhook, Mode)>);

impl Signatures {
    /// From secrets of the form `whsec_<base64>`.
    ///
    /// # Errors
    /// When one is not of that form.
    pub fn new(secrets: &Secrets) -> Result<Self, StartError> {
        let each = secrets
            .each()
            .flat_map(|(mode, keys)| keys.webhook.iter().map(move |secret| (secret, mode)));
        let keys = each.map(|(secret, mode)| Ok((Webhook::new(secret)?, mode)));
        let keys: Result<_, WebhookError> = keys.collect();
        Ok(Self(keys.map_err(|e| StartError::new("STEMPEL_WEBHOOK_SECRET", e))?))
    }

    /// Checks a delivery; gives its id and the mode of the secret that signed it.
    ///
    /// # Errors
    /// `Signature` or `Timestamp`.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(String, Mode), Refusal> {
        is_of_now(headers)?;
        let mut refusal = Refusal::Signature("no signature verifies");
        for (key, mode) in &self.0 {
            match key.verify(body, headers) {
                Ok(()) => return Ok((id(headers)?, *mode)),
                Err(error) => refusal = explain(&error),
            }
        }
        Err(refusal)
    }
}

/// Looked at before anything is reckoned with it: whoever sends it has proven nothing yet.
fn is_of_now(headers: &HeaderMap) -> Result<(), Refusal> {
    let seconds = headers.get(HEADER_WEBHOOK_TIMESTAMP).ok_or(MISSING)?;
    let seconds: i64 = seconds.to_str().ok().and_then(|it| it.parse().ok()).ok_or(NO_TIMESTAMP)?;
    if Utc::now().timestamp().abs_diff(seconds) > TOLERANCE {
        return Err(Refusal::Timestamp);
    }
    Ok(())
}

fn id(headers: &HeaderMap) -> Result<String, Refusal> {
    let id = headers.get(HEADER_WEBHOOK_ID).and_then(|value| value.to_str().ok()).unwrap_or("");
    if id.is_empty() || id.len() > 200 {
        return Err(Refusal::Signature("the webhook-id has 1 to 200 characters"));
    }
    Ok(id.to_owned())
}

const MISSING: Refusal =
    Refusal::Signature("send the headers webhook-id, webhook-timestamp and webhook-signature");
const NO_TIMESTAMP: Refusal =
    Refusal::Signature("the webhook-timestamp is not a number of seconds");

const fn explain(error: &WebhookError) -> Refusal {
    match error {
        WebhookError::TimestampTooOldError | WebhookError::FutureTimestampError => {
            Refusal::Timestamp
        }
        WebhookError::MissingHeader(_) => MISSING,
        WebhookError::InvalidTimestamp => NO_TIMESTAMP,
        _ => Refusal::Signature("no signature verifies"),
    }
}
