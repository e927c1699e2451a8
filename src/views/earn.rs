//! The ways to earn, and what the cart would bring.

use stempel_protocol::{EarnWay, Program};

use super::icons::icon;
use super::node::Node;
use super::parts::{Gather, b, div, heading, li, line, maybe, note, nothing, text, ul};
use super::{Ui, home, loading, wording};
use crate::format;

/// Every way to earn.
pub fn earn(ui: Ui, program: &Program) -> Node {
    if program.earn.is_empty() {
        return loading::empty("plus", ui.text("earn.none"), ui.text("earn.none_hint"));
    }
    div(
        "view",
        vec![
            maybe(home::cart(ui, program).map(|kids| note("note good", "bag", kids))),
            cart_parts(ui, program),
            ways(ui, program, usize::MAX),
        ],
    )
}

/// What each rule adds for the cart.
fn cart_parts(ui: Ui, program: &Program) -> Node {
    let Some(quote) = ui.state.quote().filter(|quote| quote.parts.len() > 1) else {
        return nothing();
    };
    let part = |title: &str, points: i64| {
        li("sum-line", vec![text(title), b("", vec![text(format::signed(points))])])
    };
    let parts = quote.parts.iter().map(|it| part(&it.title, it.points)).gather();
    div(
        "group",
        vec![
            heading(ui.text("earn.cart_parts"), line("tiny", ui.points(program, quote.points))),
            ul("card sums", parts),
        ],
    )
}

/// The first so many ways to earn.
pub fn ways(ui: Ui, program: &Program, most: usize) -> Node {
    let shown = program.earn.iter().take(most);
    ul("list ways", shown.map(|way| li("way card", way_kids(ui, program, way))).gather())
}

fn way_kids(ui: Ui, program: &Program, way: &EarnWay) -> Vec<Node> {
    let detail = way.detail.clone().map(|words| line("fine", words));
    // One that is not on today says when it begins, not when it ends.
    let edge = match way.starts_at {
        Some(at) => Some(("fine", "earn.starts", at)),
        None => way.ends_at.map(|at| ("gain", "earn.ends", at)),
    };
    let edge = edge.map(|(class, key, at)| {
        line(class, ui.words.with(key, &[("time", &wording::time_left(ui, at))]))
    });
    let points = ui.amount(program, way.wallet.as_ref(), way.points);
    let points = format::join(&["+", &points], "");
    let per = way
        .per
        .as_ref()
        .map(|money| line("tiny", ui.words.with("earn.per", &[("money", &format::money(money))])));
    vec![
        div("way-icon", vec![icon(way.icon.as_deref().unwrap_or("spark"))]),
        div(
            "card-words",
            vec![b("name", vec![text(way.title.clone())]), maybe(detail), maybe(edge)],
        ),
        div("card-side", vec![line("count", points), maybe(per)]),
    ]
}
