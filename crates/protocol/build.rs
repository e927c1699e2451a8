//! Tells the macros behind the OpenAPI document, which see names and not types, what a `Timestamp` is.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "openapi")]
    utoipa_config::Config::new().alias_for("Timestamp", "chrono::DateTime<Utc>").write_to_file();
}
