//! A2: every mistake of a program file is found, and says where it stands.

use super::support::HEAD;
use crate::Program;

/// Where mistakes stand, counted from the first line after the head.
fn mistakes(more: &str) -> Vec<String> {
    let head = HEAD.matches('\n').count();
    let found = Program::parse(&format!("{HEAD}{more}")).err().unwrap_or_default();
    found.iter().map(|it| format!("{} {}: {}", it.line - head, it.field, it.message)).collect()
}

#[test]
fn a2_all_mistakes_are_found_at_once_in_the_order_of_lines() {
    let found = mistakes(
        r#"[points]
pending_days = -1
expiri = "never"
[[purchase]]
id = "all"
title = { en = "Shopping", fr = "Achats" }
points = 1
per = 0
[[reward]]
id = "all"
name = "Reward"
kind = "percent_off"
percent = 120
cost = 100
tier = "gold"
group = "none"
code_prefix = "P"
starts = 2026-05-01
ends = 2026-04-01
"#,
    );
    assert_eq!(
        found,
        [
            "2 points.pending_days: must be from 0 to 365",
            "3 points.expiri: is not known; did you mean \"expiry\"?",
            "6 purchase \"all\".title.fr: is a language the program does not list",
            "8 purchase \"all\".per: must be from 1 to 1000000",
            "10 reward \"all\".id: \"all\" is taken by purchase \"all\".id",
            "13 reward \"all\".percent: must be from 1 to 100",
            "15 reward \"all\".tier: there is no tier \"gold\"",
            "16 reward \"all\".group: there is no reward_group \"none\"",
            "19 reward \"all\".ends: must be after \"starts\"",
        ]
    );
}

#[test]
fn a2_each_kind_of_mistake_names_its_field() {
    let rows = [
        ("[points]\nrounding = \"up\"", "2 points.rounding: must be one of \"floor\", \"nearest\""),
        (
            "[points]\npending_days = \"7\"",
            "2 points.pending_days: must be a whole number, not string",
        ),
        (
            "[points]\nexpiry = { days = 5 }\npending_days = 7",
            "2 points.expiry: points would expire before they can be spent",
        ),
        ("[points]\nexpiry = { month = 2, day = 30 }", "2 points.expiry: month 2 has no day 30"),
        (
            "[points]\nexpiry = { months = 1 }\npending_days = 30",
            "2 points.expiry: points would expire before they can be spent",
        ),
        (
            "[[purchase]]\nid = \"p\"\ntitle = \"P\"\npoints = 1\nper = 100\nper_order = true",
            "5 purchase \"p\".per: points are for an order, a unit or \"per\" an amount",
        ),
        (
            "[[purchase]]\nid = \"p\"\ntitle = \"P\"\npoints = 1\nper = 1\nweekdays = [\"sunday\", \"funday\"]",
            "6 purchase \"p\".weekdays[1]: must be one of \"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 1\ncode_prefix = \"R\"\nimage = \"http://x/y.png\"",
            "7 reward \"r\".image: must be an address that begins with https://",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"donation\"\ncost = 1\ncause = \"A wood\"\ncode_prefix = \"R\"",
            "7 reward \"r\".code_prefix: is for rewards with a code; this kind is used at once",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"donation\"\ncost = 1",
            "1 reward \"r\".cause: is missing",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"draw_entry\"\ncost = 1\nwinners = 0\ndrawn_at = 2026-03-01\nends = 2026-03-01",
            "6 reward \"r\".winners: must be from 1 to 1000000",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"draw_entry\"\ncost = 1\nwinners = 1\ndrawn_at = 2026-03-01\nends = 2026-03-01",
            "8 reward \"r\".ends: must not be after \"drawn_at\"",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"event_seat\"\ncost = 1\nevent = \"e\"\nevent_at = \"soon\"\ncode_prefix = \"R\"",
            "7 reward \"r\".event_at: must be a date, as in 2026-11-30 or 2026-11-30T18:00:00, without quotes",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"gift_card\"\ncost = 1\namount = 100\npercent = 5\ncode_prefix = \"R\"",
            "7 reward \"r\".percent: is not known; known here: kind, amount, id, name",
        ),
        (
            "[terms]\nversion = \"2\"\nvalid_from = 2026-03-01T12:00:00",
            "3 terms.valid_from: must be a day, as in 2026-11-30, without quotes",
        ),
        (
            "[terms]\nversion = \"2\"\nvalid_from = 2026-03-01\n[[terms.next]]\nfrom = 2026-03-01\ntext = \"T\"",
            "4 terms.next: must be after \"valid_from\"",
        ),
        (
            "[[segment]]\nid = \"s\"\nname = \"S\"\nwhen = {}",
            "4 segment \"s\".when: needs at least one condition",
        ),
        (
            "[[segment]]\nid = \"s\"\nname = \"S\"\nwhen = { orders_min = 3, orders_max = 2 }",
            "4 segment \"s\".when.orders_max: must be at least \"orders_min\"",
        ),
        (
            "[[segment]]\nid = \"s\"\nname = \"S\"\nwhen = { tier = \"x\", spend_within_days = 5 }",
            "4 segment \"s\".when.spend_within_days: goes with \"spend_min\" or \"spend_max\"",
        ),
        (
            "[[offer]]\nid = \"o\"\ntitle = \"O\"\nbecause = \"segment\"",
            "1 offer \"o\": an offer because of a segment has to name \"segments\"",
        ),
        (
            "[[offer]]\nid = \"o\"\ntitle = \"O\"\nbecause = \"due\"\ndays = 3",
            "5 offer \"o\".days: is for offers with accept = true",
        ),
        (
            "[[offer]]\nid = \"o\"\ntitle = \"O\"\nbecause = \"rain\"",
            "4 offer \"o\".because: must be one of \"segment\", \"favourite_category\", \"due\", \"lapsed\", \"left_cart\", \"birthday\", \"anniversary\", \"near_reward\"",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 0\ncode_prefix = \"R\"",
            "5 reward \"r\".cost: 0 is for rewards with \"offer\", \"segments\" or \"window\"",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 1\ncode_prefix = \"R\"\nsegments = [\"x\"]",
            "7 reward \"r\".segments[0]: there is no segment \"x\"",
        ),
        (
            "[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 1\ncode_prefix = \"R\"\nevery = \"year\"",
            "7 reward \"r\".every: goes with \"per_member_limit\"",
        ),
        ("[[badge]]\nid = \"b\"\nname = \"B\"", "1 badge \"b\".earned_by: is missing"),
        (
            "[[badge]]\nid = \"b\"\nname = \"B\"\nearned_by = { challenge = \"c\" }",
            "4 badge \"b\".earned_by.challenge: there is no challenge \"c\"",
        ),
        (
            "[[badge]]\nid = \"b\"\nname = \"B\"\nearned_by = { orders = 1, tier = \"t\" }",
            "4 badge \"b\".earned_by: must have one of \"challenge\", \"tier\", \"lifetime_points\" and \"orders\"",
        ),
        (
            "[[challenge]]\nid = \"c\"\nname = \"C\"",
            "1 challenge \"c\": needs a \"goal\", or a [[challenge.step]] for each of its steps",
        ),
        (
            "[[challenge]]\nid = \"c\"\nname = \"C\"\ngoal = { orders = 2 }\nevery = \"month\"\nends = 2026-01-01",
            "5 challenge \"c\".every: a challenge comes every month or has \"starts\" and \"ends\", not both",
        ),
        ("[tiers]\nmeasure = \"points\"", "1 tiers: needs at least one [[tier]]"),
        (
            "[tiers]\nmeasure = \"points\"\n[[tier]]\nid = \"a\"\nname = \"A\"\nfrom = 5",
            "6 tier \"a\".from: the first tier begins at 0",
        ),
        (
            "[tiers]\nmeasure = \"points\"\n[[tier]]\nid = \"a\"\nname = \"A\"\nfrom = 0\n[[tier]]\nid = \"b\"\nname = \"B\"\nfrom = 0",
            "10 tier \"b\".from: must be more than 0, the tier before",
        ),
        (
            "[tiers]\nmeasure = \"points\"\n[[tier]]\nid = \"a\"\nname = \"A\"\nfrom = 0\nmultiplier = 1.2345",
            "7 tier \"a\".multiplier: must be from 1 to 100 with at most three decimals, as in 1.25",
        ),
        (
            "[[consent]]\nid = \"c\"\nversion = \"1\"\ntitle = \"T\"\nurl = \"javascript:alert(1)\"",
            "5 consent \"c\".url: must begin with https:// or http://",
        ),
        (
            "[[activity]]\nid = \"a\"\nkind = \"join\"\ntitle = \"\"\npoints = 5",
            "4 activity \"a\".title: must not be empty",
        ),
        (
            "[[activity]]\nid = \"A b\"\nkind = \"join\"\ntitle = \"T\"\npoints = 5",
            "2 activity[0].id: must be at most 60 of a-z, 0-9, - and _",
        ),
        (
            "[[reward_group]]\nid = \"g\"\nname = \"G\"\nicon = \"cup\"",
            "4 reward_group \"g\".icon: is not known; known here: id, name",
        ),
        (
            "[[challenge]]\nid = \"c\"\nname = \"C\"\ngoal = { orders = 2 }\nends = \"2026-01-01\"",
            "5 challenge \"c\".ends: must be a date, as in 2026-11-30 or 2026-11-30T18:00:00, without quotes",
        ),
        (
            "[[survey]]\nid = \"s\"\ntitle = \"S\"\nkind = \"choice\"\nchoices = [\"A\"]",
            "5 survey \"s\".choices: must list 2 to 20 answers",
        ),
        (
            "[[survey]]\nid = \"s\"\ntitle = \"S\"\nkind = \"smileys\"",
            "4 survey \"s\".kind: must be one of \"nps\", \"stars\", \"choice\", \"text\"",
        ),
        (
            "[[survey]]\nid = \"s\"\ntitle = \"S\"\nkind = \"nps\"\nwhen = \"joined\"\neach_order = true",
            "6 survey \"s\".each_order: is for surveys when = \"order_paid\"",
        ),
        (
            "[referral]\ntitle = \"T\"\npoints = 1\nfriend_reward = \"r\"\n[[reward]]\nid = \"r\"\nname = \"R\"\nkind = \"free_shipping\"\ncost = 1\ncode_prefix = \"R\"\nstock = 5",
            "4 referral.friend_reward: is a reward with a stock, which may run out before it is given",
        ),
        (
            "[referral]\ntitle = \"T\"\npoints = 1\n[[activity]]\nid = \"referral\"\nkind = \"join\"\ntitle = \"A\"\npoints = 5",
            "1 referral: \"referral\" is taken by activity \"referral\".id",
        ),
        (
            "[[game]]\nid = \"g\"\nname = \"G\"\nevery = \"week\"",
            "1 game \"g\".prize: is missing: at least one [[game.prize]]",
        ),
        (
            "[[game]]\nid = \"g\"\nname = \"G\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nodds = 1",
            "1 game \"g\": must have one of \"order_from\" and \"every\"",
        ),
        (
            "[[game]]\nid = \"g\"\nname = \"G\"\nevery = \"week\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nodds = 1000000\n[[game.prize]]\nid = \"q\"\npoints = 5\nodds = 1",
            "1 game \"g\": the odds of its prizes come to more than a million",
        ),
        (
            "[[game]]\nid = \"g\"\nname = \"G\"\nevery = \"week\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nreward = \"r\"\nodds = 1",
            "5 game \"g\".prize \"p\": must have one of \"points\" and \"reward\"",
        ),
        (
            "[[leaderboard]]\nid = \"l\"\nname = \"L\"\nplaces = 2",
            "4 leaderboard \"l\".places: must be from 3 to 100",
        ),
        (
            "[[cause]]\nid = \"c\"\nname = \"C\"\nunit = \"trees\"\npoints_per_unit = 5\ntarget = 1\nrewards = [\"r\"]",
            "7 cause \"c\".rewards[0]: there is no reward \"r\"",
        ),
        (
            "[[cause]]\nid = \"c\"\nname = \"C\"\nunit = \"trees\"\npoints_per_unit = 0\ntarget = 1",
            "5 cause \"c\".points_per_unit: must be from 1 to 1000000",
        ),
        ("[[said]]\nyou_said = \"A\"\nwe_changed = \"B\"", "1 said[0].at: is missing"),
    ];
    for (text, expected) in rows {
        let found = mistakes(text);
        assert!(found.iter().any(|it| it.starts_with(expected)), "{expected}\nfound {found:#?}");
    }
}

/// What a reward has, besides what a row is about.
const TREE: &str = "[[reward]]\nid = \"tree\"\nname = \"A tree\"\ncost = 1\n";
/// A cause to which a reward's points go.
const WOOD: &str = "[[cause]]\nid = \"wood\"\nname = \"Our wood\"\nrewards = [\"tree\"]\nunit = \"trees\"\npoints_per_unit = 5\ntarget = 1\n";
const SHOPPING: &str = "[[purchase]]\nid = \"p\"\ntitle = \"P\"\npoints = 1\nper = 100\n";
const SHIPPING: &str = "kind = \"free_shipping\"\ncode_prefix = \"T\"\n";
const SLEEPING: &str = "[[segment]]\nid = \"s\"\nname = \"S\"\n";

/// These texts in a row have just that mistake.
#[track_caller]
fn only(rows: &[(&[&str], &str)]) {
    for (texts, expected) in rows {
        assert_eq!(mistakes(&texts.concat()), [*expected], "{}", texts.concat());
    }
}

#[test]
fn a2_what_would_be_read_otherwise_than_it_is_meant_is_a_mistake() {
    let never = "must be less than";
    only(&[
        (
            &[SHOPPING, "starts = 2026-11-24T10:00:00Z"],
            "6 purchase \"p\".starts: is in the program's time zone, Europe/Warsaw: write it as in 2026-11-24T10:00:00",
        ),
        (
            &[SHOPPING, "ends = 2026-11-24T10:00:00+01:00"],
            "6 purchase \"p\".ends: is in the program's time zone, Europe/Warsaw: write it as in 2026-11-24T10:00:00",
        ),
        (
            &[SHOPPING, "weekdays = []"],
            "6 purchase \"p\".weekdays: is empty: name at least one, or leave it out",
        ),
        (
            &[SHOPPING, "categories = []"],
            "6 purchase \"p\".categories: is empty: name at least one, or leave it out",
        ),
        (
            &[SHOPPING, "segments = []"],
            "6 purchase \"p\".segments: is empty: name at least one, or leave it out",
        ),
        (
            &[SLEEPING, "when = { no_order_for_days = 60, last_order_within_days = 30 }"],
            &format!(
                "4 segment \"s\".when.no_order_for_days: {never} \"last_order_within_days\", or it is true of nobody"
            ),
        ),
        (
            &[
                SLEEPING,
                "when = { orders_min = 1, orders_within_days = 60, no_order_for_days = 60 }",
            ],
            &format!(
                "4 segment \"s\".when.no_order_for_days: {never} \"orders_within_days\", or it is true of nobody"
            ),
        ),
        (&["[membership]"], "1 membership: must have \"discount_percent\" or \"free_shipping\""),
        (
            &[TREE, SHIPPING, &TREE.replace("tree", "two"), SHIPPING],
            "12 reward \"two\".code_prefix: \"T\" is taken by reward \"tree\".code_prefix",
        ),
        (
            &[TREE, SHIPPING, WOOD],
            "10 cause \"wood\".rewards[0]: is none that is given: \"donation\" or \"premium_service\"",
        ),
    ]);
}

#[test]
fn a2_what_only_looks_odd_is_no_mistake() {
    let rows: [&[&str]; 4] = [
        &[SLEEPING, "when = { no_order_for_days = 29, last_order_within_days = 30 }"],
        &[SLEEPING, "when = { orders_max = 3, orders_within_days = 30, no_order_for_days = 60 }"],
        &[TREE, "kind = \"donation\"\ncause = \"A wood\"\n", WOOD],
        &[TREE, "kind = \"premium_service\"\nservice = \"tree\"\ncode_prefix = \"T\"\n", WOOD],
    ];
    for texts in rows {
        assert_eq!(mistakes(&texts.concat()), [""; 0], "{}", texts.concat());
    }
}

#[test]
fn a2_a_mistake_is_told_by_itself_without_others_that_only_follow_from_it() {
    let kinds = "\"percent_off\", \"amount_off\", \"free_product\", \"free_shipping\", \"sample\", \
                 \"store_credit\", \"gift_card\", \"event_seat\", \"premium_service\", \
                 \"draw_entry\", \"early_access\", \"donation\"";
    let days = "\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \
                \"sunday\"";
    let sleeping = "[[offer]]\nid = \"o\"\ntitle = \"O\"\nbecause = \"segment\"\n";
    let tier = "[[tier]]\nid = \"a\"\nname = \"A\"\nfrom = 0\n";
    let access = "[[access]]\nid = \"x\"\ntitle = \"X\"\nstarts = 2026-01-01\n";
    only(&[
        (
            &["[tiers]\nmeasure = \"orders\"\nperiod = \"year\"\n", tier],
            "3 tiers.period: must be \"calendar_year\", \"lifetime\" or { rolling_days = 365 }",
        ),
        (
            &["[[tiers]]\nmeasure = \"points\"\n", tier, SHOPPING, "tier = \"a\""],
            "1 tiers: is there once: write [tiers], with one bracket",
        ),
        (
            &[tier, SHOPPING, "tier = \"a\""],
            "1 tier: needs a section [tiers] that says how they are reached",
        ),
        (
            &["[reward]\nid = \"r\"\nname = \"R\"\ncost = 1\n", SHIPPING],
            "1 reward: can be there several times: write [[reward]], with two brackets",
        ),
        (
            &["[points]\nexpiry = \"12 months\"\npending_days = 7"],
            "2 points.expiry: must be \"never\", { days = 365 }, { months = 12 } or { month = 12, day = 31 }",
        ),
        (
            &["[[badge]]\nid = \"b\"\nname = \"B\"\nearned_by = \"x\""],
            "4 badge \"b\".earned_by: must be a table, as in { orders = 10 }, not string",
        ),
        (
            &[TREE, SHIPPING, "window = 14"],
            "7 reward \"tree\".window: must be a table, as in { around = \"birthday\" }, not integer",
        ),
        (
            &[TREE, "kind = \"amount-off\"\namount = 100"],
            &format!(
                "5 reward \"tree\".kind: must be one of {kinds}; did you mean \"amount_off\"?"
            ),
        ),
        (
            &[TREE, SHIPPING, "amount = 100"],
            "7 reward \"tree\".amount: is not known; known here: kind, id, name, description, wallet, cost, group, icon, image, minimum_spend, tier, segments, offer, window, categories, per_member_limit, every, stock, starts, ends, code_prefix, valid_minutes",
        ),
        (
            &[&TREE.replace("cost = 1", "cost = -50"), SHIPPING],
            "4 reward \"tree\".cost: must be from 0 to 1000000000",
        ),
        (
            &[SLEEPING, "when = { no_order_for_days = \"60\" }"],
            "4 segment \"s\".when.no_order_for_days: must be a whole number, not string",
        ),
        (&[sleeping, "segments = \"x\""], "5 offer \"o\".segments: must be a list, not string"),
        (
            &[sleeping.replace("\"segment\"", "\"lapse\"").as_str(), "lapsed_days = 5"],
            "4 offer \"o\".because: must be one of \"segment\", \"favourite_category\", \"due\", \"lapsed\", \"left_cart\", \"birthday\", \"anniversary\", \"near_reward\"; did you mean \"lapsed\"?",
        ),
        (
            &[SHOPPING, "weekdays = [6]"],
            &format!("6 purchase \"p\".weekdays[0]: must be one of {days}"),
        ),
        (
            &[
                SHOPPING,
                "offer = \"o\"\n",
                &sleeping.replace("\"o\"", "7"),
                "segments = [\"s\"]\n",
                SLEEPING,
                "when = { orders_min = 1 }",
            ],
            "8 offer[0].id: must be a text in quotes, not integer",
        ),
        (
            &[
                TREE,
                SHIPPING,
                TREE,
                "kind = \"sample\"\nsku = \"s\"\ncode_prefix = \"S\"\n",
                &WOOD.replace("tree", "two"),
            ],
            "8 reward \"tree\".id: \"tree\" is taken by reward \"tree\".id",
        ),
        (
            &["[[wallet]]\nid = \"w\"\nname = \"W\"\nkind = \"stamp\"\ncard = 5"],
            "4 wallet \"w\".kind: must be one of \"points\", \"money\", \"stamps\"; did you mean \"stamps\"?",
        ),
        (
            &[
                "[[wallet]]\nid = \"w\"\nname = \"W\"\nkind = \"stamps\"\n[wallet.unit.en]\none = \"s\"\nother = \"s\"\ncard = 5",
            ],
            "8 wallet \"w\".unit.en.card: belongs to [[wallet]], above this section",
        ),
        (
            &[
                "[[wallet]]\nid = \"w\"\nname = \"W\"\nkind = \"points\"\n[wallet.unit]\none = \"s\"\nother = \"s\"",
            ],
            "5 wallet \"w\".unit: needs a table for each language, as in [wallet.unit.en]",
        ),
        (
            &[
                "[[activity]]\nid = \"a\"\nkind = \"visit\"\ntitle = \"T\"\npoints = 5\ndays = 7\ntimes = 1",
            ],
            "3 activity \"a\".kind: must be one of \"join\", \"event\", \"visits\"; did you mean \"visits\"?",
        ),
        (
            &[
                "[[survey]]\nid = \"s\"\ntitle = \"S\"\nkind = \"choices\"\nchoices = [\"A\", \"B\"]",
            ],
            "4 survey \"s\".kind: must be one of \"nps\", \"stars\", \"choice\", \"text\"; did you mean \"choice\"?",
        ),
        (
            &[
                "[[game]]\nid = \"g\"\nname = \"G\"\norder_from = \"1\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nodds = 1",
            ],
            "4 game \"g\".order_from: must be a whole number, not string",
        ),
        (
            &[
                "[[game]]\nid = \"g\"\nname = \"G\"\nevery = \"day\"\n[[game.prize]]\nid = \"p\"\npoints = 0\nodds = 1",
            ],
            "7 game \"g\".prize \"p\".points: must be from 1 to 1000000",
        ),
        (
            &[
                "[terms]\nversion = \"2\"\nvalid_from = 2026-03-01\n[[terms.next]]\nfrom = \"soon\"\ntext = \"T\"",
            ],
            "5 terms.next[0].from: must be a day, as in 2026-11-30, without quotes",
        ),
        (
            &[access, "early = []"],
            "5 access \"x\".early: is empty: name at least one, or leave it out",
        ),
        (
            &[
                "[[game]]\nid = \"g\"\nname = \"G\"\nevry = \"day\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nodds = 1",
            ],
            "4 game \"g\".evry: is not known; did you mean \"every\"?",
        ),
        (
            &[
                SHOPPING,
                "segments = [\"s\"]\n",
                &SLEEPING.replace("[[segment]]", "[[segments]]"),
                "when = { orders_min = 1 }",
            ],
            "7 segments: is not known; did you mean \"segment\"?",
        ),
        (
            &[&SHOPPING.replace("per = 100", "per_order = \"yes\"")],
            "5 purchase \"p\".per_order: must be true or false, not string",
        ),
        (
            &[&SHOPPING.replace("\"P\"", "7")],
            "3 purchase \"p\".title: must be a text in quotes, not integer",
        ),
        (
            &["[points]\nexpiry = {}"],
            "2 points.expiry: must be \"never\", { days = 365 }, { months = 12 } or { month = 12, day = 31 }",
        ),
        (
            &[&SHOPPING.replace("title", "titel")],
            "3 purchase \"p\".titel: is not known; did you mean \"title\"?",
        ),
    ]);
}

#[test]
fn a2_a_mistake_of_its_own_is_told_beside_another() {
    let donation = "kind = \"donation\"\ncause = \"C\"\n";
    let wood = WOOD.replace("[\"tree\"]", "[\"one\", \"other\"]");
    assert_eq!(
        mistakes(&[TREE, SHIPPING, TREE, donation, &wood].concat()),
        [
            "8 reward \"tree\".id: \"tree\" is taken by reward \"tree\".id",
            "16 cause \"wood\".rewards[0]: there is no reward \"one\"",
            "16 cause \"wood\".rewards[1]: there is no reward \"other\"",
        ]
    );
}

#[test]
fn a2_languages_that_are_wrong_are_all_that_is_said_of_them() {
    let all = include_str!("../../../../programs/demo.toml");
    let list = "languages = [\"pl\", \"en\"]";
    assert!(all.contains(list));
    let rows = [
        ("", "must list at least one language, as in [\"en\"]"),
        ("languages = [\"PL\", \"en\"]", "write \"pl\", in lower case"),
        ("languages = [\"Polish\"]", "must be the code of a language, as in \"en\""),
        ("languages = \"pl\"", "must be a list, not string"),
        ("languages = []", "is empty: name at least one, or leave it out"),
    ];
    for (written, expected) in rows {
        let found = Program::parse(&all.replace(list, written)).unwrap_err();
        assert_eq!(found.len(), 1, "{written}: {found:#?}");
        assert_eq!(found[0].message, expected, "{written}");
    }
}

#[test]
fn a2_where_to_ask_in_a_text_is_told_its_form() {
    let found = Program::parse(&HEAD.replace("[unit.en]", "help = \"a@b.example\"\n[unit.en]"));
    let told = found.unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>();
    let form = "must be a table, as in { email = \"help@shop.example\" }, not string";
    assert_eq!(told, [format!("line 8, column 8: program.help: {form}")]);
}

#[test]
fn a2_what_is_no_toml_is_told_in_plain_words() {
    let comma = "a number has no comma: money is in the smallest unit, 1000 for 10,00; what is no \
                 money has a point, as in 1.25";
    let quotes = "a text stands in straight quotes, as in \"Club\"";
    let rows = [
        ("amount = 10,00", comma),
        ("amount = 1.250,50", comma),
        ("goal = { spend = 1,2 }", comma),
        ("starts = 24.11.2026", "a date is written year first, as in 2026-11-24"),
        ("starts = 4/1/2026", "a date is written year first, as in 2026-01-04"),
        ("starts = 24-11-2026 # soon", "a date is written year first, as in 2026-11-24"),
        ("name = Klub", "a text stands in straight quotes, as in \"Klub\""),
        ("name = { en = Klub }", "a text stands in straight quotes, as in \"Klub\""),
        ("name = „Klub”", quotes),
        ("name = { en = “Club” }", quotes),
        ("name = \"Klub”", "the text does not end: a straight quote \" is missing"),
        ("accept = True", "must be true, in lower case"),
        ("accept = FALSE", "must be false, in lower case"),
        ("[[reward]]\n[reward]", "each of several is written [[reward]], with two brackets"),
        ("[points]\n[points]", "[points] is there already: put what it says there"),
        ("id = 1\nid = 2", "\"id\" is there already, in this table"),
        ("amount", "key with no value, expected `=`"),
    ];
    for (text, expected) in rows {
        let found = mistakes(text);
        let line = text.lines().count();
        assert_eq!(found, [format!("{line} TOML: {expected}")], "{text}");
    }
    let first = "1 TOML: each of several is written [[reward]], with two brackets";
    assert_eq!(mistakes("[reward]\n[[reward]]\n[[reward]]"), [first], "the one that is wrong");
}

#[test]
fn a2_a_slip_of_the_pen_is_named_by_line_and_column() {
    let found = Program::parse("[program]\nid = \"test\nname = 3").unwrap_err();
    assert_eq!((found[0].line, found[0].field.as_str()), (2, "TOML"), "{found:?}");
}

#[test]
fn a2_an_empty_file_says_what_a_program_needs() {
    let found = Program::parse("").unwrap_err();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["line 1, column 1: program: is missing", "line 1, column 1: unit: is missing",]
    );
}

#[test]
fn a2_a_plural_form_the_language_needs_is_asked_for() {
    let text = HEAD.replace("\"en\"", "\"pl\"").replace("unit.en", "unit.pl");
    let found = Program::parse(&text).unwrap_err();
    let told: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        told,
        ["\"pl\" needs the plural form \"few\"", "\"pl\" needs the plural form \"many\"",]
    );
}

#[test]
fn a2_a_text_missing_in_a_language_is_named() {
    let text = HEAD.replace("[\"en\"]", "[\"en\", \"de\"]") + "one = \"x\"\n";
    let text = text.replace("one = \"x\"\n", "[unit.de]\none = \"Punkt\"\nother = \"Punkte\"\n");
    let more = "[[rule]]\ntitle = { en = \"Expiry\" }\ntext = \"Never.\"\n";
    let found = Program::parse(&format!("{text}{more}")).unwrap_err();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].field.as_str(), found[0].message.as_str()),
        ("rule[0].title", "is missing in \"de\"")
    );
}

#[test]
fn a2_the_version_changes_with_the_file() {
    let version = |text: &str| Program::parse(text).unwrap().version;
    assert_eq!(version(HEAD), version(HEAD));
    assert_ne!(version(HEAD), version(&format!("{HEAD}[points]\ngrace_days = 1\n")));
}

#[test]
fn a_language_is_found_by_its_tag_or_the_first_is_taken() {
    let program = super::support::demo();
    let rows = [
        (Some("en"), "en"),
        (Some("en-GB"), "en"),
        (Some("PL"), "pl"),
        (Some("de"), "pl"),
        (None, "pl"),
    ];
    for (asked, language) in rows {
        assert_eq!(program.language(asked), language, "{asked:?}");
    }
}

#[test]
fn a2_whatever_one_line_of_a_whole_program_says_wrong_is_one_mistake_of_that_line() {
    let text = include_str!("../../../../programs/demo.toml");
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let goes_on = line.trim_end().ends_with(['[', ',']);
        let Some((field, value)) = line.split_once(" = ").filter(|_| !goes_on) else { continue };
        if !field.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_') {
            continue;
        }
        let other = if value.starts_with(['t', 'f']) { "7" } else { "true" };
        for wrong in [format!("{field} = {other}"), format!("x{field} = {value}")] {
            let mut changed = lines.clone();
            changed[at] = &wrong;
            let found = Program::parse(&changed.join("\n")).err().unwrap_or_default();
            let at = at + 1;
            assert_eq!(
                found.iter().map(|it| it.line).collect::<Vec<_>>(),
                [at],
                "{wrong} {found:#?}"
            );
        }
    }
}
