//! Whether the server needs more and more memory.

use crate::client::Connection;
use crate::{Outcome, Run, processor, say};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

impl Run {
    /// Says every ten seconds how much memory is held, clients included.
    pub fn watch_memory(&self) -> Outcome<()> {
        let serial = AtomicUsize::new(0);
        let began = Instant::now();
        let until = began + Duration::from_secs(self.flags.memory);
        std::thread::scope(|scope| {
            let serial = &serial;
            let one = |number: usize| {
                scope.spawn(move || -> Outcome<()> {
                    let mut connection = Connection::open(self.address, number)?;
                    while Instant::now() < until {
                        let serial = serial.fetch_add(1, Ordering::Relaxed);
                        match serial % 10 {
                            0 => self.paid(&mut connection, serial)?,
                            1 => self.redeem_and_use(&mut connection, serial)?,
                            _ => self.read(&mut connection, serial)?,
                        }
                    }
                    Ok(())
                })
            };
            let clients: Vec<_> = (0..self.flags.connections).map(one).collect();
            while Instant::now() < until {
                std::thread::sleep(Duration::from_secs(10));
                let (seconds, asked) = (began.elapsed().as_secs(), serial.load(Ordering::Relaxed));
                let held = processor::memory()?;
                say(&format!("{seconds:4} s, {asked:8} requests, {held:.1} MB"));
            }
            clients.into_iter().try_for_each(|it| it.join().map_err(|_| "a client panicked")?)
        })
    }
}
