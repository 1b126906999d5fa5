//! Our JSON by position beside serde_json: what one takes for a value, the other does, and texts are the same. And every
//! field of a record: absent, of a wrong type, right.

use crate::neighbours::Rng;
use paperdeck::dump::{Dump, json};
use serde_json::Value;

fn text(rng: &mut Rng) -> String {
    const PARTS: [&str; 16] = [
        "a",
        "é",
        "𝛼",
        "\\\"",
        "\\\\",
        "\\/",
        "\\n",
        "\\t",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\u0041",
        " ",
        "]}",
        "{[",
        ":,",
        "\\r",
    ];
    (0..rng.below(12)).map(|_| *rng.pick(&PARTS)).collect()
}

/// JSON, deep and wide, with white space wherever it may be.
fn value(rng: &mut Rng, depth: usize) -> String {
    let space = *rng.pick(&["", "", " ", "\n", "\t", "\r\n"]);
    let number = ["0", "-1", "1.5", "1e3", "-0.25E-2", "123456789012345678901234567890", "1e308"];
    match rng.below(if depth == 0 { 4 } else { 7 }) {
        0 => format!("{space}\"{}\"", text(rng)),
        1 => format!("{}{space}", rng.pick(&number)),
        2 => format!("{space}{}", rng.pick(&["true", "false", "null"])),
        3 => rng.pick(&["[]", "{}", "[ ]", "{\n}"]).to_string(),
        4 => {
            let all: Vec<String> = (0..rng.below(5)).map(|_| value(rng, depth - 1)).collect();
            format!("[{space}{}{space}]", all.join(&format!("{space},")))
        }
        _ => {
            let all: Vec<String> =
                (0..rng.below(5)).map(|_| format!("\"{}\"{space}:{}", text(rng), value(rng, depth - 1))).collect();
            format!("{{{space}{}{space}}}", all.join(&format!("{space},")))
        }
    }
}

/// What our reader makes of a value.
fn read(text: &str, at: usize) -> Value {
    let at = json::skip_space(text, at);
    let end = json::end(text, at).unwrap();
    let raw = &text[at..end];
    let parts = || json::Parts::of(text, at).inspect(|part| assert!(part.whole, "{raw}"));
    match json::byte(text, at) {
        b'"' => Value::String(json::unescape(&raw[1..raw.len() - 1]).into_owned()),
        b'[' => parts().map(|part| read(text, part.value.start)).collect(),
        // Of a key that comes twice, serde_json keeps the last value.
        b'{' => Value::Object(
            parts().map(|part| (json::unescape(part.key).into_owned(), read(text, part.value.start))).collect(),
        ),
        _ => serde_json::from_str(raw).unwrap(),
    }
}

#[test]
fn as_serde_json_reads_it() {
    for seed in 0..4000 {
        let text = value(&mut Rng::new(seed), 5);
        assert_eq!(read(&text, 0), serde_json::from_str::<Value>(&text).unwrap(), "{text}");
        // Cut off anywhere, no value is whole that was not.
        let cut = (0..Rng::new(seed).below(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let front = &text[..cut];
        let at = json::skip_space(front, 0);
        let nested = matches!(json::byte(front, at), b'{' | b'[' | b'"');
        if nested && serde_json::from_str::<Value>(front).is_err() && json::end(front, at).is_some() {
            panic!("not whole: {front}");
        }
    }
}

#[test]
fn wrong_types_are_said() {
    // The field, a value of a wrong type, and what is expected.
    for (field, wrong, expected) in [
        ("summary", "7", "a text in the field “summary”"),
        ("summary", "[\"a\"]", "a text in the field “summary”"),
        ("authors", "\"Ann\"", "a list of authors"),
        ("authors", "1.5", "a number of authors"),
        ("authors", "[7]", "a name in the field “authors”"),
        ("publishedAt", "20260120", "a date such as 2026-08-20"),
        ("published_at", "\"soon\"", "a date such as 2026-08-20"),
        ("numComments", "\"many\"", "a whole number in the field “numcomments”"),
        ("upvotes", "-1", "a whole number in the field “upvotes”"),
        ("upvotes", "true", "a whole number in the field “upvotes”"),
        ("githubStars", "{}", "a whole number in the field “githubstars”"),
        ("githubRepo", "7", "a text in the field “githubrepo”"),
        ("projectPage", "false", "a text in the field “projectpage”"),
        ("ai_summary", "[]", "a text in the field “aisummary”"),
        ("ai_keywords", "\"one\"", "a list in the field “aikeywords”"),
        ("ai_keywords", "[1]", "a name in the field “aikeywords”"),
        ("organization", "7", "a name or an object with one in the field “organization”"),
        ("submittedBy", "[]", "a name or an object with one in the field “submittedby”"),
        ("submittedOnDailyAt", "1", "a date such as 2026-08-20"),
        ("id", "{}", "a text in the field “id”"),
    ] {
        let found = if expected.starts_with("a name in") { wrong.trim_matches(['[', ']']) } else { wrong };
        let record = |value: &str| {
            format!(
                "[\n {{\"title\": \"First\", \"id\": \"2601.00001\"}},\n {{\"title\": \"Second\", \"upvotes\": 3,\n  \"{field}\": {value}}}\n]"
            )
        };
        let dump = Dump::read("x", record(wrong).into_bytes()).unwrap();
        let said: Vec<String> = dump.diagnostics.iter().map(ToString::to_string).collect();
        assert!(
            said.iter().any(|s| s.starts_with("line 4, paper 2: ") && s.contains(expected) && s.ends_with(found)),
            "{field}: {said:?}"
        );
        assert_eq!(dump.entries.len(), 2, "{field}");
        // Null is as good as absent.
        assert!(Dump::read("x", record("null").into_bytes()).unwrap().diagnostics.is_empty(), "{field}");
    }
}
