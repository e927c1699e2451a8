//! `GET program?lang=`: what the program offers, in one language, the same for everybody.

use crate::wire::wire;
use crate::{
    Badge, Challenge, Consent, EarnWay, Game, LeaderboardName, Question, Referral, Reward,
    RewardGroup, Rule, Said, Terms, Tier, TierRule, Timestamp,
};

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
}
