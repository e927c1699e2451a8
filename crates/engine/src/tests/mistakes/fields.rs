//! Each kind of mistake names its field.

use super::mistakes;

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
