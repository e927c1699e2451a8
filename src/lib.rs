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

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use app::App;
use config::Config;
use state::View;

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
}

/// Starts the widget in an element inside a shadow root, with what the loader hands over.
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
        Some("history") => View::History,
        Some("join") => View::Join,
        _ => View::Home,
    }
}
