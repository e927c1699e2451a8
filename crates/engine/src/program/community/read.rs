//! The sections of a program file about what members take part in.

use super::{
    Cause, Entitlement, Game, Leaderboard, Prize, PrizeKind, Race, Referral, Said, Survey,
    SurveyKind, SurveyWhen,
};
use crate::cart::PRICE_MAX;
use crate::game::CERTAIN;
use crate::program::Every;
use crate::program::earns::RULE_POINTS_MAX;
use crate::program::notes::Kind;
use crate::program::reader::Table;
use crate::program::values::millionths;
use crate::referral::RULE;

/// The most choices of a question.
const CHOICES_MAX: usize = 20;
/// The kinds of reward whose points go to a cause: nothing the member keeps.
const GIVEN: [&str; 2] = ["donation", "premium_service"];

/// Reads `[[survey]]`.
pub fn survey(table: Table<'_>) -> Survey {
    let survey = Survey {
        id: table.id(Kind::Survey),
        title: table.texts("title"),
        kind: survey_kind(&table),
        points: table.number_if("points", 0..=RULE_POINTS_MAX).unwrap_or(0),
        when: survey_when(&table),
        delay_days: table.number_if("delay_days", 0..=365).unwrap_or(0),
        open_days: table.number_if("open_days", 1..=365).unwrap_or(30),
        anonymous: table.flag("anonymous"),
        window: table.window(),
    };
    table.finish();
    survey
}

fn survey_kind(table: &Table<'_>) -> SurveyKind {
    let choices = table.list_of_texts("choices");
    let Some(kind) = table.kind("kind", &["nps", "stars", "choice", "text"], &[]) else {
        return SurveyKind::Text;
    };
    let count = table.has("choices").then(|| table.items("choices").len());
    if kind == "choice" && !matches!(count, Some(0 | 2..=CHOICES_MAX)) {
        table.note_field("choices", format!("must list 2 to {CHOICES_MAX} answers"));
    }
    if kind != "choice" && table.has("choices") {
        table.note_field("choices", "is for surveys of kind \"choice\"");
    }
    match kind {
        "nps" => SurveyKind::Nps,
        "stars" => SurveyKind::Stars,
        "choice" => SurveyKind::Choice(choices),
        _ => SurveyKind::Text,
    }
}

fn survey_when(table: &Table<'_>) -> SurveyWhen {
    let (categories, each) = (table.strings("categories"), table.flag("each_order"));
    if table.choice("when", &[("order_paid", true), ("joined", false)]) {
        return SurveyWhen::OrderPaid { categories, each };
    }
    for name in ["categories", "each_order"].into_iter().filter(|name| table.has(name)) {
        table.note_field(name, "is for surveys when = \"order_paid\"");
    }
    SurveyWhen::Joined
}

/// Reads `[referral]`.
pub fn referral(root: &Table<'_>) -> Option<Referral> {
    let field = root.field("referral")?;
    let table = field.table()?;
    table.notes.defines(Kind::Referral, RULE, &field.path, &field.span);
    let referral = Referral {
        title: table.texts("title"),
        detail: table.texts_if("detail"),
        points: table.number("points", 1..=RULE_POINTS_MAX),
        friend_points: table.number_if("friend_points", 0..=RULE_POINTS_MAX).unwrap_or(0),
        friend_reward: gift(root, &table, "friend_reward"),
        minimum_spend: table.number_if("minimum_spend", 0..=PRICE_MAX).unwrap_or(0),
        within_days: table.number_if("within_days", 1..=3660).unwrap_or(90),
        pending_days: table.number_if("pending_days", 0..=365).unwrap_or(0),
        per_month: table.number_if("per_month", 1..=1000),
        per_day: table.number_if("per_day", 1..=1000).unwrap_or(10),
    };
    table.finish();
    Some(referral)
}

/// A reward that is given at no cost: one that does not run out, since it is promised.
fn gift(root: &Table<'_>, table: &Table<'_>, name: &'static str) -> Option<String> {
    let reward = table.reference(name, Kind::Reward)?;
    if root.item("reward", &reward).is_some_and(|it| it.contains_key("stock")) {
        table.note_field(name, "is a reward with a stock, which may run out before it is given");
    }
    Some(reward)
}

/// Reads `[[game]]`.
pub fn games(root: &Table<'_>) -> Vec<Game> {
    root.tables("game").into_iter().map(|table| game(root, table)).collect()
}

fn game(root: &Table<'_>, table: Table<'_>) -> Game {
    let prizes: Vec<Prize> = table.tables("prize").into_iter().map(|it| prize(root, it)).collect();
    table.must_have("prize", "is missing: at least one [[game.prize]]");
    if prizes.iter().map(|it| it.odds).sum::<i64>() > CERTAIN {
        table.note("the odds of its prizes come to more than a million");
    }
    for (index, prize) in prizes.iter().enumerate() {
        if !prize.id.is_empty() && prizes.iter().take(index).any(|it| it.id == prize.id) {
            table.note(format!("two prizes have the id \"{}\"", prize.id));
        }
    }
    let game = Game {
        id: table.id(Kind::Game),
        name: table.texts("name"),
        description: table.texts_if("description"),
        icon: table.icon(),
        entitlement: entitlement(&table),
        prizes,
        window: table.window(),
    };
    table.finish();
    game
}

fn entitlement(table: &Table<'_>) -> Entitlement {
    let minimum_spend = table.number_if("order_from", 0..=PRICE_MAX);
    let valid_days = table.number_if("valid_days", 1..=365);
    let words = [("day", Every::Day), ("week", Every::Week), ("month", Every::Month)];
    match (table.has("order_from"), table.field("every")) {
        (true, None) => Entitlement::Order {
            minimum_spend: minimum_spend.unwrap_or(0),
            valid_days: valid_days.unwrap_or(30),
        },
        (false, Some(field)) => {
            if table.has("valid_days") {
                table.note_field("valid_days", "is for games with \"order_from\"");
            }
            Entitlement::Every(field.choice(&words).unwrap_or(Every::Week))
        }
        _ => {
            table.note("must have one of \"order_from\" and \"every\"");
            Entitlement::Every(Every::Week)
        }
    }
}

fn prize(root: &Table<'_>, table: Table<'_>) -> Prize {
    let points = table.number_if("points", 1..=RULE_POINTS_MAX);
    let reward = gift(root, &table, "reward");
    if table.has("points") == table.has("reward") {
        table.note("must have one of \"points\" and \"reward\"");
    }
    let prize = Prize {
        id: table.plain_id(),
        kind: reward.map_or(PrizeKind::Points(points.unwrap_or(1)), PrizeKind::Reward),
        odds: odds(&table),
        stock: table.number_if("stock", 1..=1_000_000),
    };
    table.finish();
    prize
}

fn odds(table: &Table<'_>) -> i64 {
    let field = table.field("odds");
    let share = field.as_ref().and_then(|it| Some(it.value.as_float()?.as_str().to_owned()));
    let odds = share.as_deref().and_then(millionths).filter(|it| (1..CERTAIN).contains(it));
    if let (Some(field), Some(share), Some(odds)) = (field, share, odds) {
        field.note(format!("is of a million: {odds} for {share}"));
        return odds;
    }
    table.number("odds", 1..=CERTAIN)
}

/// Reads `[[leaderboard]]`.
pub fn leaderboard(table: Table<'_>) -> Leaderboard {
    let board = Leaderboard {
        id: table.id(Kind::Leaderboard),
        name: table.texts("name"),
        every: table.choice("every", &[("month", Race::Month), ("quarter", Race::Quarter)]),
        places: table.number_if("places", 3..=100).unwrap_or(10),
    };
    table.finish();
    board
}

/// Reads `[[cause]]`.
pub fn causes(root: &Table<'_>) -> Vec<Cause> {
    root.tables("cause").into_iter().map(|table| cause(root, table)).collect()
}

fn cause(root: &Table<'_>, table: Table<'_>) -> Cause {
    table.must_have("rewards", "must list at least one reward");
    for item in table.items("rewards") {
        let kind = item
            .value
            .as_str()
            .and_then(|id| root.item("reward", id)?.get("kind")?.get_ref().as_str());
        if kind.is_some_and(|it| !GIVEN.contains(&it)) {
            item.note("is none that is given: \"donation\" or \"premium_service\"");
        }
    }
    let rewards = table.references("rewards", Kind::Reward);
    let cause = Cause {
        id: table.id(Kind::Cause),
        name: table.texts("name"),
        description: table.texts_if("description"),
        icon: table.icon(),
        rewards,
        unit: table.texts("unit"),
        points_per_unit: table.number("points_per_unit", 1..=RULE_POINTS_MAX),
        target: table.number("target", 1..=1_000_000_000),
    };
    table.finish();
    cause
}

/// Reads `[[said]]`.
pub fn said(table: Table<'_>) -> Said {
    let said = Said {
        at: table.instant("at"),
        you_said: table.texts("you_said"),
        we_changed: table.texts("we_changed"),
    };
    table.finish();
    said
}
