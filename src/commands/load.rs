//! Getting the program and the snapshot, and keeping them current.

use std::sync::Arc;

use stempel_protocol::Member;

use super::Commands;
use crate::api::{Snapshot, Trouble};
use crate::host;
use crate::state::Customer;

/// How often the snapshot is asked for while the panel is in view, in milliseconds.
const EVERY_MS: i32 = 15_000;

impl Commands {
    /// Loads everything and keeps it current for the life of the page. Called once.
    pub fn start(&self, endpoint: &str) {
        self.refresh();
        let this = *self;
        host::on_return(move || this.refresh_if_visible());
        let this = *self;
        host::on_other_tab(endpoint, move || this.refresh_member());
        self.spawn(async move |this| {
            loop {
                host::sleep(EVERY_MS).await;
                if this.state().open_now() {
                    this.refresh_if_visible();
                }
            }
        });
    }

    /// Tries again after a failure.
    pub fn retry(&self) {
        self.store.set_load_failure(None);
        self.refresh();
    }

    /// Asks for what is missing or may have changed; joins a question that is on its way.
    pub fn refresh(&self) {
        if self.state().program_now().is_none() {
            self.spawn(async |this| this.load_program().await);
        }
        if !self.state().refreshing_now() {
            self.refresh_member();
        }
    }

    /// Asks for the snapshot even when it is being asked for: something changed since.
    fn refresh_member(&self) {
        self.spawn(async |this| {
            this.store.set_refreshing(true);
            this.load_member().await;
            this.store.set_refreshing(false);
            this.quote_cart().await;
        });
    }

    /// The page says that another customer signed in: nothing of the last one stays.
    pub fn identify(&self) {
        self.forget();
        self.refresh();
    }

    /// The page says that the customer signed out.
    pub fn logout(&self) {
        self.forget();
        self.store.set_customer(Customer::Guest);
        self.spawn(async |this| this.quote_cart().await);
    }

    fn forget(&self) {
        host::forget_token();
        self.store.forget_customer();
        self.store.set_load_failure(None);
    }

    fn refresh_if_visible(&self) {
        if host::visible() {
            self.refresh();
        }
    }

    async fn load_program(&self) {
        match self.api.program().await {
            Ok(program) => {
                self.store.set_program(Some(Arc::new(program)));
                if self.state().customer_now() != Customer::Unknown {
                    self.store.confirm();
                }
            }
            Err(trouble) => self.store.set_load_failure(Some(trouble.failure())),
        }
    }

    /// Asks for the snapshot.
    pub(super) async fn load_member(&self) {
        let visit = self.visit();
        let answer = self.api.member(self.state().etag_now()).await;
        if visit != self.visit() {
            return;
        }
        match answer {
            Ok(Snapshot::Fresh(member, etag)) => {
                self.take(*member);
                self.store.set_etag(etag);
            }
            Ok(Snapshot::Unchanged) => self.store.confirm(),
            Ok(Snapshot::Guest) => self.become_guest(),
            Err(trouble) => self.keep_last(trouble),
        }
    }

    /// Takes a snapshot that came with any reply.
    pub(super) fn take(&self, member: Member) {
        self.store.set_customer(Customer::SignedIn);
        self.store.replace(member);
    }

    fn become_guest(&self) {
        if self.state().customer_now() == Customer::SignedIn {
            self.store.forget_customer();
        }
        self.store.set_customer(Customer::Guest);
        self.store.confirm();
    }

    /// The last known state stays on screen, marked with its age.
    fn keep_last(&self, trouble: Trouble) {
        if let Some(member) = self.state().member_now() {
            self.store.set_stale_since(Some(member.as_of));
        }
        self.store.set_load_failure(Some(trouble.failure()));
    }
}
