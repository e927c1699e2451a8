//! `GET program?lang=`: what the program offers, in one language, the same for everybody.

use crate::wire::wire;
use crate::{Game, LeaderboardName, Money, Referral, Said, Timestamp};

wire! {
    /// The program in one language. Public and cacheable.
    pub struct Program {
        /// The program's id, the last part of the endpoint.
        pub id: String,
        /// Its name as shown to shoppers.
        pub name: String,
        /// Changes whenever the definition does.
        pub version: String,
        /// The language of the texts, a BCP 47 tag.
        pub lang: String,
        /// The languages it can be asked for.
        pub langs: Vec<String>,
        /// ISO 4217 currency of the program's amounts.
        pub currency: String,
        /// The point's name, by plural category.
        pub unit: Plural,
        /// Whether the program is in test mode: nothing here is worth money.
        #[cfg_attr(feature = "serde", serde(default))]
        pub test_mode: bool,
        /// Further wallets; what names none of them is about points.
        #[cfg_attr(feature = "serde", serde(default))]
        pub wallets: Vec<Wallet>,
        /// What earns, in the order to show.
        pub earn: Vec<EarnWay>,
        /// The tiers, lowest first; empty when the program has none.
        pub tiers: Vec<Tier>,
        /// How tiers are reached; absent without tiers.
        pub tier_rule: Option<TierRule>,
        /// Groups to filter rewards by, in the order to show.
        pub reward_groups: Vec<RewardGroup>,
        /// The catalogue.
        pub rewards: Vec<Reward>,
        /// The challenges that run or are announced.
        pub challenges: Vec<Challenge>,
        /// The badges.
        pub badges: Vec<Badge>,
        /// What a customer is asked to agree to on joining.
        pub consents: Vec<Consent>;

        late ProgramLate {
            /// The rules in plain words: those made from the definition, then the merchant's own.
            pub rules: Vec<Rule>,
            /// The games of chance that are on.
            #[cfg_attr(feature = "serde", serde(default))]
            pub games: Vec<Game>,
            /// The leaderboards.
            #[cfg_attr(feature = "serde", serde(default))]
            pub leaderboards: Vec<LeaderboardName>,
            /// What bringing a friend gives; absent when it gives nothing.
            pub referral: Option<Referral>,
            /// What was changed because of what members said, newest first.
            #[cfg_attr(feature = "serde", serde(default))]
            pub said: Vec<Said>,
            /// Which terms hold.
            pub terms: Option<Terms>,
            /// Questions and answers.
            #[cfg_attr(feature = "serde", serde(default))]
            pub questions: Vec<Question>,
            /// Where to ask: an address of http, https or mailto.
            pub help: Option<String>,
            /// What opens earlier to some: products, sales, events; without what is over.
            #[cfg_attr(feature = "serde", serde(default))]
            pub access: Vec<Access>,
            /// What a member may say they like; empty when the program does not ask.
            #[cfg_attr(feature = "serde", serde(default))]
            pub interests: Vec<Interest>,
            /// How members may be written to; absent when the program does not ask.
            pub contact: Option<Contact>,
            /// Whether it suggests products: `GET member/products`.
            #[cfg_attr(feature = "serde", serde(default))]
            pub products: bool,
        }
    }

    /// One noun in the plural categories of CLDR (`Intl.PluralRules`).
    pub struct Plural {
        /// For zero, where the language has it.
        pub zero: Option<String>,
        /// For one.
        pub one: Option<String>,
        /// For two, where the language has it.
        pub two: Option<String>,
        /// For few, where the language has it.
        pub few: Option<String>,
        /// For many, where the language has it.
        pub many: Option<String>,
        /// For everything else.
        pub other: String,
    }

    /// A further wallet.
    pub struct Wallet {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What it holds.
        pub kind: WalletKind,
        /// What one of it is called; absent for money.
        pub unit: Option<Plural>,
        /// How many stamps fill a card; for stamps.
        pub card: Option<i64>,
    }

    /// What a wallet holds.
    pub enum WalletKind {
        /// Points.
        Points = "points",
        /// Money, in minor units of the program's currency.
        Money = "money",
        /// Stamps.
        Stamps = "stamps",
    }

    /// One way to earn.
    pub struct EarnWay {
        /// Stable id of the rule.
        pub id: String,
        /// Purchase or activity.
        pub kind: EarnKind,
        /// What to do.
        pub title: String,
        /// The fine print, one sentence.
        pub detail: Option<String>,
        /// The points it gives (per `per`, if that is there).
        pub points: i64,
        /// The wallet they go to; absent for points.
        pub wallet: Option<String>,
        /// The amount of money that gives `points`; absent when they are given as such.
        pub per: Option<Money>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// When it ends, for ways limited in time.
        pub ends_at: Option<Timestamp>,
        /// When it is on next, for ways that are not on today: on other days of the week.
        pub starts_at: Option<Timestamp>;

        late EarnWayLate {
            /// How often it earns, for activities that the shop tells of.
            pub limit: Option<EarnLimit>,
            /// The order value it asks for.
            pub minimum_spend: Option<Money>,
            /// The most points it gives for one order.
            pub order_cap: Option<i64>,
            /// The tier from which it is on.
            pub tier: Option<String>,
            /// Whether it is for the paid membership only.
            #[cfg_attr(feature = "serde", serde(default))]
            pub membership: bool,
            /// Whether it is for orders of a subscription only (`true`), or only for others (`false`).
            pub subscription: Option<bool>,
        }
    }

    /// How often an activity earns.
    pub struct EarnLimit {
        /// So many times, at least one.
        pub times: i64,
        /// In each of these.
        pub every: EarnPeriod,
    }

    /// The time in which a limit counts, by the program's calendar.
    pub enum EarnPeriod {
        /// All time.
        Ever = "ever",
        /// A day.
        Day = "day",
        /// A week, from Monday.
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// A calendar year.
        Year = "year",
    }

    /// What a way to earn rewards.
    pub enum EarnKind {
        /// Buying.
        Purchase = "purchase",
        /// Something else, confirmed by a server.
        Activity = "activity",
    }

    /// A tier.
    pub struct Tier {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Qualifying amount from which it is held, in the measure of [`TierRule`].
        pub from: i64,
        /// What it brings, one benefit a line.
        pub benefits: Vec<String>,
    }

    /// How tiers are reached and kept.
    pub struct TierRule {
        /// What is counted.
        pub measure: TierMeasure,
        /// Over which time.
        pub period: TierPeriod,
        /// The length of a rolling period, in days.
        pub days: Option<i64>,
    }

    /// What qualifies for a tier.
    pub enum TierMeasure {
        /// Points earned.
        Points = "points",
        /// Money spent, in minor units.
        Spend = "spend",
        /// Orders placed.
        Orders = "orders",
    }

    /// The qualifying period.
    pub enum TierPeriod {
        /// The calendar year in the program's time zone.
        CalendarYear = "calendar_year",
        /// The last so many days.
        Rolling = "rolling",
        /// Since joining, without end.
        Lifetime = "lifetime",
    }

    /// A group of rewards.
    pub struct RewardGroup {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// A reward of the catalogue.
    pub struct Reward {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What one gets, one sentence.
        pub description: Option<String>,
        /// What the shop does with its code.
        pub kind: RewardKind,
        /// The points it costs.
        pub cost: i64,
        /// The wallet it is paid from; absent for points.
        pub wallet: Option<String>,
        /// Its group, one of [`Program::reward_groups`].
        pub group: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// The address of its picture; https only.
        pub image: Option<String>,
        /// What it is worth in money, where that is fixed.
        pub value: Option<Money>,
        /// For a reward of any amount: the most it can be worth, in minor units. Each multiple of
        /// `value` up to it costs so many times `cost`.
        pub max_amount: Option<i64>,
        /// The percentage off, for percent rewards.
        pub percent: Option<i64>,
        /// The order value it asks for.
        pub minimum_spend: Option<Money>,
        /// How long its code is valid once issued, in seconds; absent when it does not end.
        pub valid_seconds: Option<i64>,
        /// When its event takes place, or its draw is made.
        pub at: Option<Timestamp>,
        /// How many win its draw.
        pub winners: Option<i64>,
        /// What a donation goes to.
        pub cause: Option<String>,
        /// Whether it is for some members only: shown to those whose snapshot has it.
        #[cfg_attr(feature = "serde", serde(default))]
        pub personal: bool,
    }

    /// The kind of a reward.
    pub enum RewardKind {
        /// So many percent off the order.
        PercentOff = "percent_off",
        /// A fixed amount off the order.
        AmountOff = "amount_off",
        /// A product at no price.
        FreeProduct = "free_product",
        /// Delivery at no price.
        FreeShipping = "free_shipping",
        /// A sample beside an order.
        Sample = "sample",
        /// Money in the customer's account at the shop.
        StoreCredit = "store_credit",
        /// A gift card.
        GiftCard = "gift_card",
        /// A seat at an event.
        EventSeat = "event_seat",
        /// A service that others do not get.
        PremiumService = "premium_service",
        /// A lot in a draw, used as soon as it is taken.
        DrawEntry = "draw_entry",
        /// Buying before others may.
        EarlyAccess = "early_access",
        /// Points given for a cause, used as soon as it is taken.
        Donation = "donation",
    }

    /// A challenge.
    pub struct Challenge {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What to do, one sentence.
        pub description: Option<String>,
        /// What is counted.
        pub kind: ChallengeKind,
        /// The count or the amount (minor units) that completes it.
        pub target: i64,
        /// The points it gives; none when it gives only a badge.
        pub points: i64,
        /// The badge it gives.
        pub badge: Option<String>,
        /// Short labels of its steps, one for each, for challenges whose steps differ.
        pub steps: Vec<String>,
        /// When it begins; absent when it always runs.
        pub starts_at: Option<Timestamp>,
        /// When it ends; absent when it always runs.
        pub ends_at: Option<Timestamp>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// Whether it is for some members only: shown to those whose snapshot has it.
        #[cfg_attr(feature = "serde", serde(default))]
        pub personal: bool,
    }

    /// What a challenge counts.
    pub enum ChallengeKind {
        /// Orders, or units of certain products.
        Count = "count",
        /// Money, in minor units.
        Spend = "spend",
        /// Different products or categories, one step each.
        Variety = "variety",
    }

    /// A badge.
    pub struct Badge {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// How it is earned, one sentence.
        pub description: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
    }

    /// A product, sale or event that opens earlier to some.
    pub struct Access {
        /// Stable id.
        pub id: String,
        /// What it is.
        pub title: String,
        /// When it opens to everybody.
        pub opens_at: Timestamp,
        /// When it ends.
        pub ends_at: Option<Timestamp>,
    }

    /// How members may be written to, to choose from.
    pub struct Contact {
        /// Ways: `email`, `push`, `sms`.
        pub channels: Vec<String>,
        /// How often: `every` (as there is news), `weekly`, `monthly`; empty when they cannot choose.
        pub frequencies: Vec<String>,
    }

    /// Something a member may say they like.
    pub struct Interest {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// A consent in its current version.
    pub struct Consent {
        /// Stable id, e.g. `terms` or `marketing`.
        pub id: String,
        /// The version of the text that is shown.
        pub version: String,
        /// What is agreed to, one sentence.
        pub title: String,
        /// The full text or why it is asked for.
        pub text: Option<String>,
        /// Where the full text stands (http or https).
        pub url: Option<String>,
        /// Whether joining needs it.
        #[cfg_attr(feature = "serde", serde(default))]
        pub required: bool,
    }

    /// Which terms hold.
    pub struct Terms {
        /// The version.
        pub version: String,
        /// Since when.
        pub valid_from: Timestamp,
        /// Changes announced and not in force yet, soonest first.
        pub next: Vec<TermsChange>,
    }

    /// A change of the terms.
    pub struct TermsChange {
        /// From when on.
        pub from: Timestamp,
        /// What changes.
        pub text: String,
    }

    /// A question and its answer.
    pub struct Question {
        /// The question.
        pub question: String,
        /// The answer.
        pub answer: String,
    }

    /// One rule in plain words.
    pub struct Rule {
        /// What it is about, e.g. "Expiry".
        pub title: String,
        /// The rule.
        pub text: String,
    }
}
