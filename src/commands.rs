//! Everything a person or the page can make the widget do. The only place that changes state.

use std::pin::Pin;

use wasm_bindgen_futures::spawn_local;

use crate::api::Api;
use crate::config::Config;
use crate::host;
use crate::state::{State, Store, View};

mod act;
mod code;
mod history;
mod join;
mod late;
mod load;
mod quote;
mod redeem;

pub use late::{CAUSES, FOR_YOU, GIVING, LEADERS, MESSAGES, PRODUCTS, WRONG, part_of_leaders};

/// Commands, each done in its own time; what comes of them shows in the state.
#[derive(Clone, Copy)]
pub struct Commands {
    store: Store,
    api: Api,
}

impl Commands {
    /// Commands on a store, talking to the endpoint of a configuration.
    #[must_use]
    pub fn new(store: Store, config: &Config) -> Self {
        Self { store, api: Api::new(&config.endpoint, &config.lang) }
    }

    fn state(&self) -> State {
        self.store.state()
    }

    /// Names the customer a question is asked for; see [`State::visit`].
    fn visit(&self) -> u32 {
        self.state().visit_now()
    }

    /// Opens the panel at a place.
    pub fn open(&self, view: View) {
        self.store.set_open(true);
        self.go(view);
        self.refresh();
        host::emit("open", &wasm_bindgen::JsValue::UNDEFINED);
    }

    /// Closes the panel; it opens at home again.
    pub fn close(&self) {
        if self.state().open_now() {
            self.store.set_open(false);
            self.store.set_gained(None);
            self.arrive(vec![View::Home]);
            host::emit("close", &wasm_bindgen::JsValue::UNDEFINED);
        }
    }

    /// Whether an inline element is in view: then the snapshot is kept current, as for the panel.
    pub fn set_in_view(&self, any: bool) {
        self.store.set_in_view(any);
    }

    /// Moves to a place. The places of the tab bar start a new trail, others extend it.
    pub fn go(&self, view: View) {
        let is_tab =
            matches!(view, View::Home | View::Earn | View::Rewards | View::Challenges | View::More);
        let mut trail = if is_tab { Vec::new() } else { self.state().trail_now() };
        if trail.last() != Some(&view) {
            trail.push(view.clone());
        }
        self.arrive(trail);
    }

    /// Moves to the place before this one.
    pub fn back(&self) {
        let mut trail = self.state().trail_now();
        if trail.len() > 1 {
            trail.pop();
            self.arrive(trail);
        }
    }

    /// Clears the words of the last failed command.
    pub fn dismiss_failure(&self) {
        self.store.set_failure(None);
    }

    /// What every arrival at a place needs: old words gone, the place's own data on its way.
    fn arrive(&self, trail: Vec<View>) {
        self.store.set_failure(None);
        self.store.set_code_outcome(None);
        self.store.set_trail(trail);
        match self.state().view_now() {
            View::Reward(id) => self.quote_reward(id),
            view => self.arrive_late(view),
        }
    }

    /// Runs a command in its own time.
    fn spawn<F: Future<Output = ()> + 'static>(&self, command: impl FnOnce(Self) -> F) {
        // Boxed, so that the code that runs tasks exists once and not once a command.
        let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(command(*self));
        spawn_local(task);
    }
}
