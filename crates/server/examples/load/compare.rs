//! Whether a long past makes a member slow.

use crate::{Flags, Outcome, middle, past, say};
use std::sync::Arc;
use std::time::Instant;
use stempel_protocol::{Member, MemberStatus};
use stempel_server::catalogue::{Catalogue, Definition};
use stempel_server::import::import;
use stempel_server::service::{Context, Customer, Mode, snapshot};
use stempel_server::store::{Place, Store};

/// How many snapshots a round has.
const SNAPSHOTS: u32 = 300;

/// How long a snapshot takes of a member with so many transactions, and of one with a hundred: made
/// anew each time, past the server's memory, the two in turn.
pub fn heavy(place: &Place, definition: &Definition, flags: &Flags) -> Outcome<()> {
    let store = Store::open(place, 1)?;
    let catalogue = Arc::new(Catalogue::new(definition.clone()));
    for (name, count) in [("light", 100), ("heavy", flags.heavy)] {
        // A folder that was kept has them.
        if snapshot_of(&store, &catalogue, name)?.status == MemberStatus::NotJoined {
            let past = past::of_one(definition, name, count)?;
            import(&store, Catalogue::new(definition.clone()), &past)?;
        }
    }
    let (mut light, mut heavy) = (Vec::new(), Vec::new());
    for _ in 0..flags.rounds.max(1) * 2 {
        light.push(micros(&store, &catalogue, "light")?);
        heavy.push(micros(&store, &catalogue, "heavy")?);
    }
    let ratios = light.iter().zip(&heavy).map(|(light, heavy)| heavy / light).collect();
    let (ratio, least, most) = middle(ratios);
    let ((light, ..), (heavy, ..)) = (middle(light), middle(heavy));
    say(&format!(
        "a snapshot with 100 transactions {light:.0} µs, with {} {heavy:.0} µs: {ratio:.2} times \
         as long ({least:.2} to {most:.2})",
        flags.heavy
    ));
    Ok(())
}

fn micros(store: &Store, catalogue: &Arc<Catalogue>, name: &str) -> Outcome<f64> {
    let began = Instant::now();
    for _ in 0..SNAPSHOTS {
        snapshot_of(store, catalogue, name)?;
    }
    Ok(began.elapsed().as_secs_f64() * 1e6 / f64::from(SNAPSHOTS))
}

fn snapshot_of(store: &Store, catalogue: &Arc<Catalogue>, name: &str) -> Outcome<Member> {
    let (lang, now) = (catalogue.program.language(None).to_owned(), chrono::Utc::now());
    let context = Context { catalogue: Arc::clone(catalogue), mode: Mode::Live, lang, now };
    let customer = Customer { id: name.into(), name: None };
    let read = store.readers.read_blocking(|tx| snapshot::read(tx, &context, &customer));
    read.map_err(|e| e.to_string().into())
}
