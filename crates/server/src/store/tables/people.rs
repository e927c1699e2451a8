//! Who a member is, what they agreed to and told, and who left.

use super::Kind::{Int, Text};
use super::Table;

pub(super) const TABLES: [Table; 7] = [
    Table {
        name: "members",
        columns: &[
            ("program", Text),
            ("customer", Text),
            ("member", Text),
            ("version", Int),
            ("joined_at", Int),
            ("nickname", Text),
            ("record", Text),
            ("card", Int),
        ],
    },
    Table { name: "counters", columns: &[("program", Text), ("counter", Text), ("value", Int)] },
    Table { name: "guests", columns: &[("program", Text), ("customer", Text), ("record", Text)] },
    Table {
        name: "consents",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("consent", Text),
            ("version", Text),
            ("given_at", Int),
            ("withdrawn_at", Int),
        ],
    },
    Table {
        name: "profiles",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("birthday", Text),
            ("birthday_named_at", Int),
            ("lang", Text),
            ("interests", Text),
            ("contact", Text),
        ],
    },
    Table {
        name: "departed",
        columns: &[
            ("program", Text),
            ("mark", Text),
            ("version", Int),
            ("left_at", Int),
            ("had", Text),
        ],
    },
    Table {
        name: "late_returns",
        columns: &[
            ("program", Text),
            ("order_mark", Text),
            ("wallet", Text),
            ("member", Text),
            ("points", Int),
            ("units", Int),
            ("left_at", Int),
        ],
    },
];
