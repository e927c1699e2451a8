//! What the shop told, and what members reached by it.

use super::Kind::{Int, Text};
use super::Table;

pub(super) const TABLES: [Table; 6] = [
    Table {
        name: "orders",
        columns: &[
            ("program", Text),
            ("order_id", Text),
            ("customer", Text),
            ("member", Text),
            ("at", Int),
            ("tier", Text),
            ("rules", Text),
            ("cart", Text),
            ("returned", Text),
            ("grants", Text),
            ("membership", Int),
            ("excepted", Text),
        ],
    },
    Table {
        name: "events",
        columns: &[
            ("program", Text),
            ("event", Text),
            ("kind", Text),
            ("subject", Text),
            ("outcome", Text),
            ("points", Int),
        ],
    },
    Table {
        name: "completed",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("challenge", Text),
            ("run", Text),
            ("at", Int),
            ("points", Int),
        ],
    },
    Table {
        name: "badges",
        columns: &[("program", Text), ("member", Text), ("badge", Text), ("at", Int)],
    },
    Table {
        name: "qualifying",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("day", Text),
            ("points", Int),
            ("spend", Int),
            ("orders", Int),
        ],
    },
    Table {
        name: "qualifying_years",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("year", Int),
            ("points", Int),
            ("spend", Int),
            ("orders", Int),
        ],
    },
];
