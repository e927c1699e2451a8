//! The ways to earn, and what the cart would bring.

use stempel_protocol::{Decode, EarnPeriod, EarnWay, EarnWayLate, Program, Reader, Source};

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
            every_way(ui, program),
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

/// All the ways to earn, with what each asks for.
fn every_way(ui: Ui, program: &Program) -> Node {
    let asks = ui.besides::<Asks>("program").map(|it| it.0).unwrap_or_default();
    let mut asks = asks.iter();
    let way = |way| {
        let fine = asks.next().map(|it| fine_print(ui, program, way, it));
        let fine = fine.filter(|it| !it.is_empty()).map(|words| line("tiny", words));
        li("way card", way_kids(ui, program, way, maybe(fine)))
    };
    ul("group", program.earn.iter().map(way).gather())
}

/// What each way to earn asks for, in the order of the program.
struct Asks(Vec<EarnWayLate>);

impl Decode for Asks {
    fn decode<S: Source>(node: &S, reader: &mut Reader) -> Self {
        Self(reader.field(node, "earn"))
    }
}

/// How often, from what order value, up to how many points, and for whom.
fn fine_print(ui: Ui, program: &Program, way: &EarnWay, it: &EarnWayLate) -> String {
    let often = it.limit.as_ref().filter(|it| it.every != EarnPeriod::Unknown).map(|it| {
        let key = format::join(&["earn.limit_", it.every.as_str()], "");
        ui.words.plural(&key, it.times, &[])
    });
    let from = it.minimum_spend.as_ref().map(format::money);
    let from = from.map(|money| ui.words.with("item.minimum", &[("money", &money)]));
    let most = it.order_cap.map(|most| ui.amount(program, way.wallet.as_ref(), most));
    let most = most.map(|points| ui.words.with("earn.cap", &[("points", &points)]));
    let tier = it.tier.as_deref().map(|id| wording::tier_name(program, id));
    let tier = tier.map(|tier| ui.words.with("earn.tier", &[("tier", tier)]));
    let paid = it.membership.then(|| ui.text("earn.membership"));
    let kind = it.subscription.map(|only| if only { "earn.subscribed" } else { "earn.single" });
    let kind = kind.map(|key| ui.text(key));
    let all = [often, from, most, tier, paid, kind].map(Option::unwrap_or_default);
    format::join(&all.each_ref().map(String::as_str), " · ")
}

/// The first so many ways to earn.
pub fn ways(ui: Ui, program: &Program, most: usize) -> Node {
    let shown = program.earn.iter().take(most);
    ul("group", shown.map(|way| li("way card", way_kids(ui, program, way, nothing()))).gather())
}

fn way_kids(ui: Ui, program: &Program, way: &EarnWay, fine: Node) -> Vec<Node> {
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
            vec![b("name", vec![text(way.title.clone())]), maybe(detail), fine, maybe(edge)],
        ),
        div("card-side", vec![line("count", points), maybe(per)]),
    ]
}
