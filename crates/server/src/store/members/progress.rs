//! What a member has reached: challenges, badges, and the days that qualified for a tier.

use crate::args;
use crate::store::db::Row;
use crate::store::time::{instant, millis};
use crate::store::{StoreError, Tx};
use chrono::{Datelike, NaiveDate};
use stempel_engine::badge::BadgeEarned;
use stempel_engine::challenge::Completed;
use stempel_engine::member::Effect;
use stempel_engine::tier::Qualifying;

/// Writes what a command changed of it.
pub(super) fn save(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    effect: &Effect,
) -> Result<(), StoreError> {
    for undone in &effect.undone {
        tx.execute(
            "DELETE FROM completed
             WHERE program = $1 AND member = $2 AND challenge = $3 AND run = $4",
            args![program, id, &undone.challenge, &undone.run],
        )?;
    }
    for done in &effect.completed {
        tx.execute(
            "INSERT INTO completed (program, member, challenge, run, at, points)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![program, id, &done.challenge, &done.run, millis(done.at), done.points],
        )?;
    }
    for badge in &effect.badges {
        tx.execute(
            "INSERT INTO badges (program, member, badge, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (program, member, badge) DO NOTHING",
            args![program, id, &badge.badge, millis(badge.at)],
        )?;
    }
    for day in &effect.qualifying {
        tx.execute(
            "INSERT INTO qualifying (program, member, day, points, spend, orders)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (program, member, day) DO UPDATE SET
                points = qualifying.points + excluded.points,
                spend = qualifying.spend + excluded.spend,
                orders = qualifying.orders + excluded.orders",
            args![program, id, &day.day.to_string(), day.points, day.spend, day.orders],
        )?;
        tx.execute(
            "INSERT INTO qualifying_years (program, member, year, points, spend, orders)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (program, member, year) DO UPDATE SET
                points = qualifying_years.points + excluded.points,
                spend = qualifying_years.spend + excluded.spend,
                orders = qualifying_years.orders + excluded.orders",
            args![program, id, i64::from(day.day.year()), day.points, day.spend, day.orders],
        )?;
    }
    Ok(())
}

pub(super) fn completed(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
) -> Result<Vec<Completed>, StoreError> {
    let sql = "SELECT challenge, run, at, points FROM completed
               WHERE program = $1 AND member = $2 ORDER BY at";
    tx.query(sql, args![program, id], |row| {
        Ok(Completed {
            challenge: row.text(0)?,
            run: row.text(1)?,
            at: instant(row.int(2)?)?,
            points: row.int(3)?,
        })
    })
}

pub(super) fn badges(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
) -> Result<Vec<BadgeEarned>, StoreError> {
    let sql = "SELECT badge, at FROM badges WHERE program = $1 AND member = $2 ORDER BY at";
    tx.query(sql, args![program, id], |row| {
        Ok(BadgeEarned { badge: row.text(0)?, at: instant(row.int(1)?)? })
    })
}

/// The days that qualified from one on, and what those before it come to, by year.
pub(super) fn qualifying(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
    days_from: NaiveDate,
) -> Result<Vec<Qualifying>, StoreError> {
    let years = "SELECT year, points, spend, orders FROM qualifying_years
                 WHERE program = $1 AND member = $2 AND year <= $3";
    let days = "SELECT day, points, spend, orders FROM qualifying
                WHERE program = $1 AND member = $2 AND day >= $3 ORDER BY day";
    let sums = |row: &Row<'_>, day| -> Result<Qualifying, StoreError> {
        Ok(Qualifying { day, points: row.int(1)?, spend: row.int(2)?, orders: row.int(3)? })
    };
    let last = i64::from(days_from.year());
    let mut found =
        tx.query(years, args![program, id, last], |row| sums(row, first_of(row.int(0)?)?))?;
    let first = days_from.to_string();
    let days = tx.query(days, args![program, id, &first], |row| sums(row, row.read(0, day)?))?;
    // The sum of the year they begin in has them, too.
    if let Some(year) = found.iter_mut().find(|it| it.day.year() == days_from.year()) {
        for it in days.iter().take_while(|it| it.day.year() == days_from.year()) {
            year.points -= it.points;
            year.spend -= it.spend;
            year.orders -= it.orders;
        }
    }
    found.extend(days);
    Ok(found)
}

/// The first day of a year.
fn first_of(year: i64) -> Result<NaiveDate, StoreError> {
    let first = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    first.ok_or_else(|| StoreError::Corrupt(format!("{year} is no year")))
}

/// An ISO date; a member has hundreds, and a general parser takes its time.
fn day(text: &str) -> Result<NaiveDate, StoreError> {
    let part = |range| text.get(range).and_then(|it: &str| it.parse().ok());
    let (year, month, day) =
        (text.get(..4).and_then(|it| it.parse().ok()), part(5..7), part(8..10));
    let date = year.zip(month).zip(day);
    let date = date.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day));
    date.ok_or_else(|| StoreError::Corrupt(format!("{text} is no day")))
}
