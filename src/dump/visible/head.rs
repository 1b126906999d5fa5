//! The lines at the head of a page, in whatever language: where one of them comes again, another page begins.

use crate::dump::{Source, furniture, signs};
use std::hash::Hasher;

/// Hashes of the short lines before the first paper; zeros are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head([u64; 12]);

/// A head has at most so many lines.
const MOST: usize = 120;
/// A paragraph of so many bytes is an abstract.
const LONG: usize = 140;

fn hash(line: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(line.as_bytes());
    hasher.finish().max(1)
}

impl Head {
    /// The head of a text whose abstracts are lines: what stands before the first of them and its title.
    pub fn of(source: &Source) -> Self {
        // The page of a day has no abstracts.
        if signs::of(source).submitted > 0 {
            return Self::default();
        }
        let blank = |at: &usize| source.line(*at).is_empty();
        // Where the first paragraph as long as an abstract begins.
        let (mut start, mut bytes) = (0, 0);
        let long = (0..source.len()).take(MOST).find(|at| {
            if blank(at) {
                (start, bytes) = (at + 1, 0);
            }
            bytes += source.line(*at).len();
            bytes >= LONG
        });
        let long = long.map_or(0, |_| start);
        // Without the paragraph before it, which is its title.
        let title = (0..long).rev().find(|at| !blank(at)).unwrap_or(0);
        let end = (0..title).rev().find(blank).unwrap_or(0);
        let mut hashes = [0; 12];
        let fit = |line: &&str| {
            (6..60).contains(&line.len())
                && !line.starts_with(|c: char| c.is_ascii_digit())
                && !furniture::is_furniture(line)
        };
        let head = (0..end).map(|at| source.line(at)).filter(fit);
        hashes.iter_mut().zip(head).for_each(|(hash, line)| *hash = self::hash(line));
        Self(hashes)
    }

    /// Whether a line is one of them.
    pub fn has(&self, line: &str) -> bool {
        self.0[0] != 0 && (6..60).contains(&line.len()) && self.0.contains(&hash(line))
    }
}
