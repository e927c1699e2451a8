//! What was had stays had: what limits look at is kept of a member who leaves, and given to the same
//! one when they come back. Days in place of instants, and nothing of what was bought.

use crate::Instant;
use crate::activity::{Counted, Streak};
use crate::challenge::Completed;
use crate::game;
use crate::member::Member;
use crate::offer::Accepted;
use crate::program::Program;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a member had when they left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Had {
    /// How often activities were rewarded in the period that is on, by their ids.
    pub activities: BTreeMap<String, Counted>,
    /// Days in a row that go on, by activity.
    pub streaks: BTreeMap<String, Streak>,
    /// The offers they accepted, by their ids.
    pub offers: BTreeMap<String, Accepted>,
    /// The runs of challenges they completed.
    pub challenges: Vec<Done>,
    /// Of rewards with a limit the days on which they took them, newest first, by their ids.
    pub rewards: BTreeMap<String, Vec<NaiveDate>>,
    /// The day on which they named a birthday, as long as it cannot become another one.
    pub birthday_named: Option<NaiveDate>,
    /// What they played of the period that is on, by game: its first day.
    pub plays: BTreeMap<String, String>,
    /// The surveys asked once that they are done with, by their ids: whether they answered.
    pub surveys: BTreeMap<String, bool>,
}

/// A run of a challenge that was completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The challenge.
    pub challenge: String,
    /// Which run of it.
    pub run: String,
    /// On which day.
    pub day: NaiveDate,
}

impl Had {
    /// What is kept of a member. `used` are the instants at which they took rewards with a limit and
    /// did not give them back; plays and surveys are the caller's to add.
    #[must_use]
    pub fn of(
        program: &Program,
        member: &Member,
        used: &BTreeMap<String, Vec<Instant>>,
        now: Instant,
    ) -> Self {
        let (record, today) = (&member.record, program.day(now));
        let activity = |id: &str| program.activities.iter().find(|it| it.id == id);
        let counts = |id: &str, counted: &Counted| {
            activity(id).is_some_and(|it| counted.period >= it.every.first_day(today))
        };
        let goes_on = |it: &Streak| (today - it.last).num_days() - 1 <= it.grace;
        let mut had = Self {
            activities: record.activities.clone(),
            streaks: record.streaks.clone(),
            offers: record.offers.clone(),
            challenges: challenges(program, member),
            rewards: rewards(program, member, used),
            ..Self::default()
        };
        had.activities.retain(|id, counted| counts(id, counted));
        had.streaks.retain(|id, streak| activity(id).is_some() && goes_on(streak));
        had.offers.retain(|id, _| program.offers.iter().any(|it| it.id == *id));
        let fixed = member.profile.birthday_fixed_until(program, now);
        let named = member.profile.birthday_named_at.filter(|_| fixed.is_some());
        had.birthday_named = named.map(|at| program.day(at));
        had
    }

    /// Gives it to the member who came back; says which challenges are completed by it, at no
    /// points.
    pub fn give_back(self, program: &Program, member: &mut Member) -> Vec<Completed> {
        let record = &mut member.record;
        record.activities = self.activities;
        record.streaks = self.streaks;
        record.offers = self.offers;
        record.taken = self.rewards;
        member.profile.birthday_named_at = self.birthday_named.map(|day| program.start_of(day));
        let completed = |Done { challenge, run, day }: Done| {
            let at = program.start_of(day);
            Completed { challenge, run, at, points: 0 }
        };
        member.completed = self.challenges.into_iter().map(completed).collect();
        member.completed.clone()
    }
}

/// The plays of games that come by themselves which are on now: each game with the first day of its
/// period. Whether they were played is the caller's to know.
#[must_use]
pub fn plays(program: &Program, now: Instant) -> Vec<(&str, String)> {
    let open = |it: &crate::program::Game| game::open(program, it, &[], &[], now).pop();
    program.games.iter().filter_map(|it| Some((it.id.as_str(), open(it)?))).collect()
}

fn challenges(program: &Program, member: &Member) -> Vec<Done> {
    let known = member.completed.iter().filter(|it| program.challenge(&it.challenge).is_some());
    let done = |it: &Completed| {
        let (challenge, run) = (it.challenge.clone(), it.run.clone());
        Done { challenge, run, day: program.day(it.at) }
    };
    known.map(done).collect()
}

/// No more of each than its limit: more would not count.
fn rewards(
    program: &Program,
    member: &Member,
    used: &BTreeMap<String, Vec<Instant>>,
) -> BTreeMap<String, Vec<NaiveDate>> {
    let mut rewards = BTreeMap::new();
    for (reward, limit) in program.rewards.iter().filter_map(|it| Some((it, it.per_member_limit?)))
    {
        let now = used.get(&reward.id).into_iter().flatten().map(|at| program.day(*at));
        let before = member.record.taken.get(&reward.id).into_iter().flatten().copied();
        let mut days: Vec<NaiveDate> = now.chain(before).collect();
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        if !days.is_empty() {
            rewards.insert(reward.id.clone(), days);
        }
    }
    rewards
}
