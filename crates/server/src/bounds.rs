//! How long the server bears with its clients and its database, and with how many at once.

use std::time::Duration;

/// What the server bears at most.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// How long a request's head may take from the answer before it, or from the connection's start: so
    /// long a connection may be idle, too. Longer than proxies keep one (mostly 60 s), so that none sends
    /// a request on a connection that is just being closed.
    pub head: Duration,
    /// How long a request's body may take after its head.
    pub body: Duration,
    /// How long a client may take nothing of its answer.
    pub answer: Duration,
    /// How long a call waits for the database: in the queue, and for its answer.
    pub database: Duration,
    /// How long a command of Postgres waits for what another one acts on.
    pub lock: Duration,
    /// How long it is waited for an answer to whether the server is ready, and how its store stands.
    pub probe: Duration,
    /// How long open requests may take to end once the server is told to stop.
    pub stop: Duration,
    /// How many connections are open at once; others wait for one to end.
    pub connections: usize,
    /// How many of them one address has; see [`crate::limits::Limits::household`].
    pub connections_of_one: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(75),
            body: Duration::from_secs(30),
            answer: Duration::from_secs(30),
            database: Duration::from_secs(30),
            lock: Duration::from_secs(5),
            probe: Duration::from_secs(5),
            stop: Duration::from_secs(10),
            connections: 10_000,
            connections_of_one: 2_500,
        }
    }
}

impl Bounds {
    /// As many connections as there are descriptors for, when a quarter of them is left for files and
    /// the database.
    #[must_use]
    pub fn within(self, descriptors: Option<u64>) -> Self {
        let room = descriptors.and_then(|it| usize::try_from(it / 4 * 3).ok());
        let connections = room.unwrap_or(usize::MAX).clamp(1, self.connections);
        Self {
            connections,
            connections_of_one: self.connections_of_one.min(connections.div_ceil(4)),
            ..self
        }
    }
}

/// How many files and connections this process may have open, once it has asked for all it can get.
#[cfg(unix)]
#[must_use]
pub fn descriptors() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // Refused where the system has a limit of its own: then it stays as it is.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    getrlimit(Resource::Nofile).current.or(current)
}

/// How many files and connections this process may have open: unknown here.
#[cfg(not(unix))]
#[must_use]
pub fn descriptors() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn a4_no_more_connections_are_taken_than_there_are_descriptors_for() {
        for (descriptors, all, of_one) in [
            (None, 10_000, 2_500),
            (Some(1_048_576), 10_000, 2_500),
            (Some(1024), 768, 192),
            (Some(256), 192, 48),
            (Some(0), 1, 1),
        ] {
            let bounds = Bounds::default().within(descriptors);
            assert_eq!((bounds.connections, bounds.connections_of_one), (all, of_one));
        }
    }
}
