//! The answers of one call in the document: its successes, and under each status of a refusal the
//! problem codes it may have.

use super::operation::Answer;
use serde_json::Value;
use std::collections::BTreeMap;
use stempel_protocol::{Problem, codes};
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Ref, Type};
use utoipa::openapi::{
    ContentBuilder, Header, HeaderBuilder, Response, ResponseBuilder, Responses, ResponsesBuilder,
};
use utoipa::{PartialSchema, ToSchema};

/// All of them.
pub(super) fn of(answers: &[Answer], codes: &[&'static str]) -> Responses {
    let mut responses = ResponsesBuilder::new();
    for answer in answers {
        responses = responses.response(answer.status.to_string(), success(answer));
    }
    for (status, codes) in by_status(codes) {
        responses = responses.response(status.to_string(), refusal(status, &codes));
    }
    responses.build()
}

fn success(answer: &Answer) -> Response {
    let says = if answer.status == 304 { "Nothing has changed." } else { "Done." };
    let mut response = ResponseBuilder::new().description(says);
    if let Some(body) = answer.body.clone() {
        response = response.content(answer.media, ContentBuilder::new().schema(Some(body)).build());
    }
    if answer.etag {
        response = response.header("ETag", text_header("Names this answer."));
    }
    response.build()
}

fn refusal(status: u16, codes: &[(&'static str, &'static str)]) -> Response {
    let lines: Vec<_> = codes.iter().map(|(code, says)| format!("- `{code}`:{says}")).collect();
    let names = codes.iter().map(|(code, _)| Value::from(*code));
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name(Problem::name()))
        .item(ObjectBuilder::new().property("code", code));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let mut response = ResponseBuilder::new().description(lines.join("\n"));
    response = response.content("application/problem+json", content);
    if matches!(status, 429 | 503) {
        response = response.header("Retry-After", text_header("Seconds until the next try."));
    }
    response.build()
}

fn text_header(about: &str) -> Header {
    HeaderBuilder::new().schema(Some(String::schema())).description(Some(about)).build()
}

/// The codes by the status they come with, each with what it says.
fn by_status(codes: &[&str]) -> BTreeMap<u16, Vec<(&'static str, &'static str)>> {
    let mut statuses: BTreeMap<u16, Vec<_>> = BTreeMap::new();
    for (code, says) in codes::ALL.iter().filter(|(code, _)| codes.contains(code)) {
        statuses.entry(status(says)).or_default().push((*code, *says));
    }
    statuses
}

/// The status that a code's comment ends with.
fn status(says: &str) -> u16 {
    let last = says.trim_end_matches('.').rsplit(' ').next();
    last.and_then(|it| it.parse().ok()).unwrap_or(500)
}

/// The method's name, small.
pub(super) fn word(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "get",
        HttpMethod::Post => "post",
        HttpMethod::Put => "put",
        HttpMethod::Patch => "patch",
        HttpMethod::Delete => "delete",
        HttpMethod::Options => "options",
        HttpMethod::Head => "head",
        HttpMethod::Trace => "trace",
    }
}

#[cfg(test)]
mod tests {
    use super::status;
    use stempel_protocol::codes;

    #[test]
    fn every_codes_comment_ends_with_its_status() {
        for (code, says) in codes::ALL {
            let (_, last) = says.trim_end_matches('.').rsplit_once(' ').unwrap();
            assert_eq!(last.parse(), Ok(status(says)), "{code} in problem.rs");
        }
    }
}
