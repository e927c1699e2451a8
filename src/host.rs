//! The only door to the shop's page: its hooks, its customer's token, its events, the clock, the
//! clipboard and other tabs. Nothing here draws, and nothing here talks to the endpoint.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use stempel_protocol::Timestamp;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::config::{function, text};
use crate::format;

mod token;

pub use token::{customer, doubt, forget as forget_token, token};

/// A token older than this is asked for again when the page is looked at again, in seconds.
const DOUBT_SECONDS: i64 = 30;

thread_local! {
    static HANDED: RefCell<Object> = RefCell::new(Object::new());
    static CHANNEL: RefCell<Option<web_sys::BroadcastChannel>> = const { RefCell::new(None) };
}

/// Keeps what the loader handed over; called once, before anything else here.
pub fn connect(handed: &Object) {
    HANDED.with(|slot| slot.replace(handed.clone()));
}

/// A function of the loader.
fn handed(name: &str) -> Option<Function> {
    HANDED.with(|slot| function(&slot.borrow(), name))
}

fn call(name: &str, one: &JsValue, other: &JsValue) -> JsValue {
    let answer = handed(name).and_then(|it| it.call2(&JsValue::UNDEFINED, one, other).ok());
    answer.unwrap_or_default()
}

/// The promise of a hook's answer; undefined without such a hook.
fn asked(name: &str, argument: &JsValue) -> JsValue {
    call("hook", &name.into(), argument)
}

/// Asks a hook of the shop; none without such a hook, an error when it fails or is silent for too
/// long. The loader keeps the time and tells the developer.
async fn hook(name: &str, argument: &JsValue) -> Option<Result<JsValue, JsValue>> {
    let answer = asked(name, argument);
    if answer.is_undefined() {
        return None;
    }
    Some(JsFuture::from(Promise::from(answer)).await)
}

/// The present instant.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// Tells the page what happened: a DOM event and the listeners of `Stempel.on`.
pub fn emit(name: &str, detail: &JsValue) {
    call("emit", &name.into(), detail);
}

/// Gives the launcher its label; the loader draws it. An empty one stands for its first words.
pub fn launcher(label: &str) {
    call("label", &label.into(), &JsValue::UNDEFINED);
}

/// Tells the developer what is wrong: one line of the console, a page of the docs.
pub fn warn(id: &str, what: &str) {
    call("warn", &id.into(), &what.into());
}

/// Whether the loader has the second part of the widget apart.
#[must_use]
pub fn is_cut() -> bool {
    handed("late").is_some()
}

/// Has the loader fetch the second part.
pub fn fetch_late() {
    call("late", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
}

/// Whether a URL, as the page resolves it, is http or https: no other becomes a link.
#[must_use]
pub fn is_web_url(url: &str) -> bool {
    call("isWeb", &url.into(), &JsValue::UNDEFINED).is_truthy()
}

/// The endpoint answered, but not with a program.
pub fn no_program(endpoint: &str, status: u16) {
    // What only failed may work another time.
    if status < 500 {
        let status = format::digits(status.into());
        warn("program", &[endpoint, "/program is no program: status ", &status].concat());
    }
}

/// The endpoint cannot be reached; the loader finds out why.
pub fn unreachable() {
    call("unreachable", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
}

/// Keeps an answer for when the next one does not come, if the shop allows it.
pub fn keep(name: &str, answer: &JsValue) {
    call("keep", &name.into(), answer);
}

/// The newest answer of that name, whole.
#[must_use]
pub fn sent(name: &str) -> JsValue {
    call("sent", &name.into(), &JsValue::UNDEFINED)
}

/// Remembers an answer under a name.
pub fn remember(name: &str, answer: &JsValue) {
    call("sent", &name.into(), answer);
}

/// Gives the reader a file.
pub fn offer(name: &str, content: &JsValue) {
    call("offer", &name.into(), content);
}

/// Whether the browser can hand words to other applications.
#[must_use]
pub fn can_share() -> bool {
    call("share", &JsValue::UNDEFINED, &JsValue::UNDEFINED).is_truthy()
}

/// Hands words to an application of the reader's choice.
pub fn share(words: &str) {
    call("share", &words.into(), &JsValue::UNDEFINED);
}

/// Forgets the answers that were kept.
pub fn forget_kept() {
    keep("", &JsValue::UNDEFINED);
}

/// The answers that were kept, by name.
pub async fn kept() -> JsValue {
    let kept = call("kept", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
    JsFuture::from(Promise::resolve(&kept)).await.unwrap_or_default()
}

/// The shop's cart as its `cart` hook gives it; none without a hook or with a failing one.
pub async fn cart() -> Option<JsValue> {
    let cart = hook("cart", &JsValue::UNDEFINED).await?.ok()?;
    (!cart.is_falsy()).then_some(cart)
}

/// Whether the shop can take a code into its cart.
#[must_use]
pub fn can_apply() -> bool {
    call("has", &"apply".into(), &JsValue::UNDEFINED).is_truthy()
}

/// What the shop answered to a code, or to the question whether to go on.
pub struct Said {
    /// Whether it agreed: the cart has the code now, the redemption may happen.
    pub yes: bool,
    /// The shop's own words.
    pub message: Option<String>,
}

/// Hands a code to the shop's `apply` hook.
pub async fn apply(code: &str, redemption: &str) -> Said {
    let argument = record(&[("code", code.into()), ("redemption", redemption.into())]);
    let answer = hook("apply", &argument).await.and_then(Result::ok).unwrap_or_default();
    let applied = Reflect::get(&answer, &"applied".into()).is_ok_and(|applied| applied.is_truthy());
    Said { yes: applied, message: text(&answer, "message") }
}

/// Asks the shop's `beforeRedeem` hook. Without one, or with an answer that does not say no, a
/// redemption may happen; a hook that fails says no.
pub async fn before_redeem(reward: &str, cost: i64) -> Said {
    let argument = record(&[("reward", reward.into()), ("cost", (cost as f64).into())]);
    match hook("beforeRedeem", &argument).await {
        None => Said { yes: true, message: None },
        Some(Err(_)) => Said { yes: false, message: None },
        Some(Ok(answer)) => {
            let ok = Reflect::get(&answer, &"ok".into()).unwrap_or_default();
            let no = answer == JsValue::FALSE || ok == JsValue::FALSE;
            Said { yes: !no, message: text(&answer, "message") }
        }
    }
}

/// Puts text into the clipboard; false when the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Pages without https have no clipboard at all.
    let clipboard = Reflect::get(&window.navigator(), &"clipboard".into());
    match clipboard.ok().and_then(|c| c.dyn_into::<web_sys::Clipboard>().ok()) {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Waits, in milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether the page can be seen.
#[must_use]
pub fn visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Calls back when the page is looked at again or shows another place of its own, for the life of
/// the page. A page that comes back from the browser's cache may have another customer by now, so
/// its token is asked for again; so is one that was asked for a while ago.
pub fn on_return(callback: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let heard = move |event: JsValue| {
        let cached = Reflect::get(&event, &"persisted".into()).is_ok_and(|it| it.is_truthy());
        doubt(if cached { 0 } else { DOUBT_SECONDS });
        callback();
    };
    let callback = Closure::<dyn Fn(JsValue)>::new(heard).into_js_value();
    let callback = callback.unchecked_ref::<Function>();
    for event in ["focus", "pageshow", "online", "popstate"] {
        let _ = window.add_event_listener_with_callback(event, callback);
    }
    if let Some(document) = window.document() {
        let _ = document.add_event_listener_with_callback("visibilitychange", callback);
    }
    // Where the browser tells of it, a shop of one page moves to its next place.
    if let Ok(navigation) = Reflect::get(&window, &"navigation".into())
        && !navigation.is_undefined()
    {
        let navigation = navigation.unchecked_ref::<web_sys::EventTarget>();
        let _ = navigation.add_event_listener_with_callback("currententrychange", callback);
    }
}

/// Calls back when another tab of this program changed something.
pub fn on_other_tab(endpoint: &str, callback: impl Fn() + 'static) {
    let Ok(channel) = web_sys::BroadcastChannel::new(&["stempel ", endpoint].concat()) else {
        return;
    };
    let callback = Closure::<dyn Fn()>::new(callback).into_js_value();
    channel.set_onmessage(Some(callback.unchecked_ref()));
    CHANNEL.with(|slot| slot.replace(Some(channel)));
}

/// Tells other tabs that something changed; says nothing about what.
pub fn tell_other_tabs() {
    CHANNEL.with(|slot| {
        if let Some(channel) = &*slot.borrow() {
            let _ = channel.post_message(&JsValue::TRUE);
        }
    });
}

/// A plain JS object.
pub(crate) fn record(fields: &[(&str, JsValue)]) -> JsValue {
    let entries: Array =
        fields.iter().map(|(name, value)| Array::of2(&(*name).into(), value)).collect();
    Object::from_entries(&entries).map_or(JsValue::NULL, Into::into)
}
