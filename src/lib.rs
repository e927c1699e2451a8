//! Stempel's widget: what a shopper sees of a loyalty program, in any shop's page.
//!
//! 1. [`config`] and [`host`] are the doors to the page, [`api`] the one to the endpoint.
//! 2. [`state`] holds what is known; [`commands`] alone changes it.
//! 3. [`views`] draw the state and dispatch commands; [`messages`] and [`format`] give them words.
//!
//! The functions below are all that the loader calls.

pub mod api;
pub mod app;
pub mod commands;
pub mod config;
pub mod format;
pub mod host;
pub mod messages;
pub mod state;
pub mod views;
pub mod watched;

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use app::App;
use config::Config;
use state::View;

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
}

/// Starts the widget, its panel in an element inside a shadow root, with what the loader hands
/// over.
#[wasm_bindgen]
pub fn start(root: HtmlElement, handed: Object) {
    host::connect(&handed);
    let config = Config::read(&handed);
    let texts = Reflect::get(&handed, &"texts".into()).unwrap_or_default();
    let endpoint = config.endpoint.clone();
    let app = App::new(config, texts);
    // Mounting sets the executor that the commands run on, so it comes first.
    app.mount_panel(root);
    app.commands().start(&endpoint);
    APP.set(Some(app));
}

/// Mounts an inline element of a kind (`panel`, `balance`, `earn`); `cart` is what it speaks of,
/// null for the shop's own. Answers with the number to unmount it by.
#[wasm_bindgen]
pub fn mount(kind: &str, root: HtmlElement, cart: JsValue) -> u32 {
    APP.with_borrow(|app| app.as_ref().map_or(0, |app| app.mount(kind, root, &cart)))
}

/// Takes an inline element's content away.
#[wasm_bindgen]
pub fn unmount(mount: u32) {
    APP.with_borrow(|app| app.as_ref().map_or((), |app| app.unmount(mount)));
}

/// Whether any inline element is in view.
#[wasm_bindgen(js_name = inView)]
pub fn in_view(any: bool) {
    APP.with_borrow(|app| app.as_ref().map_or((), |app| app.commands().set_in_view(any)));
}

/// Quotes a cart; calls `done` with the backend's answer or `failed` with an error.
#[wasm_bindgen]
pub fn quote(cart: JsValue, done: Function, failed: Function) {
    APP.with_borrow(|app| {
        if let Some(app) = app {
            app.commands().quote_for_page(&cart, done, failed);
        }
    });
}

/// Does what the page asks: `open` (at a place), `close`, `refresh`, `identify`, `logout`.
/// An unknown name does nothing.
#[wasm_bindgen]
pub fn command(name: &str, argument: Option<String>) {
    APP.with_borrow(|app| {
        let Some(commands) = app.as_ref().map(App::commands) else { return };
        match name {
            "open" => commands.open(place(argument.as_deref())),
            "close" => commands.close(),
            "refresh" => commands.refresh(),
            "identify" => commands.identify(),
            "logout" => commands.logout(),
            // The loader's own word: what became of the second part.
            "late" => commands.late_came(argument.is_none()),
            _ => {}
        }
    });
}

/// A place by its public name; home when there is none of that name.
fn place(name: Option<&str>) -> View {
    match name {
        Some("earn") => View::Earn,
        Some("rewards") => View::Rewards,
        Some("challenges") => View::Challenges,
        Some("more") => View::More,
        Some("history") => View::History,
        Some("tiers") => View::Tiers,
        Some("rules") => View::Rules,
        Some("join") => View::Join,
        _ => View::Home,
    }
}
