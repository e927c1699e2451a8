//! The customer's token: fetched through the page, kept in memory only, refreshed before it ends.

use std::cell::RefCell;

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{asked, call, now};

/// A token is renewed when it has less than this left, in seconds.
const MARGIN_SECONDS: i64 = 30;

/// How long it holds that nobody is signed in, in seconds: one look at the backend asks twice.
const GUEST_SECONDS: i64 = 2;

#[derive(Default)]
struct Kept {
    token: Option<String>,
    customer: Option<String>,
    since: i64,
    ends: i64,
    asking: Option<Promise>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// The token of the signed-in customer; none for a guest.
///
/// Several callers at once share one question to the page. `fresh` asks again even when the kept
/// token seems good, for use after a 401.
///
/// # Errors
/// The page could not be asked: its hook threw, or its address does not answer.
pub async fn token(fresh: bool) -> Result<Option<String>, JsValue> {
    let good = KEPT.with_borrow(|kept| {
        let margin = if kept.token.is_some() { MARGIN_SECONDS } else { 0 };
        (kept.ends - margin > now().timestamp()).then(|| kept.token.clone())
    });
    if !fresh && let Some(token) = good {
        return Ok(token);
    }
    let answer = JsFuture::from(question()).await;
    let token = answer.map(|token| token.as_string().filter(|token| !token.is_empty()));
    KEPT.with_borrow_mut(|kept| {
        kept.asking = None;
        kept.since = now().timestamp();
        kept.token = token.clone().ok().flatten();
        let text = kept.token.as_deref().unwrap_or_default();
        let claims = call("claims", &text.into(), &JsValue::UNDEFINED);
        let claim = |name: &str| Reflect::get(&claims, &name.into()).unwrap_or_default();
        kept.ends = match &token {
            Ok(None) => kept.since + GUEST_SECONDS,
            _ => claim("exp").as_f64().unwrap_or_default() as i64,
        };
        kept.customer = claim("sub").as_string();
    });
    token
}

/// The customer the kept token is for, as the shop names them.
#[must_use]
pub fn customer() -> Option<String> {
    KEPT.with_borrow(|kept| kept.customer.clone())
}

/// Asks for the token again next time if it was asked for longer ago than so many seconds.
pub fn doubt(seconds: i64) {
    KEPT.with_borrow_mut(|kept| {
        if now().timestamp() - kept.since >= seconds {
            kept.ends = 0;
        }
    });
}

/// Forgets the token, and the answer to a question that is on its way.
pub fn forget() {
    KEPT.with_borrow_mut(|kept| *kept = Kept::default());
}

/// The question that is on its way, or a new one.
fn question() -> Promise {
    if let Some(asking) = KEPT.with_borrow(|kept| kept.asking.clone()) {
        return asking;
    }
    let asking = Promise::resolve(&asked("getToken", &JsValue::UNDEFINED));
    KEPT.with_borrow_mut(|kept| kept.asking = Some(asking.clone()));
    asking
}
