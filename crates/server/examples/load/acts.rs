//! What the clients do: read a snapshot, tell of an order, take a reward and use its code.

use crate::client::{Connection, Known, Taken};
use crate::serve::{SHOP, signed, token};
use crate::{Outcome, Run};
use serde_json::json;

impl Run {
    fn path(&self, rest: &str) -> String {
        format!("/v1/{}/{rest}", self.definition.program.id)
    }

    fn authorization(&self, member: usize) -> Outcome<String> {
        let token = token(&self.definition.program.id, &format!("c-{member}"))?;
        Ok(format!("authorization: Bearer {token}\r\n"))
    }

    /// A snapshot.
    pub fn read(&self, connection: &mut Connection, serial: usize) -> Outcome<()> {
        let headers = self.authorization(serial % self.flags.members)?;
        connection.ask("GET", &self.path("member"), &headers, "").map(drop)
    }

    /// An order of one line.
    pub fn paid(&self, connection: &mut Connection, serial: usize) -> Outcome<()> {
        let member = serial % self.flags.members;
        let now = chrono::Utc::now();
        let order = format!("new-{}-{serial}", now.timestamp_micros());
        let line = json!({ "sku": "a", "category": "beans", "quantity": 1, "unit_price": 4900 });
        let data = json!({
            "order": order, "customer": format!("c-{member}"),
            "currency": self.definition.program.currency, "lines": [line],
        });
        let body = json!({ "type": "order.paid", "timestamp": now, "data": data }).to_string();
        let headers = signed(&order, now.timestamp(), &body)?;
        connection.ask("POST", &self.path("webhooks"), &headers, &body).map(drop)
    }

    /// The members of a connection: its own, so that none finds itself overtaken.
    fn own(&self, connection: &Connection) -> std::ops::Range<usize> {
        let count = (self.flags.members / self.flags.connections).max(1);
        let first = connection.number % self.flags.connections * count % self.flags.members;
        first..(first + count).min(self.flags.members)
    }

    /// Looks at all of its members, as a shopper does before redeeming.
    pub fn look(&self, connection: &mut Connection) -> Outcome<()> {
        for member in self.own(connection) {
            let headers = self.authorization(member)?;
            let snapshot = connection.ask("GET", &self.path("member"), &headers, "")?;
            connection.members.insert(member, serde_json::from_slice(&snapshot)?);
        }
        Ok(())
    }

    /// The cheapest reward that can be had, at the version last seen.
    pub fn redeem(&self, connection: &mut Connection, serial: usize) -> Outcome<()> {
        let own = self.own(connection);
        let member = own.start + serial % own.len();
        let Known { version, rewards } =
            connection.members.get(&member).ok_or("a member nobody looked at")?;
        let free = rewards.iter().filter(|it| it.reasons.is_empty());
        let reward = free.min_by_key(|it| it.cost).ok_or("nothing to redeem: try more --orders")?;
        let body = json!({ "reward": reward.id, "cost": reward.cost, "version": version });
        let now = chrono::Utc::now().timestamp_micros();
        let headers =
            format!("{}idempotency-key: k-{now}-{serial}\r\n", self.authorization(member)?);
        let path = self.path("redemptions");
        let reply = connection.ask("POST", &path, &headers, &body.to_string())?;
        let Taken { redemption, member: after } = serde_json::from_slice(&reply)?;
        connection.members.insert(member, after);
        connection.codes.extend(redemption.code);
        Ok(())
    }

    /// The shop uses every code that was taken here, each for an order of its own.
    pub fn use_up(&self, connection: &mut Connection) -> Outcome<()> {
        for code in std::mem::take(&mut connection.codes) {
            let path = self.path(&format!("redemptions/{code}/use"));
            let body = json!({ "order": format!("used-{code}") }).to_string();
            connection.ask("POST", &path, &format!("authorization: Bearer {SHOP}\r\n"), &body)?;
        }
        Ok(())
    }

    /// A redemption whose code is used at once. Others act on the member meanwhile: who is
    /// overtaken lets it be.
    pub fn redeem_and_use(&self, connection: &mut Connection, serial: usize) -> Outcome<()> {
        self.look(connection)?;
        let _ = self.redeem(connection, serial);
        self.use_up(connection)
    }
}
