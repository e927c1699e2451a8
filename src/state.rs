//! What the widget knows, as signals. Everybody reads [`State`]; only `commands` holds the
//! [`Store`] that writes it.

use std::sync::Arc;

use stempel_protocol::{Member, Program, Quote, RewardQuote, Timestamp, Transaction};

use crate::same_when_equal;
use crate::watched::Watched;

/// A place in the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// Balance, what is in reach, what comes next.
    Home,
    /// The ways to earn.
    Earn,
    /// The catalogue.
    Rewards,
    /// Challenges and badges.
    Challenges,
    /// The rest: history, tiers, rules, own redemptions.
    More,
    /// The ledger.
    History,
    /// The tiers and their benefits.
    Tiers,
    /// The rules in words.
    Rules,
    /// One reward, before redeeming it.
    Reward(String),
    /// One redemption and its code.
    Redemption(String),
    /// Joining, with consents.
    Join,
    /// A place of the second part: the key of its heading, and what it is about, if that is one of
    /// several things.
    Page(&'static str, String),
}

/// Who looks at the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Customer {
    /// Not known yet.
    Unknown,
    /// Nobody is signed in to the shop.
    Guest,
    /// Somebody is; whether they joined is in the member's status.
    SignedIn,
}

/// Why something did not work, in the words a shopper gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or the endpoint cannot be reached.
    Offline,
    /// No answer in time.
    Timeout,
    /// The backend failed or sent something else than the contract says.
    Server,
    /// The sign-in is over.
    SignedOut,
    /// The shop could not say who is signed in.
    NoToken,
    /// The shop stopped a redemption, perhaps with words of its own.
    Declined(Option<String>),
    /// The backend refused; a code of `stempel_protocol::codes`.
    Refused(String),
    /// What was shown is no longer true; the fresh state is on screen now.
    Changed,
}

/// A command that is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Busy {
    /// Joining.
    Joining,
    /// Something of the member's is being sent.
    Sending,
    /// Redeeming that reward.
    Redeeming(String),
    /// Giving back that redemption.
    Cancelling(String),
    /// Handing that redemption's code to the shop's cart.
    Applying(String),
}

/// What became of a code that was copied or handed to the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeOutcome {
    /// It is in the clipboard.
    Copied,
    /// The clipboard refused.
    CopyFailed,
    /// The shop took it, perhaps with words of its own.
    Applied(Option<String>),
    /// The shop did not take it, perhaps with words of its own.
    NotApplied(Option<String>),
}

/// Where the second part of the widget is; `views::late` needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// Not here yet.
    Away,
    /// It could not be fetched.
    Failed,
    /// Here.
    Here,
}

/// The history as far as it was fetched.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Newest first, page by page.
    pub items: Vec<Arc<Transaction>>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Whether a page is on its way.
    pub loading: bool,
    /// Whether the first page has arrived.
    pub loaded: bool,
    /// Why the last page did not arrive.
    pub failure: Option<Failure>,
}

/// Quotes, each with its cart as JSON.
type Quotes = Vec<(String, Arc<Quote>)>;

macro_rules! signals {
    ($( $(#[$meta:meta])* $name:ident / $set:ident : $type:ty = $initial:expr ),* $(,)?) => {
        /// Read access to what the widget knows. Each method subscribes its caller.
        #[derive(Clone, Copy)]
        pub struct State { $( $name: Watched<$type> ),* }

        impl State {
            fn new() -> Self {
                Self { $( $name: Watched::new($initial) ),* }
            }
            $( $(#[$meta])* #[must_use] pub fn $name(&self) -> $type { self.$name.get() } )*
        }

        impl Store {
            $(
                $(#[$meta])*
                pub fn $set(&self, value: $type) {
                    self.0.$name.put(value);
                }
            )*
        }
    };
}

same_when_equal! {
    Vec<View>, Customer, Option<Failure>, Option<Timestamp>, Option<Busy>, Option<CodeOutcome>,
    Late,
}

/// Write access, for `commands` alone.
#[derive(Clone, Copy)]
pub struct Store(State);

signals! {
    /// Whether the panel is open.
    open / set_open: bool = false,
    /// The places visited, the present one last; never empty.
    trail / set_trail: Vec<View> = vec![View::Home],
    /// Who is looking.
    customer / set_customer: Customer = Customer::Unknown,
    /// The program; absent until it arrived.
    program / set_program: Option<Arc<Program>> = None,
    /// The snapshot; absent for a guest and until it arrived.
    member / set_member: Option<Arc<Member>> = None,
    /// Why there is nothing to show; with a program and a snapshot, why they are not fresh.
    load_failure / set_load_failure: Option<Failure> = None,
    /// Since when the snapshot could not be refreshed; redeeming is closed while it is set.
    stale_since / set_stale_since: Option<Timestamp> = None,
    /// The command on its way.
    busy / set_busy: Option<Busy> = None,
    /// Why the last command did not work; cleared by the next one and by moving on.
    failure / set_failure: Option<Failure> = None,
    /// What the shop's cart would earn; absent without a cart.
    quote / set_quote: Option<Arc<Quote>> = None,
    /// The reward on screen as quoted with the cart.
    reward_quote / set_reward_quote: Option<Arc<RewardQuote>> = None,
    /// What became of the code on screen.
    code_outcome / set_code_outcome: Option<CodeOutcome> = None,
    /// The history.
    history / set_history: Option<Arc<History>> = None,
    /// The `ETag` of the snapshot, to ask whether it is still true.
    etag / set_etag: Option<String> = None,
    /// Whether the snapshot is being asked for.
    refreshing / set_refreshing: bool = false,
    /// Counts the customers seen: an answer to a question asked for an earlier one is dropped.
    visit / set_visit: u32 = 0,
    /// Whether it is known what the cart earns, or was waited for long enough: what comes later would
    /// move what is read already.
    settled / set_settled: bool = false,
    /// Whether an inline element is in view.
    in_view / set_in_view: bool = false,
    /// The quotes asked for so far, each with its cart as JSON.
    quotes / set_quotes: Option<Arc<Quotes>> = None,
    /// The points that came last, while that is news.
    gained / set_gained: Option<i64> = None,
    /// Counts what was asked for besides, so that its readers see it.
    answers / set_answers: u32 = 0,
    /// Where the second part is: here, unless the loader has it apart.
    late / set_late: Late = Late::Here,
}

impl State {
    /// The place on screen.
    #[must_use]
    pub fn view(&self) -> View {
        self.trail.get().pop().unwrap_or(View::Home)
    }

    /// Whether there is somewhere to go back to.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.trail.get().len() > 1
    }

    /// The program without subscribing.
    #[must_use]
    pub fn program_now(&self) -> Option<Arc<Program>> {
        self.program.get_untracked()
    }

    /// The snapshot without subscribing.
    #[must_use]
    pub fn member_now(&self) -> Option<Arc<Member>> {
        self.member.get_untracked()
    }

    /// Whether the panel is open, without subscribing.
    #[must_use]
    pub fn open_now(&self) -> bool {
        self.open.get_untracked()
    }

    /// The places visited, without subscribing.
    #[must_use]
    pub fn trail_now(&self) -> Vec<View> {
        self.trail.get_untracked()
    }

    /// The history without subscribing.
    #[must_use]
    pub fn history_now(&self) -> Arc<History> {
        self.history.get_untracked().unwrap_or_default()
    }

    /// The command on its way, without subscribing.
    #[must_use]
    pub fn busy_now(&self) -> Option<Busy> {
        self.busy.get_untracked()
    }

    /// The snapshot's `ETag`, without subscribing.
    #[must_use]
    pub fn etag_now(&self) -> Option<String> {
        self.etag.get_untracked()
    }

    /// Whether the snapshot is being asked for, without subscribing.
    #[must_use]
    pub fn refreshing_now(&self) -> bool {
        self.refreshing.get_untracked()
    }

    /// The count of customers, without subscribing.
    #[must_use]
    pub fn visit_now(&self) -> u32 {
        self.visit.get_untracked()
    }

    /// Whether anything of the widget is on screen, without subscribing.
    #[must_use]
    pub fn watched_now(&self) -> bool {
        self.open.get_untracked() || self.in_view.get_untracked()
    }

    /// The quote of a cart, given as JSON.
    #[must_use]
    pub fn quote_of(&self, cart: &str) -> Option<Arc<Quote>> {
        self.quotes.track();
        self.quote_of_now(cart)
    }

    /// The quote of a cart, given as JSON, without subscribing.
    #[must_use]
    pub fn quote_of_now(&self, cart: &str) -> Option<Arc<Quote>> {
        let quotes = self.quotes.get_untracked()?;
        quotes.iter().find(|(of, _)| of == cart).map(|(_, quote)| quote.clone())
    }

    /// Where the second part is, without subscribing.
    #[must_use]
    pub fn late_now(&self) -> Late {
        self.late.get_untracked()
    }

    /// The count of answers, without subscribing.
    #[must_use]
    pub fn answers_now(&self) -> u32 {
        self.answers.get_untracked()
    }

    /// The place on screen, without subscribing.
    #[must_use]
    pub fn view_now(&self) -> View {
        self.trail_now().pop().unwrap_or(View::Home)
    }

    /// Who is looking, without subscribing.
    #[must_use]
    pub fn customer_now(&self) -> Customer {
        self.customer.get_untracked()
    }
}

impl Store {
    /// An empty state, owned by the current reactive owner.
    #[must_use]
    pub fn new() -> Self {
        Self(State::new())
    }

    /// The state to read.
    #[must_use]
    pub fn state(&self) -> State {
        self.0
    }

    /// Takes a snapshot unless an equal or newer one is here: an older version is ignored, an
    /// equal one counts when it is as of later (expiry moves on without an effect).
    pub fn replace(&self, fresh: Member) {
        let old = self.0.member_now();
        if old.as_deref().is_some_and(|old| (old.version, old.as_of) > (fresh.version, fresh.as_of))
        {
            return;
        }
        if let Some(points) = old.and_then(|old| gain(&old, &fresh)) {
            self.set_gained(Some(points));
        }
        self.confirm();
        self.set_member(Some(Arc::new(fresh)));
    }

    /// What is on screen was true just now.
    pub fn confirm(&self) {
        self.set_stale_since(None);
        if self.0.program_now().is_some() {
            self.set_load_failure(None);
        }
    }

    /// Keeps a quote by its cart, given as JSON. Of very many the oldest go.
    pub fn keep_quote(&self, cart: String, quote: Arc<Quote>) {
        const MOST: usize = 200;
        self.0.quotes.update(|quotes| {
            let quotes = Arc::make_mut(quotes.get_or_insert_default());
            quotes.retain(|(of, _)| *of != cart);
            if quotes.len() >= MOST {
                quotes.remove(0);
            }
            quotes.push((cart, quote));
        });
    }

    /// Changes the history in place.
    pub fn update_history(&self, change: impl FnOnce(&mut History)) {
        self.0.history.update(|history| {
            change(Arc::make_mut(history.get_or_insert_default()));
        });
    }

    /// Forgets everything about the customer: nothing of the last one stays.
    pub fn forget_customer(&self) {
        self.set_visit(self.0.visit_now().wrapping_add(1));
        self.set_customer(Customer::Unknown);
        self.set_member(None);
        self.set_etag(None);
        self.set_refreshing(false);
        self.set_stale_since(None);
        self.set_busy(None);
        self.set_failure(None);
        self.set_quote(None);
        self.set_quotes(None);
        self.set_reward_quote(None);
        self.set_code_outcome(None);
        self.set_history(None);
        self.set_gained(None);
        self.set_trail(vec![View::Home]);
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

/// The points that came with a fresh snapshot, if any came.
fn gain(old: &Member, fresh: &Member) -> Option<i64> {
    let points = fresh.balance.available - old.balance.available;
    (old.version < fresh.version && points > 0).then_some(points)
}
