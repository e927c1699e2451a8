//! Rewards as a program file writes them: each kind asks for what it needs and for nothing else.

use super::COUNT_MAX;
use crate::cart::PRICE_MAX;
use crate::earning::POINTS_MAX;
use crate::program::benefits::HOURS_MAX;
use crate::program::earns::EVERY;
use crate::program::notes::Kind;
use crate::program::personal::window_around;
use crate::program::reader::Table;
use crate::program::{Every, Program, Reward, RewardGroup, RewardKind, Texts, Window};

/// Reads `[[reward_group]]`.
pub(in crate::program) fn reward_group(table: Table<'_>) -> RewardGroup {
    let group = RewardGroup { id: table.id(Kind::Group), name: table.texts("name") };
    table.finish();
    group
}

/// Reads `[[reward]]`.
pub(in crate::program) fn reward(table: Table<'_>) -> Reward {
    let read = reward_kind(&table);
    let has_kind = read.is_some();
    let kind = read.unwrap_or(RewardKind::FreeShipping);
    // A code has these.
    let of_codes =
        |name, range| if kind.is_immediate() { None } else { table.number_if(name, range) };
    let mut reward = Reward {
        id: table.id(Kind::Reward),
        name: table.texts("name"),
        description: table.texts_if("description"),
        wallet: table.wallet(),
        cost: cost(&table),
        group: table.reference("group", Kind::Group),
        icon: table.icon(),
        image: image(&table),
        minimum_spend: of_codes("minimum_spend", 1..=PRICE_MAX),
        tier: table.reference("tier", Kind::Tier),
        any_amount: None,
        segments: table.references("segments", Kind::Segment),
        offer: table.reference("offer", Kind::Offer),
        around: table.table("window").map(window_around),
        categories: table.strings("categories"),
        per_member_limit: table.number_if("per_member_limit", 1..=COUNT_MAX),
        every: every(&table),
        stock: table.number_if("stock", 0..=COUNT_MAX),
        window: window(&table, &kind),
        code_prefix: code_prefix(&table, &kind, has_kind),
        valid_minutes: of_codes("valid_minutes", 1..=5_256_000),
        kind,
    };
    if reward.cost == 0 {
        // What costs nothing would have no end otherwise.
        reward.per_member_limit.get_or_insert(1);
    }
    if has_kind {
        reward.any_amount = any_amount(&table, &reward);
    }
    if reward.kind.is_immediate() {
        let of_codes = ["code_prefix", "valid_minutes", "minimum_spend"];
        for name in of_codes.into_iter().filter(|name| table.has(name)) {
            table.note_field(name, "is for rewards with a code; this kind is used at once");
        }
    }
    table.finish();
    reward
}

/// Nothing at all is asked only of some members, or at some time of theirs.
fn cost(table: &Table<'_>) -> i64 {
    let cost = table.number_read("cost", &(0..=1_000_000_000));
    let is_personal = ["offer", "segments", "window"].iter().any(|name| table.has(name));
    if cost == Some(0) && !is_personal {
        table.note_field("cost", "0 is for rewards with \"offer\", \"segments\" or \"window\"");
    }
    cost.unwrap_or(0)
}

fn every(table: &Table<'_>) -> Every {
    if table.has("every") && !table.has("per_member_limit") {
        table.note_field("every", "goes with \"per_member_limit\"");
    }
    if table.has("every") && table.has("window") {
        table.note_field("every", "with \"window\" each time around that day is the period");
    }
    table.choice("every", &EVERY)
}

const KINDS: [&str; 12] = [
    "percent_off",
    "amount_off",
    "free_product",
    "free_shipping",
    "sample",
    "store_credit",
    "gift_card",
    "event_seat",
    "premium_service",
    "draw_entry",
    "early_access",
    "donation",
];

/// What only some kinds have.
const OF_KINDS: [&str; 16] = [
    "percent",
    "amount",
    "value",
    "sku",
    "event",
    "event_at",
    "service",
    "drawn_at",
    "winners",
    "sale",
    "access",
    "hours",
    "cause",
    "any_amount",
    "max_amount",
    "code_prefix",
];

fn reward_kind(table: &Table<'_>) -> Option<RewardKind> {
    let amount = || table.number("amount", 1..=PRICE_MAX);
    Some(match table.kind("kind", &KINDS, &OF_KINDS)? {
        "percent_off" => RewardKind::PercentOff { percent: table.number("percent", 1..=100) },
        "amount_off" => RewardKind::AmountOff { amount: amount() },
        "free_product" => {
            let value = table.number_if("value", 1..=PRICE_MAX);
            RewardKind::FreeProduct { sku: table.text("sku"), value }
        }
        "sample" => RewardKind::Sample { sku: table.text("sku") },
        "store_credit" => RewardKind::StoreCredit { amount: amount() },
        "gift_card" => RewardKind::GiftCard { amount: amount() },
        "event_seat" => {
            RewardKind::EventSeat { event: table.text("event"), at: table.instant("event_at") }
        }
        "premium_service" => RewardKind::PremiumService { service: table.text("service") },
        "draw_entry" => RewardKind::DrawEntry {
            drawn_at: table.instant("drawn_at"),
            winners: table.number("winners", 1..=COUNT_MAX),
        },
        "early_access" => early_access(table)?,
        "donation" => RewardKind::Donation { cause: cause(table) },
        _ => RewardKind::FreeShipping,
    })
}

fn cause(table: &Table<'_>) -> Texts {
    table.texts("cause")
}

/// What opens is named here, or the shop knows it alone and honours a code.
fn early_access(table: &Table<'_>) -> Option<RewardKind> {
    let (access, sale) = (table.reference("access", Kind::Access), table.text_if("sale"));
    match (table.has("access"), table.has("sale")) {
        (true, false) => {
            let hours = table.number("hours", 1..=HOURS_MAX);
            Some(RewardKind::Opening { access: access.unwrap_or_default(), hours })
        }
        (false, true) => {
            if table.number_if("hours", 1..=HOURS_MAX).is_some() {
                table.note_field("hours", "goes with \"access\"");
            }
            Some(RewardKind::EarlyAccess { sale: sale.unwrap_or_default() })
        }
        _ => {
            let _ = table.number_if("hours", 1..=HOURS_MAX);
            table.note("must have one of \"access\" and \"sale\"");
            None
        }
    }
}

/// Early access is had once, until it is open to everybody.
pub(in crate::program) fn with_openings(mut program: Program) -> Program {
    for reward in &mut program.rewards {
        let RewardKind::Opening { access, .. } = &reward.kind else { continue };
        reward.per_member_limit.get_or_insert(1);
        let opens =
            program.access.iter().find(|it| it.id == *access).and_then(|it| it.window.starts);
        reward.window.ends = [reward.window.ends, opens].into_iter().flatten().min();
    }
    program
}

/// When it can be taken: not after the event or the draw it is for.
fn window(table: &Table<'_>, kind: &RewardKind) -> Window {
    let window = table.window();
    let (last, name) = match kind {
        RewardKind::EventSeat { at, .. } => (*at, "event_at"),
        RewardKind::DrawEntry { drawn_at, .. } => (*drawn_at, "drawn_at"),
        _ => return window,
    };
    if window.ends.is_some_and(|ends| ends > last) {
        table.note_field("ends", format!("must not be after \"{name}\""));
    }
    if window.starts.is_some_and(|starts| starts >= last) && table.has(name) {
        table.note_field(name, "must be after \"starts\"");
    }
    Window { ends: window.ends.or(Some(last)), ..window }
}

/// The most a reward of any amount may be worth: what the file says, or what the books can hold.
fn any_amount(table: &Table<'_>, reward: &Reward) -> Option<i64> {
    let RewardKind::AmountOff { amount } = reward.kind else {
        for name in ["any_amount", "max_amount"].into_iter().filter(|name| table.has(name)) {
            table.note_field(name, "is for rewards of kind \"amount_off\"");
        }
        return None;
    };
    let any = table.flag_if("any_amount");
    let most = table.number_if("max_amount", 1..=PRICE_MAX);
    if any != Some(true) {
        let read = any.is_some() || !table.has("any_amount");
        if table.has("max_amount") && read {
            table.note_field("max_amount", "is for rewards with any_amount = true");
        }
        return None;
    }
    let step = amount.max(1);
    if most.is_some_and(|most| most % step != 0) {
        table.note_field("max_amount", format!("must be a multiple of the amount, {amount}"));
    }
    Some(most.unwrap_or_else(|| step * (PRICE_MAX / step).min(POINTS_MAX / reward.cost.max(1))))
}

fn image(table: &Table<'_>) -> Option<String> {
    let image = table.text_if("image")?;
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '"' | '\'' | '<' | '>' | '\\');
    let host = image.strip_prefix("https://").and_then(|rest| rest.split('/').next());
    if host.is_none_or(str::is_empty) || image.len() > 2000 || !image.chars().all(plain) {
        table.note_field("image", "must be an address that begins with https://");
    }
    Some(image)
}

fn code_prefix(table: &Table<'_>, kind: &RewardKind, has_kind: bool) -> String {
    if kind.is_immediate() || !has_kind && !table.has("code_prefix") {
        return String::new();
    }
    let prefix = table.text("code_prefix");
    let sign = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit();
    if prefix.len() > 12 || !prefix.chars().all(sign) {
        table.note_field("code_prefix", "must be at most 12 of A-Z and 0-9");
    }
    if let Some(field) = table.field("code_prefix").filter(|_| !prefix.is_empty()) {
        table.notes.defines(Kind::CodePrefix, &prefix, &field.path, &field.span);
    }
    prefix
}
