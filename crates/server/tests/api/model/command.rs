//! What is played: the commands, as the services take them.

use stempel_protocol::{
    JoinRequest, OrderPaid, OrderRefunded, RedemptionRequest, Timestamp, UseRequest,
};

/// One command, as the services take it.
#[derive(Debug, Clone)]
pub enum Command {
    Join {
        customer: String,
        request: JoinRequest,
    },
    Paid {
        delivery: String,
        at: Timestamp,
        paid: OrderPaid,
    },
    Refunded {
        delivery: String,
        refunded: OrderRefunded,
    },
    Redeem {
        customer: String,
        key: String,
        request: RedemptionRequest,
    },
    Cancel {
        customer: String,
        key: String,
        redemption: String,
    },
    Use {
        code: String,
        request: UseRequest,
    },
    Read {
        customer: String,
    },
    /// Does another command and then fails, so that nothing of it may stay.
    CutOff {
        inner: Box<Command>,
        panics: bool,
    },
}
