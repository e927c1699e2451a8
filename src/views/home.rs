//! Home: what a member has, what they can get now, and what comes next.

use chrono::TimeDelta;
use stempel_protocol::{
    ChallengeStatus, Member, Program, Redemption, RedemptionStatus, TierProgress,
};

use super::icons::{icon, strokes};
use super::node::{Node, element, live};
use super::parts::{
    Button, Gather, Kids, bar, div, heading, maybe, note, nothing, piece, rich, span, text,
};
use super::ticket::{self, Reach};
use super::{Ui, challenges, wording};
use crate::format;
use crate::host;
use crate::state::View;

/// The first view of a member; `also` is what comes after it once there is time.
pub fn home(ui: Ui, program: &Program, member: &Member, also: Node) -> Node {
    div(
        "view",
        vec![
            hero(ui, program, member),
            open_codes(ui, member),
            remarks(ui, program, member),
            best_reward(ui, program, member),
            next_challenge(ui, program, member),
            also,
        ],
    )
}

fn hero(ui: Ui, program: &Program, member: &Member) -> Node {
    let available = member.balance.available;
    let counted = ui.counted;
    let figure = span(
        "figure",
        vec![live(format::digits(available), move || {
            text(format::number(counted.get().unwrap_or(available)))
        })],
    );
    let unit = span("unit", vec![text(wording::unit(program, member))]);
    let tier = member.tier.as_ref();
    piece(
        "hero",
        "hero",
        vec![
            postmark(program),
            div(
                "hero-top",
                vec![
                    div("sum", vec![figure, text(" "), unit]),
                    maybe(tier.map(|tier| tier_chip(ui, program, tier))),
                ],
            ),
            maybe(pending(ui, program, member)),
            maybe(tier.map(|tier| tier_bar(ui, program, tier))),
        ],
    )
}

/// What was earned and cannot be spent yet.
fn pending(ui: Ui, program: &Program, member: &Member) -> Option<Node> {
    let count = member.balance.pending;
    let points = format::join(&["+", &ui.points(program, count)], "");
    let words = || ui.words.with("home.pending", &[("points", &points)]);
    (count > 0).then(|| super::parts::line("hero-fine", words()))
}

fn tier_chip(ui: Ui, program: &Program, tier: &TierProgress) -> Node {
    let name = wording::tier_name(program, &tier.id);
    Button::of("chip", vec![icon("rosette"), text(name)])
        .named(ui.words.with("home.tier_named", &[("tier", name)]))
        .does(ui.to(View::Tiers))
}

fn tier_bar(ui: Ui, program: &Program, tier: &TierProgress) -> Node {
    let (pieces, missing) = match &tier.next {
        Some(next) => {
            let amount = wording::qualifying(ui, program, next.missing);
            let values =
                [("points", amount.as_str()), ("tier", wording::tier_name(program, &next.id))];
            (ui.words.pieces("home.next_tier", None, &values), next.missing)
        }
        None => (ui.words.pieces("home.top_tier", None, &[]), 0),
    };
    let words: String = pieces.iter().map(|(_, words)| words.as_str()).collect();
    let until = tier.until.map(|at| {
        ui.words.with(
            "home.until",
            &[("tier", wording::tier_name(program, &tier.id)), ("date", &format::last_day(at))],
        )
    });
    let whole = tier.qualifying + missing;
    div(
        "",
        vec![
            bar(ui.text("home.tier_progress"), words, tier.qualifying, whole),
            div(
                "hero-foot",
                vec![span("", rich(pieces)), maybe(until.map(|until| span("", vec![text(until)])))],
            ),
        ],
    )
}

/// How long before points expire home speaks of it, in days.
const EXPIRING_DAYS: i64 = 60;

/// How many letters go round the postmark.
const LETTERS: usize = 40;

const RINGS: &str =
    "M50 2.5a47.5 47.5 0 1 0 .01 0M50 19.5a30.5 30.5 0 1 0 .01 0M50 22.5a27.5 27.5 0 1 0 .01 0";

/// The program's own stamp, as the ground of the card: its name around its emblem.
pub fn postmark(program: &Program) -> Node {
    let emblem = program.earn.iter().find_map(|way| way.icon.as_deref()).unwrap_or("star");
    let name = format::join(&[&program.name, "\u{a0}· "], "");
    // Short names go round twice; the browser spreads the letters over the whole ring.
    let letters = name.chars().count().max(1);
    let mut round = name.repeat((LETTERS / letters).max(1));
    if let Some((end, _)) = round.char_indices().nth(LETTERS + 4) {
        round.truncate(end);
    }
    let path = |class, d| element("path", class).with("d", d);
    let words = element("textPath", "").with("href", "#ring").with("textLength", "232");
    element("svg", "postmark").with("viewBox", "0 0 100 100").with("aria-hidden", "true").kids(
        vec![
            path("ring", "M50 50m0-37.5a37.5 37.5 0 1 1-.01 0").with("id", "ring").kids(Vec::new()),
            path("rings", RINGS).kids(Vec::new()),
            element("text", "").kids(vec![words.kids(vec![text(round)])]),
            path("mark", strokes(emblem))
                .with("transform", "translate(31 30) scale(1.6)")
                .kids(Vec::new()),
        ],
    )
}

/// What was taken and waits to be used.
fn open_codes(ui: Ui, member: &Member) -> Node {
    let open = member.redemptions.iter().filter(|it| is_open(it));
    let tickets: Kids = open.map(|redemption| open_code(ui, redemption)).gather();
    if tickets.is_empty() {
        return nothing();
    }
    let mut kids = vec![heading(ui.text("home.open"), nothing())];
    kids.extend(tickets);
    div("group", kids)
}

/// Whether a redemption's code can still be used.
pub fn is_open(redemption: &Redemption) -> bool {
    matches!(redemption.status, RedemptionStatus::Issued | RedemptionStatus::Pending)
}

fn open_code(ui: Ui, redemption: &Redemption) -> Node {
    let code = redemption.code.clone().unwrap_or_else(|| wording::status(ui, redemption.status));
    let words = match redemption.expires_at {
        Some(at) => {
            let left = ui.words.with("time.left", &[("time", &wording::time_left(ui, at))]);
            format::join(&[&code, &left], " · ")
        }
        None => code,
    };
    let show = Button::primary(ui.text("action.show_code"))
        .named(ui.words.with("action.show_code_named", &[("name", &redemption.name)]))
        .does(ui.to(View::Redemption(redemption.id.clone())));
    let stub = icon(redemption.icon.as_deref().unwrap_or("ticket"));
    ticket::drawn((false, false), stub, &redemption.name, (words, nothing()), show)
}

/// What the cart would bring, what expires, what waits, what is owed.
fn remarks(ui: Ui, program: &Program, member: &Member) -> Node {
    let balance = &member.balance;
    let of_balance = |key: &str, count: i64| {
        let points = ui.points(program, count);
        (count > 0).then(|| rich(ui.words.pieces(key, Some(count), &[("points", &points)])))
    };
    let all = [
        cart(ui, program).map(|kids| note("note good", "bag", kids)),
        expiring(ui, program, member).map(|kids| note("note", "clock", kids)),
        of_balance("home.debt", balance.debt).map(|kids| note("note plain", "undo", kids)),
    ];
    let notes: Kids = all.into_iter().flatten().gather();
    if notes.is_empty() { nothing() } else { div("notes", notes) }
}

/// `Ten koszyk da 164 ziarna`, and what that changes.
pub fn cart(ui: Ui, program: &Program) -> Option<Kids> {
    let points = wording::cart_points(ui)?;
    let shown = ui.points(program, points);
    let mut kids = rich(ui.words.pieces("home.cart", Some(points), &[("points", &shown)]));
    let tier = ui.state.quote().and_then(|quote| quote.tier.clone());
    if let Some(tier) = tier {
        let name = wording::tier_name(program, &tier);
        kids.push(text(" "));
        kids.extend(rich(ui.words.pieces("home.cart_tier", None, &[("tier", name)])));
    }
    Some(kids)
}

/// What expires soonest, once that is near enough to do something about it.
fn expiring(ui: Ui, program: &Program, member: &Member) -> Option<Kids> {
    let near = host::now() + TimeDelta::days(EXPIRING_DAYS);
    let first = member.expiring.first().filter(|it| it.at < near)?;
    let values =
        [("points", &*ui.points(program, first.points)), ("date", &*format::last_day(first.at))];
    Some(rich(ui.words.pieces("home.expiring", Some(first.points), &values)))
}

/// The best reward in reach; the nearest one while none is.
fn best_reward(ui: Ui, program: &Program, member: &Member) -> Node {
    let in_reach = member.rewards.iter().find(|it| ticket::reach(it, false) == Reach::Now);
    let missing = |id: &str| {
        let state = member.rewards.iter().find(|it| it.id == id)?;
        state.reasons.first()?.points.filter(|_| state.reasons.len() == 1)
    };
    let nearest = || {
        let lacking = member.rewards.iter().filter(|it| missing(&it.id).is_some());
        lacking.min_by_key(|it| missing(&it.id))
    };
    let Some(state) = in_reach.or_else(nearest) else { return nothing() };
    let Some(reward) = program.rewards.iter().find(|it| it.id == state.id) else {
        return nothing();
    };
    let key = if in_reach.is_some() { "home.reach" } else { "home.nearest" };
    let all = Button::link(ui.text("home.all_rewards")).does(ui.to(View::Rewards));
    div("group", vec![heading(ui.text(key), all), ticket::ticket(ui, program, reward, state)])
}

/// The challenge that runs, the furthest along first.
fn next_challenge(ui: Ui, program: &Program, member: &Member) -> Node {
    let active = member.challenges.iter().filter(|it| it.status == ChallengeStatus::Active);
    let known = active.filter_map(|progress| {
        let challenge = program.challenges.iter().find(|it| it.id == progress.id)?;
        Some((challenge, progress))
    });
    let share = |target: i64, progress: i64| progress * 100 / target.max(1);
    let best = known.max_by_key(|(challenge, at)| share(challenge.target, at.progress));
    let Some((challenge, progress)) = best else { return nothing() };
    let all = Button::link(ui.text("home.all_challenges")).does(ui.to(View::Challenges));
    div(
        "group",
        vec![
            heading(ui.text("home.challenge"), all),
            challenges::card(ui, program, challenge, Some(progress), nothing()),
        ],
    )
}
