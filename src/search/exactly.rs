//! Taking a word at its word: putting it into quotes in what was typed.

use crate::text::fold::each_token;

/// The text with quotes around every occurrence of a word that stands outside of quotes; the word is compared as search
/// does, so in any case and accents. Linear.
pub fn quoted(text: &str, word: &str) -> String {
    let mut key = String::new();
    each_token(word, |_, token| key.push_str(token));
    let mut out = String::with_capacity(text.len() + 2);
    let mut copied = 0;
    let mut open = false;
    each_token(text, |range, token| {
        let before = text.get(copied..range.start).unwrap_or("");
        open ^= before.matches('"').count() % 2 == 1;
        out.push_str(before);
        copied = range.end;
        let quote = if token == key && !open { "\"" } else { "" };
        for part in [quote, text.get(range).unwrap_or(""), quote] {
            out.push_str(part);
        }
    });
    out.push_str(text.get(copied..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_quoted_where_they_stand() {
        let check = |text, word, want| assert_eq!(quoted(text, word), want, "{text:?} {word:?}");
        check("transfomer", "transfomer", "\"transfomer\"");
        check("a Transfomer, title:transfomer", "transfomer", "a \"Transfomer\", title:\"transfomer\"");
        check("transfomers", "transfomer", "transfomers");
        check("\"transfomer nets\" transfomer", "transfomer", "\"transfomer nets\" \"transfomer\"");
        check("Schrodinger’s schrödinger", "schrodinger", "\"Schrodinger\"’s \"schrödinger\"");
        check("nothing", "", "nothing");
        check("", "word", "");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-c \"é:]{0,20}", word in "[a-cé]{0,2}") {
            let said = quoted(&text, &word);
            prop_assert_eq!(said.replace('"', ""), text.replace('"', ""));
            prop_assert_eq!(quoted(&said, &word), said);
        }
    }
}
