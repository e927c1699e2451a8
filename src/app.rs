//! The one root component. It is mounted once for each place on the page, all on the same state.

use std::cell::{Cell, RefCell};

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::commands::Commands;
use crate::config::Config;
use crate::host;
use crate::messages::{Messages, points};
use crate::state::{State, Store};
use crate::views::{self, Mounted, Shared, Ui, follow};

/// A running widget: one state, any number of mounts.
pub struct App {
    owner: Owner,
    commands: Commands,
    ui: Ui,
    last: Cell<u32>,
    mounts: RefCell<Vec<(u32, Mounted)>>,
}

impl App {
    /// Creates the state and everything that reads it. Nothing is on the page yet.
    #[must_use]
    pub fn new(config: Config, texts: JsValue) -> Self {
        let owner = Owner::new();
        let (commands, ui) = owner.with(|| {
            let store = Store::new();
            let commands = Commands::new(store, &config);
            let words = Messages::new(texts, &config.lang);
            (commands, Shared::new(config, words, store.state(), commands))
        });
        Self { owner, commands, ui, last: Cell::new(0), mounts: RefCell::default() }
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
            tell_of_changes(ui.state);
            views::panel(ui)
        };
        self.owner.with(|| mount_to(root, panel)).forget();
    }

    /// Mounts an inline element of a kind; see [`crate::mount`].
    pub fn mount(&self, kind: &str, root: HtmlElement, cart: &JsValue) -> u32 {
        let mount = self.last.get() + 1;
        self.last.set(mount);
        let ui = self.ui;
        let cart = match (kind, cart.is_null()) {
            ("earn", false) => Some(self.commands.watch_cart(mount, cart)),
            _ => None,
        };
        let view = match kind {
            "panel" => views::Inline::Panel,
            "balance" => views::Inline::Balance,
            _ => views::Inline::Earn(cart),
        };
        let mounted = self.owner.with(|| mount_to(root, move || views::inline(ui, view)));
        self.mounts.borrow_mut().push((mount, mounted));
        mount
    }

    /// Takes an inline element's content away.
    pub fn unmount(&self, mount: u32) {
        self.commands.unwatch_cart(mount);
        self.mounts.borrow_mut().retain(|(of, _)| *of != mount);
    }
}

/// The launcher tells the balance once it is known.
fn label_launcher(state: State) {
    follow(move || {
        let known = state.program().zip(state.member());
        let label = known.map(|(program, member)| points(&program.unit, member.balance.available));
        host::launcher(&label.unwrap_or_default());
    });
}

/// The page is told of every snapshot that differs from the one before.
fn tell_of_changes(state: State) {
    follow(move || {
        let Some(member) = state.member() else { return };
        let tier = member.tier.as_ref().map_or(JsValue::NULL, |tier| (&*tier.id).into());
        let number = |value: i64| JsValue::from(value as f64);
        let detail = [
            ("available", number(member.balance.available)),
            ("pending", number(member.balance.pending)),
            ("tier", tier),
            ("version", number(member.version)),
        ];
        host::emit("change", &host::record(&detail));
    });
}
