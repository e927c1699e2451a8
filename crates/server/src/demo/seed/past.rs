//! Who bought what, and when: plain data.

/// A customer's past.
pub struct Person {
    /// The shop's id of the customer.
    pub id: &'static str,
    /// When they joined the program: days ago, hour, minute.
    pub joined: (i64, u32, u32),
    /// What they ordered.
    pub orders: fn() -> Vec<Order>,
}

/// An order of the past.
pub struct Order {
    /// Days ago, hour, minute.
    pub when: (i64, u32, u32),
    /// Products and how many.
    pub lines: &'static [(&'static str, i64)],
    /// The reward used for it.
    pub prize: Option<Prize>,
    /// What went back, and how many days later.
    pub returned: Option<(i64, &'static str)>,
}

/// A reward of the program, as the shop saw it.
#[derive(Clone, Copy)]
pub struct Prize {
    /// The program's id of it.
    pub reward: &'static str,
    /// What it gave.
    pub gives: Gives,
}

/// What a reward gave.
#[derive(Clone, Copy)]
pub enum Gives {
    /// So many percent off.
    Percent(i64),
    /// An amount off, in grosze.
    Amount(i64),
    /// A product.
    Product(&'static str),
    /// The delivery.
    Delivery,
}

/// Those who have a past; Nina is new.
pub const PAST: [Person; 2] = [
    Person { id: "anna", joined: (152, 17, 40), orders: anna },
    Person { id: "marek", joined: (370, 9, 15), orders: marek },
];

type Basket = &'static [(&'static str, i64)];

const fn prize(reward: &'static str, gives: Gives) -> Option<Prize> {
    Some(Prize { reward, gives })
}

/// Twelve orders in five months: Africa and the Americas, not yet Asia. Every second one is small,
/// so that no monthly challenge is completed, wherever the months happen to begin.
fn anna() -> Vec<Order> {
    const ORDERS: [(i64, u32, u32, Basket); 12] = [
        (152, 17, 52, &[("colombia-huila", 1), ("filters", 1)]),
        (141, 8, 20, &[("brazil-cerrado", 1)]),
        (129, 19, 5, &[("ethiopia-aricha", 1), ("brazil-cerrado", 1)]),
        (115, 12, 44, &[("brazil-cerrado", 1)]),
        (102, 20, 31, &[("dripper", 1), ("chocolate", 1)]),
        (88, 7, 58, &[("brazil-cerrado", 1)]),
        (74, 18, 12, &[("kenya-nyeri", 1), ("espresso-cup", 1)]),
        (61, 16, 26, &[("brazil-cerrado", 1)]),
        (47, 21, 3, &[("ethiopia-aricha", 1), ("guatemala-antigua", 1)]),
        (33, 10, 37, &[("brazil-cerrado", 1)]),
        (18, 19, 49, &[("colombia-huila", 1), ("stamp-mug", 1)]),
        (5, 8, 9, &[("brazil-cerrado", 1)]),
    ];
    let orders = ORDERS.map(|(days, hour, minute, lines)| Order {
        when: (days, hour, minute),
        lines,
        prize: (days == 47)
            .then_some(Prize { reward: "cold-brew", gives: Gives::Product("cold-brew") }),
        returned: None,
    });
    orders.into()
}

const BASKETS: [Basket; 11] = [
    &[("brazil-cerrado", 2)],
    &[("kenya-nyeri", 1), ("filters", 1)],
    &[("sumatra-gayo", 1), ("chocolate", 1)],
    &[("colombia-huila", 2)],
    &[("ethiopia-aricha", 1), ("cold-brew", 2)],
    &[("india-malabar", 1), ("brazil-cerrado", 1)],
    &[("guatemala-antigua", 1)],
    &[("espresso-cup", 2), ("brazil-cerrado", 1)],
    &[("kenya-nyeri", 1), ("colombia-huila", 1)],
    &[("sumatra-gayo", 2)],
    &[("ethiopia-aricha", 1), ("filters", 1), ("chocolate", 1)],
];

const MAREK_ORDERS: i64 = 46;

/// About an order a week for a year, with a few larger ones.
fn marek() -> Vec<Order> {
    (0..MAREK_ORDERS).map(marek_order).collect()
}

fn marek_order(n: i64) -> Order {
    // Every eight days, give or take two, at changing hours.
    let days = 369 - n * 8 - (n * 5) % 3;
    let (hour, minute) = ((6 + (n * 7) % 14) as u32, ((n * 23) % 60) as u32);
    let lines: Basket = match n {
        3 => &[("dripper", 1), ("colombia-huila", 1)],
        14 => &[("kettle", 1)],
        27 => &[("stamp-mug", 2), ("chocolate", 1)],
        38 => &[("sumatra-gayo", 2), ("kenya-nyeri", 1), ("brazil-cerrado", 1)],
        _ => BASKETS[(n * 4 % 11) as usize],
    };
    Order {
        when: (days, hour, minute),
        lines,
        prize: marek_prize(n),
        returned: (n == 27).then_some((6, "stamp-mug")),
    }
}

fn marek_prize(n: i64) -> Option<Prize> {
    match n {
        6 => prize("minus-10", Gives::Amount(1000)),
        11 => prize("beans-250", Gives::Product("brazil-cerrado")),
        17 => prize("delivery", Gives::Delivery),
        22 => prize("mug", Gives::Product("stamp-mug")),
        29 => prize("beans-250", Gives::Product("brazil-cerrado")),
        34 => prize("percent-15", Gives::Percent(15)),
        38 => prize("minus-25", Gives::Amount(2500)),
        42 => prize("chocolate", Gives::Product("chocolate")),
        _ => None,
    }
}
