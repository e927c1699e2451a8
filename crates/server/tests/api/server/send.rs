//! Requests, and the tokens they go with.

use super::{ADMIN_KEY, Reply, SHOP_KEY, Server, TOKEN_SECRET};
use crate::document;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use ureq::http::Request;

impl Server {
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Reply {
        let reply = self.attempt(method, path, headers, body);
        reply.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// `None` when no whole answer came.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Option<Reply> {
        self.attempt(method, path, headers, body).ok()
    }

    fn attempt(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Reply, ureq::Error> {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/v1/club/{path}") };
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.root));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut response = sent?;
        let text = response.body_mut().read_to_string()?;
        let headers = response.headers().clone();
        let reply = Reply { status: response.status().as_u16(), headers, text };
        document::check(method, &path, &reply);
        Ok(reply)
    }

    pub fn get(&self, path: &str, customer: &str) -> Reply {
        let token = self.token(customer);
        self.send("GET", path, &[("authorization", &token)], None)
    }

    pub fn try_get(&self, path: &str, customer: &str) -> Option<Reply> {
        let token = self.token(customer);
        self.try_send("GET", path, &[("authorization", &token)], None)
    }

    pub fn patch(&self, customer: &str, body: &Value) -> Reply {
        let token = self.token(customer);
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        self.send("PATCH", "member", &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    /// Leaves the program.
    pub fn leave(&self, customer: &str) -> Reply {
        let token = self.token(customer);
        self.send("DELETE", "member", &[("authorization", &token)], None)
    }

    /// What the shop's own people ask for, or send.
    pub fn admin(&self, path: &str, body: Option<&Value>) -> Reply {
        let key = format!("Bearer {ADMIN_KEY}");
        let path = format!("admin/members/{path}");
        match body {
            Some(body) => self.post(&path, &[("authorization", &key)], body),
            None => self.send("GET", &path, &[("authorization", &key)], None),
        }
    }

    /// What the shop's server puts, by its key.
    pub fn put(&self, path: &str, body: &Value) -> Reply {
        let key = format!("Bearer {SHOP_KEY}");
        let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
        self.send("PUT", path, &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let headers: Vec<_> =
            headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.send("POST", path, &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    /// What a customer sends.
    pub fn post_as(&self, customer: &str, path: &str, body: &Value) -> Reply {
        self.post(path, &[("authorization", &self.token(customer))], body)
    }

    pub(super) fn try_post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Option<Reply> {
        let headers: Vec<_> =
            headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.try_send("POST", path, &headers, Some(&serde_json::to_vec(body).unwrap()))
    }

    /// A token as the shop's server would mint it.
    pub fn token(&self, customer: &str) -> String {
        self.token_with(&json!({ "sub": customer }))
    }

    /// The same with other claims.
    pub fn token_with(&self, claims: &Value) -> String {
        let key = EncodingKey::from_secret(TOKEN_SECRET.as_bytes());
        self.token_by(&Header::new(Algorithm::HS256), &key, claims)
    }

    /// The same signed otherwise.
    pub fn token_by(&self, header: &Header, key: &EncodingKey, claims: &Value) -> String {
        let now = self.now().timestamp();
        let mut all = json!({
            "iss": "shop", "aud": "club", "sub": "c-1", "iat": now, "exp": now + 300,
            "scope": "read redeem",
        });
        all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        all.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        format!("Bearer {}", encode(header, &all, key).unwrap())
    }
}
