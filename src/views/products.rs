//! Products for this member, from the shop: what is due again, what goes with what they bought, what
//! is new where they buy most; each says why. Only for those who agreed to it.

use stempel_protocol::{Products, Program, ProgramLate, Suggestion, SuggestionCode};

use super::icons::icon;
use super::me;
use super::node::{Node, element};
use super::offers;
use super::parts::{Gather, div, failure, line, maybe, nothing, piece, span, text, ul};
use super::{Ui, loading};
use crate::commands::PRODUCTS;
use crate::format;

/// All of them, or the consent they need.
pub fn products(ui: Ui, program: &Program) -> Node {
    let Some(answer) = ui.answer::<Products>(PRODUCTS) else {
        return loading::besides(ui);
    };
    if let Some(id) = answer.consent {
        let consent = program.consents.iter().find(|it| it.id == id);
        let ask = consent.map_or_else(nothing, |it| me::consent(ui, it, false));
        let kids = vec![line("fine", ui.text("products.why")), ask, failure(ui)];
        return div("view", vec![piece("card", "card form", kids)]);
    }
    if answer.items.is_empty() {
        return loading::empty("bag", ui.text("products.none"), ui.text("products.none_hint"));
    }
    let rows = answer.items.iter().map(|it| row(ui, it)).gather();
    div("view", vec![ul("card menu", rows)])
}

/// One product, which leads to its page.
fn row(ui: Ui, it: &Suggestion) -> Node {
    let picture = it.image.as_deref().filter(|url| is_address(url)).map(|url| {
        // What is said before the address counts for its request.
        element("img", "picture")
            .with("alt", "")
            .with("loading", "lazy")
            .with("referrerpolicy", "no-referrer")
            .with("src", url)
            .kids(Vec::new())
    });
    let words = vec![
        span("name", vec![text(it.name.clone())]),
        maybe(why(ui, it).map(|words| span("tiny", vec![text(words)]))),
    ];
    let id = it.id.clone();
    let link = element("a", "menu-row")
        .with("part", "button")
        .with_some("href", Some(&*it.url).filter(|url| is_address(url)))
        .on("click", move |_| ui.run(|commands| commands.followed(&id)))
        .kids(vec![
            span("product", vec![picture.unwrap_or_else(|| icon("bag"))]),
            span("row-words", words),
            span("price", vec![text(format::money(&it.price))]),
            icon("chevron"),
        ]);
    super::parts::li("", vec![link])
}

/// Whether it is an address of the web or of the shop's own site.
fn is_address(url: &str) -> bool {
    let other_host = url.starts_with("//") || url.starts_with("/\\");
    url.starts_with("https://") || (url.starts_with('/') && !other_host)
}

/// Why they see it, in words.
fn why(ui: Ui, it: &Suggestion) -> Option<String> {
    let of = ui.besides::<ProgramLate>("program")?;
    let key = format::join(&["products.", it.reason.code.as_str()], "");
    let category = it.reason.category.as_deref().unwrap_or_default();
    let days = ui.words.plural("time.days", it.reason.days.unwrap_or_default(), &[]);
    let values = [
        ("time", &*days),
        ("name", it.reason.product.as_deref().unwrap_or_default()),
        ("category", offers::category(&of, category)),
    ];
    (it.reason.code != SuggestionCode::Unknown).then(|| ui.words.with(&key, &values))
}
