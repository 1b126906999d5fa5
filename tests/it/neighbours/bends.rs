//! What happens to a text on its way: line ends, encodings, quoting, words around it.

use super::papers::Rng;

/// Breaks lines longer than `width` at spaces, as text browsers do.
pub fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ') {
            let len = word.chars().count();
            if column > 0 && column + 1 + len > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += len;
        }
    }
    out
}

/// A bend: its name, and what it does to a text.
pub struct Bend {
    pub name: &'static str,
    pub apply: fn(&str, &mut Rng) -> Vec<u8>,
    /// Not for these layouts.
    pub not_for: &'static [&'static str],
}

const fn bend(name: &'static str, apply: fn(&str, &mut Rng) -> Vec<u8>) -> Bend {
    Bend { name, apply, not_for: &[] }
}

const fn text_only(name: &'static str, apply: fn(&str, &mut Rng) -> Vec<u8>) -> Bend {
    Bend { name, apply, not_for: &["API JSON", "saved page", "feed", "exchange"] }
}

pub const BENDS: &[Bend] = &[
    bend("as it is", |t, _| t.into()),
    bend("CRLF", |t, _| t.replace('\n', "\r\n").into()),
    bend("CR", |t, _| t.replace('\n', "\r").into()),
    bend("byte order mark", |t, _| format!("\u{feff}{t}").into()),
    bend("UTF-16 LE", |t, _| b"\xff\xfe".iter().copied().chain(t.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
    bend("UTF-16 BE without mark", |t, _| t.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    bend("line ends at the end", |t, _| format!("{t}\n\n\n").into()),
    bend("line ends at the front", |t, _| format!("\n\n\n{t}").into()),
    text_only("no-break spaces", |t, rng| {
        let own = |l: &str| l.contains("Subscribe") || l.contains("Get trending");
        let line = |l: &str, rng: &mut Rng| {
            // Between words and numbers, not in the marks of Markdown.
            let chars: Vec<char> = l.chars().collect();
            let words = |at: usize| {
                at > 0 && chars.get(at + 1).is_some_and(|c| c.is_alphanumeric()) && chars[at - 1].is_alphanumeric()
            };
            let one = |at: usize, rng: &mut Rng| {
                if chars[at] == ' ' && !own(l) && words(at) && rng.one_in(9) { '\u{a0}' } else { chars[at] }
            };
            (0..chars.len()).map(|at| one(at, rng)).chain(Some('\n')).collect::<String>()
        };
        t.lines().map(|l| line(l, rng)).collect::<String>().into()
    }),
    text_only("spaces at line ends", |t, rng| {
        t.lines().map(|l| format!("{l}{}\n", ["", "  ", "\t", "\u{a0}"][rng.below(4)])).collect::<String>().into()
    }),
    text_only("indented", |t, _| {
        t.lines().map(|l| if l.is_empty() { "\n".into() } else { format!("    {l}\n") }).collect::<String>().into()
    }),
    text_only("zero-width characters", |t, rng| {
        t.lines()
            .map(|l| if rng.one_in(3) { format!("\u{200b}{l}\u{200b}\n") } else { format!("{l}\n") })
            .collect::<String>()
            .into()
    }),
    text_only("quoted in a mail", |t, _| {
        let quoted: String = t.lines().map(|l| if l.is_empty() { ">\n".into() } else { format!("> {l}\n") }).collect();
        format!("Hi Ada,\n\nhere is what I saw today:\n\n{quoted}\nBest,\nGrace\n").into()
    }),
    text_only("in a Markdown document", |t, _| {
        format!("# Reading list\n\nCopied from the page:\n\n```text\n{t}\n```\n").into()
    }),
    text_only("after a cookie banner", |t, _| {
        format!("We use cookies to improve your experience.\n\nAccept all\n\nReject\n\n{t}").into()
    }),
    text_only("saved with its address", |t, _| {
        format!("https://huggingface.co/papers?q=invented+things\n\n{t}").into()
    }),
    text_only("a mail with headers", |t, _| {
        format!("From: Ada <ada@example.org>\nTo: Grace <grace@example.org>\nSubject: papers\n\n{t}\n\n--\nSent with an invented mailer\n").into()
    }),
    bend("doubled", |t, _| format!("{t}\n{t}").into()),
];
