//! White space, the invisible kind included.

use std::borrow::Cow;
use std::ops::Range;

/// Whether a character is white space or shows nothing: NBSP, zero-width characters and byte order marks included.
///
/// The zero-width joiner is left out: it is part of emoji and of some scripts' words.
#[inline]
pub fn is_space(char: char) -> bool {
    match char {
        ' ' | '\t'..='\r' => true,
        '!'..='~' => false,
        '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => true,
        _ => char.is_whitespace(),
    }
}

/// Whether a character takes no room at all: it parts no words.
fn is_zero_width(char: char) -> bool {
    matches!(char, '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Every run of white space as one space, none at the ends; zero-width characters vanish. Borrows when there is nothing
/// to do.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn collapse(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(is_space);
    if is_collapsed(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    for char in text.chars() {
        if is_space(char) {
            pending |= !is_zero_width(char);
        } else {
            if std::mem::take(&mut pending) {
                out.push(' ');
            }
            out.push(char);
        }
    }
    Cow::Owned(out)
}

/// Whether there is nothing to do for a text without white space at its ends. Most texts have single spaces alone, so
/// eight bytes are looked at together, and one by one where something stands out.
fn is_collapsed(text: &str) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // A high bit for every byte that is less, of bytes below 128; behind the first one some more may be set.
    let less = |eight: u64, limit: u64| eight.wrapping_sub(limit * EACH) & !eight & HIGH;
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut space_before = 0;
    for (chunk, at) in chunks.iter().zip((0..).step_by(8)) {
        let eight = u64::from_le_bytes(*chunk);
        let spaces = less(eight ^ (0x20 * EACH), 1);
        let odd = (eight & HIGH) | less(eight, 0x20) | (spaces & (spaces << 8 | space_before));
        if odd != 0 && !is_collapsed_in(text, at..at + 8) {
            return false;
        }
        space_before = spaces >> 56;
    }
    is_collapsed_in(text, text.len() - rest.len()..text.len())
}

/// The same for the characters that begin in a part of a text.
#[cfg_attr(optimize_attribute, optimize(speed))]
fn is_collapsed_in(text: &str, part: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let from = part.start;
    let before = from.checked_sub(1).and_then(|before| bytes.get(before));
    let mut last = before.copied().unwrap_or(b'x');
    bytes.get(part).unwrap_or(&[]).iter().zip(from..).all(|(byte, at)| {
        let before = std::mem::replace(&mut last, *byte);
        match byte {
            b' ' => before != b' ',
            b'\t'..=0x1f => false,
            0xc2.. => text.get(at..).and_then(|rest| rest.chars().next()).is_none_or(|char| !is_space(char)),
            _ => true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn collapses() {
        for (text, want) in [
            ("a b", "a b"),
            (" a\r\n  b\u{a0}c ", "a b c"),
            ("a  b", "a b"),
            ("a\u{200b}b \u{200b} c", "ab c"),
            ("", ""),
            ("\u{feff}a", "a"),
        ] {
            assert_eq!(collapse(text), want, "{text:?}");
        }
        assert!(matches!(collapse(" as is "), Cow::Borrowed("as is")));
    }

    proptest! {
        #[test]
        fn leaves_words_and_single_spaces(text in "[ab \\n\\t\u{1}\u{1f}é\u{85}\u{a0}\u{2003}\u{200b}]{0,40}") {
            let visible: String = text.chars().filter(|c| !is_zero_width(*c)).collect();
            let words: Vec<&str> = visible.split(is_space).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(collapse(&text), words.join(" "));
        }
    }
}
