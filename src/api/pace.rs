//! How often the endpoint is asked by itself: every 15 seconds while all is well; after failures
//! ever more rarely, at random within ever longer pauses, so that the widgets of a shop do not come
//! back all at once; never before an answer's `Retry-After`.

use std::cell::Cell;

/// The pause while all is well, in milliseconds.
const REGULAR_MS: f64 = 15_000.0;
/// The longest pause after the first failure; it doubles with each further one.
const FIRST_MS: f64 = 2_000.0;
/// The longest pause at all.
const LONGEST_MS: f64 = 120_000.0;

thread_local! {
    static FAILURES: Cell<i32> = const { Cell::new(0) };
    static NEXT: Cell<f64> = const { Cell::new(0.0) };
    /// Until when an answer wished to be left in peace.
    static PEACE: Cell<f64> = const { Cell::new(0.0) };
}

/// Whether it is time to ask again without being told to.
#[must_use]
pub fn due() -> bool {
    js_sys::Date::now() >= NEXT.get()
}

/// Whether to ask when the page is looked at again: at once, but not into a failure.
#[must_use]
pub fn welcome() -> bool {
    FAILURES.get() == 0 || due()
}

/// An answer came. `retry_after` is in seconds.
pub fn answered(status: u16, retry_after: Option<u16>) {
    if status >= 500 || status == 429 {
        failed(retry_after.unwrap_or_default());
    } else if js_sys::Date::now() >= PEACE.get() {
        // Before, it was another call that was answered.
        FAILURES.set(0);
        rest();
    }
}

/// There is nothing to ask for now: nobody is signed in.
pub fn rest() {
    NEXT.set(js_sys::Date::now() + REGULAR_MS);
}

/// No good answer came; it may be asked again after so many seconds.
pub fn failed(retry_after: u16) {
    let failures = FAILURES.get();
    FAILURES.set(failures + 1);
    let until = js_sys::Date::now() + f64::from(retry_after) * 1_000.0;
    PEACE.set(until.max(PEACE.get()));
    let longest = (FIRST_MS * f64::from(1 << failures.min(16))).min(LONGEST_MS);
    NEXT.set(PEACE.get() + 500.0 + js_sys::Math::random() * longest);
}
