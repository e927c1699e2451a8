//! The second part of the widget: having it fetched, and what its views ask the backend for. All
//! that only [`ask`] leads to is in the second part as well; see `views::late`.

use std::hint::black_box;

use super::Commands;
use crate::api::Act;
use crate::host;
use crate::state::{Late, View};

/// The heading of what is wrong, and the part of the contract that place shows.
pub const WRONG: &str = "wrong.title";
/// See [`WRONG`].
pub const MESSAGES: &str = "member/messages";
/// The heading of leaderboards.
pub const LEADERS: &str = "leaders.title";
/// The heading of causes, and the part of the contract with them.
pub const GIVING: &str = "causes.title";
/// See [`GIVING`].
pub const CAUSES: &str = "causes";
/// The heading of products for the member, and the part of the contract with them.
pub const FOR_YOU: &str = "products.title";
/// See [`FOR_YOU`].
pub const PRODUCTS: &str = "member/products";

impl Commands {
    /// Has the second part fetched; the loader does so once at a time.
    pub fn fetch_late(&self) {
        host::fetch_late();
    }

    /// Tries again after it could not be fetched.
    pub fn retry_late(&self) {
        self.store.set_late(Late::Away);
    }

    /// The second part is here, or could not be fetched.
    pub fn late_came(&self, here: bool) {
        self.store.set_late(if here { Late::Here } else { Late::Failed });
        if here {
            self.arrive_late(self.state().view_now());
        }
    }

    /// What a place of the second part needs beside the state, as soon as that part is here.
    pub(super) fn arrive_late(&self, view: View) {
        match self.state().late_now() {
            Late::Here => black_box::<fn(&Self, View)>(ask)(self, view),
            Late::Failed => self.retry_late(),
            Late::Away => {}
        }
    }
}

fn ask(commands: &Commands, view: View) {
    match view {
        View::History => commands.load_history_first(),
        View::Home => commands.visit_today(),
        view => commands.spawn(async move |this| this.look_up(&view).await),
    }
}

/// The part of the contract with a leaderboard.
#[must_use]
pub fn part_of_leaders(id: &str) -> String {
    ["leaderboards/", id].concat()
}

/// The part of the contract that a place shows besides the program and the snapshot.
fn part_of(view: &View) -> Option<String> {
    match view {
        View::Page(WRONG, _) => Some(MESSAGES.into()),
        View::Page(LEADERS, id) => Some(part_of_leaders(id)),
        View::Page(GIVING, _) => Some(CAUSES.into()),
        View::Page(FOR_YOU, _) => Some(PRODUCTS.into()),
        _ => None,
    }
}

impl Commands {
    /// Asks anew for what a place shows besides, after that failed.
    pub fn ask_again(&self) {
        self.store.set_failure(None);
        self.arrive_late(self.state().view_now());
    }

    /// Tells that a suggestion was followed. Nobody waits for it: the page is being left.
    pub fn followed(&self, id: &str) {
        let path = [PRODUCTS, "/", id, "/click"].concat();
        self.spawn(async move |this| drop(this.api.act(Act::post(path), None).await));
    }

    /// Asks for what a place shows besides; it is remembered under its path.
    pub(super) async fn look_up(&self, view: &View) {
        let Some(path) = part_of(view) else { return };
        let visit = self.visit();
        let answer = self.api.look_up(&path).await;
        if visit != self.visit() {
            return;
        }
        match answer {
            Ok(answer) => {
                host::remember(&path, &answer);
                self.store.set_answers(self.state().answers_now().wrapping_add(1));
            }
            Err(trouble) if self.state().view_now() == *view => {
                self.store.set_failure(Some(trouble.failure()));
            }
            Err(_) => {}
        }
    }
}
