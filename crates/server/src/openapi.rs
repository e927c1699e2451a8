//! The OpenAPI document, made from the calls themselves: each is put into the router together with
//! what is said of it here (`routes/calls.rs`), and the types are the wire's own.

mod operation;
mod responses;

pub use operation::{Operation, anyone, customer, customer_or_guest, probe, shop, signed};

use crate::config::StartError;
use crate::routes::{self, Described};
use std::path::Path;
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Paths};

/// The names of the ways to say who is asking.
mod scheme {
    pub const CUSTOMER: &str = "customer_token";
    pub const SHOP: &str = "shop_key";
    pub const SIGNATURE: &str = "webhook_signature";
}

/// What the document begins with.
const ABOUT: &str = "The calls between a shop, its customers and the loyalty backend. \
    Points are whole numbers, money is in minor units, instants are RFC 3339 in UTC. A missing \
    optional field and `null` mean the same; fields and values may be added, so a reader passes \
    over what it does not know. Every refusal is a `Problem`, whose `code` is stable and one of \
    `ProblemCode`. See docs/backend.md.";

/// The whole document.
#[must_use]
pub fn document() -> OpenApi {
    let (mut paths, mut components) = (Paths::new(), ComponentsBuilder::new());
    for Described { path, method, operation } in routes::described() {
        components = components.schemas_from_iter(operation.schemas());
        paths.add_path_operation(&path, vec![method.clone()], operation.entry(&method, &path));
    }
    let components = schemes(components).schema("ProblemCode", problem_codes()).build();
    let info = InfoBuilder::new().title("Stempel").version("1").description(Some(ABOUT));
    let license = LicenseBuilder::new().name(env!("CARGO_PKG_LICENSE")).build();
    let info = info.license(Some(license)).build();
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build()
}

/// The document as it is served and committed.
#[must_use]
pub fn text() -> String {
    let text = document().to_pretty_json().unwrap_or_default();
    // Links to other items, which only rustdoc follows.
    text.replace("[`", "`").replace("`]", "`") + "\n"
}

/// Writes the document to a file.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path) -> Result<(), StartError> {
    std::fs::write(file, text()).map_err(|e| StartError::new(file.display().to_string(), e))
}

fn problem_codes() -> ObjectBuilder {
    let all = stempel_protocol::codes::ALL;
    let lines = all.iter().map(|(code, says)| format!("- `{code}`:{says}"));
    let lines: Vec<_> = lines.collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(all.iter().map(|(code, _)| *code)))
        .description(Some(format!(
            "Each code, and the status it comes with.\n{}",
            lines.join("\n")
        )))
}

fn schemes(components: ComponentsBuilder) -> ComponentsBuilder {
    let bearer =
        |about: &str| HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about));
    let token = bearer("A short-lived token that the shop's server signs for its customer.");
    let key = bearer("The secret key of the shop's server.");
    let about = "Standard Webhooks 1.0: `v1,` and the HMAC of `webhook-id`, `webhook-timestamp` and the body.";
    let signature = ApiKeyValue::with_description("webhook-signature", about);
    components
        .security_scheme(scheme::CUSTOMER, SecurityScheme::Http(token.bearer_format("JWT").build()))
        .security_scheme(scheme::SHOP, SecurityScheme::Http(key.build()))
        .security_scheme(scheme::SIGNATURE, SecurityScheme::ApiKey(ApiKey::Header(signature)))
}
