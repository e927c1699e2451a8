//! How many a second, and how long each waits: in rounds, of which the middle one counts.

use crate::client::Connection;
use crate::{Outcome, Run, middle, processor, say};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// One connection's next request; `serial` is unlike any other of this round.
type Act = fn(&Run, &mut Connection, serial: usize) -> Outcome<()>;
/// What comes before the clock runs, or after it has stopped.
type Aside = fn(&Run, &mut Connection) -> Outcome<()>;

struct What {
    name: &'static str,
    before: Aside,
    act: Act,
    after: Aside,
}

const ALL: [What; 3] = [
    What { name: "read", before: nothing, act: Run::read, after: nothing },
    What { name: "order", before: nothing, act: Run::paid, after: nothing },
    What { name: "redemption", before: Run::look, act: Run::redeem, after: Run::use_up },
];

fn nothing(_: &Run, _: &mut Connection) -> Outcome<()> {
    Ok(())
}

/// The figures of a round.
struct Round {
    a_second: f64,
    p50: f64,
    p99: f64,
    /// What each took of the server's processor time, in microseconds.
    processor: f64,
}

impl Run {
    /// Each thing in each round, so that what else the machine does meets all of them.
    pub fn measure(&self) -> Outcome<()> {
        let asked = |it: &&What| self.flags.only.as_ref().is_none_or(|only| only == it.name);
        let mut all: Vec<(&What, Vec<Round>)> =
            ALL.iter().filter(asked).map(|what| (what, Vec::new())).collect();
        for _ in 0..self.flags.rounds {
            for (what, rounds) in &mut all {
                rounds.push(self.round(what)?);
            }
        }
        for (what, rounds) in all {
            let of = |figure: fn(&Round) -> f64| middle(rounds.iter().map(figure).collect());
            let (a_second, least, most) = of(|it| it.a_second);
            let ((p50, ..), (p99, ..)) = (of(|it| it.p50), of(|it| it.p99));
            let (processor, ..) = of(|it| it.processor);
            say(&format!(
                "{:10} {a_second:6.0} a second ({least:.0} to {most:.0}), p50 {p50:.1} ms, \
                 p99 {p99:.1} ms, {processor:.0} µs of the server's processor time each",
                what.name
            ));
        }
        Ok(())
    }

    /// Waits for a connection's next turn and says when it was, which is what the answer is late
    /// after; without a rate it is now.
    fn turns(&self, number: usize) -> impl FnMut() -> Instant {
        let connections = self.flags.connections as f64;
        let every = (self.flags.rate > 0).then(|| connections / f64::from(self.flags.rate));
        let began = Instant::now();
        let mut turn = number as f64 / connections;
        move || {
            let Some(every) = every else { return Instant::now() };
            let at = began + Duration::from_secs_f64(every * turn);
            turn += 1.0;
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            at
        }
    }

    fn round(&self, what: &What) -> Outcome<Round> {
        let serial = AtomicUsize::new(0);
        let starts = Barrier::new(self.flags.connections + 1);
        let ends = Barrier::new(self.flags.connections + 1);
        std::thread::scope(|scope| {
            let one = |number: usize| {
                let (starts, ends, serial) = (&starts, &ends, &serial);
                let run = move || -> Outcome<Vec<Duration>> {
                    let mut connection = Connection::open(self.address, number)?;
                    let ready = (what.before)(self, &mut connection);
                    starts.wait();
                    let mut turns = self.turns(number);
                    let until = Instant::now() + Duration::from_secs(self.flags.seconds);
                    let mut times = Vec::new();
                    let acted = ready.and_then(|()| {
                        while Instant::now() < until {
                            let asked = turns();
                            let serial = serial.fetch_add(1, Ordering::Relaxed);
                            (what.act)(self, &mut connection, serial)?;
                            times.push(asked.elapsed());
                        }
                        Ok(())
                    });
                    ends.wait();
                    acted?;
                    (what.after)(self, &mut connection)?;
                    Ok(times)
                };
                let named = std::thread::Builder::new().name(processor::CLIENT.to_owned());
                named.spawn_scoped(scope, run)
            };
            let all: Vec<_> = (0..self.flags.connections).map(one).collect::<Result<_, _>>()?;
            starts.wait();
            let (began, before) = (Instant::now(), processor::of_server()?);
            ends.wait();
            let (seconds, used) = (began.elapsed().as_secs_f64(), processor::of_server()? - before);
            let joined = all.into_iter().map(|it| it.join().map_err(|_| "a client panicked")?);
            let times = joined.collect::<Outcome<Vec<_>>>()?.concat();
            Ok(Round::of(times, seconds, used))
        })
    }
}

impl Round {
    fn of(mut times: Vec<Duration>, seconds: f64, used: Duration) -> Self {
        times.sort();
        let count = times.len() as f64;
        let at = |part: f64| {
            let index = (count * part) as usize;
            times.get(index).map_or(0.0, |it| it.as_secs_f64() * 1000.0)
        };
        let processor = used.as_secs_f64() * 1e6 / count.max(1.0);
        Self { a_second: count / seconds, p50: at(0.5), p99: at(0.99), processor }
    }
}
