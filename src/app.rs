//! The one root component. It is mounted once for each place on the page, all on the same state.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::commands::Commands;
use crate::config::Config;
use crate::host;
use crate::messages::{Messages, points};
use crate::state::{State, Store};
use crate::views::{self, Shared, Ui};

/// A running widget: one state, any number of mounts.
pub struct App {
    owner: Owner,
    commands: Commands,
    ui: Ui,
}

impl App {
    /// Creates the state and everything that reads it. Nothing is on the page yet.
    #[must_use]
    pub fn new(config: Config, texts: JsValue) -> Self {
        let owner = Owner::new();
        owner.clone().with(|| {
            let store = Store::new();
            let commands = Commands::new(store, &config);
            let words = Messages::new(texts, &config.lang);
            let ui = Shared::new(config, words, store.state(), commands);
            Self { owner, commands, ui }
        })
    }

    /// The commands of this widget.
    #[must_use]
    pub fn commands(&self) -> Commands {
        self.commands
    }

    /// Mounts the panel into an element and leaves it there for the life of the page.
    pub fn mount_panel(&self, root: HtmlElement) {
        let ui = self.ui;
        let panel = move || {
            label_launcher(ui.state);
            views::panel(ui)
        };
        self.owner.with(|| mount_to(root, panel)).forget();
    }
}

/// The launcher tells the balance once it is known.
fn label_launcher(state: State) {
    Effect::new(move |_| {
        let known = state.program().zip(state.member());
        let label = known.map(|(program, member)| points(&program.unit, member.balance.available));
        host::launcher(&label.unwrap_or_default());
    });
}
