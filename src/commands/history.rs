//! Paging through the ledger.

use std::sync::Arc;

use super::Commands;
use crate::state::History;

impl Commands {
    /// The first page anew; what is on screen stays until it is there.
    pub(super) fn load_history_first(&self) {
        self.load_page(None);
    }

    /// The next page, or the first one again after it failed.
    pub fn load_history(&self) {
        let history = self.state().history_now();
        if history.next.is_some() || !history.loaded {
            self.load_page(history.next.clone());
        }
    }

    fn load_page(&self, cursor: Option<String>) {
        if self.state().history_now().loading {
            return;
        }
        self.store.update_history(|history| {
            history.loading = true;
            history.failure = None;
        });
        self.spawn(async move |this| {
            let visit = this.visit();
            let page = this.api.transactions(cursor.as_deref()).await;
            if visit != this.visit() {
                return;
            }
            this.store.update_history(|history| {
                history.loading = false;
                match page {
                    Ok(page) => {
                        let mut items = std::mem::take(&mut history.items);
                        if cursor.is_none() {
                            items.clear();
                        }
                        items.extend(page.items.into_iter().map(Arc::new));
                        *history =
                            History { items, next: page.next, loaded: true, ..History::default() };
                    }
                    Err(trouble) => history.failure = Some(trouble.failure()),
                }
            });
        });
    }
}
