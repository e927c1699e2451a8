//! What a cart earns: one function for the quote and for the credit. Exact integers, rounded once.

use crate::Instant;
use crate::cart::{Cart, CartMistake, Kept, Returned, largest_remainder};
use crate::counted::Counted;
use crate::ledger::{Part, Wallet};
use crate::member::Member;
use crate::offer;
use crate::program::{Program, Purchase, Rounding, Selector};
use crate::segment;
use crate::tier;

/// The most points one order may earn.
pub const POINTS_MAX: i64 = 1_000_000_000_000;

/// What a cart earns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earned {
    /// The points.
    pub points: i64,
    /// What each rule and the tier's bonus add; they sum to `points`, none is zero.
    pub parts: Vec<Part>,
    /// What it earns in further wallets, in the order of the file; none of nothing.
    pub others: Vec<EarnedIn>,
    /// When a rule begins or ends next: until then the figure holds.
    pub valid_until: Option<Instant>,
}

/// What is earned in one wallet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EarnedIn {
    /// The wallet.
    pub wallet: Wallet,
    /// The points, or what stands for them there.
    pub points: i64,
    /// What each rule adds, and in the primary wallet the tier's bonus; they sum to `points`, none
    /// is zero.
    pub parts: Vec<Part>,
}

impl Earned {
    /// One item for each wallet that anything is earned in, the primary one first.
    #[must_use]
    pub fn by_wallet(self) -> Vec<EarnedIn> {
        let Self { points, parts, others, .. } = self;
        let primary = EarnedIn { wallet: Wallet::default(), points, parts };
        [primary].into_iter().chain(others).filter(|it| it.points != 0).collect()
    }

    /// What is earned in that wallet.
    #[must_use]
    pub fn points_in(&self, wallet: &Wallet) -> i64 {
        let other = || self.others.iter().find(|it| it.wallet == *wallet).map_or(0, |it| it.points);
        if wallet.is_primary() { self.points } else { other() }
    }
}

/// What a cart earns at that instant in that tier.
///
/// # Errors
/// When the cart is beyond the limits of [`crate::cart`].
pub fn quote(
    program: &Program,
    tier: Option<&str>,
    cart: &Cart,
    at: Instant,
) -> Result<Earned, CartMistake> {
    quote_kept(program, tier, cart, &[], at)
}

/// What is earned by what is kept of a cart after returns.
///
/// # Errors
/// When the cart is beyond the limits of [`crate::cart`] or more comes back than was bought.
pub fn quote_kept(
    program: &Program,
    tier: Option<&str>,
    cart: &Cart,
    returned: &[Returned],
    at: Instant,
) -> Result<Earned, CartMistake> {
    quote_for(program, Buyer { tier, ..Buyer::default() }, cart, returned, at)
}

/// What of the buyer decides what they earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Buyer<'a> {
    /// The tier held.
    pub tier: Option<&'a str>,
    /// Whether they have the paid membership.
    pub is_paid: bool,
    /// The segments they are in and the offers that are on for them.
    pub grants: &'a [String],
}

/// What is earned by what that buyer keeps of a cart after returns.
///
/// # Errors
/// When the cart is beyond the limits of [`crate::cart`] or more comes back than was bought.
pub fn quote_for(
    program: &Program,
    buyer: Buyer<'_>,
    cart: &Cart,
    returned: &[Returned],
    at: Instant,
) -> Result<Earned, CartMistake> {
    cart.check(&program.currency)?;
    let counted = Counted::of_cart(program, cart, returned)?;
    earned(program, buyer, &counted, cart.subscription, at)
}

/// What is earned by that of a checked cart which counts.
pub(crate) fn earned(
    program: &Program,
    Buyer { tier, is_paid, grants }: Buyer<'_>,
    counted: &Counted<'_>,
    subscription: bool,
    at: Instant,
) -> Result<Earned, CartMistake> {
    let counts = |rule: &&Purchase| {
        let for_tier = |asked: &String| tier::reaches(program, tier, asked);
        program.is_on(rule, at)
            && (is_paid || !rule.membership)
            && rule.subscription.is_none_or(|asked| asked == subscription)
            && rule.tier.as_ref().is_none_or(for_tier)
            && segment::allows(&rule.segments, grants)
            && rule.offer.as_ref().is_none_or(|offer| grants.contains(offer))
    };
    let rules: Vec<&Purchase> = program.purchases.iter().filter(counts).collect();
    let within = |wallet: &Wallet| earned_in(program, wallet, tier, &rules, counted);
    let EarnedIn { points, parts, .. } = within(&Wallet::default())?;
    let others = program.wallets.iter().map(|it| within(&it.id));
    let mut others = others.collect::<Result<Vec<_>, _>>()?;
    others.retain(|it| it.points != 0);
    Ok(Earned { points, parts, others, valid_until: next_edge(program, at) })
}

/// What those rules give in one wallet. Tiers multiply in the primary one alone.
fn earned_in(
    program: &Program,
    wallet: &Wallet,
    tier: Option<&str>,
    rules: &[&Purchase],
    counted: &Counted<'_>,
) -> Result<EarnedIn, CartMistake> {
    let tier = tier.filter(|_| wallet.is_primary());
    let scale = Scale::of(program, tier);
    let (mut shares, mut bonus) = (Vec::new(), 0);
    for rule in rules.iter().filter(|rule| rule.wallet == *wallet) {
        let (base, extra) = scale.rule(rule, &program.points.never_earns, counted);
        shares.push((rule.id.as_str(), base));
        bonus += extra;
    }
    shares.extend(tier.map(|tier| (tier, bonus)));
    let (points, parts) = scale.round(program.points_in(wallet).rounding, &shares)?;
    Ok(EarnedIn { wallet: wallet.clone(), points, parts })
}

/// The segments a member is in and the offers that are on for them at that instant, as far as
/// purchase rules ask for any.
#[must_use]
pub fn grants(program: &Program, member: &Member, at: Instant) -> Vec<String> {
    let asked = |id: &String| {
        let names = |rule: &Purchase| rule.segments.contains(id) || rule.offer.as_ref() == Some(id);
        program.purchases.iter().any(names)
    };
    let mut grants = segment::of(program, member, at);
    if program.purchases.iter().any(|rule| rule.offer.is_some()) {
        grants.extend(offer::on(program, member, at));
    }
    grants.retain(asked);
    grants
}

/// The common denominator in which rules are added up exactly.
struct Scale {
    /// A multiple of each rule's `per`.
    per: i128,
    /// What the tier multiplies by, in thousandths.
    multiplier: i128,
}

impl Scale {
    fn of(program: &Program, tier: Option<&str>) -> Self {
        let tier = tier.and_then(|id| program.tier(id));
        Self {
            per: common_multiple(program.purchases.iter().map(|rule| rule.per)),
            multiplier: tier.map_or(1000, |tier| tier.multiplier_thousandths.into()),
        }
    }

    fn one_point(&self) -> i128 {
        self.per * 1000
    }

    /// What a rule gives by itself, and what the tier adds to it. Orders from before it was kept what
    /// is excepted of them count whole, and earn nothing by what `never` says.
    fn rule(&self, rule: &Purchase, never: &Selector, counted: &Counted<'_>) -> (i128, i128) {
        if counted.paid() < rule.minimum_spend {
            return (0, 0);
        }
        let earns = |it: &&Kept<'_>| rule.products.contains(it.line) && !never.excludes(it.line);
        let lines = counted.lines();
        let sum = |of: fn(&Kept<'_>) -> i64| lines.iter().filter(earns).map(of).sum::<i64>();
        let times = match rule {
            Purchase { per_order: true, .. } => i64::from(sum(|it| it.quantity) > 0),
            Purchase { per_unit: true, .. } => sum(|it| it.quantity),
            _ => sum(|it| it.paid),
        };
        let exact = i128::from(times) * i128::from(rule.points) * (self.per / i128::from(rule.per));
        let cap = rule.order_cap.map_or(i128::MAX, |cap| i128::from(cap) * self.one_point());
        let with_bonus = (exact * self.multiplier).min(cap);
        let base = (exact * 1000).min(with_bonus);
        (base, with_bonus - base)
    }

    /// The whole points that shares come to, and each rule's part of them.
    fn round(
        &self,
        rounding: Rounding,
        shares: &[(&str, i128)],
    ) -> Result<(i64, Vec<Part>), CartMistake> {
        let one = self.one_point();
        let exact: i128 = shares.iter().map(|(_, share)| share).sum();
        let total = match rounding {
            Rounding::Floor => exact / one,
            Rounding::Nearest => (exact * 2 + one) / (one * 2),
        };
        let points = i64::try_from(total).ok().filter(|points| *points <= POINTS_MAX);
        let points = points.ok_or(CartMistake::Points)?;
        let whole = largest_remainder(shares.iter().map(|(_, share)| *share), one, total);
        let parts = shares.iter().zip(whole);
        let parts = parts.map(|((rule, _), points)| Part { rule: (*rule).to_owned(), points });
        Ok((points, parts.filter(|it| it.points != 0).collect()))
    }
}

/// The least common multiple; a program's is at most [`crate::program::PER_MULTIPLE_MAX`].
pub(crate) fn common_multiple(numbers: impl Iterator<Item = i64>) -> i128 {
    numbers.map(i128::from).fold(1, |all, one| all / greatest_divisor(all, one) * one)
}

fn greatest_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

fn next_edge(program: &Program, at: Instant) -> Option<Instant> {
    let edges = program.purchases.iter().flat_map(|rule| [rule.window.starts, rule.window.ends]);
    let midnight = program.end_of(program.day(at));
    // Segments and offers, too, change with the day.
    let changes = |rule: &Purchase| {
        !rule.weekdays.is_empty() || !rule.segments.is_empty() || rule.offer.is_some()
    };
    let by_day = program.purchases.iter().any(changes);
    let offers = program.offers.iter().flat_map(|it| [it.window.starts, it.window.ends]);
    let edges = edges.chain(offers);
    edges.flatten().chain(by_day.then_some(midnight)).filter(|edge| *edge > at).min()
}
