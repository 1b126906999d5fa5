//! A value that the page watches.
//!
//! The signals of Leptos are generic through and through: some kilobytes for each type of value. Here only the value is;
//! who watches it is Leptos' own [`ArcTrigger`], the same for all.

use leptos::prelude::*;
use std::sync::{PoisonError, RwLock};

/// A value, and who watches it.
pub struct Watched<T> {
    value: RwLock<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    /// A value that nobody watches yet.
    pub fn new(value: T) -> Self {
        Self { value: RwLock::new(value), changed: ArcTrigger::new() }
    }

    /// A value that lives as long as the page.
    pub fn lasting(value: T) -> &'static Self {
        Box::leak(Box::new(Self::new(value)))
    }

    /// Watches it.
    pub fn track(&self) {
        self.changed.track();
    }

    /// Looks at it, and watches it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(look)
    }

    /// Looks at it as it is now.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.value.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A copy of it, watched.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of it as it is now.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Changes it and tells who watches.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.write().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify();
    }

    /// Forgets who watched it and is gone, which Leptos does at a change alone: what lasts and seldom changes would remember every card
    /// that ever came and went. Who still watches looks again.
    pub fn forget_gone(&self) {
        self.changed.notify();
    }

    /// Puts another in its place and tells who watches.
    pub fn set(&self, value: T) {
        self.update(|old| *old = value);
    }

    /// Puts another in its place, unless it is the same.
    pub fn set_if_new(&self, value: T)
    where
        T: PartialEq,
    {
        if self.with_untracked(|old| *old != value) {
            self.set(value);
        }
    }
}
