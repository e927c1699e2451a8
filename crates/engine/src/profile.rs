//! What a member tells of themselves, each part if they like: rules may use it, none needs it.

use crate::Instant;
use crate::program::Program;
use chrono::{Months, NaiveDate};

/// A leap year: it has every day that a birthday can be.
const LEAP: i32 = 2024;

/// What a member told of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Their birthday: month and day. The year is nobody's business.
    pub birthday: Option<(u32, u32)>,
    /// When they last named a birthday; it stays when they take it back.
    pub birthday_named_at: Option<Instant>,
    /// What they like: ids of [`Program::interests`], or of what the program had once.
    pub interests: Vec<String>,
}

/// Why a profile stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No year has that day.
    #[error("there is no such day")]
    NoDay,
    /// Another birthday was named too short a time ago.
    #[error("the birthday cannot become another one yet")]
    Fixed {
        /// From then on it can.
        until: Instant,
    },
}

impl Profile {
    /// From when another birthday may be named; none when it may be now.
    #[must_use]
    pub fn birthday_fixed_until(&self, program: &Program, now: Instant) -> Option<Instant> {
        let months = Months::new(program.profile.birthday_fixed_months);
        let until = program.start_of(program.day(self.birthday_named_at?) + months);
        (until > now).then_some(until)
    }

    /// Names a birthday, or takes it back. The same one again changes nothing. One taken back can
    /// be named again only when it could be changed, since nobody remembers which one it was.
    ///
    /// # Errors
    /// [`Refused::NoDay`], [`Refused::Fixed`].
    pub fn name_birthday(
        &mut self,
        program: &Program,
        birthday: Option<(u32, u32)>,
        now: Instant,
    ) -> Result<(), Refused> {
        if birthday == self.birthday {
            return Ok(());
        }
        if let Some((month, day)) = birthday {
            NaiveDate::from_ymd_opt(LEAP, month, day).ok_or(Refused::NoDay)?;
            if let Some(until) = self.birthday_fixed_until(program, now) {
                return Err(Refused::Fixed { until });
            }
            self.birthday_named_at = Some(now);
        }
        self.birthday = birthday;
        Ok(())
    }

    /// The day in that year on which they celebrate: in a year without a 29 February, the 28th.
    #[must_use]
    pub fn birthday_in(&self, year: i32) -> Option<NaiveDate> {
        let (month, day) = self.birthday?;
        let first = NaiveDate::from_ymd_opt(year, month, day);
        first.or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))
    }
}
