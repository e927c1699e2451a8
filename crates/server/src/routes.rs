//! The calls of the contract, one file a resource: decode, call a service, encode.

mod admin;
pub mod assets;
mod calls;
mod causes;
mod context;
mod draws;
mod etag;
mod games;
mod health;
mod invites;
mod leaderboards;
mod member;
mod members;
mod messages;
mod offers;
mod products;
mod program;
mod quotes;
mod redemptions;
mod reply;
mod surveys;
mod webhooks;

pub use calls::{Calls, Described};
pub use webhooks::{EVENTS, is_proven};

/// Where the calls of a program are.
pub const PROGRAM: &str = "/v1/{program}";

/// Every call of a program, below [`PROGRAM`].
#[must_use]
pub fn program_calls() -> Calls {
    Calls::default()
        .merge(program::calls())
        .merge(member::calls())
        .merge(offers::calls())
        .merge(products::calls())
        .merge(quotes::calls())
        .merge(redemptions::calls())
        .merge(surveys::calls())
        .merge(invites::calls())
        .merge(games::calls())
        .merge(draws::calls())
        .merge(messages::calls())
        .merge(causes::calls())
        .merge(leaderboards::calls())
        .merge(webhooks::calls())
        .merge(admin::calls())
        .merge(members::calls())
}

/// The calls beside the programs, about the server itself.
#[must_use]
pub fn server_calls() -> Calls {
    health::calls()
}

/// What the document says of all of them.
pub fn described() -> impl Iterator<Item = Described> {
    program_calls().described(PROGRAM).chain(server_calls().described(""))
}
