//! M7: the rules in plain words say what the program reckons: change the file, and the sentence
//! changes.

use super::support::{HEAD, program};
use crate::Program;
use crate::terms::rules;

/// A part of the file, what it becomes, and what the rules said of it before and say after, in
/// English and in Polish.
struct Change(&'static str, &'static str, [&'static str; 2], [&'static str; 2]);

const FILE: &str = include_str!("../../../../programs/demo.toml");

const CHANGES: [Change; 27] = [
    Change(
        "order_cap = 2000",
        "except_categories = [\"books\"]",
        ["at most 2,000 beans an order)", "najwyżej 2000 ziaren za zamówienie)"],
        ["(certain products only)", "(tylko wybrane produkty)"],
    ),
    Change(
        "order_cap = 2000",
        "except_skus = [\"mug\"]",
        ["at most 2,000 beans an order)", "najwyżej 2000 ziaren za zamówienie)"],
        ["(certain products only)", "(tylko wybrane produkty)"],
    ),
    Change(
        "per = 100                            # for every 1,00 zł",
        "per = 250",
        [
            "Shopping: 1 bean for every PLN\u{a0}1.00 paid.",
            "Zakupy: 1 ziarno za każde zapłacone 1,00\u{a0}zł.",
        ],
        [
            "Shopping: 1 bean for every PLN\u{a0}2.50 paid.",
            "Zakupy: 1 ziarno za każde zapłacone 2,50\u{a0}zł.",
        ],
    ),
    Change(
        "order_cap = 2000",
        "order_cap = 12345",
        ["at most 2,000 beans an order", "najwyżej 2000 ziaren za zamówienie"],
        ["at most 12,345 beans an order", "najwyżej 12\u{a0}345 ziaren za zamówienie"],
    ),
    Change(
        "order_cap = 2000",
        "minimum_spend = 5000\nmembership = true\nweekdays = [\"friday\"]\nstarts = 2026-11-28\nends = 2026-11-29\ntier = \"gold\"",
        ["at most 2,000 beans", "najwyżej 2000 ziaren"],
        [
            "orders from PLN\u{a0}50.00; from Gold on; with the paid membership; on Fridays; from 28 November 2026; until 29 November 2026)",
            "zamówienia od 50,00\u{a0}zł; od poziomu Złoto; z płatnym członkostwem; w piątki; od 28 listopada 2026; do 29 listopada 2026)",
        ],
    ),
    Change(
        "order_cap = 2000",
        "starts = 2027-03-28T01:30:00\nends = 2027-03-28T04:00:00",
        ["at most 2,000 beans", "najwyżej 2000 ziaren"],
        [
            "from 28 March 2027, 01:30; until 28 March 2027, 04:00)",
            "od 28 marca 2027, 01:30; do 28 marca 2027, 04:00)",
        ],
    ),
    Change(
        "pending_days = 14                    # the return window",
        "pending_days = 3",
        [
            "What a friend's first order brings you can be spent after 14 days.",
            "To, co da Ci pierwsze zamówienie znajomego, możesz wydać po 14 dniach.",
        ],
        [
            "What a friend's first order brings you can be spent after 3 days.",
            "To, co da Ci pierwsze zamówienie znajomego, możesz wydać po 3 dniach.",
        ],
    ),
    Change(
        "name = { pl = \"Posadź drzewo kawowe\", en = \"Plant a coffee tree\" }",
        "name = { pl = \"Drzewo\", en = \"A tree\" }",
        [
            "cannot be given back: Plant a coffee tree.",
            "nie można ich oddać: Posadź drzewo kawowe.",
        ],
        ["cannot be given back: A tree.", "nie można ich oddać: Drzewo."],
    ),
    Change(
        "order_cap = 2000",
        "order_cap = 2000\nsubscription = true",
        ["at most 2,000 beans an order)", "najwyżej 2000 ziaren za zamówienie)"],
        ["; orders of a subscription only)", "; tylko zamówienia w ramach subskrypcji)"],
    ),
    Change(
        "order_cap = 2000",
        "order_cap = 2000\nsubscription = false",
        ["at most 2,000 beans an order)", "najwyżej 2000 ziaren za zamówienie)"],
        ["; orders outside of a subscription only)", "; tylko zamówienia poza subskrypcją)"],
    ),
    Change(
        "points = 100\n",
        "points = 22\n",
        [
            "A good start: 100 beans (once, on joining).",
            "Na dobry początek: 100 ziaren (raz, przy dołączeniu).",
        ],
        ["A good start: 22 beans", "Na dobry początek: 22 ziarna"],
    ),
    Change(
        "rounding = \"floor\" ",
        "rounding = \"nearest\" ",
        ["rounded down once", "raz zaokrąglamy w dół"],
        ["rounded to the nearest whole number once", "raz zaokrąglamy do najbliższej całości"],
    ),
    Change(
        "except_categories = [\"vouchers\"] ",
        "except_categories = [\"books\"] ",
        ["Nothing is given for: vouchers.", "Nic nie dajemy za: vouchers."],
        ["Nothing is given for: books.", "Nic nie dajemy za: books."],
    ),
    Change(
        "pending_days = 0 ",
        "pending_days = 14 ",
        ["can be spent at once", "możesz wydać od razu"],
        ["can be spent after 14 days", "możesz wydać po 14 dniach"],
    ),
    Change(
        "expiry = { days = 365 } ",
        "expiry = { months = 1 } ",
        ["It expires 365 days after", "Traci ważność po 365 dniach"],
        ["It expires 1 month after", "Traci ważność po 1 miesiącu"],
    ),
    Change(
        "expiry = { days = 365 } ",
        "expiry = { month = 3, day = 31 } ",
        ["It expires 365 days after", "Traci ważność po 365 dniach"],
        ["every year at the end of 31 March", "co roku z końcem dnia 31 marca"],
    ),
    Change(
        "expiry = { days = 365 } ",
        "expiry = \"never\" ",
        ["It expires 365 days after", "Traci ważność po 365 dniach"],
        ["It does not expire.", "Nie traci ważności."],
    ),
    Change(
        "grace_days = 14 ",
        "grace_days = 1 ",
        ["you have 14 more days to spend it", "masz jeszcze 14 dni na wydanie"],
        ["you have 1 more day to spend it", "masz jeszcze 1 dzień na wydanie"],
    ),
    Change(
        "spent_on_refund = \"debt\" ",
        "spent_on_refund = \"forgive\" ",
        ["what you collect next covers what is missing", "pokryje następne zbieranie"],
        ["what is missing is forgiven", "brakującą resztę darujemy"],
    ),
    Change(
        "challenge_on_refund = \"keep\" ",
        "challenge_on_refund = \"take_back\" ",
        ["stays finished", "pozostaje ukończone"],
        ["gives back what it brought", "oddaje to, co dało"],
    ),
    Change(
        "order_window_days = 14 ",
        "order_window_days = 30 ",
        ["paid up to 14 days before you join", "opłacone do 14 dni przed dołączeniem"],
        ["paid up to 30 days before you join", "opłacone do 30 dni przed dołączeniem"],
    ),
    Change(
        "order_window_days = 14 ",
        "order_window_days = 0 ",
        ["paid up to 14 days before you join", "opłacone do 14 dni przed dołączeniem"],
        ["Orders paid after you join count.", "Liczą się zamówienia opłacone po dołączeniu."],
    ),
    Change(
        "from = 1500\nmultiplier = 1.5\n",
        "from = 1600\nmultiplier = 1.125\n",
        ["Gold: from 1,500 beans.", "Złoto: od 1500 ziaren."],
        [
            "Gold: from 1,600 beans.\nPlatinum: from 4,000 beans.\nSilver multiplies what purchases bring by 1.25.\nGold multiplies what purchases bring by 1.125.",
            "Złoto: od 1600 ziaren.\nPlatyna: od 4000 ziaren.\nSrebro mnoży to, co dają zakupy, razy 1,25.\nZłoto mnoży to, co dają zakupy, razy 1,125.",
        ],
    ),
    Change(
        "measure = \"points\" ",
        "measure = \"spend\" ",
        [
            "What you collect in a calendar year counts.",
            "Liczy się to, co zbierzesz w roku kalendarzowym.",
        ],
        [
            "What you spend in a calendar year counts.\nSilver: from PLN\u{a0}6.00.",
            "Liczy się to, co wydasz w roku kalendarzowym.\nSrebro: od 6,00\u{a0}zł.",
        ],
    ),
    Change(
        "period = \"calendar_year\" ",
        "period = { rolling_days = 90 } ",
        ["in a calendar year", "w roku kalendarzowym"],
        ["in the last 90 days", "w ciągu ostatnich 90 dni"],
    ),
    Change(
        "hold = \"next_period\" ",
        "hold = \"none\" ",
        ["yours until the end of the next period", "do końca następnego okresu"],
        ["as long as the amount is enough", "dopóki wystarcza na niego zebranej kwoty"],
    ),
    Change(
        "kind = \"free_shipping\"\ncost = 300\ngroup = \"discounts\"\nicon = \"truck\"\ncode_prefix = \"PACZKA\"\nvalid_minutes = 10080                # 7 days",
        "kind = \"draw_entry\"\ncost = 300\ndrawn_at = 2027-01-05T12:00:00\nwinners = 3",
        ["A code works once", "Kod działa raz"],
        [
            "Free delivery: drawn on 5 January 2027, 12:00, 3 lots win; each lot is one chance.",
            "Dostawa gratis: losowanie 5 stycznia 2027, 12:00, wygrywają 3 losy; każdy los to jedna szansa.",
        ],
    ),
];

fn told(program: &Program, language: &str) -> String {
    let rules = rules(program, language).into_iter();
    rules.map(|it| format!("{}: {}\n", it.title, it.text)).collect()
}

#[test]
fn m7_each_sentence_follows_the_file() {
    let original = Program::parse(FILE).unwrap();
    for Change(part, other, before, after) in CHANGES {
        assert!(FILE.contains(part), "the file has no {part}");
        let changed = Program::parse(&FILE.replacen(part, other, 1));
        let changed = changed.unwrap_or_else(|mistakes| panic!("{other}: {mistakes:#?}"));
        for (index, language) in ["en", "pl"].into_iter().enumerate() {
            let (was, is) = (told(&original, language), told(&changed, language));
            assert!(was.contains(before[index]), "{language}: {}\nis not in\n{was}", before[index]);
            assert!(is.contains(after[index]), "{language}: {}\nis not in\n{is}", after[index]);
            assert_ne!(was, is, "{other}");
        }
    }
}

#[test]
fn m7_no_rule_has_a_place_left_open() {
    for file in [
        FILE,
        include_str!("../../../../programs/stars.toml"),
        include_str!("../../../../programs/beauty.toml"),
        include_str!("../../../../programs/market.toml"),
        include_str!("../../../../programs/books.toml"),
        include_str!("../../../../programs/perfumery.toml"),
        include_str!("../../../../programs/shoes.toml"),
    ] {
        let program = Program::parse(file).unwrap();
        for language in &program.languages {
            let told = told(&program, language);
            assert!(!told.contains(['{', '}']), "{told}");
            assert!(told.lines().count() >= 4, "{told}");
        }
    }
}

#[test]
fn m7_polish_counts_as_poles_do() {
    let head = HEAD.replace("[\"en\"]", "[\"pl\"]").replace("unit.en", "unit.pl");
    let head =
        head.replace("one = \"point\"", "one = \"punkt\"\nfew = \"punkty\"\nmany = \"punktów\"");
    let says = |points: i64| {
        let rule = format!(
            "[[purchase]]\nid = \"p\"\ntitle = \"Zakupy\"\npoints = {points}\nper_order = true\n"
        );
        let program = Program::parse(&format!("{head}{rule}")).unwrap();
        told(&program, "pl").lines().next().unwrap_or_default().to_owned()
    };
    for (points, expected) in [
        (1, "1 punkt "),
        (2, "2 punkty "),
        (5, "5 punktów "),
        (12, "12 punktów "),
        (22, "22 punkty "),
        (101, "101 punktów "),
        (112, "112 punktów "),
        (1002, "1002 punkty "),
        (12_000, "12\u{a0}000 punktów "),
    ] {
        assert!(
            says(points).contains(&format!("Zakupy: {expected}")),
            "{points}: {}",
            says(points)
        );
    }
}

#[test]
fn m7_other_languages_have_the_rules_that_the_program_writes() {
    let program = program("");
    assert_eq!(rules(&program, "de"), []);
    assert!(!rules(&program, "en-GB").is_empty());
}

#[test]
fn m7_what_a_title_says_is_never_taken_for_a_place() {
    let program =
        program("[[purchase]]\nid = \"p\"\ntitle = \"Odd {points} {\"\npoints = 3\nper = 100\n");
    assert!(told(&program, "en").contains("Odd {points} {: 3 points for every"));
}

#[test]
fn m7_beside_further_wallets_tiers_name_the_points() {
    let program = program(
        "[tiers]\nmeasure = \"points\"\n[[tier]]\nid = \"base\"\nname = \"Base\"\nfrom = 0\n\
         [[tier]]\nid = \"gold\"\nname = \"Gold\"\nfrom = 10\nmultiplier = 1.5\n\
         [[wallet]]\nid = \"cash\"\nname = \"Cash\"\nkind = \"money\"\n\
         [[purchase]]\nid = \"p\"\ntitle = \"P\"\npoints = 3\nper = 100\n\
         [[purchase]]\nid = \"back\"\ntitle = \"B\"\npoints = 3\nper = 100\nwallet = \"cash\"\n",
    );
    let told = told(&program, "en");
    for sentence in [
        "Spending and expiry: points: An order is added up exactly and rounded down once.",
        "Cash: An order is added up exactly and rounded down to PLN\u{a0}0.01 once.",
        "Of what you collect only points count for tiers.",
        "Gold multiplies the points that purchases bring by 1.5, and nothing else.",
    ] {
        assert!(told.contains(sentence), "{sentence}\nis not in\n{told}");
    }
}
