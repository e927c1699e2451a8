//! What holds of rewards and their codes.

use super::earning::how_often;
use super::say::{Say, fill};
use crate::program::RewardKind;

pub(super) fn codes(say: &Say<'_>) -> Vec<String> {
    let (words, program) = (say.words, say.program);
    if program.rewards.is_empty() {
        return Vec::new();
    }
    let mut sentences = vec![words.code_once.to_owned(), words.give_back.to_owned()];
    if program.rewards.iter().any(|it| it.valid_minutes.is_some()) {
        sentences.push(words.runs_out.to_owned());
    }
    for (reward, limit) in program.rewards.iter().filter_map(|it| Some((it, it.per_member_limit?)))
    {
        if reward.cost == 0 {
            let condition = match reward.around {
                Some(_) => say.count(words.each_time, limit, &[]),
                None => how_often(say, limit, reward.every),
            };
            let values = [("name", say.text(&reward.name)), ("condition", &condition)];
            sentences.push(fill(words.free, &values));
        }
    }
    let immediate = program.rewards.iter().filter(|it| it.kind.is_immediate());
    let immediate: Vec<&str> = immediate.map(|it| say.text(&it.name)).collect();
    if !immediate.is_empty() {
        sentences.push(fill(words.immediate, &[("list", &immediate.join(", "))]));
    }
    for reward in &program.rewards {
        if let RewardKind::DrawEntry { drawn_at, winners } = reward.kind {
            let values = [("name", say.text(&reward.name)), ("date", &say.moment(drawn_at))];
            sentences.push(say.count(words.draw, winners, &values));
        }
    }
    sentences
}
