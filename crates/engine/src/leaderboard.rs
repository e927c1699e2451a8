//! Leaderboards: who earned most in a month or a quarter, among those who want to be seen, under a
//! name of their choice. Nobody is shown while there are few.

use crate::Instant;
use crate::program::{Leaderboard, Program, Race, Window};
use chrono::{Datelike, Months, NaiveDate};

/// How many people there must be before anybody is shown.
pub const PEOPLE_MIN: usize = 10;

/// What somebody earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The name they chose.
    pub alias: String,
    /// Points.
    pub points: i64,
    /// Whether it is the reader.
    pub own: bool,
}

/// A leaderboard as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// How many take part.
    pub people: usize,
    /// The first places, best first; empty while there are few people. Equal points share a place,
    /// and the next ones are skipped.
    pub top: Vec<(i64, Score)>,
    /// The reader, with their place unless there are few people.
    pub own: Option<(Option<i64>, Score)>,
}

/// The days that count now: from the first to the first after the last.
#[must_use]
pub fn days(program: &Program, board: &Leaderboard, now: Instant) -> (NaiveDate, NaiveDate) {
    let today = program.day(now);
    let (month, length) = match board.every {
        Race::Month => (today.month(), 1),
        Race::Quarter => ((today.month() - 1) / 3 * 3 + 1, 3),
    };
    let first = NaiveDate::from_ymd_opt(today.year(), month, 1).unwrap_or(today);
    (first, first + Months::new(length))
}

/// The same as instants.
#[must_use]
pub fn window(program: &Program, board: &Leaderboard, now: Instant) -> Window {
    let (first, after) = days(program, board, now);
    Window { starts: Some(program.start_of(first)), ends: Some(program.start_of(after)) }
}

/// Ranks those who take part. Who has earned nothing yet is among them, but at no place.
#[must_use]
pub fn rank<'a>(board: &Leaderboard, scores: impl Iterator<Item = &'a Score>) -> Ranking {
    let mut scores: Vec<&Score> = scores.collect();
    let people = scores.len();
    scores.sort_by(|one, other| {
        other.points.cmp(&one.points).then_with(|| one.alias.cmp(&other.alias))
    });
    let place = |score: &Score| {
        let better = scores.iter().take_while(|it| it.points > score.points).count();
        i64::try_from(better + 1).unwrap_or(i64::MAX)
    };
    let shown = people >= PEOPLE_MIN;
    let own = scores.iter().find(|it| it.own).map(|it| {
        let place = Some(place(it)).filter(|_| shown && it.points > 0);
        (place, (*it).clone())
    });
    let most = usize::try_from(board.places).unwrap_or(usize::MAX);
    let mut top: Vec<(i64, Score)> = Vec::new();
    for (index, score) in scores.iter().enumerate().take_while(|(_, it)| it.points > 0) {
        let tied = top.last().filter(|(_, last)| last.points == score.points);
        let place = tied.map_or_else(|| i64::try_from(index + 1).unwrap_or(i64::MAX), |it| it.0);
        if !shown || index >= most {
            break;
        }
        top.push((place, (*score).clone()));
    }
    Ranking { people, top, own }
}
