//! How points come and go: rounding, expiry, refunds.

use super::Selector;

/// How points come and go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// How an order's points become whole, once an order.
    pub rounding: Rounding,
    /// Days until earned points can be spent.
    pub pending_days: i64,
    /// When points expire.
    pub expiry: Expiry,
    /// Days points stay spendable that return to a lot already expired.
    pub grace_days: i64,
    /// What becomes of refunded points that were spent already.
    pub spent_on_refund: SpentOnRefund,
    /// What becomes of a completed challenge that a refund undoes.
    pub challenge_on_refund: ChallengeOnRefund,
    /// Days an order waits for its customer to join.
    pub order_window_days: i64,
    /// What never earns: the exceptions of this selector.
    pub never_earns: Selector,
}

impl Default for Points {
    fn default() -> Self {
        Self {
            rounding: Rounding::Floor,
            pending_days: 0,
            expiry: Expiry::Never,
            grace_days: 0,
            spent_on_refund: SpentOnRefund::Debt,
            challenge_on_refund: ChallengeOnRefund::Keep,
            order_window_days: 14,
            never_earns: Selector::default(),
        }
    }
}

/// How an order's points become whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Down.
    Floor,
    /// To the nearest, halves up.
    Nearest,
}

/// When points expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Never.
    Never,
    /// At the end of the day, so many days after they were earned.
    After {
        /// Days.
        days: i64,
    },
    /// At the end of the day with the same number, so many months later; of the month's last day
    /// when that month is shorter.
    Months {
        /// Months.
        months: u32,
    },
    /// At the end of the first such day of a year after they can be spent.
    Yearly {
        /// Month, 1 to 12.
        month: u32,
        /// Day; the month's last when the month is shorter.
        day: u32,
    },
}

/// What becomes of refunded points that were spent already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpentOnRefund {
    /// The next points pay them.
    Debt,
    /// Nothing.
    Forgive,
}

/// What becomes of a completed challenge that a refund undoes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChallengeOnRefund {
    /// It stays completed, its points stay.
    Keep,
    /// Its points go back; it can be completed again.
    TakeBack,
}
