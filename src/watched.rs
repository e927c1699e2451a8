//! A value that views follow. A signal of leptos brings its own copy of the reactive code for each
//! type it holds; here the value is plain and only a trigger, always of one type, is reactive.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::{Notify, Track, Trigger};

/// A value that tells its readers when it changes. It lives as long as the page, like the widget.
pub struct Watched<T: 'static> {
    value: &'static Mutex<T>,
    changed: Trigger,
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watched<T> {}

impl<T> Watched<T> {
    /// Leptos asks its closures to be `Send`, so a mutex it is; there is one thread, and nobody
    /// waits.
    fn lock(self) -> MutexGuard<'static, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Watched<T> {
    /// A value to follow. Its memory is never given back: make one a widget, not one a view.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value: Box::leak(Box::new(Mutex::new(value))), changed: Trigger::new() }
    }

    /// The value; the caller is run again when it changes.
    #[must_use]
    pub fn get(self) -> T {
        self.changed.track();
        self.get_untracked()
    }

    /// The value, without following it.
    #[must_use]
    pub fn get_untracked(self) -> T {
        self.lock().clone()
    }

    /// Follows the value without reading it.
    pub fn track(self) {
        self.changed.track();
    }

    /// Another value.
    pub fn set(self, value: T) {
        *self.lock() = value;
        self.changed.notify();
    }

    /// Changes the value in place.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        change(&mut self.lock());
        self.changed.notify();
    }
}

/// Whether two values need not be told apart.
pub trait Same {
    /// Whether nobody would see a difference.
    fn same(&self, other: &Self) -> bool;
}

/// What is shared is the same when it is one thing: comparing whole snapshots field by field would
/// be much code for little.
impl<T> Same for Option<Arc<T>> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

/// Values of these types are the same when they are equal.
#[macro_export]
macro_rules! same_when_equal {
    ($( $type:ty ),* $(,)?) => {
        $( impl $crate::watched::Same for $type {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        } )*
    };
}

same_when_equal! { bool, u32, Option<i64>, Option<String> }

impl<T: Clone + Same> Watched<T> {
    /// Another value; nobody is told when it is the same.
    pub fn put(self, value: T) {
        let same = self.lock().same(&value);
        if !same {
            self.set(value);
        }
    }
}
