//! The only user of the network for the endpoint: one typed call for each part of the contract
//! that the widget uses. Time-outs, the token and its renewal live here, and nothing else.

use gloo_net::http::{Method, RequestBuilder, Response};
use stempel_protocol::{
    Decode, Encode, JoinRequest, Member, Problem, Program, Quote, QuoteRequest, RedemptionReply,
    RedemptionRequest, TransactionPage, decode,
};
use wasm_bindgen::JsValue;

use crate::host;
use crate::state::Failure;

mod js;

pub use js::JsNode;

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
#[derive(Clone)]
pub struct Api {
    endpoint: String,
    lang: String,
}

/// Who a call is made as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Anyone,
    /// The customer if there is one.
    Whoever,
    Customer,
}

struct Call<'a> {
    method: Method,
    path: &'a str,
    who: As,
    body: Option<JsValue>,
    key: Option<&'a str>,
    etag: Option<&'a str>,
}

impl<'a> Call<'a> {
    fn get(path: &'a str, who: As) -> Self {
        Self { method: Method::GET, path, who, body: None, key: None, etag: None }
    }

    fn post(path: &'a str, who: As, body: &impl Encode) -> Self {
        let JsNode(body) = body.encode();
        Self { method: Method::POST, path, who, body: Some(body), key: None, etag: None }
    }
}

impl Api {
    /// An API at an endpoint, asking for texts in a language.
    #[must_use]
    pub fn new(endpoint: &str, lang: &str) -> Self {
        Self { endpoint: endpoint.into(), lang: lang.into() }
    }

    /// `GET program`.
    pub async fn program(&self) -> Answer<Program> {
        self.send(&Call::get("program", As::Anyone)).await
    }

    /// `GET member`, asked whether the snapshot of that `ETag` is still true.
    pub async fn member(&self, etag: Option<&str>) -> Answer<Snapshot> {
        let call = Call { etag, ..Call::get("member", As::Customer) };
        let response = match self.respond(&call).await {
            Err(Trouble::Failed(Failure::SignedOut)) => return Ok(Snapshot::Guest),
            response => response?,
        };
        if response.status() == 304 {
            return Ok(Snapshot::Unchanged);
        }
        let etag = response.headers().get("etag");
        Ok(Snapshot::Fresh(Box::new(value(response).await?), etag))
    }

    /// `POST member`.
    pub async fn join(&self, request: &JoinRequest) -> Answer<Member> {
        self.send(&Call::post("member", As::Customer, request)).await
    }

    /// `GET member/transactions`.
    pub async fn transactions(&self, cursor: Option<&str>) -> Answer<TransactionPage> {
        let path = match cursor {
            None => "member/transactions".to_owned(),
            Some(cursor) => {
                format!("member/transactions?cursor={}", js_sys::encode_uri_component(cursor))
            }
        };
        self.send(&Call::get(&path, As::Customer)).await
    }

    /// `POST quotes`, personal when somebody is signed in.
    pub async fn quote(&self, request: &QuoteRequest) -> Answer<Quote> {
        self.send(&Call::post("quotes", As::Whoever, request)).await
    }

    /// `POST redemptions`.
    pub async fn redeem(&self, key: &str, request: &RedemptionRequest) -> Answer<RedemptionReply> {
        let call = Call::post("redemptions", As::Customer, request);
        self.send(&Call { key: Some(key), ..call }).await
    }

    /// `POST redemptions/{id}/cancel`.
    pub async fn cancel(&self, key: &str, id: &str) -> Answer<RedemptionReply> {
        let path = format!("redemptions/{}/cancel", js_sys::encode_uri_component(id));
        let call = Call { method: Method::POST, ..Call::get(&path, As::Customer) };
        self.send(&Call { key: Some(key), ..call }).await
    }

    async fn send<T: Decode>(&self, call: &Call<'_>) -> Answer<T> {
        value(self.respond(call).await?).await
    }

    /// Sends a call; once more with a new token after a 401.
    async fn respond(&self, call: &Call<'_>) -> Answer<Response> {
        let response = self.attempt(call, false).await?;
        if response.status() == 401 && call.who != As::Anyone {
            return self.attempt(call, true).await;
        }
        Ok(response)
    }

    async fn attempt(&self, call: &Call<'_>, fresh_token: bool) -> Answer<Response> {
        let token = match call.who {
            As::Anyone => None,
            _ => host::token(fresh_token).await.map_err(|_| Trouble::Failed(Failure::Offline))?,
        };
        if token.is_none() && call.who == As::Customer {
            return Err(Trouble::Failed(Failure::SignedOut));
        }
        self.request(call, token.as_deref())?.send().await.map_err(failed)
    }

    fn request(&self, call: &Call<'_>, token: Option<&str>) -> Answer<gloo_net::http::Request> {
        let limit = if call.method == Method::GET { READ_MS } else { WRITE_MS };
        let separator = if call.path.contains('?') { '&' } else { '?' };
        let url = format!("{}/{}{separator}lang={}", self.endpoint, call.path, self.lang);
        let mut builder = RequestBuilder::new(&url)
            .method(call.method.clone())
            .credentials(web_sys::RequestCredentials::Omit)
            .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(limit)));
        if let Some(token) = token {
            builder = builder.header("authorization", &format!("Bearer {token}"));
        }
        for (name, value) in [("idempotency-key", call.key), ("if-none-match", call.etag)] {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        let request = match &call.body {
            None => builder.build(),
            Some(body) => {
                let text = js_sys::JSON::stringify(body).map(String::from).unwrap_or_default();
                builder.header("content-type", "application/json").body(text)
            }
        };
        request.map_err(failed)
    }
}

/// The value of a response, or the problem in it.
async fn value<T: Decode>(response: Response) -> Answer<T> {
    let ok = response.ok();
    let body = read(response).await?;
    if ok {
        return decode(&body).map_err(|_| Trouble::Failed(Failure::Server));
    }
    let problem = decode::<Problem, _>(&body);
    Err(problem.map_or(Trouble::Failed(Failure::Server), |it| Trouble::Refused(Box::new(it))))
}

/// The body as a tree; the same time-out as for the head still runs.
async fn read(response: Response) -> Answer<JsNode> {
    let text = response.text().await.map_err(failed)?;
    js_sys::JSON::parse(&text).map(JsNode).map_err(|_| Trouble::Failed(Failure::Server))
}

/// Tells a time-out from a connection that failed.
fn failed(error: gloo_net::Error) -> Trouble {
    Trouble::Failed(match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => Failure::Timeout,
        _ => Failure::Offline,
    })
}
