//! What a command takes back: what a source earned, and what that completed or counted for.

use super::{Work, nothing, source_of};
use crate::Instant;
use crate::cart::Order;
use crate::challenge::{self, Completed};
use crate::counted::Counted;
use crate::earning::EarnedIn;
use crate::ledger::{self, Credit, Part, Source, Wallet};
use crate::member::Refused;
use crate::program::ChallengeOnRefund;
use crate::tier::Qualifying;

impl Work<'_> {
    /// Takes back what one rule gave at that instant.
    pub fn take_back_rule(
        &mut self,
        source: Source,
        rule: &str,
        points: i64,
        given_at: Instant,
    ) -> Result<(), Refused> {
        let parts = vec![Part { rule: rule.to_owned(), points }];
        self.take_back(source, EarnedIn { wallet: Wallet::default(), points, parts })?;
        let day = self.program.day(given_at);
        self.qualify(Qualifying { points: -points, ..nothing(day) });
        Ok(())
    }

    /// Takes back what a source earned. A program that forgives spent points takes less.
    pub fn take_back(
        &mut self,
        source: Source,
        EarnedIn { wallet, points, parts }: EarnedIn,
    ) -> Result<(), Refused> {
        if points == 0 {
            return Ok(());
        }
        self.check_lots(&wallet, points)?;
        let back = Credit { source, points, parts };
        let (account, rules) = (self.member.account_of(&wallet), self.program.points_in(&wallet));
        self.effect.transactions.push(ledger::refund(account, rules, back, self.now));
        Ok(())
    }

    /// Whether the loaded lots are enough for this, too: it asks for all that the command takes.
    fn check_lots(&self, wallet: &Wallet, points: i64) -> Result<(), ledger::Refused> {
        let Some(account) = self.member.account_in(wallet) else { return Ok(()) };
        let own = self.effect.transactions[self.effect.settled..].iter();
        let taken: i64 = own.filter(|it| it.wallet == *wallet).map(|it| -it.change()).sum();
        account.check_lots(points).map_err(|refused| match refused {
            ledger::Refused::Lots { points } => ledger::Refused::Lots { points: points + taken },
            other => other,
        })
    }

    /// What an order qualified for, less what it still does.
    pub fn qualify_less(&mut self, before: &Order, after: &Order, points: i64) {
        let day = self.program.day(before.at);
        let (before, after) = (Counted::of(before), Counted::of(after));
        self.qualify(Qualifying {
            day,
            points: -points,
            spend: after.paid() - before.paid(),
            orders: after.orders() - before.orders(),
        });
    }

    /// Takes back challenges that a refund undid, where the program says so.
    pub fn undo_challenges(&mut self, refunded: &Order) -> Result<(), Refused> {
        if self.program.points.challenge_on_refund == ChallengeOnRefund::Keep {
            return Ok(());
        }
        // What was completed before they left is not of the orders that are theirs now.
        let joined = self.member.joined_at;
        let own = |it: &&Completed| joined.is_none_or(|joined| it.at >= joined);
        let completed: Vec<Completed> = self.member.completed.iter().filter(own).cloned().collect();
        let tallies = self.tallies();
        for undone in challenge::undone(self.program, &tallies, &completed, refunded) {
            let parts = vec![Part { rule: undone.challenge.clone(), points: undone.points }];
            let (wallet, points) = (Wallet::default(), undone.points);
            self.take_back(source_of(&undone), EarnedIn { wallet, points, parts })?;
            let day = self.program.day(undone.at);
            self.qualify(Qualifying { points: -undone.points, ..nothing(day) });
            self.member.completed.retain(|done| *done != undone);
            self.effect.undone.push(undone);
        }
        Ok(())
    }
}
