//! The model: one thing after the other, everything in memory, nothing clever.

use super::Dice;
use chrono::TimeDelta;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use stempel_engine::cart::{Cart, Line, Order, Returned};
use stempel_engine::ledger::{Account, Source, TransactionKind, Wallet};
use stempel_engine::member::{self, Effect, Member, Redeem, Return};
use stempel_engine::redemption::{Status, Use, can_cancel, can_use, status_at};
use stempel_engine::reward::Taken;
use stempel_engine::{Program, challenge};
use stempel_protocol::{
    ConsentChoice, JoinRequest, OrderPaid, OrderRefunded, Redemption, RedemptionRequest,
    RedemptionStatus, RefundedLine, Timestamp, UseRequest, WebhookOutcome,
};
use stempel_server::problem::Refusal;

const CUSTOMERS: u64 = 600;

/// One command, as the services take it.
#[derive(Debug, Clone)]
pub enum Command {
    Join {
        customer: String,
        request: JoinRequest,
    },
    Paid {
        delivery: String,
        at: Timestamp,
        paid: OrderPaid,
    },
    Refunded {
        delivery: String,
        refunded: OrderRefunded,
    },
    Redeem {
        customer: String,
        key: String,
        request: RedemptionRequest,
    },
    Cancel {
        customer: String,
        key: String,
        redemption: String,
    },
    Use {
        code: String,
        request: UseRequest,
    },
    Read {
        customer: String,
    },
    /// Does another command and then fails, so that nothing of it may stay.
    CutOff {
        inner: Box<Command>,
        panics: bool,
    },
}

/// What came of it.
#[derive(Debug)]
pub enum Answer {
    Event(WebhookOutcome, i64),
    Member(Box<stempel_protocol::Member>),
    Redemption(Box<Redemption>, Box<stempel_protocol::Member>),
    Coupon(RedemptionStatus),
    Refused(String),
    /// What the model says in words of its own.
    Told(String),
}

impl Answer {
    pub fn of_refusal(refusal: &Refusal) -> Self {
        Self::Refused(match refusal {
            Refusal::InvalidField { .. } => "invalid field".into(),
            Refusal::Internal(cause) if cause.contains("panicked") => "panicked".into(),
            other => other.to_string(),
        })
    }

    /// Everything that both must agree on, as text.
    pub fn told(&self) -> String {
        match self {
            Self::Event(outcome, points) => format!("{outcome:?} {points}"),
            Self::Member(member) => of_member(member),
            Self::Redemption(redemption, member) => {
                format!("{:?} {} | {}", redemption.status, redemption.cost, of_member(member))
            }
            Self::Coupon(status) => format!("{status:?}"),
            Self::Refused(words) | Self::Told(words) => words.clone(),
        }
    }
}

fn of_member(member: &stempel_protocol::Member) -> String {
    let balance = &member.balance;
    let expiring: Vec<_> = member.expiring.iter().map(|it| (it.at, it.points)).collect();
    let challenges: Vec<_> = member.challenges.iter().map(|it| it.progress).collect();
    let badges = member.badges.iter().filter(|it| it.earned_at.is_some()).count();
    let open = member.redemptions.iter().filter(|it| it.status == RedemptionStatus::Issued);
    let tier = member.tier.as_ref().map(|it| (it.id.clone(), it.qualifying));
    let free = member.rewards.iter().filter(|it| it.reasons.is_empty());
    let mut free: Vec<_> = free.map(|it| it.id.clone()).collect();
    free.sort();
    let wallets: Vec<_> = member.wallets.iter().map(of_wallet).collect();
    format!(
        "v{} {balance:?} {expiring:?} {wallets:?} {challenges:?} {badges} {} {tier:?} {free:?}",
        member.version,
        open.count()
    )
}

/// A further wallet's balance, and what of it expires when.
fn of_wallet(wallet: &stempel_protocol::WalletBalance) -> String {
    let expiring: Vec<_> = wallet.expiring.iter().map(|it| (it.at, it.points)).collect();
    format!("{} {:?} {expiring:?}", wallet.id, wallet.balance)
}

/// The same of the model's own account.
fn of_account(id: &Wallet, account: Option<&Account>) -> String {
    let of = account.cloned().unwrap_or_default();
    let expiring: Vec<_> = of.expiring().into_iter().map(|it| (it.at, it.points)).collect();
    format!("{} {:?} {expiring:?}", id.0, balance(&of))
}

fn balance(account: &Account) -> stempel_protocol::Balance {
    let balance = account.balance();
    stempel_protocol::Balance {
        available: balance.available,
        pending: balance.pending,
        reserved: balance.reserved,
        spent: balance.spent,
        expired: balance.expired,
        lifetime: balance.lifetime,
        debt: balance.debt,
    }
}

struct One {
    member: Member,
    version: i64,
    joined: bool,
}

struct Taking {
    customer: String,
    reward: String,
    cost: i64,
    status: Status,
    expires_at: Option<Timestamp>,
    /// The store's id and code, once they were learnt.
    real: Option<(String, String)>,
}

/// A key, with what it was used for: the fingerprint and the redemption.
type Keys = HashMap<(String, &'static str, String), (String, usize)>;

/// The model.
pub struct Plain {
    pub now: Timestamp,
    pub dice: Dice,
    program: Arc<Program>,
    customers: HashMap<String, One>,
    /// Orders by id, with their customer; credited ones are with the member too.
    orders: HashMap<String, (String, Order, bool)>,
    events: HashMap<String, (String, i64)>,
    subjects: HashMap<(&'static str, String), i64>,
    keys: Keys,
    takings: Vec<Taking>,
    takings_of: HashMap<String, Vec<usize>>,
    takings_of_stock: Vec<usize>,
    by_id: HashMap<String, usize>,
    by_code: HashMap<String, usize>,
    serial: u64,
    /// Redemptions made in commands that are not answered yet, in their order.
    unlearnt: std::collections::VecDeque<usize>,
}

impl Plain {
    pub fn new(program: Arc<Program>, dice: Dice) -> Self {
        let now = "2026-01-05T12:00:00Z".parse().unwrap();
        Self {
            now,
            dice,
            program,
            customers: HashMap::new(),
            orders: HashMap::new(),
            events: HashMap::new(),
            subjects: HashMap::new(),
            keys: HashMap::new(),
            takings: Vec::new(),
            takings_of: HashMap::new(),
            takings_of_stock: Vec::new(),
            by_id: HashMap::new(),
            by_code: HashMap::new(),
            serial: 0,
            unlearnt: Default::default(),
        }
    }

    /// Draws the next command and does it.
    pub fn act(&mut self) -> (Command, Answer) {
        let minutes = match self.dice.below(100) {
            0 => 60 * 24 * 3,
            1..5 => 60 * 9,
            _ => self.dice.below(20),
        };
        self.now += TimeDelta::minutes(i64::try_from(minutes).unwrap());
        if self.dice.below(50) == 0 {
            let panics = self.dice.below(4) == 0;
            let words =
                if panics { "panicked".to_owned() } else { Refusal::Unavailable.to_string() };
            let inner = Box::new(self.draw());
            return (Command::CutOff { inner, panics }, Answer::Told(words));
        }
        let command = self.draw();
        let answer = self.run(&command);
        (command, Answer::Told(answer.unwrap_or_else(|refused| refused)))
    }

    /// Takes from a reply what only the store knows: ids and codes.
    pub fn learn(&mut self, command: &Command, answer: Answer) {
        if let (Command::Redeem { .. }, Answer::Redemption(redemption, _)) = (command, answer)
            && let Some(index) = self.unlearnt.pop_front()
        {
            let real = (redemption.id.clone(), redemption.code.clone().unwrap_or_default());
            match &self.takings[index].real {
                None => {
                    self.by_id.insert(real.0.clone(), index);
                    if !real.1.is_empty() {
                        self.by_code.insert(real.1.clone(), index);
                    }
                    self.takings[index].real = Some(real);
                }
                Some(known) => assert_eq!(known.0, real.0, "the same key, the same redemption"),
            }
        }
    }

    fn draw(&mut self) -> Command {
        let customer = format!("customer-{}", self.dice.below(CUSTOMERS));
        match self.dice.below(100) {
            0..6 => {
                let terms = ConsentChoice { id: "terms".into(), version: "2".into() };
                let request = JoinRequest { consents: vec![terms], nickname: None, referral: None };
                Command::Join { customer, request }
            }
            6..40 => self.draw_paid(customer),
            40..52 => self.draw_refunded(),
            52..74 => self.draw_redeem(customer),
            74..80 => self.draw_cancel(customer),
            80..88 => self.draw_use(),
            _ => Command::Read { customer },
        }
    }

    fn fresh(&mut self, what: &str) -> String {
        self.serial += 1;
        format!("{what}-{}", self.serial)
    }

    fn draw_paid(&mut self, customer: String) -> Command {
        let repeated = self.dice.below(12) == 0 && !self.orders.is_empty();
        let order = if repeated { self.known_order() } else { self.fresh("order") };
        let again = self.dice.below(2) == 0;
        let delivery = if again { format!("paid-{order}") } else { self.fresh("delivery") };
        let categories = ["africa", "america", "gear", "asia"];
        let count = 1 + self.dice.below(3);
        let line = |index: u64, dice: &mut Dice| {
            let category = categories[usize::try_from(dice.below(4)).unwrap()];
            json!({
                "sku": format!("sku-{index}"), "category": category,
                "quantity": 1 + dice.below(3), "unit_price": 100 + dice.below(9000),
            })
        };
        let lines: Vec<_> = (0..count).map(|index| line(index, &mut self.dice)).collect();
        let customer = self.orders.get(&order).map_or(customer, |it| it.0.clone());
        let paid = json!({
            "order": order, "customer": customer, "currency": "PLN", "lines": lines,
            "discount": self.dice.below(100),
        });
        let ago = TimeDelta::hours(i64::try_from(self.dice.below(30)).unwrap());
        Command::Paid { delivery, at: self.now - ago, paid: serde_json::from_value(paid).unwrap() }
    }

    fn known_order(&mut self) -> String {
        // Not the map's order, which a seed would not give again.
        let last = self.serial.max(1);
        let tried = (0..20).map(|_| format!("order-{}", 1 + self.dice.below(last)));
        let tried: Vec<String> = tried.collect();
        let known = tried.into_iter().find(|it| self.orders.contains_key(it));
        known.unwrap_or_else(|| "order-0".into())
    }

    fn draw_refunded(&mut self) -> Command {
        let order = self.known_order();
        let refund = self.fresh("refund");
        let lines = (self.dice.below(3) > 0).then(|| {
            let sku = format!("sku-{}", self.dice.below(3));
            let quantity = 1 + i64::try_from(self.dice.below(2)).unwrap();
            vec![RefundedLine { sku, quantity }]
        });
        let delivery = format!("refunded-{refund}");
        let refunded = json!({ "order": order, "refund": refund });
        let mut refunded: OrderRefunded = serde_json::from_value(refunded).unwrap();
        refunded.lines = lines;
        Command::Refunded { delivery, refunded }
    }

    fn draw_redeem(&mut self, customer: String) -> Command {
        let index = usize::try_from(self.dice.below(self.program.rewards.len() as u64)).unwrap();
        let reward = &self.program.rewards[index];
        let (id, cost) = (reward.id.clone(), reward.cost);
        let version = self.customers.get(&customer).map_or(0, |it| it.version);
        let stale = i64::from(self.dice.below(12) == 0);
        let key = match self.dice.below(8) {
            0 => format!("key-{}", self.dice.below(self.serial + 1)),
            _ => self.fresh("key"),
        };
        let request =
            RedemptionRequest { reward: id, amount: None, cost, version: version - stale };
        Command::Redeem { customer, key, request }
    }

    /// One that the store has named already.
    fn known_taking(&mut self) -> Option<usize> {
        let count = u64::try_from(self.takings.len()).unwrap();
        let newest = count.min(60);
        let index = (newest > 0).then(|| count - 1 - self.dice.below(newest))?;
        let index = usize::try_from(index).unwrap();
        self.takings[index].real.is_some().then_some(index)
    }

    fn draw_cancel(&mut self, customer: String) -> Command {
        let key = self.fresh("cancel");
        let known = self.known_taking().map(|index| &self.takings[index]);
        let (owner, redemption) = match known {
            Some(taking) => (taking.customer.clone(), taking.real.clone().unwrap().0),
            None => (customer.clone(), "nothing".into()),
        };
        let stranger = self.dice.below(10) == 0;
        Command::Cancel { customer: if stranger { customer } else { owner }, key, redemption }
    }

    fn draw_use(&mut self) -> Command {
        let known = self.known_taking().map(|index| self.takings[index].real.clone().unwrap().1);
        let order = format!("checkout-{}", self.dice.below(3));
        Command::Use {
            code: known.unwrap_or_else(|| "NO-CODE".into()),
            request: UseRequest { order },
        }
    }

    fn run(&mut self, command: &Command) -> Result<String, String> {
        match command {
            Command::Join { customer, .. } => self.join(customer),
            Command::Paid { delivery, at, paid } => self.paid(delivery, *at, paid),
            Command::Refunded { delivery, refunded } => self.refunded(delivery, refunded),
            Command::Redeem { customer, key, request } => self.redeem(customer, key, request),
            Command::Cancel { customer, key, redemption } => self.cancel(customer, key, redemption),
            Command::Use { code, request } => self.consume(code, &request.order),
            Command::Read { customer } => Ok(self.read(customer)),
            Command::CutOff { .. } => Ok(String::new()),
        }
    }

    fn join(&mut self, customer: &str) -> Result<String, String> {
        if !self.customers.get(customer).is_some_and(|it| it.joined) {
            let (program, now) = (Arc::clone(&self.program), self.now);
            let mut kept: Vec<Order> = Vec::new();
            for (owner, order, credited) in self.orders.values() {
                let waits = owner == customer && !credited;
                if waits && program.order_kept_until(order.at) >= now {
                    kept.push(order.clone());
                }
            }
            kept.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
            let mut member = Member::default();
            let effect = member::join(&program, &mut member, kept, now).map_err(words)?;
            self.customers.insert(customer.into(), One { member, version: 0, joined: true });
            self.book(customer, &effect);
        }
        Ok(self.read(customer))
    }

    /// What the store does after each command that has an effect.
    fn book(&mut self, customer: &str, effect: &Effect) {
        for order in &effect.orders {
            self.orders.insert(order.id.clone(), (customer.to_owned(), order.clone(), true));
        }
        for settled in effect.transactions.iter().take(effect.settled) {
            if let (TransactionKind::Cancel, Source::Redemption(id)) =
                (settled.kind, &settled.source)
            {
                self.takings[index_of(id)].status = Status::Expired { at: settled.at };
            }
        }
        self.customers.get_mut(customer).unwrap().version += 1;
    }

    fn event(
        &mut self,
        kind: &'static str,
        delivery: &str,
        subject: &str,
        act: impl FnOnce(&mut Self) -> Result<(WebhookOutcome, i64), String>,
    ) -> Result<String, String> {
        let what = format!("{kind} {subject}");
        if let Some((known, points)) = self.events.get(delivery) {
            if *known != what {
                return Err(Refusal::KeyReused.to_string());
            }
            return Ok(format!("{:?} {points}", WebhookOutcome::Duplicate));
        }
        if let Some(points) = self.subjects.get(&(kind, subject.to_owned())) {
            return Ok(format!("{:?} {points}", WebhookOutcome::Duplicate));
        }
        let (outcome, points) = act(self)?;
        self.events.insert(delivery.into(), (what, points));
        self.subjects.insert((kind, subject.into()), points);
        Ok(format!("{outcome:?} {points}"))
    }

    fn paid(&mut self, delivery: &str, at: Timestamp, paid: &OrderPaid) -> Result<String, String> {
        let lines = paid.lines.iter().map(|line| Line {
            sku: line.sku.clone(),
            category: line.category.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
        });
        let cart = Cart {
            currency: paid.currency.clone(),
            lines: lines.collect(),
            discount: paid.discount.unwrap_or(0),
            subscription: paid.subscription,
        };
        cart.check("PLN").map_err(|_| "invalid field".to_owned())?;
        let order = Order {
            id: paid.order.clone(),
            at,
            tier: None,
            membership: false,
            grants: Vec::new(),
            cart,
            returned: Vec::new(),
        };
        let customer = paid.customer.clone().unwrap();
        self.event("order.paid", delivery, &paid.order, |this| {
            let (program, now) = (Arc::clone(&this.program), this.now);
            let kept_until = program.order_kept_until(at);
            let one = this.customers.get_mut(&customer);
            let counts = one.filter(|it| it.member.joined_at.is_none_or(|it| kept_until >= it));
            let Some(one) = counts else {
                this.orders.insert(order.id.clone(), (customer.clone(), order, false));
                return Ok((WebhookOutcome::Kept, 0));
            };
            let effect =
                member::order_paid(&program, &mut one.member, order, now).map_err(words)?;
            this.book(&customer, &effect);
            Ok((WebhookOutcome::Applied, effect.points()))
        })
    }

    fn refunded(&mut self, delivery: &str, refunded: &OrderRefunded) -> Result<String, String> {
        let back = refunded.lines.as_ref().map(|lines| {
            let unit = |it: &RefundedLine| Returned { sku: it.sku.clone(), quantity: it.quantity };
            lines.iter().map(unit).collect::<Vec<_>>()
        });
        self.event("order.refunded", delivery, &refunded.refund, |this| {
            let unknown = || Refusal::UnknownOrder.to_string();
            let (owner, order, credited) =
                this.orders.get(&refunded.order).cloned().ok_or_else(unknown)?;
            let back = back.as_deref().map_or(Return::All, Return::Units);
            let (program, now) = (Arc::clone(&this.program), this.now);
            if !credited {
                return this.return_kept(owner, order, back);
            }
            let member = &mut this.customers.get_mut(&owner).unwrap().member;
            let mut tried = member.clone();
            let effect =
                member::order_refunded(&program, &program, &mut tried, &order.id, back, now)
                    .map_err(words)?;
            *member = tried;
            this.book(&owner, &effect);
            Ok((WebhookOutcome::Applied, effect.points()))
        })
    }

    fn return_kept(
        &mut self,
        owner: String,
        mut order: Order,
        back: Return<'_>,
    ) -> Result<(WebhookOutcome, i64), String> {
        let left = order.kept().into_iter().filter(|it| it.quantity > 0);
        let left: Vec<Returned> =
            left.map(|it| Returned { sku: it.line.sku.clone(), quantity: it.quantity }).collect();
        order.returned.extend_from_slice(match back {
            Return::All => &left,
            Return::Units(units) => units,
        });
        stempel_engine::cart::kept(&order.cart, &order.returned)
            .map_err(|_| "invalid field".to_owned())?;
        self.orders.insert(order.id.clone(), (owner, order, false));
        Ok((WebhookOutcome::Kept, 0))
    }

    fn taken(&self, customer: &str) -> Taken {
        let mut taken = Taken::default();
        for reward in &self.program.rewards {
            let counts = |index: &&usize| {
                let it = &self.takings[**index];
                let status = status_at(&it.status, it.expires_at, self.now);
                it.reward == reward.id && matches!(status, Status::Issued | Status::Used { .. })
            };
            let all = self.takings_of_stock.iter().filter(counts);
            let own = self.takings_of.get(customer).into_iter().flatten().filter(counts);
            let count = |number: usize| i64::try_from(number).unwrap();
            if reward.per_member_limit.is_some() {
                taken.by_member.insert(reward.id.clone(), count(own.count()));
            }
            if reward.stock.is_some() {
                taken.by_all.insert(reward.id.clone(), count(all.count()));
            }
        }
        taken
    }

    fn redeem(
        &mut self,
        customer: &str,
        key: &str,
        request: &RedemptionRequest,
    ) -> Result<String, String> {
        let body = format!("{request:?}");
        let key = (customer.to_owned(), "redeem", key.to_owned());
        if let Some((known, index)) = self.keys.get(&key) {
            if *known != body {
                return Err(Refusal::KeyReused.to_string());
            }
            let index = *index;
            self.unlearnt.push_back(index);
            return Ok(self.told(index));
        }
        let taken = self.taken(customer);
        let id = self.takings.len();
        let (program, now) = (Arc::clone(&self.program), self.now);
        let not_joined = || Refusal::NotJoined.to_string();
        let one = self.customers.get_mut(customer).ok_or_else(not_joined)?;
        if one.version != request.version {
            let words = "the member or the cost has changed: show the snapshot and ask again";
            return Err(words.into());
        }
        let redemption = id.to_string();
        let command =
            Redeem { redemption: &redemption, reward: &request.reward, cart: None, taken: &taken };
        let mut tried = one.member.clone();
        let effect = member::redeem(&program, &mut tried, command, now).map_err(words)?;
        one.member = tried;
        let holds: Vec<_> = one.member.accounts().flat_map(|it| &it.holds).collect();
        let hold = holds.iter().find(|it| it.redemption == redemption);
        let status = match hold {
            Some(_) => Status::Issued,
            // Donations and lots hold nothing: they are used as soon as they are taken.
            None => Status::Used { order: String::new(), at: now },
        };
        let (cost, expires_at) = (request.cost, hold.and_then(|it| it.deadline));
        let (reward, customer_id) = (request.reward.clone(), customer.to_owned());
        self.takings.push(Taking {
            customer: customer_id,
            reward,
            cost,
            status,
            expires_at,
            real: None,
        });
        self.takings_of.entry(customer.to_owned()).or_default().push(id);
        if program.reward(&request.reward).is_some_and(|it| it.stock.is_some()) {
            self.takings_of_stock.push(id);
        }
        self.book(customer, &effect);
        self.keys.insert(key, (body, id));
        self.unlearnt.push_back(id);
        Ok(self.told(id))
    }

    fn cancel(&mut self, customer: &str, key: &str, real: &str) -> Result<String, String> {
        let key = (customer.to_owned(), "cancel", key.to_owned());
        let not_joined = || Refusal::NotJoined.to_string();
        self.customers.get(customer).ok_or_else(not_joined)?;
        let own = self.by_id.get(real).filter(|it| self.takings[**it].customer == customer);
        let index = *own.ok_or_else(|| "there is no such redemption".to_owned())?;
        let taking = &self.takings[index];
        can_cancel(&status_at(&taking.status, taking.expires_at, self.now))
            .map_err(|_| Refusal::NotCancellable.to_string())?;
        let (program, now) = (Arc::clone(&self.program), self.now);
        let member = &mut self.customers.get_mut(customer).unwrap().member;
        let effect = member::cancel(&program, member, &index.to_string(), now).map_err(words)?;
        self.takings[index].status = Status::Cancelled { at: now };
        self.book(customer, &effect);
        self.keys.insert(key, (real.to_owned(), index));
        Ok(self.told(index))
    }

    fn consume(&mut self, code: &str, order: &str) -> Result<String, String> {
        let index = *self.by_code.get(code).ok_or_else(|| "there is no such code".to_owned())?;
        let taking = &self.takings[index];
        let status = status_at(&taking.status, taking.expires_at, self.now);
        match can_use(&status, order) {
            Ok(Use::Before) => {}
            Ok(Use::Now) => {
                let (program, now) = (Arc::clone(&self.program), self.now);
                let customer = taking.customer.clone();
                let member = &mut self.customers.get_mut(&customer).unwrap().member;
                let effect =
                    member::consume(&program, member, &index.to_string(), now).map_err(words)?;
                self.takings[index].status = Status::Used { order: order.into(), at: now };
                self.book(&customer, &effect);
            }
            Err(stempel_engine::redemption::Refused::UsedForAnother) => {
                return Err(Refusal::CodeUsed.to_string());
            }
            Err(_) => return Err(Refusal::CodeClosed.to_string()),
        }
        Ok(format!("{:?}", RedemptionStatus::Used))
    }

    /// A redemption and its member, in the words of [`Answer::told`].
    fn told(&self, index: usize) -> String {
        let taking = &self.takings[index];
        let status = match status_at(&taking.status, taking.expires_at, self.now) {
            Status::Issued => RedemptionStatus::Issued,
            Status::Used { .. } => RedemptionStatus::Used,
            Status::Cancelled { .. } => RedemptionStatus::Cancelled,
            Status::Expired { .. } => RedemptionStatus::Expired,
        };
        format!("{status:?} {} | {}", taking.cost, self.read(&taking.customer))
    }

    /// A snapshot in the words of [`Answer::told`], reckoned from everything there is.
    fn read(&self, customer: &str) -> String {
        let (program, now) = (&*self.program, self.now);
        let one = self.customers.get(customer);
        let mut settled = one.map(|it| it.member.clone()).unwrap_or_default();
        let _ = member::settle(program, &mut settled, now);
        let balance = balance(&settled.account);
        let wallets = program.wallets.iter().filter(|_| one.is_some());
        let wallets = wallets.map(|it| of_account(&it.id, settled.account_in(&it.id)));
        let wallets: Vec<_> = wallets.collect();
        let expiring: Vec<_> =
            settled.account.expiring().into_iter().map(|it| (it.at, it.points)).collect();
        let progress =
            |it| challenge::progress(program, it, &settled.orders, &settled.completed, now).reached;
        let challenges: Vec<i64> = program.challenges.iter().map(progress).collect();
        let own = self.takings_of.get(customer).into_iter().flatten();
        let own = own.map(|index| &self.takings[*index]);
        let issued = |it: &&Taking| status_at(&it.status, it.expires_at, now) == Status::Issued;
        let open = own.filter(issued).count();
        let standing = member::standing(program, &settled, now).filter(|_| one.is_some());
        let tier = standing.map(|it| (it.tier.id.clone(), it.qualifying));
        let facts = member::facts(program, &settled, &self.taken(customer), now);
        let catalogue = stempel_engine::reward::catalogue(program, &facts, now).into_iter();
        let mut free: Vec<String> =
            catalogue.filter(|it| it.reasons.is_empty()).map(|it| it.reward.id.clone()).collect();
        free.sort();
        let (version, badges) = (one.map_or(0, |it| it.version), settled.badges.len());
        format!(
            "v{version} {balance:?} {expiring:?} {wallets:?} {challenges:?} {badges} {open} \
             {tier:?} {free:?}"
        )
    }
}

fn index_of(redemption: &str) -> usize {
    redemption.parse().unwrap()
}

fn words(refused: member::Refused) -> String {
    match refused {
        member::Refused::Cart(_) => "invalid field".into(),
        member::Refused::NotRedeemable(_) => Refusal::NotRedeemable(Vec::new()).to_string(),
        other => format!("internal: {other}"),
    }
}
