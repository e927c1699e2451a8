//! `GET member/transactions?cursor=&limit=`: the ledger in the member's eyes, newest first.

use crate::Timestamp;
use crate::wire::wire;

wire! {
    /// One page of the history.
    pub struct TransactionPage {
        /// Newest first.
        pub items: Vec<Transaction>,
        /// Where the next page starts; absent on the last.
        pub next: Option<String>,
    }

    /// One transaction of the ledger.
    pub struct Transaction {
        /// A UUIDv7.
        pub id: String,
        /// What it was.
        pub kind: TransactionKind,
        /// What it came from.
        pub source: Option<TransactionSource>,
        /// The wallet it is of; absent for points.
        pub wallet: Option<String>,
        /// What it changed in what is available there; negative takes away.
        pub points: i64,
        /// What is available there after it.
        pub balance: i64,
        /// When.
        pub at: Timestamp,
        /// The order it came from.
        pub order: Option<String>,
        /// The reward, for redemptions.
        pub reward: Option<String>,
        /// The rules behind it, each with its share, in the program's language.
        pub parts: Vec<TransactionPart>,
        /// A reason given by the merchant.
        pub note: Option<String>,
    }

    /// What one rule contributed.
    pub struct TransactionPart {
        /// The rule, challenge or reward.
        pub rule: String,
        /// Its title in the program's language.
        pub title: String,
        /// Its share of the points.
        pub points: i64,
    }

    /// What a transaction came from.
    pub enum TransactionSource {
        /// An order.
        Order = "order",
        /// Something done: joining, a review, days in a row, what the shop tells of.
        Activity = "activity",
        /// A challenge.
        Challenge = "challenge",
        /// An answered question.
        Survey = "survey",
        /// A friend, brought or bringing.
        Referral = "referral",
        /// A game of chance.
        Game = "game",
        /// A reward.
        Redemption = "redemption",
        /// Time alone.
        Time = "time",
        /// The merchant.
        Merchant = "merchant",
        /// The member, by leaving.
        Member = "member",
    }

    /// The kind of a transaction.
    pub enum TransactionKind {
        /// Points for an order, an activity or a challenge.
        Earn = "earn",
        /// Points set aside for a reward.
        Redeem = "redeem",
        /// A reward given back, or not used in time: its points returned.
        Cancel = "cancel",
        /// Points taken back with a refund.
        Refund = "refund",
        /// Points that ran out.
        Expire = "expire",
        /// A correction by the merchant.
        Adjust = "adjust",
    }
}
