//! The views that a first look does not need, chosen in one place: a new view of that kind is one
//! more arm here. What they look like is in a file of their own each.

use std::sync::Arc;

use stempel_protocol::{Member, Program};

use super::node::Node;
use super::parts::nothing;
use super::{Ui, challenges, history, join, more, rules, tiers};
use crate::state::View;

/// The view that belongs to a place; `member` is absent for whoever has not joined.
pub fn late(ui: Ui, view: &View, program: &Arc<Program>, member: Option<&Member>) -> Node {
    match view {
        View::Challenges => challenges::challenges(ui, program, member),
        View::History => history::history(ui, program),
        View::Tiers => tiers::tiers(ui, program, member.and_then(|it| it.tier.as_ref())),
        View::Rules => rules::rules(ui, program),
        View::More => more::more(ui, program, member),
        View::Join => join::join(ui, program),
        View::Home | View::Earn | View::Rewards | View::Reward(_) | View::Redemption(_) => {
            nothing()
        }
    }
}
