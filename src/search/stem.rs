//! Light English stemming: plural `-s`, `-ing` and `-ed` go, so that "merging" finds "merged" and "merges", but not
//! "merger". The plurals are Harman's S-stemmer ("How effective is suffixing?", JASIS 1991), `-ing` and `-ed` the first
//! step of Porter's ("An algorithm for suffix stripping", Program 1980), with the final `e` left out instead of guessed.

/// The stem of a token: what is left of it, and whether a `y` belongs there (`studies`, `study`, `studying`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stem<'a> {
    root: &'a str,
    y: bool,
}

/// The beginning that every token of the same stem has.
pub fn root(token: &str) -> &str {
    stem(token).root
}

/// Whether two tokens have the same stem.
pub fn same(a: &str, b: &str) -> bool {
    stem(a) == stem(b)
}

/// The stem of a folded token. One that is not of `a`–`z` alone is its own stem. Linear.
pub fn stem(token: &str) -> Stem<'_> {
    if !token.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Stem { root: token, y: false };
    }
    let mut word = token;
    if word.len() > 3 {
        if let Some(root) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied"))
            && root.len() > 1
        {
            return Stem { root, y: true };
        }
        word = singular(word);
        word = unconjugated(word);
        if word.len() > 3 {
            word = word.strip_suffix('e').unwrap_or(word);
        }
    }
    match word.strip_suffix('y') {
        Some(root) if root.len() > 1 && !ends_in_vowel(root) => Stem { root, y: true },
        _ => Stem { root: word, y: false },
    }
}

/// A noun without the `-s` or `-es` of its plural.
fn singular(word: &str) -> &str {
    let hissing = ["sses", "xes", "ches", "shes", "zzes"];
    if word.len() > 4 && hissing.iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word);
    }
    match word.strip_suffix('s') {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) => rest,
        _ => word,
    }
}

/// A verb without `-ing` or `-ed`, and without the consonant that was doubled before them.
fn unconjugated(word: &str) -> &str {
    let stripped =
        if word.ends_with("eed") { None } else { word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")) };
    let Some(rest) =
        stripped.filter(|rest| rest.len() > 2 && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']) && *rest != "emb")
    else {
        return word;
    };
    let mut last = rest.bytes().rev();
    match (last.next(), last.next()) {
        // "falling", "missed" and "buzzing" had two before; "controlled" had not.
        (Some(b's' | b'z' | b'a' | b'e' | b'i' | b'o' | b'u'), _) => rest,
        (Some(b'l'), Some(b'l')) if rest.len() < 6 => rest,
        (Some(a), Some(b)) if a == b => rest.get(..rest.len() - 1).unwrap_or(rest),
        _ => rest,
    }
}

fn ends_in_vowel(word: &str) -> bool {
    word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn families() {
        let check = |words: &str| {
            let mut words = words.split(' ');
            let first = words.next().unwrap();
            words.for_each(|word| assert!(same(first, word), "{first} {:?}, {word} {:?}", stem(first), stem(word)));
        };
        check("model models modeled modeling modelling");
        check("merge merges merged merging");
        check("study studies studied studying");
        check("plan plans planned planning");
        check("control controls controlled controlling");
        check("embed embeds embedded embedding embeddings");
        check("loss losses");
        check("process processes processing");
        check("image images imaging");
        check("call calls called calling");
        check("cat cats");
        check("box boxes");
        check("play plays played playing");
        check("agent agents");
    }

    #[test]
    fn strangers() {
        let check = |a: &str, b: &str| assert!(!same(a, b), "{a} {b} {:?}", stem(a));
        check("string", "str");
        check("thing", "th");
        check("speed", "spe");
        check("bias", "bi");
        check("analysis", "analysi");
        check("class", "clas");
        check("gpt4s", "gpt4");
        check("caf\u{e9}s", "caf\u{e9}");
        check("merger", "merge");
        check("using", "us");
        check("need", "ne");
    }

    proptest! {
        #[test]
        fn the_root_begins_the_token(token in "[a-z]{0,4}(ies|ied|s|es|ed|ing|y|e)?|[a-z0-9é]{0,6}") {
            prop_assert!(token.starts_with(root(&token)));
            prop_assert!(token.is_empty() || !root(&token).is_empty());
        }
    }
}
