//! The shop's products and what came of suggesting them; who does which job.

use super::Kind::{Int, Text};
use super::Table;

pub(super) const TABLES: [Table; 6] = [
    Table {
        name: "products",
        columns: &[
            ("program", Text),
            ("sku", Text),
            ("mark", Text),
            ("name", Text),
            ("category", Text),
            ("price", Int),
            ("url", Text),
            ("image", Text),
            ("available", Int),
            ("since", Text),
            ("refill_days", Int),
        ],
    },
    Table {
        name: "companions",
        columns: &[
            ("program", Text),
            ("sku", Text),
            ("companion", Text),
            ("orders", Int),
            ("score", Int),
        ],
    },
    Table {
        name: "product_clicks",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("sku", Text),
            ("reason", Text),
            ("day", Text),
            ("at", Int),
            ("bought", Int),
        ],
    },
    Table {
        name: "product_shown",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("sku", Text),
            ("reason", Text),
            ("day", Text),
        ],
    },
    Table {
        name: "product_counts",
        columns: &[
            ("program", Text),
            ("day", Text),
            ("reason", Text),
            ("sku", Text),
            ("clicks", Int),
            ("purchases", Int),
            ("shown", Int),
        ],
    },
    Table { name: "leases", columns: &[("job", Text), ("until", Int)] },
];
