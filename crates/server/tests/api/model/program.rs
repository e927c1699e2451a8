//! The program that is played, before and after the shop changes it.

const PROGRAM: &str = concat!(
    include_str!("../program.toml"),
    include_str!("../wallets.toml"),
    include_str!("more.toml")
);

/// What the shop changes in the program now and then, and changes back.
const CHANGES: [(&str, &str); 12] = [
    ("points = 1\nper = 100\ncategories", "points = 2\nper = 150\ncategories"),
    ("multiplier = 1.5", "multiplier = 1.2"),
    ("expiry = { days = 100 }", "expiry = { months = 3 }"),
    ("spent_on_refund = \"debt\"", "spent_on_refund = \"forgive\""),
    ("order_window_days = 14", "order_window_days = 7"),
    ("categories = [\"america\"]", "categories = [\"asia\"]"),
    ("points = 3\nper = 100", "points = 5\nper = 100"),
    ("expiry = { days = 30 }", "expiry = { days = 45 }"),
    ("points = 1\nper = 300", "points = 4\nper = 500\norder_cap = 50"),
    ("points = 300\nfriend_points = 40", "points = 250\nfriend_points = 60"),
    ("minimum_spend = 5000", "minimum_spend = 7000"),
    ("except_categories = [\"rx\"]", "except_skus = [\"sku-2\"]"),
];

/// Both of them, as files.
pub(super) fn both() -> [String; 2] {
    let source = PROGRAM.replacen("pending_days = 0", "pending_days = 2", 1);
    let source = source.replacen("stock = 1", "stock = 40", 1);
    let source =
        source.replacen("challenge_on_refund = \"keep\"", "challenge_on_refund = \"take_back\"", 1);
    let except = "order_window_days = 14\nexcept_categories = [\"rx\"]";
    let source = source.replacen("order_window_days = 14", except, 1);
    [source.clone(), changed(source)]
}

/// The same after the shop changed it.
fn changed(mut source: String) -> String {
    for (from, to) in CHANGES {
        assert_eq!(source.matches(from).count(), 1, "{from}");
        source = source.replace(from, to);
    }
    source
}
