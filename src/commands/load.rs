//! Getting the program and the snapshot, and keeping them current.

use std::sync::Arc;

use js_sys::Reflect;
use stempel_protocol::{Member, decode};
use wasm_bindgen::JsValue;

use super::Commands;
use crate::api::{self, JsNode, Snapshot, Trouble};
use crate::host;
use crate::state::{Customer, Late};

/// How often it is looked whether something is due, in milliseconds.
const EVERY_MS: i32 = 1_000;

/// How long the first view waits for what the cart earns, in milliseconds.
const SETTLED_MS: i32 = 1_200;

impl Commands {
    /// Loads everything and keeps it current for the life of the page. Called once.
    pub fn start(&self, endpoint: &str) {
        if host::is_cut() {
            self.store.set_late(Late::Away);
        }
        self.refresh();
        self.spawn(async |this| {
            this.quote_cart().await;
            this.store.set_settled(true);
        });
        self.spawn(async |this| {
            host::sleep(SETTLED_MS).await;
            this.store.set_settled(true);
        });
        let this = *self;
        host::on_return(move || this.refresh_if(api::welcome()));
        let this = *self;
        host::on_other_tab(endpoint, move || {
            // Another tab may have signed somebody else in, or out.
            host::doubt(0);
            this.refresh_member();
        });
        self.spawn(async move |this| {
            loop {
                host::sleep(EVERY_MS).await;
                if this.state().watched_now() {
                    this.refresh_if(api::due());
                }
            }
        });
    }

    /// Tries again after a failure.
    pub fn retry(&self) {
        self.store.set_load_failure(None);
        if self.state().refreshing_now() {
            // The program may have failed already, while the snapshot is still on its way.
            self.ask_program();
        }
        self.refresh();
    }

    /// Asks for what is missing or may have changed; joins a question that is on its way.
    pub fn refresh(&self) {
        if !self.state().refreshing_now() {
            self.ask_program();
            self.refresh_member();
        }
    }

    fn ask_program(&self) {
        if self.state().program_now().is_none() {
            self.spawn(async |this| this.load_program().await);
        }
    }

    /// Asks for the snapshot even when it is being asked for: something changed since.
    fn refresh_member(&self) {
        self.store.set_refreshing(true);
        self.spawn(async |this| {
            this.load_member().await;
            this.store.set_refreshing(false);
            this.requote_all().await;
        });
    }

    /// The page says that another customer signed in: nothing of the last one stays.
    pub fn identify(&self) {
        self.forget();
        self.refresh();
        host::tell_other_tabs();
    }

    /// The page says that the customer signed out.
    pub fn logout(&self) {
        self.forget();
        self.store.set_customer(Customer::Guest);
        self.spawn(async |this| this.requote_all().await);
        host::tell_other_tabs();
    }

    fn forget(&self) {
        host::forget_token();
        host::forget_kept();
        self.store.forget_customer();
        self.store.set_load_failure(None);
    }

    fn refresh_if(&self, wanted: bool) {
        if wanted && host::visible() {
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
            Err(trouble) => {
                self.store.set_load_failure(Some(trouble.failure()));
                if let Ok(program) = decode(&JsNode(kept("program").await))
                    && self.state().program_now().is_none()
                {
                    self.store.set_program(Some(Arc::new(program)));
                }
            }
        }
    }

    /// Asks for the snapshot.
    pub(super) async fn load_member(&self) {
        self.meet().await;
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
            Err(trouble) => self.keep_last(trouble).await,
        }
    }

    /// When the token says that somebody else is signed in now, nothing of the last one stays.
    async fn meet(&self) {
        let before = host::customer();
        // What failed here fails again, with its words, when the call is made.
        let _ = host::token(false).await;
        let now = host::customer();
        if before.is_some() && now.is_some() && before != now {
            host::forget_kept();
            self.store.forget_customer();
            self.store.set_load_failure(None);
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
        host::forget_kept();
        self.store.set_customer(Customer::Guest);
        self.store.confirm();
    }

    /// The last known state stays on screen, or one that was kept comes there, marked with its age.
    async fn keep_last(&self, trouble: Trouble) {
        let visit = self.visit();
        if self.state().member_now().is_none()
            && matches!(trouble, Trouble::Failed(_))
            && let Ok(member) = decode::<Member, _>(&JsNode(kept("member").await))
            && visit == self.visit()
        {
            self.take(member);
        }
        if let Some(member) = self.state().member_now() {
            self.store.set_stale_since(Some(member.as_of));
        }
        self.store.set_load_failure(Some(trouble.failure()));
    }
}

/// An answer that was kept in the browser.
async fn kept(name: &str) -> JsValue {
    Reflect::get(&host::kept().await, &name.into()).unwrap_or_default()
}
