//! What the document says of one call: who may ask, what is sent, what comes back, and which
//! problem codes. The usual ones follow from who asks and what is sent; a call names its own.

use super::responses;
use super::scheme;
use crate::auth::Scope;
use crate::body;
use stempel_protocol::codes;
use utoipa::openapi::path::{
    HttpMethod, Operation as Entry, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Ref, Schema};
use utoipa::openapi::{ContentBuilder, RefOr, Required, SecurityRequirement};
use utoipa::{PartialSchema, ToSchema};

type Schemas = Vec<(String, RefOr<Schema>)>;

/// What is said of one call.
pub struct Operation {
    summary: &'static str,
    security: Vec<SecurityRequirement>,
    parameters: Vec<Parameter>,
    body: Option<Ref>,
    /// How many bytes of a body are kept: none where none is taken.
    pub body_max: usize,
    answers: Vec<Answer>,
    codes: Vec<&'static str>,
    /// Made only when the document is: a server that starts needs none.
    schemas: Vec<fn(&mut Schemas)>,
}

/// An answer that is no refusal.
pub(super) struct Answer {
    pub status: u16,
    pub body: Option<RefOr<Schema>>,
    pub etag: bool,
    pub media: &'static str,
}

/// A call of a customer, with a token of that scope.
pub fn customer(scope: Scope, summary: &'static str) -> Operation {
    let codes = [codes::UNAUTHENTICATED, codes::TOKEN_EXPIRED, codes::SCOPE];
    program_call(summary).secured(scheme::CUSTOMER, &[scope.word()]).refuses(codes)
}

/// A call of anyone that a customer's token makes personal.
pub fn customer_or_guest(summary: &'static str) -> Operation {
    let mut operation = customer(Scope::Read, summary);
    operation.security.push(SecurityRequirement::default());
    operation
}

/// A call of anyone.
pub fn anyone(summary: &'static str) -> Operation {
    program_call(summary)
}

/// A call of the shop's server, with its key.
pub fn shop(summary: &'static str) -> Operation {
    program_call(summary).secured(scheme::SHOP, &[]).refuses([codes::UNAUTHENTICATED])
}

/// A call of the shop's own people, with a key of their own.
pub fn admin(summary: &'static str) -> Operation {
    program_call(summary).secured(scheme::ADMIN, &[]).refuses([codes::UNAUTHENTICATED])
}

/// A call of the shop's server, signed.
pub fn signed(summary: &'static str) -> Operation {
    let id = ParameterBuilder::new()
        .description(Some("Names the event; the same each time it is sent."));
    let time = ParameterBuilder::new().description(Some("When this request is sent, in seconds."));
    program_call(summary)
        .secured(scheme::SIGNATURE, &[])
        .with(id.name("webhook-id").parameter_in(ParameterIn::Header), String::schema(), true)
        .with(
            time.name("webhook-timestamp").parameter_in(ParameterIn::Header),
            String::schema(),
            true,
        )
        .refuses([codes::SIGNATURE, codes::TIMESTAMP])
}

/// A call beside the programs, which tells of the server itself in plain text.
pub fn probe(summary: &'static str, media: &'static str) -> Operation {
    let mut operation = Operation::new(summary).refuses([codes::INTERNAL]);
    let body =
        if media == "application/json" { serde_json::Value::schema() } else { String::schema() };
    operation.answers.push(Answer { status: 200, body: Some(body), etag: false, media });
    operation
}

/// What holds for every call of a program: it may not be there, and limits and time run out.
fn program_call(summary: &'static str) -> Operation {
    let usual = [codes::NOT_FOUND, codes::RATE_LIMITED, codes::UNAVAILABLE, codes::INTERNAL];
    let lang = ParameterBuilder::new().name("lang").parameter_in(ParameterIn::Query);
    let lang =
        lang.description(Some("The language of the texts; the program's first one without it."));
    Operation::new(summary).with(lang, String::schema(), false).refuses(usual)
}

impl Operation {
    fn new(summary: &'static str) -> Self {
        let (security, parameters, answers) = (Vec::new(), Vec::new(), Vec::new());
        let (body, codes, schemas) = (None, Vec::new(), Vec::new());
        let body_max = 0;
        Self { summary, security, parameters, body, body_max, answers, codes, schemas }
            .knows::<stempel_protocol::Problem>()
    }

    /// A JSON body of that type.
    #[must_use]
    pub fn takes<T: ToSchema>(mut self) -> Self {
        self.body = Some(Ref::from_schema_name(T::name()));
        self.body_max = body::LIMIT;
        let codes = [
            codes::INVALID_JSON,
            codes::INVALID_FIELD,
            codes::MEDIA_TYPE,
            codes::TOO_LARGE,
            codes::TOO_SLOW,
        ];
        self.knows::<T>().refuses(codes)
    }

    /// A JSON body of that type which may be as large as a feed.
    #[must_use]
    pub fn takes_large<T: ToSchema>(self) -> Self {
        Self { body_max: body::LIMIT_LARGE, ..self.takes::<T>() }
    }

    /// A success with a JSON body of that type.
    #[must_use]
    pub fn answers<T: ToSchema>(mut self, status: u16) -> Self {
        let body = Some(Ref::from_schema_name(T::name()).into());
        self.answers.push(Answer { status, body, etag: false, media: "application/json" });
        self.knows::<T>()
    }

    /// A success without a body.
    #[must_use]
    pub fn answers_nothing(mut self, status: u16) -> Self {
        self.answers.push(Answer { status, body: None, etag: false, media: "" });
        self
    }

    /// The answer has an `ETag`, and is not sent again to who holds it.
    #[must_use]
    pub fn revalidated(mut self) -> Self {
        self.answers.iter_mut().for_each(|answer| answer.etag = true);
        self.answers.push(Answer { status: 304, body: None, etag: true, media: "" });
        let known = ParameterBuilder::new().name("If-None-Match").parameter_in(ParameterIn::Header);
        let known = known.description(Some("The `ETag` of the answer that is known."));
        self.with(known, String::schema(), false)
    }

    /// The effect has a key: asked for twice, it happens once.
    #[must_use]
    pub fn keyed(self) -> Self {
        let key = ParameterBuilder::new().name("Idempotency-Key").parameter_in(ParameterIn::Header);
        let key =
            key.description(Some("1 to 200 visible characters; the same key, the same effect."));
        self.with(key, String::schema(), true).refuses([codes::KEY_MISSING, codes::KEY_REUSED])
    }

    /// A parameter of the query, which may be missing.
    #[must_use]
    pub fn query<T: PartialSchema>(self, name: &str, about: &str) -> Self {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
        self.with(parameter.description(Some(about)), T::schema(), false)
            .refuses([codes::INVALID_FIELD])
    }

    /// Problem codes of its own.
    #[must_use]
    pub fn refuses(mut self, codes: impl IntoIterator<Item = &'static str>) -> Self {
        self.codes.extend(codes);
        self
    }

    fn secured(mut self, scheme: &str, scopes: &[&str]) -> Self {
        self.security.push(SecurityRequirement::new(scheme, scopes.iter().copied()));
        self
    }

    fn with(mut self, parameter: ParameterBuilder, schema: RefOr<Schema>, required: bool) -> Self {
        let required = if required { Required::True } else { Required::False };
        self.parameters.push(parameter.schema(Some(schema)).required(required).build());
        self
    }

    fn knows<T: ToSchema>(mut self) -> Self {
        self.schemas.push(|all| {
            all.push((T::name().into_owned(), T::schema()));
            T::schemas(all);
        });
        self
    }

    /// The types it speaks of, by name.
    pub(super) fn schemas(&self) -> Schemas {
        let mut all = Schemas::new();
        self.schemas.iter().for_each(|add| add(&mut all));
        all
    }

    /// Its entry in the document.
    pub(super) fn entry(&self, method: &HttpMethod, path: &str) -> Entry {
        let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let in_path = in_path.map(|name| {
            let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
            parameter.required(Required::True).schema(Some(String::schema())).build()
        });
        let parameters = in_path.chain(self.parameters.iter().cloned()).collect::<Vec<_>>();
        let body = self.body.clone().map(|schema| {
            let content = ContentBuilder::new().schema(Some(schema)).build();
            RequestBodyBuilder::new()
                .content("application/json", content)
                .required(Some(Required::True))
                .build()
        });
        OperationBuilder::new()
            .summary(Some(self.summary))
            .operation_id(Some(id(method, path)))
            .parameters(Some(parameters))
            .request_body(body)
            .responses(responses::of(&self.answers, &self.codes))
            .securities((!self.security.is_empty()).then(|| self.security.clone()))
            .build()
    }
}

/// `post_redemptions_name_use`: the method and the path in words.
fn id(method: &HttpMethod, path: &str) -> String {
    let path = path.trim_start_matches("/v1/{program}");
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<_> = std::iter::once(responses::word(method)).chain(words).collect();
    words.join("_")
}
