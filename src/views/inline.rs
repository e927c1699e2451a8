//! What stands in the shop's own page: the whole panel, the balance, what a product or cart earns.

use leptos::mount::UnmountHandle;
use stempel_protocol::MemberStatus;

use super::node::{Drawn, Node, element, live};
use super::parts::{Button, nothing, rich, text};
use super::{Ui, panel, wording};
use crate::state::View;

/// An inline element on the page; dropping it takes it away.
pub type Mounted = UnmountHandle<Drawn>;

/// An inline element.
pub enum Inline {
    /// The panel, without a dialog around it.
    Panel,
    /// The balance, a button that opens the panel.
    Balance,
    /// What a cart earns: of the shop (none), or one of the page as JSON, if it can be read.
    Earn(Option<Option<String>>),
}

/// Draws an inline element.
pub fn inline(ui: Ui, what: Inline) -> Node {
    match what {
        Inline::Panel => panel::in_page(ui),
        Inline::Balance => around(ui, move || balance(ui)),
        Inline::Earn(None) => around(ui, move || earn(ui, "home.cart", wording::cart_points(ui))),
        Inline::Earn(Some(cart)) => around(ui, move || {
            let quote = cart.as_ref().and_then(|cart| ui.state.quote_of(cart));
            earn(ui, "earn.product", quote.map(|quote| quote.points))
        }),
    }
}

fn around(ui: Ui, draw: impl FnMut() -> Node + Send + 'static) -> Node {
    element("div", "inline")
        .with("lang", &ui.config.lang)
        .with("dir", panel::direction(ui))
        .kids(vec![live(String::new(), draw)])
}

fn balance(ui: Ui) -> Node {
    let known = ui.state.program().zip(ui.state.member());
    let active = known.filter(|(_, member)| member.status == MemberStatus::Active);
    let words = match active {
        Some((program, member)) => ui.points(&program, member.balance.available),
        None => ui.text("panel.title"),
    };
    Button::of("link balance-inline", vec![text(words)])
        .does(move || ui.run(|commands| commands.open(View::Home)))
}

fn earn(ui: Ui, key: &str, points: Option<i64>) -> Node {
    let known = ui.state.program().zip(points.filter(|points| *points > 0));
    let Some((program, points)) = known else { return nothing() };
    let words = ui.words.pieces(key, None, &[("points", &ui.points(&program, points))]);
    element("p", "earn-inline").with("part", "earn").kids(rich(words))
}
