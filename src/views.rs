//! What a shopper sees. Views read the state and dispatch commands; they change nothing else and
//! compute nothing that the backend knows better.
//!
//! Views are functions from the state to a `Node`, put together from the pieces in `parts`. `view!`
//! is not used, since it turns static parts into HTML text, which pages with Trusted Types refuse.

use std::sync::Arc;

use stempel_protocol::{Decode, Member, MemberStatus, Program};

use crate::api;
use crate::commands::Commands;
use crate::config::Config;
use crate::messages::{self, Messages};
use crate::state::{Customer, State, View};
use crate::watched::Watched;
use node::Node;

mod access;
mod also;
mod amount;
mod card;
mod causes;
mod challenges;
mod earn;
mod form;
mod friends;
mod games;
mod history;
mod home;
mod icons;
mod inline;
mod join;
mod late;
mod leaders;
mod loading;
mod me;
mod more;
mod node;
mod offers;
mod panel;
mod parts;
mod products;
mod redemption;
mod reward;
mod rewards;
mod rules;
mod survey;
mod ticket;
mod tiers;
mod welcome;
mod wording;
mod wrong;

pub use inline::{Inline, Mounted, inline};
pub use panel::{follow, panel};

/// What every view is given: the state to read, the texts, and a way to dispatch. There is one for
/// the panel, for the life of the page, so that handing it on costs nothing.
pub type Ui = &'static Shared;

/// See [`Ui`].
pub struct Shared {
    pub(crate) state: State,
    pub(crate) words: Messages,
    /// What was begun in the panel and is not the state's yet.
    pub(crate) draft: Watched<Draft>,
    /// What was typed or chosen in the form on screen, by the names of its fields.
    pub(crate) form: Watched<Vec<(String, String)>>,
    /// Goes up once a second while something counts down.
    pub(crate) tick: Watched<u32>,
    /// The balance as the counting number shows it.
    pub(crate) counted: Watched<Option<i64>>,
    /// Where a guest signs in, if the shop said so.
    pub(crate) config: Config,
    commands: Commands,
}

/// What only the panel itself cares about.
#[derive(Clone, Default)]
pub(crate) struct Draft {
    /// The group that the rewards are filtered by.
    pub group: Option<String>,
    /// Whether giving back was asked for and waits for a yes.
    pub giving_back: bool,
    /// The consents ticked so far.
    pub ticked: Vec<String>,
    /// Whether joining was tried without a required consent.
    pub consent_missing: bool,
}

impl Shared {
    /// Made once, and kept for the life of the page.
    #[must_use]
    pub fn new(config: Config, words: Messages, state: State, commands: Commands) -> Ui {
        Box::leak(Box::new(Self {
            state,
            words,
            draft: Watched::new(Draft::default()),
            form: Watched::new(Vec::new()),
            tick: Watched::new(0),
            counted: Watched::new(None),
            config,
            commands,
        }))
    }

    /// Runs a command.
    pub(crate) fn run(&self, command: impl FnOnce(&Commands)) {
        command(&self.commands);
    }

    /// What a button does that leads somewhere.
    pub(crate) fn to(&'static self, view: View) -> impl Fn() + Send + 'static {
        move || self.commands.go(view.clone())
    }

    /// A text.
    pub(crate) fn text(&self, key: &str) -> String {
        self.words.text(key)
    }

    /// What the newest answer, `program` or `member`, says besides what the first look reads.
    pub(crate) fn besides<T: Decode>(&self, name: &'static str) -> Option<T> {
        let _ = (self.state.program(), self.state.member());
        api::besides(name)
    }

    /// What was asked for besides, by its path.
    pub(crate) fn answer<T: Decode>(&self, path: &str) -> Option<T> {
        let _ = self.state.answers();
        api::besides(path)
    }

    /// Something was typed or chosen in a field.
    pub(crate) fn type_in(&self, name: &str, value: String) {
        self.form.update(|form| {
            form.retain(|(known, _)| known != name);
            form.push((name.to_owned(), value));
        });
    }

    /// What was typed or chosen in a field, if it was touched.
    pub(crate) fn typed(&self, name: &str) -> Option<String> {
        let form = self.form.get_untracked();
        form.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// What a wallet holds, in its own words; points where none is named.
    pub(crate) fn amount(&self, program: &Program, wallet: Option<&String>, count: i64) -> String {
        let wallet = wallet.and_then(|id| program.wallets.iter().find(|it| it.id == *id));
        match wallet {
            Some(wallet) => wording::in_wallet(program, wallet, count),
            None => self.points(program, count),
        }
    }

    /// Points with their unit.
    pub(crate) fn points(&self, program: &Program, count: i64) -> String {
        messages::points(&program.unit, count)
    }
}

/// The view that belongs to a place, for whoever is looking.
fn screen(ui: Ui, view: &View) -> Node {
    let Some(program) = ui.state.program().filter(|_| ui.state.settled()) else {
        return loading::waiting(ui);
    };
    match (ui.state.customer(), ui.state.member()) {
        (_, Some(member)) if member.status == MemberStatus::Active => {
            for_member(ui, view, &program, &member)
        }
        (Customer::Guest, _) | (_, Some(_)) => for_outsider(ui, view, &program),
        _ => loading::waiting(ui),
    }
}

fn for_member(ui: Ui, view: &View, program: &Arc<Program>, member: &Member) -> Node {
    match view {
        View::Home | View::Join => {
            home::home(ui, program, member, late::at_home(ui, program, member))
        }
        View::Rewards => rewards::rewards(ui, program, member),
        _ => late::late(ui, view, program, Some(member)),
    }
}

fn for_outsider(ui: Ui, view: &View, program: &Arc<Program>) -> Node {
    match view {
        View::Join if ui.state.customer() == Customer::SignedIn => {
            late::late(ui, view, program, None)
        }
        View::Home | View::Join | View::History | View::Redemption(_) => {
            welcome::welcome(ui, program)
        }
        View::Rewards => rewards::catalogue(ui, program),
        _ => late::late(ui, view, program, None),
    }
}
