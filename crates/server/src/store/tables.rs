//! Every table with its columns, in an order in which rows can be added: for moving a whole store,
//! and for finding all that is kept of a person. A column `customer` or `member` (or
//! `referrer`) says whose a row is: export and erasure go by it.

use super::{StoreError, Tx};
use crate::store::db::Param;
use Kind::{Int, Text};
use serde_json::Value;

/// A table, and its columns with a mark for those that are numbers.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
}

pub(super) enum Kind {
    Int,
    Text,
}

/// Every table but the list of migrations.
pub const TABLES: [Table; 40] = [
    Table {
        name: "programs",
        columns: &[("program", Text), ("version", Text), ("source", Text), ("seen_at", Int)],
    },
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
        name: "accounts",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("wallet", Text),
            ("pending", Int),
            ("available", Int),
            ("reserved", Int),
            ("debt", Int),
            ("lifetime", Int),
            ("spent", Int),
            ("expired", Int),
            ("adjusted", Int),
            ("lots", Int),
            ("transactions", Int),
        ],
    },
    Table {
        name: "lots",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("wallet", Text),
            ("lot", Int),
            ("source", Text),
            ("earned_at", Int),
            ("matures_at", Int),
            ("expires_at", Int),
            ("pending", Int),
            ("available", Int),
            ("reserved", Int),
            ("expired", Int),
            ("due_at", Int),
            ("had_grace", Int),
        ],
    },
    Table {
        name: "expiries",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("wallet", Text),
            ("expires_at", Int),
            ("points", Int),
        ],
    },
    Table {
        name: "transactions",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("number", Int),
            ("transaction_id", Text),
            ("kind", Text),
            ("at", Int),
            ("source", Text),
            ("reward", Text),
            ("parts", Text),
            ("change", Int),
            ("balance", Int),
            ("shown", Int),
            ("wallet", Text),
        ],
    },
    Table {
        name: "entries",
        columns: &[
            ("program", Text),
            ("transaction_id", Text),
            ("position", Int),
            ("account", Text),
            ("wallet", Text),
            ("lot", Int),
            ("amount", Int),
        ],
    },
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
    Table {
        name: "redemptions",
        columns: &[
            ("program", Text),
            ("redemption", Text),
            ("member", Text),
            ("reward", Text),
            ("promise", Text),
            ("cost", Int),
            ("code", Text),
            ("status", Text),
            ("created_at", Int),
            ("expires_at", Int),
            ("closed_at", Int),
            ("order_id", Text),
            ("held", Text),
            ("wallet", Text),
            ("won", Int),
        ],
    },
    Table {
        name: "stock",
        columns: &[("program", Text), ("reward", Text), ("taken", Int), ("as_of", Int)],
    },
    Table {
        name: "adjustments",
        columns: &[
            ("program", Text),
            ("adjustment", Text),
            ("member", Text),
            ("number", Int),
            ("points", Int),
            ("reason", Text),
            ("key_id", Text),
            ("made_at", Int),
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
        name: "idempotency",
        columns: &[
            ("program", Text),
            ("customer", Text),
            ("route", Text),
            ("idempotency_key", Text),
            ("fingerprint", Text),
            ("redemption", Text),
            ("status", Int),
            ("made_at", Int),
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
            ("applied_at", Int),
        ],
    },
    Table {
        name: "invites",
        columns: &[("program", Text), ("code", Text), ("member", Text), ("made_at", Int)],
    },
    Table {
        name: "referrals",
        columns: &[
            ("program", Text),
            ("referral", Text),
            ("referrer", Text),
            ("friend", Text),
            ("status", Text),
            ("doubt", Text),
            ("order_id", Text),
            ("joined_at", Int),
            ("changed_at", Int),
            ("due_at", Int),
            ("points", Int),
        ],
    },
    Table {
        name: "marks",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("kind", Text),
            ("mark", Text),
            ("seen_at", Int),
        ],
    },
    Table { name: "salts", columns: &[("program", Text), ("salt", Text)] },
    Table {
        name: "game_plays",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("game", Text),
            ("entitlement", Text),
            ("prize", Text),
            ("points", Int),
            ("redemption", Text),
            ("at", Int),
        ],
    },
    Table {
        name: "game_prizes",
        columns: &[("program", Text), ("game", Text), ("prize", Text), ("won", Int)],
    },
    Table {
        name: "leaderboard_entries",
        columns: &[
            ("program", Text),
            ("leaderboard", Text),
            ("member", Text),
            ("alias", Text),
            ("alias_key", Text),
            ("since", Int),
        ],
    },
    Table {
        name: "surveys_closed",
        columns: &[
            ("program", Text),
            ("member", Text),
            ("survey", Text),
            ("order_id", Text),
            ("answered", Int),
            ("points", Int),
            ("at", Int),
        ],
    },
    Table {
        name: "survey_answers",
        columns: &[
            ("program", Text),
            ("answer", Text),
            ("survey", Text),
            ("member", Text),
            ("order_id", Text),
            ("score", Int),
            ("choice", Int),
            ("text", Text),
            ("at", Int),
        ],
    },
    Table {
        name: "messages",
        columns: &[
            ("program", Text),
            ("message", Text),
            ("member", Text),
            ("about_kind", Text),
            ("about", Text),
            ("text", Text),
            ("at", Int),
            ("answered_at", Int),
            ("closed_at", Int),
        ],
    },
    Table {
        name: "message_answers",
        columns: &[
            ("program", Text),
            ("message", Text),
            ("number", Int),
            ("member", Text),
            ("text", Text),
            ("at", Int),
        ],
    },
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
    Table {
        name: "draws",
        columns: &[
            ("program", Text),
            ("reward", Text),
            ("drawn_at", Int),
            ("made_at", Int),
            ("lots", Int),
            ("winners", Int),
        ],
    },
];

impl Table {
    /// So many rows after the first `after`, each as a list of its columns.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(
        &self,
        tx: &mut Tx<'_>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        // The order is that of the columns: the first of them are the key.
        let keys: Vec<String> = (1..=self.columns.len()).map(|it| it.to_string()).collect();
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {} LIMIT $1 OFFSET $2",
            self.names(),
            self.name,
            keys.join(", ")
        );
        tx.query(&sql, &[Param::Int(limit), Param::Int(after)], |row| {
            let columns = self.columns.iter().enumerate();
            let value = |(index, (_, kind)): (usize, &(&str, Kind))| {
                Ok(match kind {
                    Int => row.int_or_null(index)?.map_or(Value::Null, Value::from),
                    Text => row.text_or_null(index)?.map_or(Value::Null, Value::from),
                })
            };
            columns.map(value).collect()
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When it is not a row of this table, or is there already.
    pub fn add(&self, tx: &mut Tx<'_>, row: &[Value]) -> Result<(), StoreError> {
        let wrong =
            || StoreError::Corrupt(format!("a row of {} is not as it should be", self.name));
        if row.len() != self.columns.len() {
            return Err(wrong());
        }
        let columns = self.columns.iter().zip(row);
        let params = columns.map(|((_, kind), value)| match (kind, value) {
            (_, Value::Null) => Ok(Param::Null),
            (Int, value) => value.as_i64().map(Param::Int).ok_or_else(wrong),
            (Text, value) => value.as_str().map(Param::Text).ok_or_else(wrong),
        });
        let params = params.collect::<Result<Vec<_>, _>>()?;
        let places: Vec<String> = (1..=params.len()).map(|it| format!("${it}")).collect();
        let sql =
            format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.names(), places.join(", "));
        tx.execute(&sql, &params).map(drop)
    }

    /// The names of its columns, in their order, with commas between.
    #[must_use]
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}
