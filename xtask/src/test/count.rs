//! Counting tests over all the programs that run them.

use anyhow::Result;
use std::fmt;

/// How many passed, failed, and were left out.
#[derive(Default, Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Did what they promise.
    pub passed: u64,
    /// Did not.
    pub failed: u64,
    /// Were not run.
    pub skipped: u64,
}

impl Count {
    /// A single test.
    pub fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into(), skipped: 0 }
    }

    /// Adds what a program reports. One that could not even run counts as a failure.
    pub fn add(&mut self, what: &str, reported: Result<Self>) {
        let counted = reported.unwrap_or_else(|error| {
            println!("\n{what}: {error:#}");
            Self::one(false)
        });
        self.passed += counted.passed;
        self.failed += counted.failed;
        self.skipped += counted.skipped;
    }

    /// Adds a line of Rust's test harness, if it is the one that counts.
    pub fn see(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        let number = |what: &str| -> u64 {
            let part = counts.split([';', '.']).find_map(|part| part.trim().strip_suffix(what));
            part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
        };
        self.passed += number("passed");
        self.failed += number("failed");
        self.skipped += number("ignored");
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn reads_the_line_of_the_harness() {
        let mut count = Count::default();
        count.see(
            "test result: FAILED. 12 passed; 1 failed; 3 ignored; 0 measured; finished in 0.1s",
        );
        count.see("test result: ok. 30 passed; 0 failed; 0 ignored; 2 filtered out");
        count.see("running 12 tests");
        assert_eq!(count, Count { passed: 42, failed: 1, skipped: 3 });
        assert_eq!(count.to_string(), "42 passed, 1 failed, 3 skipped");
    }

    #[test]
    fn what_cannot_run_has_failed() {
        let mut count = Count::default();
        count.add("it", Err(anyhow::anyhow!("no")));
        assert_eq!(count.to_string(), "0 passed, 1 failed");
    }
}
