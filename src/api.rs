//! The only user of the network for the endpoint: one typed call for each part of the contract
//! that the widget uses. Time-outs, the token and its renewal, and the pause after a failure live
//! here, and nothing else.

use std::pin::Pin;

use gloo_net::http::{Method, RequestBuilder};
use stempel_protocol::{
    Decode, Encode, JoinRequest, Member, Problem, Program, Quote, QuoteRequest, RedemptionReply,
    RedemptionRequest, Source, TransactionPage, decode,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::host;
use crate::state::Failure;

mod js;
mod json;
mod pace;

pub use js::JsNode;
pub use json::text as json;
pub use pace::{due, welcome};

/// How long an answer may take, in milliseconds: reading, and writing.
const READ_MS: u32 = 10_000;
const WRITE_MS: u32 = 15_000;

/// Why a call gave no value.
pub enum Trouble {
    /// The connection or the answer failed; a write may or may not have had its effect.
    Failed(Failure),
    /// The backend refused, so nothing happened.
    Refused(Box<Problem>),
}

impl Trouble {
    /// What to tell the shopper.
    #[must_use]
    pub fn failure(self) -> Failure {
        match self {
            Self::Failed(failure) => failure,
            Self::Refused(problem) if problem.status == 401 => Failure::SignedOut,
            Self::Refused(problem) if problem.status >= 500 => Failure::Server,
            Self::Refused(problem) => Failure::Refused(problem.code),
        }
    }
}

impl Trouble {
    /// The problem's code, or what failed, for the page.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(problem) => &problem.code,
            Self::Failed(_) => "failed",
        }
    }
}

/// What `GET member` brings.
pub enum Snapshot {
    /// Nobody is signed in.
    Guest,
    /// The one that is here is still true.
    Unchanged,
    /// A fresh one, with its `ETag`.
    Fresh(Box<Member>, Option<String>),
}

type Answer<T> = Result<T, Trouble>;

/// The endpoint, ready to be called.
#[derive(Clone, Copy)]
pub struct Api {
    endpoint: &'static str,
    lang: &'static str,
}

/// Who a call is made as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Anyone,
    /// The customer if there is one.
    Whoever,
    Customer,
}

struct Call {
    method: Method,
    path: String,
    who: As,
    body: Option<String>,
    key: Option<String>,
    etag: Option<String>,
}

impl Call {
    fn get(path: &str, who: As) -> Self {
        Self { method: Method::GET, path: path.into(), who, body: None, key: None, etag: None }
    }

    fn post(path: &str, who: As, body: &impl Encode) -> Self {
        Self { method: Method::POST, body: Some(json(body)), ..Self::get(path, who) }
    }
}

/// Something a member does besides redeeming.
pub struct Act(Method, String);

impl Act {
    /// `POST` to that part of the contract.
    #[must_use]
    pub fn post(path: String) -> Self {
        Self(Method::POST, path)
    }

    /// `PATCH member`.
    #[must_use]
    pub fn patch() -> Self {
        Self(Method::PATCH, "member".into())
    }

    /// `DELETE` of that part of the contract.
    #[must_use]
    pub fn delete(path: String) -> Self {
        Self(Method::DELETE, path)
    }
}

struct Reply {
    status: u16,
    etag: Option<String>,
    body: JsValue,
}

impl Api {
    /// An API at an endpoint, asking for texts in a language. There is one for the life of the
    /// page, so both are kept for good.
    #[must_use]
    pub fn new(endpoint: &str, lang: &str) -> Self {
        Self { endpoint: String::from(endpoint).leak(), lang: String::from(lang).leak() }
    }

    /// `GET program`.
    pub async fn program(self) -> Answer<Program> {
        let reply = self.send(Call::get("program", As::Anyone)).await?;
        let (status, body) = (reply.status, reply.body.clone());
        let program = value(reply);
        match &program {
            Ok(_) => host::keep("program", &body),
            Err(_) => host::no_program(self.endpoint, status),
        }
        program
    }

    /// `GET member`, asked whether the snapshot of that `ETag` is still true.
    pub async fn member(self, etag: Option<String>) -> Answer<Snapshot> {
        let call = Call { etag, ..Call::get("member", As::Customer) };
        let reply = match self.send(call).await {
            Err(Trouble::Failed(Failure::SignedOut)) => {
                pace::rest();
                return Ok(Snapshot::Guest);
            }
            reply => reply?,
        };
        if reply.status == 304 {
            return Ok(Snapshot::Unchanged);
        }
        let etag = reply.etag.clone();
        Ok(Snapshot::Fresh(Box::new(replied(reply, JsValue::clone)?), etag))
    }

    /// `POST member`.
    pub async fn join(self, request: &JoinRequest) -> Answer<Member> {
        replied(self.send(Call::post("member", As::Customer, request)).await?, JsValue::clone)
    }

    /// `GET member/transactions`.
    pub async fn transactions(self, cursor: Option<&str>) -> Answer<TransactionPage> {
        let path = match cursor {
            None => "member/transactions".to_owned(),
            Some(cursor) => ["member/transactions?cursor=", &encoded(cursor)].concat(),
        };
        value(self.send(Call::get(&path, As::Customer)).await?)
    }

    /// `POST quotes`, personal when somebody is signed in.
    pub async fn quote(self, request: &QuoteRequest) -> Answer<Quote> {
        value(self.send(Call::post("quotes", As::Whoever, request)).await?)
    }

    /// `POST quotes` as the backend answers it, for the page.
    pub async fn quote_as_sent(self, request: &QuoteRequest) -> Answer<JsValue> {
        let reply = self.send(Call::post("quotes", As::Whoever, request)).await?;
        let sent = reply.body.clone();
        value::<Quote>(reply).map(|_| sent)
    }

    /// `POST redemptions`.
    pub async fn redeem(self, key: &str, request: &RedemptionRequest) -> Answer<RedemptionReply> {
        let call = Call::post("redemptions", As::Customer, request);
        replied(self.send(Call { key: Some(key.into()), ..call }).await?, member_in)
    }

    /// `POST redemptions/{id}/cancel`.
    pub async fn cancel(self, key: &str, id: &str) -> Answer<RedemptionReply> {
        let path = ["redemptions/", &encoded(id), "/cancel"].concat();
        let call = Call { method: Method::POST, ..Call::get(&path, As::Customer) };
        replied(self.send(Call { key: Some(key.into()), ..call }).await?, member_in)
    }

    /// Does something; answers with the snapshot after it, where the reply brings one.
    pub async fn act(self, act: Act, body: Option<String>) -> Answer<Option<Member>> {
        let Act(method, path) = act;
        let call = Call { method, body, ..Call::get(&path, As::Customer) };
        let body = good(self.send(call).await?)?;
        host::remember("reply", &body);
        let inside = member_in(&body);
        let member = JsNode(if inside.is_undefined() { body } else { inside });
        if member.field("as_of").is_absent() {
            return Ok(None);
        }
        host::keep("member", &member.0);
        decode(&member).map(Some).map_err(|_| Trouble::Failed(Failure::Server))
    }

    /// `GET` of a part of the contract for the customer, as it came.
    pub async fn look_up(self, path: &str) -> Answer<JsValue> {
        good(self.send(Call::get(path, As::Customer)).await?)
    }

    /// Sends a call; once more with a new token after a 401. Boxed, so that the machine that waits
    /// exists once and not in each command.
    fn send(self, call: Call) -> Pin<Box<dyn Future<Output = Answer<Reply>>>> {
        Box::pin(async move {
            let mut reply = self.attempt(&call, false).await?;
            if reply.status == 401 && call.who != As::Anyone {
                reply = self.attempt(&call, true).await?;
            }
            Ok(reply)
        })
    }

    fn attempt(
        self,
        call: &Call,
        fresh_token: bool,
    ) -> Pin<Box<dyn Future<Output = Answer<Reply>> + '_>> {
        Box::pin(async move {
            let token = match call.who {
                As::Anyone => None,
                _ => {
                    host::token(fresh_token).await.map_err(|_| Trouble::Failed(Failure::NoToken))?
                }
            };
            if token.is_none() && call.who == As::Customer {
                return Err(Trouble::Failed(Failure::SignedOut));
            }
            let sent = self.request(call, token.as_deref())?.send().await;
            let response = sent.map_err(|error| self.failed(error))?;
            let headers = response.headers();
            let retry_after = headers.get("retry-after").and_then(|it| it.parse::<u16>().ok());
            pace::answered(response.status(), retry_after);
            // Anything that is not JSON is a broken answer, and seen as one later; the time-out of
            // the head still runs while it is read.
            let (status, etag) = (response.status(), headers.get("etag"));
            let body = match web_sys::Response::from(response).json() {
                Ok(body) => JsFuture::from(body).await.unwrap_or_default(),
                Err(_) => JsValue::UNDEFINED,
            };
            Ok(Reply { status, etag, body })
        })
    }

    fn request(self, call: &Call, token: Option<&str>) -> Answer<gloo_net::http::Request> {
        let limit = if call.method == Method::GET { READ_MS } else { WRITE_MS };
        let separator = if call.path.contains('?') { "&" } else { "?" };
        let url = [self.endpoint, "/", &call.path, separator, "lang=", self.lang].concat();
        let mut builder = RequestBuilder::new(&url)
            .method(call.method.clone())
            .credentials(web_sys::RequestCredentials::Omit)
            .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(limit)));
        if let Some(token) = token {
            builder = builder.header("authorization", &["Bearer ", token].concat());
        }
        for (name, value) in [("idempotency-key", &call.key), ("if-none-match", &call.etag)] {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        let request = match &call.body {
            None => builder.build(),
            Some(body) => builder.header("content-type", "application/json").body(body.as_str()),
        };
        request.map_err(|error| self.failed(error))
    }

    /// Tells a time-out from a connection that failed.
    fn failed(self, error: gloo_net::Error) -> Trouble {
        pace::failed(0);
        Trouble::Failed(match error {
            gloo_net::Error::JsError(error) if error.name == "TimeoutError" => Failure::Timeout,
            _ => {
                host::unreachable();
                Failure::Offline
            }
        })
    }
}

/// The value of a reply, or the problem in it.
fn value<T: Decode>(reply: Reply) -> Answer<T> {
    decode(&JsNode(good(reply)?)).map_err(|_| Trouble::Failed(Failure::Server))
}

/// The body of a reply, or the problem in it.
fn good(reply: Reply) -> Answer<JsValue> {
    if (200..300).contains(&reply.status) {
        return Ok(reply.body);
    }
    let problem = decode(&JsNode(reply.body));
    Err(problem.map_or(Trouble::Failed(Failure::Server), |it| Trouble::Refused(Box::new(it))))
}

/// The value of a reply that brings a snapshot, which is kept.
fn replied<T: Decode>(reply: Reply, member: fn(&JsValue) -> JsValue) -> Answer<T> {
    let body = reply.body.clone();
    let value = value(reply)?;
    host::keep("member", &member(&body));
    Ok(value)
}

/// The snapshot in the reply of a command.
fn member_in(body: &JsValue) -> JsValue {
    JsNode(body.clone()).field("member").0
}

/// What a view wants to know besides of the newest answer of that name, `program` or `member`.
#[must_use]
pub fn besides<T: Decode>(name: &str) -> Option<T> {
    decode(&newest(name)?).ok()
}

/// Whether the newest answer of that name has something there.
#[must_use]
pub fn says(name: &str, field: &'static str) -> bool {
    newest(name).is_some_and(|it| !it.field(field).is_absent())
}

// What has not come is not what is empty.
fn newest(name: &str) -> Option<JsNode> {
    Some(JsNode(host::sent(name))).filter(|it| !it.is_absent())
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
