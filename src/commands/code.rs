//! What a shopper does with an issued code: copying it, handing it to the shop's cart.

use super::Commands;
use crate::host;
use crate::state::{Busy, CodeOutcome};

impl Commands {
    /// Whether the shop has a hook that takes codes.
    #[must_use]
    pub fn can_apply(&self) -> bool {
        host::can_apply()
    }

    /// Copies a redemption's code.
    pub fn copy_code(&self, redemption: String) {
        let Some(code) = self.code(&redemption) else { return };
        self.spawn(async move |this| {
            let outcome = match host::copy(&code).await {
                true => CodeOutcome::Copied,
                false => CodeOutcome::CopyFailed,
            };
            this.store.set_code_outcome(Some(outcome));
        });
    }

    /// Hands a redemption's code to the shop's cart and shows what the shop says.
    pub fn apply_code(&self, redemption: String) {
        let Some(code) = self.code(&redemption) else { return };
        if !self.begin(Busy::Applying(redemption.clone())) {
            return;
        }
        self.spawn(async move |this| {
            let visit = this.visit();
            let answer = host::apply(&code, &redemption).await;
            if visit != this.visit() {
                return;
            }
            this.store.set_busy(None);
            this.store.set_code_outcome(Some(match answer.yes {
                true => CodeOutcome::Applied(answer.message),
                false => CodeOutcome::NotApplied(answer.message),
            }));
            this.quote_cart().await;
        });
    }

    fn code(&self, redemption: &str) -> Option<String> {
        let member = self.state().member_now()?;
        member.redemptions.iter().find(|it| it.id == redemption)?.code.clone()
    }
}
