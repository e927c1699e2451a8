//! Slips of the finger: which known word is meant.

/// The known name that a misspelled one most likely means: of those as near, one as long.
pub(super) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let length = name.chars().count();
    let near = known.iter().map(|it| (distance(name, it), length.abs_diff(it.len()), *it));
    let near = near.filter(|(distance, ..)| *distance <= 2 && *distance < length);
    near.min().map(|(.., name)| name)
}

/// The known name that says the same in another unit: `valid_minutes` for `valid_days`.
pub(super) fn in_another_unit<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    const UNITS: [&str; 6] = ["minutes", "hours", "days", "weeks", "months", "years"];
    let stem = |it: &str| {
        let (stem, unit) = it.rsplit_once('_')?;
        UNITS.contains(&unit).then(|| stem.to_owned())
    };
    let meant = stem(name)?;
    known.iter().copied().find(|it| stem(it).as_ref() == Some(&meant))
}

/// Levenshtein's.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
