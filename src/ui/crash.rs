//! When to stop starting the worker again.

/// A minute.
const WINDOW: f64 = 60_000.0;
/// Crashes in a minute, with no dump to blame, after which another start would not help.
const LIMIT: usize = 3;

/// The crashes of the last minute that no dump can be blamed for.
#[derive(Default)]
pub struct Crashes(Vec<f64>);

impl Crashes {
    /// Takes note of a crash at `now` (milliseconds); whether to give up. A crash that a dump is blamed for counts not:
    /// the dump is dropped after its second one.
    pub fn again(&mut self, now: f64, blamed: bool) -> bool {
        if !blamed {
            self.0.retain(|then| now - then < WINDOW);
            self.0.push(now);
        }
        self.0.len() >= LIMIT
    }
}
