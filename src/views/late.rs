//! The views that a first look does not need, chosen in one place: a new view of that kind is one
//! more arm of [`draw`], and a file of its own. `cargo xtask dist` takes all that only `draw` leads
//! to out of the first part of the WebAssembly; `loader/app/late.js` fetches it when there is time.

use std::hint::black_box;
use std::sync::Arc;

use stempel_protocol::{Member, Program};

use super::node::Node;
use super::parts::{maybe, nothing};
use super::{
    Ui, also, causes, challenges, earn, friends, games, history, join, leaders, loading, me, more,
    products, redemption, reward, rules, survey, tiers, wrong,
};
use crate::commands::{Commands, FOR_YOU, GIVING, LEADERS, WRONG};
use crate::state::{Late, View};

type Draw = fn(Ui, &View, &Arc<Program>, Option<&Member>) -> Node;

/// The view that belongs to a place, as soon as the second part is here; `member` is absent for
/// whoever has not joined.
pub fn late(ui: Ui, view: &View, program: &Arc<Program>, member: Option<&Member>) -> Node {
    match ui.state.late() {
        Late::Away => {
            ui.run(Commands::fetch_late);
            loading::skeleton(ui)
        }
        Late::Failed => loading::failed(ui, ui.text("failure.offline"), Commands::retry_late),
        // The compiler must not see through this door: it would build what is behind it in here.
        Late::Here => black_box::<Draw>(draw)(ui, view, program, member),
    }
}

/// What home shows at its end once the second part is here.
pub fn at_home(ui: Ui, program: &Arc<Program>, member: &Member) -> Node {
    match ui.state.late() {
        Late::Here => black_box::<Draw>(draw)(ui, &View::Home, program, Some(member)),
        _ => nothing(),
    }
}

fn draw(ui: Ui, view: &View, program: &Arc<Program>, member: Option<&Member>) -> Node {
    match view {
        View::Earn => earn::earn(ui, program),
        View::Challenges => challenges::challenges(ui, program, member),
        View::History => history::history(ui, program),
        View::Tiers => tiers::tiers(ui, program, member.and_then(|it| it.tier.as_ref())),
        View::Rules => rules::rules(ui),
        View::More => more::more(ui, program, member),
        View::Join => join::join(ui, program),
        View::Home => also::also(ui, program),
        View::Page(friends::TITLE, _) => friends::friends(ui, program),
        View::Page(games::TITLE, _) => games::games(ui, program),
        View::Page(me::TITLE, _) => me::me(ui, program),
        View::Page(LEADERS, id) => leaders::leaders(ui, program, id),
        View::Page(GIVING, _) => causes::causes(ui, program),
        View::Page(FOR_YOU, _) => products::products(ui, program),
        View::Page(WRONG, about) => wrong::wrong(ui, program, member, about),
        View::Page(_, id) => survey::survey(ui, program, id),
        View::Reward(id) => reward::reward(ui, program, member, id),
        View::Redemption(id) => {
            maybe(member.map(|member| redemption::redemption(ui, program, member, id)))
        }
        View::Rewards => nothing(),
    }
}
