//! Changing the generated glue so that a crash inside the widget never reaches the shop's page as
//! an uncaught error. The browser calls into the app through the closures the glue makes; the app's
//! own exports are called by the loader, which catches for itself.

use anyhow::{Result, bail};

// How the glue calls a closure, once for those that may change what they hold and once for others.
const CALLS: [&str; 2] = ["return f(a, state.b, ...args);", "return f(state.a, state.b, ...args);"];

/// What the loader's half gets: `onTrap(handler)` is told of the first crash. A crashed app is not
/// called again, since its memory can no longer be trusted.
const TRAP: &str = "
let trapped = false;
let trapHandler;
function onTrap(handler) {
    trapHandler = handler;
}
function guard(call) {
    if (trapped) return;
    try {
        return call();
    } catch (error) {
        trapped = true;
        trapHandler?.(error);
    }
}
";

/// Wraps every call of a closure; fails when the glue no longer looks as expected.
pub fn catch_traps(glue: &str) -> Result<String> {
    let made = glue.matches(".register(real, state, state);").count();
    let mut guarded = glue.to_owned();
    let mut calls = 0;
    for call in CALLS {
        calls += guarded.matches(call).count();
        let inner = call.trim_start_matches("return ").trim_end_matches(';');
        guarded = guarded.replace(call, &format!("return guard(() => {inner});"));
    }
    if calls == 0 || calls != made {
        bail!("wasm-bindgen's glue makes {made} kinds of closures, of which {calls} were found");
    }
    Ok(close(&guarded) + TRAP)
}

/// Nothing of the glue is the module's door: that is the loader's half, joined to it.
fn close(glue: &str) -> String {
    let inside = |line: &&str| !line.starts_with("export {");
    let lines = glue.lines().filter(inside);
    lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::catch_traps;

    const CLOSURE: &str = "try { return f(a, state.b, ...args); } finally {}
        CLOSURE_DTORS.register(real, state, state);
export function start() {}
export { initSync, __wbg_init as default };";

    #[test]
    fn guards_each_closure() {
        let glue = catch_traps(CLOSURE).unwrap();
        assert!(glue.contains("return guard(() => f(a, state.b, ...args));"));
        assert!(glue.contains("function onTrap") && !glue.contains("export"));
    }

    #[test]
    fn refuses_glue_it_does_not_know() {
        assert!(catch_traps("").is_err());
        assert!(catch_traps(&CLOSURE.replace("f(a,", "f.call(a,")).is_err());
    }
}
