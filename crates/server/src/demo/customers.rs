//! The shop's three customers. Signing in is choosing one: this shop has no passwords.

use super::address::Address;
use super::refusal::Refusal;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

/// A customer of the shop.
#[derive(Debug, Clone, Serialize)]
pub struct Customer {
    /// The shop's own id.
    pub id: String,
    /// The opaque id that other systems get.
    #[serde(skip)]
    pub sub: String,
    /// How to address them.
    pub name: String,
    /// Where their orders go.
    pub address: Address,
}

/// Each customer: id, sub, first name, full name, e-mail, street, postcode, city.
const CUSTOMERS: [[&str; 8]; 3] = [
    [
        "nina",
        "c-5d20b7e4",
        "Nina",
        "Nina Zielińska",
        "nina@poczta.example",
        "ul. Kościuszki 21/3",
        "50-011",
        "Wrocław",
    ],
    [
        "anna",
        "c-7f3a91c6",
        "Anna",
        "Anna Wiśniewska",
        "anna@poczta.example",
        "ul. Mickiewicza 8/12",
        "31-120",
        "Kraków",
    ],
    [
        "marek",
        "c-b86e04d9",
        "Marek",
        "Marek Nowicki",
        "marek@poczta.example",
        "ul. Stalowa 47",
        "03-425",
        "Warszawa",
    ],
];

/// Writes the customers that are not there yet.
///
/// # Errors
/// When the database failed.
pub fn ensure(db: &Connection) -> rusqlite::Result<()> {
    for customer in CUSTOMERS {
        db.execute(
            "INSERT INTO customers (id, sub, name, full_name, email, street, postcode, city)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            customer,
        )?;
    }
    Ok(())
}

/// The customer of that id.
pub fn find(db: &Connection, id: &str) -> Result<Option<Customer>, Refusal> {
    let sql = "SELECT id, sub, name, full_name, email, street, postcode, city
               FROM customers WHERE id = ?1";
    Ok(db.query_row(sql, params![id], read).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: row.get(0)?,
        sub: row.get(1)?,
        name: row.get(2)?,
        address: Address {
            name: row.get(3)?,
            email: row.get(4)?,
            street: row.get(5)?,
            postcode: row.get(6)?,
            city: row.get(7)?,
        },
    })
}
