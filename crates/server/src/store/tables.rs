//! Every table with its columns, in an order in which rows can be added: for moving a whole store,
//! and for finding all that is kept of a person. A column `customer` or `member` (or
//! `referrer`) says whose a row is: export and erasure go by it.

mod books;
mod community;
mod earned;
mod people;
mod products;

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

/// What belongs together, in an order in which rows can be added.
const GROUPS: [&[Table]; 5] =
    [&books::TABLES, &people::TABLES, &earned::TABLES, &community::TABLES, &products::TABLES];

/// Every table but the list of migrations.
pub fn all() -> impl Iterator<Item = &'static Table> {
    GROUPS.into_iter().flatten()
}

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
