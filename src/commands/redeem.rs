//! Redeeming a reward and giving one back: one effect, whatever the network does.

use stempel_protocol::{Member, RedemptionReply, RedemptionRequest, codes};

use super::Commands;
use crate::api::Trouble;
use crate::format;
use crate::host;
use crate::state::{Busy, Failure, View};

/// The key of a redemption: what the shopper saw when they confirmed.
fn key(shown: &RedemptionRequest) -> String {
    let amount = shown.amount.map(format::digits).unwrap_or_default();
    let (version, cost) = (format::digits(shown.version), format::digits(shown.cost));
    format::join(&[&version, &shown.reward, &cost, &amount], ".")
}

/// How long a lost answer is waited for at least before asking again, in milliseconds; at random up
/// to a second more.
const RETRY_MS: i32 = 700;

impl Commands {
    /// Redeems a reward at the cost on screen and its version; for one of any amount, for so much.
    ///
    /// The key follows from what was shown, so a double click, a retry and a second tab ask for
    /// the same effect, and nothing has to be remembered in the browser.
    pub fn redeem(&self, reward: String, amount: Option<i64>, cost: i64) {
        let Some(member) = self.state().member_now() else { return };
        let request = RedemptionRequest { reward, amount, cost, version: member.version };
        if !self.begin(Busy::Redeeming(request.reward.clone())) {
            return;
        }
        self.spawn(async move |this| {
            let before = this.state().member_now();
            let visit = this.visit();
            let asked = host::before_redeem(&request.reward, request.cost).await;
            if visit != this.visit() {
                return;
            }
            if !asked.yes {
                this.store.set_busy(None);
                this.store.set_failure(Some(Failure::Declined(asked.message)));
                return;
            }
            let key = key(&request);
            let mut answer = this.api.redeem(&key, &request).await;
            if let Err(Trouble::Failed(Failure::Offline | Failure::Timeout | Failure::Server)) =
                answer
            {
                // The effect may have happened: the same key asks for the same answer.
                host::sleep(RETRY_MS + (js_sys::Math::random() * 1_000.0) as i32).await;
                answer = this.api.redeem(&key, &request).await;
            }
            if visit != this.visit() {
                return;
            }
            match answer {
                Ok(reply) => this.redeemed(reply),
                Err(trouble) => this.not_redeemed(trouble, &request, before.as_deref()).await,
            }
            this.store.set_busy(None);
        });
    }

    /// Gives back an unused redemption.
    pub fn cancel(&self, redemption: String) {
        if !self.begin(Busy::Cancelling(redemption.clone())) {
            return;
        }
        self.spawn(async move |this| {
            let visit = this.visit();
            let answer = this.api.cancel(&["cancel.", &redemption].concat(), &redemption).await;
            if visit != this.visit() {
                return;
            }
            match answer {
                Ok(reply) => {
                    this.take(reply.member);
                    host::tell_other_tabs();
                }
                Err(trouble) => this.refused(trouble).await,
            }
            this.store.set_busy(None);
        });
    }

    fn redeemed(&self, reply: RedemptionReply) {
        let id = reply.redemption.id;
        self.take(reply.member);
        self.show_redemption(id.clone());
        host::tell_other_tabs();
        host::emit("redeem", &host::record(&[("redemption", id.into())]));
    }

    /// Shows the redemption in place of the confirmation.
    fn show_redemption(&self, id: String) {
        let mut trail = self.state().trail_now();
        if matches!(trail.last(), Some(View::Reward(_))) {
            trail.pop();
        }
        trail.push(View::Redemption(id));
        self.arrive(trail);
    }

    /// After a lost answer the next snapshot tells: it shows the redemption if there is one.
    async fn not_redeemed(
        &self,
        trouble: Trouble,
        request: &RedemptionRequest,
        before: Option<&Member>,
    ) {
        let lost = matches!(trouble, Trouble::Failed(_));
        self.refused(trouble).await;
        if lost && let Some(id) = self.found(&request.reward, before) {
            self.show_redemption(id);
        }
    }

    /// A redemption of the reward that was not there before.
    fn found(&self, reward: &str, before: Option<&Member>) -> Option<String> {
        let known = |id: &str| before.is_some_and(|m| m.redemptions.iter().any(|r| r.id == id));
        let member = self.state().member_now()?;
        let new = member.redemptions.iter().find(|r| r.reward == reward && !known(&r.id))?;
        Some(new.id.clone())
    }

    /// Words for a failed command, over a snapshot that is as fresh as can be had.
    async fn refused(&self, trouble: Trouble) {
        match trouble {
            Trouble::Refused(problem) if problem.code == codes::CHANGED => {
                match problem.member {
                    Some(member) => self.take(*member),
                    None => self.load_member().await,
                }
                self.requote();
                self.store.set_failure(Some(Failure::Changed));
            }
            trouble => {
                self.load_member().await;
                self.store.set_failure(Some(trouble.failure()));
            }
        }
    }

    /// The reward on screen is quoted anew.
    fn requote(&self) {
        if let Some(View::Reward(id)) = self.state().trail_now().pop() {
            self.quote_reward(id);
        }
    }
}
