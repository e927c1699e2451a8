//! M7: what the rules in words say of a wallet is what the books do with it. For every program and each
//! of its wallets the sentence is read, and the case that it tells of is played.

use super::support::{ONE_A_ZLOTY, at, cart, joined, order, pay};
use crate::ledger::{self, Account, Wallet};
use crate::member::{self, Member, Return};
use crate::program::{Program, Purchase};
use crate::terms::rules;
use crate::{Instant, earning, game, survey};
use chrono::{Days, TimeDelta};

const FILES: [&str; 7] = [
    include_str!("../../../../programs/demo.toml"),
    include_str!("../../../../programs/stars.toml"),
    include_str!("../../../../programs/beauty.toml"),
    include_str!("../../../../programs/market.toml"),
    include_str!("../../../../programs/books.toml"),
    include_str!("../../../../programs/perfumery.toml"),
    include_str!("../../../../programs/shoes.toml"),
];

const DAY: &str = "2026-11-02";

/// A wallet of a program, which has one plain rule for it: 1 for each 1,00 zł.
struct Case {
    program: Program,
    wallet: Wallet,
    place: usize,
}

fn cases() -> Vec<Case> {
    let case = |file: &str, place: usize, wallet: &Wallet| {
        let mut program = Program::parse(file).unwrap();
        let rule = super::support::program(ONE_A_ZLOTY).purchases.remove(0);
        program.purchases = vec![Purchase { wallet: wallet.clone(), ..rule }];
        program.activities.clear();
        program.challenges.clear();
        Case { program, wallet: wallet.clone(), place }
    };
    let of_file = |file: &&str| {
        let program = Program::parse(file).unwrap();
        let others = program.wallets.iter().map(|it| it.id.clone());
        let wallets = [Wallet::default()].into_iter().chain(others).enumerate();
        wallets.map(|(place, wallet)| case(file, place, &wallet)).collect::<Vec<_>>()
    };
    FILES.iter().flat_map(of_file).collect()
}

impl Case {
    /// What is said of the wallet; without further ones the rounding is said of all orders.
    fn said(&self, language: &str) -> String {
        let rules = rules(&self.program, language);
        let own = rules[1 + self.place].text.clone();
        if self.program.wallets.is_empty() { format!("{} {own}", rules[0].text) } else { own }
    }

    /// In both languages one of the sentences and none of the others.
    #[track_caller]
    fn says(&self, told: [&str; 2], others: &[[&str; 2]]) {
        for (index, language) in ["en", "pl"].into_iter().enumerate() {
            let said = self.said(language);
            let name = (&self.program.id, &self.wallet);
            assert!(said.contains(told[index]), "{name:?}: `{}` in {said}", told[index]);
            for other in others {
                assert!(!said.contains(other[index]), "{name:?}: `{}` in {said}", other[index]);
            }
        }
    }

    fn account<'m>(&self, member: &'m mut Member) -> &'m mut Account {
        if self.wallet.is_primary() {
            return &mut member.account;
        }
        member.others.get_mut(&self.wallet).unwrap()
    }

    fn available(&self, member: &Member, now: Instant) -> i64 {
        let mut member = member.clone();
        let _ = member::settle(&self.program, &mut member, now);
        self.account(&mut member).balance().available
    }

    /// A member with 100 in the wallet which they set aside as soon as they can; and when.
    fn holding(&self) -> (Member, Instant) {
        let mut member = joined(&self.program, DAY);
        pay(&self.program, &mut member, order("o", DAY, "1x10000 any"));
        let pending = self.program.points_in(&self.wallet).pending_days;
        let now = at(DAY) + Days::new(pending.unsigned_abs()) + TimeDelta::hours(1);
        let _ = member::settle(&self.program, &mut member, now);
        ledger::redeem(self.account(&mut member), "r", "some", 100, None, now).unwrap();
        (member, now)
    }
}

#[test]
fn m7_orders_are_rounded_as_each_wallet_says() {
    let down = ["rounded down", "zaokrąglamy w dół"];
    let nearest = ["rounded to the nearest", "zaokrąglamy do najbliższ"];
    for case in cases() {
        let mut member = joined(&case.program, DAY);
        let effect = pay(&case.program, &mut member, order("o", DAY, "1x150 any"));
        match effect.points_in(&case.wallet) {
            1 => case.says(down, &[nearest]),
            2 => case.says(nearest, &[down]),
            other => panic!("{}: {other} for 1,50 zł", case.program.id),
        }
    }
}

#[test]
fn m7_a_refund_of_what_is_spent_goes_as_each_wallet_says() {
    let owed = ["what you collect next covers", "pokryje następne zbieranie"];
    let forgiven = ["what is missing is forgiven", "resztę darujemy"];
    for case in cases() {
        let (mut member, now) = case.holding();
        let program = &case.program;
        member::consume(program, &mut member, "r", now).unwrap();
        member::order_refunded(program, program, &mut member, "o", Return::All, now).unwrap();
        match case.account(&mut member).debt {
            0 => case.says(forgiven, &[owed]),
            100 => case.says(owed, &[forgiven]),
            other => panic!("{}: {other}", case.program.id),
        }
    }
}

#[test]
fn m7_what_comes_back_too_late_lasts_as_long_as_each_wallet_says() {
    let gone = ["has expired meanwhile, it is gone", "straciło w tym czasie ważność, przepada"];
    let grace = ["more day", "masz jeszcze"];
    let mut seen = Vec::new();
    for case in cases() {
        let (mut member, _) = case.holding();
        let lots = &case.account(&mut member).lots;
        let Some(expires) = lots.iter().find_map(|it| it.expires_at) else {
            for language in ["en", "pl"] {
                let said = case.said(language);
                assert!(!said.contains("has expired") && !said.contains("ważność, "), "{said}");
            }
            continue;
        };
        let back = expires + TimeDelta::hours(1);
        member::cancel(&case.program, &mut member, "r", back).unwrap();
        let lasts = |days: &u64| {
            case.available(&member, back + Days::new(*days) + TimeDelta::minutes(1)) > 0
        };
        let days = (0..=366).find(|days| !lasts(days)).unwrap();
        seen.push(days);
        if days == 0 {
            case.says(gone, &[grace]);
        } else {
            let told = [format!("you have {days} more day"), format!("masz jeszcze {days} d")];
            case.says([&told[0], &told[1]], &[gone]);
        }
    }
    assert!(seen.contains(&0) && seen.iter().any(|it| *it > 1), "{seen:?}");
}

#[test]
fn m7_tiers_multiply_what_they_say_and_nothing_else() {
    for case in cases() {
        let Some(tiers) = &case.program.tiers else { continue };
        let Some(top) = tiers.list.last().filter(|it| it.multiplier_thousandths > 1000) else {
            continue;
        };
        let (cart, now) = (cart("1x10000 any"), at(DAY));
        let earned = |tier| {
            let earned = earning::quote(&case.program, tier, &cart, now).unwrap();
            earned.points_in(&case.wallet)
        };
        assert_eq!(earned(Some(top.id.as_str())) > earned(None), case.wallet.is_primary());
        let rules = rules(&case.program, "en");
        let said = &rules.iter().find(|it| it.title == "Tiers").unwrap().text;
        let of_all = said.contains("multiplies what purchases bring");
        assert_eq!(of_all, case.program.wallets.is_empty(), "{said}");
        assert!(of_all || said.contains("and nothing else"), "{said}");
    }
}

#[test]
fn m7_what_an_answer_and_a_play_brought_stays_when_their_order_goes_back() {
    let survey = "[[survey]]\nid = \"s\"\ntitle = \"How?\"\nkind = \"stars\"\neach_order = true\n";
    let game = "[[game]]\nid = \"g\"\nname = \"G\"\norder_from = 100\n\
                [[game.prize]]\nid = \"p\"\npoints = 30\nodds = 2\n";
    let said = |more: &str| {
        let program = super::support::program(more);
        let rules = rules(&program, "en");
        rules.into_iter().find(|it| it.title == "Returns").unwrap().text
    };
    let (answer, prize) = ("What an answer about an order brought stays", "A prize won");
    assert!(!said("").contains(answer) && !said("").contains(prize));
    assert!(!said(survey).contains(answer), "it brings nothing");
    let paying = format!("{survey}points = 20\n");
    assert!(said(&paying).contains(answer) && said(game).contains(prize));

    let program = super::support::program(&format!("{paying}{game}{ONE_A_ZLOTY}"));
    let mut member = joined(&program, DAY);
    pay(&program, &mut member, order("o", DAY, "1x10000 any"));
    let now = at(DAY);
    survey::answered(&program, &mut member, &program.surveys[0], Some("o"), now).unwrap();
    let (game, prize) = (&program.games[0], &program.games[0].prizes[0]);
    game::played(&program, &mut member, game, "o", Some(prize), now).unwrap();
    assert_eq!(member.account.balance().available, 150);
    member::order_refunded(&program, &program, &mut member, "o", Return::All, now).unwrap();
    assert_eq!(member.account.balance().available, 50);
}
