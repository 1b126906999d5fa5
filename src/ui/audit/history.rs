//! The way back and forth of what the user says of a dump.

use crate::dump::Settings;

/// Settings before those of now, and those that were taken back.
#[derive(Default)]
pub struct History {
    past: Vec<Settings>,
    future: Vec<Settings>,
}

impl History {
    /// They were changed; before they were these.
    pub fn note(&mut self, before: Settings) {
        self.past.push(before);
        self.future.clear();
    }

    /// Takes the last change back, or makes it again; gives the settings if there was one.
    pub fn step(&mut self, back: bool, now: Settings) -> Option<Settings> {
        let (from, to) = if back { (&mut self.past, &mut self.future) } else { (&mut self.future, &mut self.past) };
        let settings = from.pop()?;
        to.push(now);
        Some(settings)
    }

    /// The engine did not take the last change: these are the settings as they are.
    pub fn refused(&mut self, now: &Settings) {
        if self.past.last() == Some(now) {
            self.past.pop();
        }
    }

    /// Whether there is a step back, and one forth.
    pub fn steps(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}
