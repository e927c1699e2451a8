//! What cargo calls to run the widget's own tests in a browser: wasm-bindgen's test runner, linked
//! as a library so that nothing has to be installed for it. Nothing else lives here.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
