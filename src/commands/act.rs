//! What a member does besides redeeming: each is one call whose answer brings the snapshot after it.

use stempel_protocol::MemberLate;

use super::Commands;
use crate::api::{self, Act};
use crate::host;
use crate::state::{Busy, CodeOutcome, View};

impl Commands {
    /// Sends something of the member's, and goes to a place (or stays) once it is done.
    pub fn act(&self, act: Act, body: Option<String>, then: Option<View>) {
        if !self.begin(Busy::Sending) {
            return;
        }
        self.spawn(async move |this| {
            let visit = this.visit();
            let answer = this.api.act(act, body).await;
            if answer.is_ok() && visit == this.visit() {
                this.look_up(&this.state().view_now()).await;
            }
            if visit != this.visit() {
                return;
            }
            this.store.set_busy(None);
            match answer {
                Ok(member) => {
                    match member {
                        Some(member) => this.take(member),
                        None => this.refresh(),
                    }
                    host::tell_other_tabs();
                    if let Some(view) = then {
                        this.go(view);
                    }
                    // An offer that is on now changes what the cart earns.
                    this.requote_all().await;
                }
                Err(trouble) => this.store.set_failure(Some(trouble.failure())),
            }
        });
    }

    /// Says that the member came by today, where the program counts that and does not know it yet.
    pub(super) fn visit_today(&self) {
        let streak = api::besides::<MemberLate>("member").and_then(|it| it.streak);
        // Never into a failure: opening the panel again says it as well.
        if streak.is_none_or(|it| it.today) || !api::welcome() {
            return;
        }
        self.spawn(async |this| {
            let visit = this.visit();
            let answer = this.api.act(Act::post("member/visits".into()), None).await;
            if let (Ok(Some(member)), true) = (answer, visit == this.visit()) {
                this.take(member);
                host::tell_other_tabs();
            }
        });
    }

    /// Hands everything that is held of the member to them, as a file.
    pub fn take_along(&self) {
        if !self.begin(Busy::Sending) {
            return;
        }
        self.spawn(async move |this| {
            let visit = this.visit();
            let answer = this.api.look_up("member/export").await;
            if visit != this.visit() {
                return;
            }
            this.store.set_busy(None);
            match answer {
                Ok(all) => host::offer("stempel.json", &all),
                Err(trouble) => this.store.set_failure(Some(trouble.failure())),
            }
        });
    }

    /// Hands words to another application of the reader's choice.
    pub fn share(&self, words: &str) {
        host::share(words);
    }

    /// Copies words.
    pub fn copy(&self, words: String) {
        self.spawn(async move |this| {
            let copied = host::copy(&words).await;
            let outcome = if copied { CodeOutcome::Copied } else { CodeOutcome::CopyFailed };
            this.store.set_code_outcome(Some(outcome));
        });
    }
}
