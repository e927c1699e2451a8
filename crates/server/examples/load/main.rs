//! Measures the server on this machine: `cargo run --release -p stempel-server --example load`.
//! Snapshots are read with real tokens, orders paid and rewards redeemed over HTTP on 64
//! connections, each answer waited for. DATABASE_URL measures Postgres.
//!
//! `--only redemption` measures that alone; `--rate 10000` asks so often a second, whether the answers
//! keep up or not, and measures each from when it was to be asked; `--taken 100000` has each reward with a stock taken so
//! often before it begins; `--heavy 100000` compares a member of so many transactions with one of a
//! hundred; `--start 1000000` says how long a server takes to be ready on a store of so many entries;
//! `--memory 600` watches the memory through so many seconds of reads, orders, and codes taken and
//! used.

mod acts;
mod client;
mod compare;
mod measure;
mod memory;
mod past;
mod processor;
mod serve;
mod start;
mod stock;

use clap::Parser;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;
use stempel_server::catalogue::{Catalogue, Definition};
use stempel_server::import::import;
use stempel_server::store::{Place, Store};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Parser, Clone)]
struct Flags {
    /// How many members there are.
    #[arg(long, default_value_t = 512)]
    members: usize,
    /// How many orders each has before it begins.
    #[arg(long, default_value_t = 20)]
    orders: usize,
    /// Measures this alone: `read`, `order` or `redemption`.
    #[arg(long)]
    only: Option<String>,
    /// How many rounds there are; the middle one counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long each thing is measured in each round.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// How many are asked a second, by all connections; as many as are answered when 0.
    #[arg(long, default_value_t = 0)]
    rate: u32,
    /// Compares two members: one with so many transactions, one with a hundred.
    #[arg(long, default_value_t = 0)]
    heavy: usize,
    /// Fills a store with so many ledger entries, says how long it takes to be ready, and ends.
    #[arg(long, default_value_t = 0)]
    start: usize,
    /// Watches the memory for so many seconds of load, in place of measuring speed.
    #[arg(long, default_value_t = 0)]
    memory: u64,
    /// How often each reward with a stock was taken before it begins.
    #[arg(long, default_value_t = 0)]
    taken: usize,
    #[arg(long, default_value = "programs/demo.toml")]
    program: PathBuf,
    /// A folder to keep; a temporary one when absent.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// A server under load, and what the clients have to know of it.
struct Run {
    address: SocketAddr,
    definition: Definition,
    flags: Flags,
}

fn main() -> Outcome<()> {
    let flags = Flags::parse();
    let folder = tempfile::tempdir()?;
    let data = flags.data.clone().unwrap_or_else(|| folder.path().to_owned());
    let place = std::env::var("DATABASE_URL").map_or(Place::Folder(data), Place::Postgres);
    let source = std::fs::read_to_string(&flags.program)?;
    let definition = Definition::read("program", source)?;
    if flags.start > 0 {
        return start::ready(&place, &definition, flags.start);
    }
    if flags.heavy > 0 {
        return compare::heavy(&place, &definition, &flags);
    }
    let began = Instant::now();
    let past = past::of_all(&flags, &definition);
    import(&Store::open(&place, 1)?, Catalogue::new(definition.clone()), &past)?;
    let seconds = began.elapsed().as_secs_f64();
    let Flags { members, orders, taken, .. } = flags;
    say(&format!("{members} members with {orders} orders each, told in {seconds:.1} s"));
    stock::fill(&place, &definition, taken)?;
    let address = serve::start(&place, &definition)?;
    let run = Run { address, definition, flags };
    if run.flags.memory > 0 { run.watch_memory() } else { run.measure() }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The middle one, the least and the most.
fn middle(mut figures: Vec<f64>) -> (f64, f64, f64) {
    figures.sort_by(f64::total_cmp);
    let at = |index: usize| figures.get(index).copied().unwrap_or_default();
    (at(figures.len() / 2), at(0), at(figures.len().saturating_sub(1)))
}
