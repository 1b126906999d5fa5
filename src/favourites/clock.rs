//! When something was changed, so that of two versions the later one can be told, whatever clocks do.
//!
//! A hybrid logical clock: the time of the machine in microseconds since 1970, but always later than every change known so
//! far. So a change is newer than what it replaces, even where the clock was set back in between, and numbers stay below
//! 2⁵³, which all readers of JSON keep exactly.

/// When something was changed.
pub type Stamp = u64;

/// What is known to have been so before there were stamps: version 1 did not keep them.
pub const BEFORE: Stamp = 1;

/// The latest stamp that is taken from a text (the year 2223): one that claims more would leave no room above it.
pub const LATEST: Stamp = 8_000_000_000_000_000;

/// The stamp of a change that is made now, by a clock in milliseconds, after what was known before.
pub fn next(known: Stamp, milliseconds: u64) -> Stamp {
    known.saturating_add(1).max(milliseconds.saturating_mul(1000).min(LATEST))
}

/// A value, and when it was last changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated<T> {
    /// When; 0 for never. Compared first.
    pub at: Stamp,
    /// What it is.
    pub value: T,
}

impl<T: Ord> Dated<T> {
    /// A value since some time.
    pub fn new(value: T, at: Stamp) -> Self {
        Self { at, value }
    }

    /// The later of two; of two at the same time, the greater.
    pub fn merge(&mut self, other: Self) {
        if other > *self {
            *self = other;
        }
    }

    /// Puts another in its place; gives back what was there.
    pub fn replace(&mut self, value: T, at: Stamp) -> T {
        self.at = at;
        std::mem::replace(&mut self.value, value)
    }
}
