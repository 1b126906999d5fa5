//! The text of a dump, in parts: a long text comes in pieces and is never one block of memory, which would have to be
//! copied as it grows.

use super::Span;
use std::sync::Arc;

/// One text in parts that follow each other. Copies share the parts.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    parts: Vec<Arc<String>>,
    /// Where each part ends in the whole.
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a part at the end. The whole must stay below 4 GiB: positions are 32 bits wide.
    pub fn push(&mut self, part: String) {
        if !part.is_empty() {
            self.ends.push((self.len() + part.len()) as u32);
            self.parts.push(Arc::new(part));
        }
    }

    /// Bytes in all.
    pub fn len(&self) -> usize {
        self.ends.last().map_or(0, |end| *end as usize)
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What is left of the part that has byte `at`; nothing behind the end.
    pub fn rest(&self, at: u32) -> &[u8] {
        let part = self.ends.partition_point(|end| *end <= at);
        let start = part.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.parts.get(part).and_then(|text| text.as_bytes().get((at - start) as usize..)).unwrap_or(&[])
    }

    /// The text of a span, `""` for one that is not inside one part. Logarithmic in the number of parts.
    pub fn get(&self, span: Span) -> &str {
        let at = self.ends.partition_point(|end| *end <= span.start);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let inside = |at: u32| at.checked_sub(start).map(|at| at as usize);
        let range = inside(span.start).zip(inside(span.end));
        range.and_then(|(from, to)| self.parts.get(at)?.get(from..to)).unwrap_or("")
    }
}

impl From<String> for Texts {
    fn from(text: String) -> Self {
        let mut texts = Self::default();
        texts.push(text);
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_part() {
        let mut texts = Texts::from("abc".to_owned());
        texts.push(String::new());
        texts.push("déf".to_owned());
        for ((start, end), want) in
            [((0, 3), "abc"), ((1, 2), "b"), ((3, 7), "déf"), ((6, 7), "f"), ((2, 4), ""), ((5, 7), ""), ((7, 9), "")]
        {
            assert_eq!(texts.get(Span { start, end }), want, "{start}..{end}");
        }
        assert_eq!((texts.len(), texts.is_empty(), Texts::default().is_empty()), (7, false, true));
    }
}
