//! What this process used of the machine: processor time without the clients, and memory.

use crate::Outcome;
use std::fs::{read_dir, read_to_string};
use std::time::Duration;

/// The name of the clients' threads.
pub const CLIENT: &str = "client";

/// Linux counts processor time in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// The processor time of the threads that are here now, but for the clients.
pub fn of_server() -> Outcome<Duration> {
    let mut ticks = 0;
    for thread in read_dir("/proc/self/task")? {
        // One that has just ended counts no more.
        let Ok(stat) = read_to_string(thread?.path().join("stat")) else { continue };
        let (name, rest) = stat.rsplit_once(") ").unwrap_or_default();
        if !name.ends_with(CLIENT) {
            let used = rest.split(' ').skip(11).take(2).map(|it| it.parse::<u32>().unwrap_or(0));
            ticks += used.sum::<u32>();
        }
    }
    Ok(TICK * ticks)
}

/// What this process holds of the machine's memory, in megabytes.
pub fn memory() -> Outcome<f64> {
    let status = read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}
