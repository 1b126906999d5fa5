//! Where the lines of a dump are, for who looks at its text afterwards. Reading does not keep them: there are as many as
//! there is text. Here every 256th is marked, which takes one pass over the text, and the others are found from there.

use super::{Dump, Span};
use crate::text::space;
use memchr::memchr2;

/// So many lines are between two marks.
const STEP: u32 = 256;

/// Where every 256th line of a dump begins.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    marks: Vec<u32>,
}

impl Lines {
    /// Those of a dump. Linear in its text.
    pub fn of(dump: &Dump) -> Self {
        let mut marks = vec![0];
        let mut all = Walk { dump, at: 0 };
        for line in 1.. {
            match all.next() {
                Some(_) if line % STEP == 0 => marks.push(all.at),
                Some(_) => {}
                None => break,
            }
        }
        Self { marks }
    }

    /// The lines of the same dump from line `from` on, counted from 1: where each is, white space at its ends taken off.
    pub fn from<'a>(&self, dump: &'a Dump, from: u32) -> impl Iterator<Item = Span> + use<'a> {
        let before = from.saturating_sub(1);
        let at = self.marks.get((before / STEP) as usize);
        // Behind the last mark there is nothing.
        let walk = Walk { dump, at: at.copied().unwrap_or(u32::MAX) };
        walk.skip((before % STEP) as usize)
    }

    /// Line `number`, counted from 1.
    pub fn line(&self, dump: &Dump, number: u32) -> Span {
        self.from(dump, number).next().unwrap_or_default()
    }
}

struct Walk<'a> {
    dump: &'a Dump,
    at: u32,
}

impl Iterator for Walk<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.dump.source_from(self.at);
        if rest.is_empty() {
            return None;
        }
        let start = self.at;
        let len = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let ends = match rest.get(len..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        self.at = start + (len + ends) as u32;
        let line = self.dump.raw(Span { start, end: start + len as u32 });
        let left = line.trim_start_matches(space::is_space);
        let start = start + (line.len() - left.len()) as u32;
        Some(Span { start, end: start + left.trim_end_matches(space::is_space).len() as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::testing::{Row, dump};

    #[test]
    fn finds_every_line() {
        let rows: Vec<Row> = (0..900).map(|_| Row("One title", "  and an abstract ", 1, "")).collect();
        let dump = dump("x", &rows);
        let lines = Lines::of(&dump);
        assert_eq!(lines.from(&dump, 1).count(), 1800);
        for at in [1, 2, 255, 256, 257, 258, 511, 512, 513, 1799, 1800] {
            assert_eq!(dump.raw(lines.line(&dump, at)), if at % 2 == 1 { "One title" } else { "and an abstract" });
            assert_eq!(lines.from(&dump, at).count() as u32, 1801 - at);
        }
        for none in [1801, 1802, 2048, 2049, 5000, u32::MAX] {
            assert_eq!(lines.from(&dump, none).count(), 0, "{none}");
        }
        assert_eq!(lines.from(&dump, 0).count(), 1800);
    }
}
