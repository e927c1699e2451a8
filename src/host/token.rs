//! The customer's token: fetched through the page, kept in memory only, refreshed before it ends.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{hook, now};

/// A token is renewed when it has less than this left, in seconds.
const MARGIN_SECONDS: i64 = 30;

#[derive(Default)]
struct Kept {
    token: Option<String>,
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
        kept.token.clone().filter(|_| kept.ends - MARGIN_SECONDS > now().timestamp())
    });
    if !fresh && good.is_some() {
        return Ok(good);
    }
    let answer = JsFuture::from(question()?).await;
    let token = answer.map(|token| token.as_string().filter(|token| !token.is_empty()));
    KEPT.with_borrow_mut(|kept| {
        kept.asking = None;
        kept.token = token.clone().ok().flatten();
        kept.ends = kept.token.as_deref().and_then(end_of).unwrap_or_default();
    });
    token
}

/// Forgets the token, and the answer to a question that is on its way.
pub fn forget() {
    KEPT.with_borrow_mut(|kept| *kept = Kept::default());
}

/// The question that is on its way, or a new one.
fn question() -> Result<Promise, JsValue> {
    if let Some(asking) = KEPT.with_borrow(|kept| kept.asking.clone()) {
        return Ok(asking);
    }
    let Some(get_token) = hook("getToken") else {
        return Ok(Promise::resolve(&JsValue::NULL));
    };
    let asking = Promise::resolve(&get_token.call0(&JsValue::UNDEFINED)?);
    KEPT.with_borrow_mut(|kept| kept.asking = Some(asking.clone()));
    Ok(asking)
}

/// The `exp` claim, in seconds since 1970. The token is the page's own; its signature is the
/// backend's business.
fn end_of(token: &str) -> Option<i64> {
    let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let json = web_sys::window()?.atob(&payload).ok()?;
    let claims = js_sys::JSON::parse(&json).ok()?;
    js_sys::Reflect::get(&claims, &"exp".into()).ok()?.as_f64().map(|seconds| seconds as i64)
}
