//! wasm-bindgen as a library: from the compiled module to a browser's module and its glue.

use super::slim::slim;
use anyhow::{Result, bail};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The two halves of the app.
pub struct Bindings {
    /// The glue, an ES module.
    pub js: String,
    /// The module it instantiates.
    pub wasm: Vec<u8>,
}

/// Generates both. The loader always passes the module in, so the glue guesses no path.
/// `own_names` says whether each function has a name of its own.
pub fn generate(module: &Path, own_names: bool) -> Result<Bindings> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("app").web(true)?;
    bindgen.typescript(false).omit_default_module_path(true);
    // wasm-opt orders functions by their names, which puts like beside like; then they go.
    bindgen.remove_name_section(false).remove_producers_section(true);
    let mut output = bindgen.generate_output()?;
    let inline = output.snippets().values().any(|snippets| !snippets.is_empty());
    if inline || !output.local_modules().is_empty() {
        bail!("a crate of the widget brings JavaScript of its own, which dist does not ship");
    }
    let glue = output.js().to_owned();
    let module = output.wasm_mut();
    let js = slim(&glue, module, own_names)?;
    Ok(Bindings { js, wasm: module.emit_wasm() })
}
