//! A snapshot, reckoned from everything there is, in the words of [`Answer::told`].
//!
//! [`Answer::told`]: super::answer::Answer::told

use super::answer::{balance, of_account};
use super::plain::{Plain, Taking};
use stempel_engine::redemption::{Status, status_at};
use stempel_engine::{challenge, member};
use stempel_protocol::RedemptionStatus;

impl Plain {
    pub(super) fn told(&self, index: usize) -> String {
        let taking = &self.takings[index];
        let status = match status_at(&taking.status, taking.expires_at, self.now) {
            Status::Issued => RedemptionStatus::Issued,
            Status::Used { .. } => RedemptionStatus::Used,
            Status::Cancelled { .. } => RedemptionStatus::Cancelled,
            Status::Expired { .. } => RedemptionStatus::Expired,
        };
        let (reward, worth) = (&taking.reward, taking.worth);
        let member = self.read(&taking.customer);
        format!("{status:?} {reward} {} {worth:?} | {member}", taking.cost)
    }

    /// A snapshot.
    pub(super) fn read(&self, customer: &str) -> String {
        let (program, now) = (&*self.program, self.now);
        let one = self.customers.get(customer);
        let mut settled = one.map(|it| it.member.clone()).unwrap_or_default();
        let _ = member::settle(program, &mut settled, now);
        let balance = balance(&settled.account);
        let wallets = program.wallets.iter().filter(|_| one.is_some());
        let wallets = wallets.map(|it| of_account(&it.id, settled.account_in(&it.id)));
        let wallets: Vec<_> = wallets.collect();
        let expiring: Vec<_> =
            settled.account.expiring().into_iter().map(|it| (it.at, it.points)).collect();
        let progress =
            |it| challenge::progress(program, it, &settled.orders, &settled.completed, now).reached;
        let challenges: Vec<i64> = program.challenges.iter().map(progress).collect();
        let own = self.takings_of.get(customer).into_iter().flatten();
        let own = own.map(|index| &self.takings[*index]);
        let issued = |it: &&Taking| status_at(&it.status, it.expires_at, now) == Status::Issued;
        let open = own.filter(issued).count();
        let standing = member::standing(program, &settled, now).filter(|_| one.is_some());
        let tier = standing.map(|it| (it.tier.id.clone(), it.qualifying));
        let facts = member::facts(program, &settled, &self.taken(customer), now);
        let catalogue = stempel_engine::reward::catalogue(program, &facts, now).into_iter();
        let mut free: Vec<String> =
            catalogue.filter(|it| it.reasons.is_empty()).map(|it| it.reward.id.clone()).collect();
        free.sort();
        let paid = one.and_then(|_| self.paid_membership(customer));
        let streak = one.and_then(|_| self.streak(customer));
        let friends = one.map(|it| self.friends(&it.id));
        let asked = self.asked_now(customer);
        let games = self.games_now(customer);
        let card = one.and_then(|_| self.card(customer));
        let (version, badges) = (
            one.map_or_else(|| self.version_without(customer), |it| it.version),
            settled.badges.len(),
        );
        format!(
            "v{version} {balance:?} {expiring:?} {wallets:?} {challenges:?} {badges} {open} \
             {tier:?} {free:?} {paid:?} {streak:?} {friends:?} {asked:?} {games:?} {card:?}"
        )
    }
}
