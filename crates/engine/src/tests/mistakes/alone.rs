//! A mistake is told by itself.

use super::{SHIPPING, SHOPPING, SLEEPING, TREE, WOOD, only};
use crate::Program;
use crate::tests::support::HEAD;

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
            &["[points]\nexpiry = { years = 1 }"],
            "2 points.expiry: must be \"never\", { days = 365 }, { months = 12 } or { month = 12, day = 31 }",
        ),
        (
            &["[points]\nexpiry = { month = 1 }"],
            "2 points.expiry: must be \"never\", { days = 365 }, { months = 12 } or { month = 12, day = 31 }",
        ),
        (
            &[TREE, SHIPPING, "valid_days = 14"],
            "7 reward \"tree\".valid_days: is not known; did you mean \"valid_minutes\"?",
        ),
        (
            &[TREE, SHIPPING, "valid_hours = 14"],
            "7 reward \"tree\".valid_hours: is not known; did you mean \"valid_minutes\"?",
        ),
        (
            &[
                "[[game]]\nid = \"g\"\nname = \"G\"\nevery = \"day\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nodds = 0.5",
            ],
            "8 game \"g\".prize \"p\".odds: is of a million: 500000 for 0.5",
        ),
        (
            &[
                "[[game]]\nid = \"g\"\nname = \"G\"\nevery = \"day\"\n[[game.prize]]\nid = \"p\"\npoints = 5\nodds = 1.5",
            ],
            "8 game \"g\".prize \"p\".odds: must be a whole number, not float",
        ),
        (
            &[&SHOPPING.replace("title", "titel")],
            "3 purchase \"p\".titel: is not known; did you mean \"title\"?",
        ),
    ]);
}

#[test]
fn a2_languages_that_are_wrong_are_all_that_is_said_of_them() {
    let all = include_str!("../../../../../programs/demo.toml");
    let list = "languages = [\"pl\", \"en\"]";
    assert!(all.contains(list));
    let rows = [
        ("", "must list at least one language, as in [\"en\"]"),
        ("languages = [\"PL\", \"en\"]", "write \"pl\", in lower case"),
        ("languages = [\"Polish\"]", "must be the code of a language, as in \"en\""),
        ("languages = \"pl\"", "must be a list, not string"),
        ("languages = [\"pl\", \"en\", \"pl\"]", "\"pl\" is there already"),
        ("languages = []", "is empty: name at least one, or leave it out"),
    ];
    for (written, expected) in rows {
        let found = Program::parse(&all.replace(list, written)).unwrap_err();
        assert_eq!(found.len(), 1, "{written}: {found:#?}");
        assert_eq!(found[0].message, expected, "{written}");
    }
}

#[test]
fn a2_a_currency_that_nobody_pays_with_is_no_currency() {
    let with = |code: &str| Program::parse(&HEAD.replace("\"PLN\"", &format!("\"{code}\"")));
    for code in ["PLN", "EUR", "JPY", "KWD", "CHF", "UAH"] {
        assert!(with(code).is_ok(), "{code}");
    }
    for code in ["ZLT", "ABC", "pln", "PL", "P N", "PLN EUR"] {
        let found = with(code).unwrap_err();
        assert_eq!(found.len(), 1, "{code}: {found:#?}");
        assert_eq!(found[0].message, "must be an ISO 4217 code, as in \"PLN\"");
    }
}
