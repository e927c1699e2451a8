//! Joining the program.

use stempel_protocol::{ConsentChoice, JoinRequest};

use super::Commands;
use crate::host;
use crate::state::{Busy, View};

impl Commands {
    /// Joins with the ticked consents, and by the code of a friend if there is one.
    pub fn join(
        &self,
        consents: Vec<ConsentChoice>,
        nickname: Option<String>,
        referral: Option<String>,
    ) {
        if !self.begin(Busy::Joining) {
            return;
        }
        self.spawn(async move |this| {
            let visit = this.visit();
            let answer = this.api.join(&JoinRequest { consents, nickname, referral }).await;
            if visit != this.visit() {
                return;
            }
            this.store.set_busy(None);
            match answer {
                Ok(member) => {
                    this.take(member);
                    this.go(View::Home);
                    host::tell_other_tabs();
                    host::emit("join", &wasm_bindgen::JsValue::UNDEFINED);
                }
                Err(trouble) => this.store.set_failure(Some(trouble.failure())),
            }
        });
    }

    /// Claims the panel for one command; false while another is on its way.
    pub(super) fn begin(&self, busy: Busy) -> bool {
        if self.state().busy_now().is_some() {
            return false;
        }
        self.store.set_failure(None);
        self.store.set_code_outcome(None);
        self.store.set_busy(Some(busy));
        true
    }
}
