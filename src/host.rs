//! The only door to the shop's page: its hooks, its customer's token, its events, the clock, the
//! clipboard and other tabs. Nothing here draws, and nothing here talks to the endpoint.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use stempel_protocol::Timestamp;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::config::{function, text};

mod token;

pub use token::{forget as forget_token, token};

thread_local! {
    static HANDED: RefCell<Object> = RefCell::new(Object::new());
    static CHANNEL: RefCell<Option<web_sys::BroadcastChannel>> = const { RefCell::new(None) };
}

/// Keeps what the loader handed over; called once, before anything else here.
pub fn connect(handed: &Object) {
    HANDED.with(|slot| slot.replace(handed.clone()));
}

/// A function of the loader or, below `hooks`, of the shop. Looked up at each call, so that a
/// shop may set its hooks late.
fn handed(name: &str) -> Option<Function> {
    HANDED.with(|slot| function(&slot.borrow(), name))
}

fn hook(name: &str) -> Option<Function> {
    let hooks = HANDED.with(|slot| Reflect::get(&slot.borrow(), &"hooks".into())).ok()?;
    function(&hooks, name)
}

/// Calls a function of the page and waits for its promise; a thrown error is an answer of none.
async fn ask(function: Function, argument: &JsValue) -> Option<JsValue> {
    let answer = function.call1(&JsValue::UNDEFINED, argument).ok()?;
    JsFuture::from(Promise::resolve(&answer)).await.ok()
}

/// The present instant.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// Tells the page what happened: a DOM event and the listeners of `Stempel.on`.
pub fn emit(name: &str, detail: &JsValue) {
    if let Some(emit) = handed("emit") {
        let _ = emit.call2(&JsValue::UNDEFINED, &name.into(), detail);
    }
}

/// Gives the launcher its label; the loader draws it. An empty one stands for its first words.
pub fn launcher(label: &str) {
    if let Some(launcher) = handed("launcher") {
        let _ = launcher.call1(&JsValue::UNDEFINED, &label.into());
    }
}

/// The shop's cart as its `cart` hook gives it; none without a hook or with a failing one.
pub async fn cart() -> Option<JsValue> {
    let cart = ask(hook("cart")?, &JsValue::UNDEFINED).await?;
    (!cart.is_falsy()).then_some(cart)
}

/// Whether the shop can take a code into its cart.
#[must_use]
pub fn can_apply() -> bool {
    hook("apply").is_some()
}

/// What the shop answered to a code.
pub struct Applied {
    /// Whether the cart has it now.
    pub applied: bool,
    /// The shop's own words.
    pub message: Option<String>,
}

/// Hands a code to the shop's `apply` hook.
pub async fn apply(code: &str, redemption: &str) -> Applied {
    let argument = record(&[("code", code.into()), ("redemption", redemption.into())]);
    let answer = match hook("apply") {
        Some(apply) => ask(apply, &argument).await.unwrap_or(JsValue::NULL),
        None => JsValue::NULL,
    };
    let applied = Reflect::get(&answer, &"applied".into()).is_ok_and(|applied| applied.is_truthy());
    Applied { applied, message: text(&answer, "message") }
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

/// Calls back when the page is looked at again, for the life of the page.
pub fn on_return(callback: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let callback = Closure::<dyn Fn()>::new(callback).into_js_value();
    let callback = callback.unchecked_ref::<Function>();
    for event in ["focus", "pageshow", "online"] {
        let _ = window.add_event_listener_with_callback(event, callback);
    }
    if let Some(document) = window.document() {
        let _ = document.add_event_listener_with_callback("visibilitychange", callback);
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
