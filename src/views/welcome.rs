//! For those who have not joined: what the program offers, what this cart would earn, and the way
//! in.

use stempel_protocol::Program;

use super::node::Node;
use super::parts::{
    Button, Gather, Kids, div, heading, li, line, maybe, note, nothing, outlink, piece, ul,
};
use super::{Ui, earn, home, join, loading, ticket};
use crate::state::{Customer, View};

/// How many ways to earn and rewards are shown before "all of them".
const FEW: usize = 3;

/// What a guest sees first; a signed-in customer joins right here.
pub fn welcome(ui: Ui, program: &Program) -> Node {
    if program.earn.is_empty() && program.rewards.is_empty() {
        return loading::empty("spark", ui.text("welcome.none"), ui.text("welcome.none_hint"));
    }
    let guest = ui.state.customer() == Customer::Guest;
    div(
        "view",
        vec![
            piece(
                "hero",
                "hero plain",
                vec![
                    home::postmark(program),
                    line("hero-lead", ui.text("welcome.lead")),
                    line(
                        "hero-fine",
                        ui.text(if guest { "welcome.guest" } else { "welcome.customer" }),
                    ),
                    if guest { way_in(ui) } else { nothing() },
                ],
            ),
            maybe(home::cart(ui, program).map(|kids| note("note good", "bag", kids))),
            if guest { nothing() } else { join::form(ui, program) },
            top_rewards(ui, program),
            ways(ui, program),
        ],
    )
}

/// The next step in: joining for a customer, signing in for a guest.
pub fn way_in(ui: Ui) -> Node {
    if ui.state.customer() != Customer::Guest {
        return Button::primary(ui.text("welcome.join")).does(ui.to(View::Join));
    }
    match &ui.config.sign_in_url {
        Some(url) => outlink("button primary", url.clone(), ui.text("welcome.sign_in"), false),
        None => line("hero-fine", ui.text("welcome.sign_in_shop")),
    }
}

fn top_rewards(ui: Ui, program: &Program) -> Node {
    let shown = program.rewards.iter().filter(|it| !it.personal).take(FEW);
    let tickets: Kids =
        shown.map(|it| li("", vec![ticket::ticket_offered(ui, program, it)])).gather();
    if tickets.is_empty() {
        return nothing();
    }
    let all = Button::link(ui.text("home.all_rewards")).does(ui.to(View::Rewards));
    div("group", vec![heading(ui.text("welcome.rewards"), all), ul("list", tickets)])
}

fn ways(ui: Ui, program: &Program) -> Node {
    if program.earn.is_empty() {
        return nothing();
    }
    let all = Button::link(ui.text("welcome.all_ways")).does(ui.to(View::Earn));
    div("group", vec![heading(ui.text("welcome.ways"), all), earn::ways(ui, program, FEW)])
}
