//! wasm-bindgen as a library: from the compiled module to a browser's module, in its two parts, and
//! its glue.

use super::slim::slim;
use super::split::{self, Late, Parts};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The halves of the app.
pub struct Bindings {
    /// The glue, an ES module.
    pub js: String,
    /// The module it instantiates, and the one that comes later.
    pub wasm: Parts,
    /// What belongs to the one that comes later.
    pub late: Late,
}

/// Generates them. The loader always passes the module in, so the glue guesses no path.
/// `own_names` says whether each function has a name of its own.
pub fn generate(module: &Path, own_names: bool) -> Result<Bindings> {
    let linked = fs::read(module).with_context(|| module.display().to_string())?;
    let late = split::late(&linked)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("app", linked).out_name("app").web(true)?;
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
    // What the linker noted for `split` is not true any more.
    for notes in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(notes);
    }
    let js = slim(&glue, module, own_names)?;
    Ok(Bindings { js, wasm: split::cut(&module.emit_wasm(), &late)?, late })
}
