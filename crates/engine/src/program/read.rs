//! From the text of a file to a program, or to all of its mistakes.

use super::head::Head;
use super::notes::{Fields, Notes};
use super::reader::Table;
use super::{
    Badge, EarnedBy, Mistake, Points, Program, benefits, catalogue, community, earns, head,
    keeping, ladder, meant, person, personal, syntax, wallet,
};
use toml::de::DeTable;

/// A program that is meant as it is written.
pub(super) fn checked(text: &str) -> Result<Program, Vec<Mistake>> {
    let program = read(text)?;
    let mistakes = meant::mistakes(&program, text);
    if mistakes.is_empty() { Ok(program) } else { Err(mistakes) }
}

/// A program whose every field can be read.
pub(super) fn read(text: &str) -> Result<Program, Vec<Mistake>> {
    let notes = Notes::of(text);
    let (parsed, errors) = DeTable::parse_recoverable(text);
    let found = errors.iter().map(|it| (it.span().unwrap_or(0..0).start, it.message()));
    for (at, message) in syntax::explained(text, found) {
        notes.add(&(at..at), "TOML", message);
    }
    if !errors.is_empty() {
        return Err(notes.finish());
    }
    let program = program(Table::root(&notes, parsed.get_ref()), text);
    let mistakes = notes.finish();
    if mistakes.is_empty() { Ok(program) } else { Err(mistakes) }
}

/// The fields asked for while reading.
pub(super) fn fields(text: &str) -> Fields {
    let notes = Notes::of(text);
    let (parsed, _) = DeTable::parse_recoverable(text);
    program(Table::root(&notes, parsed.get_ref()), text);
    notes.fields()
}

/// Reads every section; the head first, since it says the languages and the time zone.
fn program(root: Table<'_>, text: &str) -> Program {
    let Head { id, name, currency, test_mode, personal, help } =
        section(&root, "program", head::head);
    let program = Program {
        id,
        version: fingerprint(text),
        name,
        currency,
        zone: root.notes.zone.get(),
        languages: root.notes.languages.borrow().clone(),
        unit: section(&root, "unit", head::unit),
        test_mode,
        personal,
        points: points(&root),
        wallets: all(&root, "wallet", wallet::wallet),
        purchases: earns::purchases(&root),
        activities: all(&root, "activity", earns::activity),
        tiers: ladder::tiers(&root),
        membership: benefits::membership(&root),
        access: all(&root, "access", benefits::access),
        reward_groups: all(&root, "reward_group", catalogue::reward_group),
        rewards: all(&root, "reward", catalogue::reward),
        challenges: all(&root, "challenge", catalogue::challenge),
        badges: all(&root, "badge", catalogue::badge),
        interests: all(&root, "interest", person::interest),
        profile: person::profile(&root),
        segments: all(&root, "segment", personal::segment),
        offers: all(&root, "offer", personal::offer),
        products: root.table("products").map(personal::products),
        consents: all(&root, "consent", catalogue::consent),
        rules: all(&root, "rule", catalogue::rule),
        referral: community::read::referral(&root),
        games: community::read::games(&root),
        leaderboards: all(&root, "leaderboard", community::read::leaderboard),
        causes: community::read::causes(&root),
        surveys: all(&root, "survey", community::read::survey),
        said: all(&root, "said", community::read::said),
        terms: root.table("terms").map(catalogue::terms),
        questions: all(&root, "question", catalogue::question),
        help,
    };
    root.finish();
    catalogue::with_openings(with_badges(program))
}

fn all<T>(root: &Table<'_>, name: &'static str, read: fn(Table<'_>) -> T) -> Vec<T> {
    root.tables(name).into_iter().map(read).collect()
}

/// A section that must be there.
fn section<'a, T: Default>(root: &Table<'a>, name: &'static str, read: fn(&Table<'a>) -> T) -> T {
    let Some(table) = root.table_of(name) else { return T::default() };
    let value = read(&table);
    table.finish();
    value
}

fn points(root: &Table<'_>) -> Points {
    let Some(table) = root.table("points") else { return Points::default() };
    let points = keeping::points(&table);
    table.finish();
    points
}

/// Tells each challenge the badge it brings.
fn with_badges(mut program: Program) -> Program {
    for challenge in &mut program.challenges {
        let brings = |badge: &&Badge| badge.earned_by == EarnedBy::Challenge(challenge.id.clone());
        challenge.badge = program.badges.iter().find(brings).map(|badge| badge.id.clone());
    }
    program
}

/// FNV-1a, 64 bits.
pub(super) fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}
