//! White space, the invisible kind included.

use std::borrow::Cow;

/// Whether a character is white space or shows nothing: NBSP, zero-width characters and byte order marks included.
///
/// The zero-width joiner is left out: it is part of emoji and of some scripts' words.
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
pub fn collapse(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(is_space);
    // Bytes first: a text seldom has any white space but spaces, and then mostly ends of lines.
    let mut last = b' ';
    // No branch in the loop, so that it is unrolled.
    let clean = text.bytes().fold(true, |clean, byte| {
        let fine = byte > b' ' || (byte == b' ' && last != b' ') || byte < b'\t';
        last = byte;
        clean & fine
    });
    if clean && (text.is_ascii() || !text.chars().any(|char| !char.is_ascii() && is_space(char))) {
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
        fn leaves_words_and_single_spaces(text in "[ab \\n\\t\u{1}\u{1f}é\u{85}\u{a0}\u{2003}\u{200b}]{0,20}") {
            let visible: String = text.chars().filter(|c| !is_zero_width(*c)).collect();
            let words: Vec<&str> = visible.split(is_space).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(collapse(&text), words.join(" "));
        }
    }
}
