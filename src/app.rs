//! The one root component. It is mounted once for each place on the page, all on the same state.

use leptos::prelude::*;
use leptos::html;
use leptos::mount::mount_to;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::commands::Commands;
use crate::config::Config;
use crate::host;
use crate::messages::{Messages, points};
use crate::state::{State, Store, use_state};
use crate::views;

/// A running widget: one state, any number of mounts.
pub struct App {
    owner: Owner,
    commands: Commands,
}

impl App {
    /// Creates the state and everything that reads it. Nothing is on the page yet.
    #[must_use]
    pub fn new(config: Config, texts: JsValue) -> Self {
        let owner = Owner::new();
        let commands = owner.with(|| {
            let store = Store::new();
            let commands = Commands::new(store, &config);
            provide_context(store.state());
            provide_context(commands.clone());
            provide_context(Messages::new(texts, &config.lang));
            provide_context(config);
            commands
        });
        Self { owner, commands }
    }

    /// The commands of this widget.
    #[must_use]
    pub fn commands(&self) -> &Commands {
        &self.commands
    }

    /// Mounts the panel into an element and leaves it there for the life of the page.
    pub fn mount_panel(&self, root: HtmlElement) {
        let panel = || {
            label_launcher(use_state());
            html::div().class("root").child(views::panel())
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
