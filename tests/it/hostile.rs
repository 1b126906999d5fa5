//! Input made to hurt: read in linear time and bounded memory, and answered with a sentence. Were anything here quadratic,
//! these tests would not come to an end.

use paperdeck::dump::{Dump, LAYOUTS, NotADump, Pieces, Sizes, Source};

const MANY: usize = 1_000_000;

/// Every layout looks at the text and reads it; nothing panics, and what is read has no more entries than lines.
fn check(text: String) -> Result<Dump, NotADump> {
    if let Ok(source) = Source::decode(text.clone().into_bytes()) {
        for layout in LAYOUTS {
            let _ = (layout.probe)(&source);
            let reading = (layout.read)(&source);
            assert_eq!(reading.roles.len(), source.len(), "{}", layout.name);
            assert!(reading.extra.len() <= 4 * text.len() + 4096, "{}: {} bytes", layout.name, reading.extra.len());
        }
    }
    Dump::read("x", text.into_bytes())
}

#[track_caller]
fn check_refused(text: String) {
    let why = check(text).unwrap_err().to_string();
    assert!(why.starts_with("expected "), "{why}");
}

#[test]
fn the_same_sign_again_and_again() {
    for sign in [
        "<",
        "&",
        "[",
        "]",
        "(",
        "{",
        "\"",
        "\\",
        "*",
        "#",
        ">",
        "|",
        "`",
        "·",
        "\u{200b}a",
        "&amp;",
        "![",
        "](",
        "<!--",
        "<![CDATA[",
    ] {
        check_refused(sign.repeat(MANY / sign.len()));
        check_refused(format!("{sign}\n").repeat(MANY / 4));
    }
}

#[test]
fn brackets_in_brackets() {
    for (open, close) in [
        ("[", "]"),
        ("{\"paper\":", "}"),
        ("{\"title\":\"t\",\"summary\":", "}"),
        ("<div>", "</div>"),
        ("[a ", "](/papers/2601.00001)"),
    ] {
        let deep = MANY / open.len();
        let _ = check(format!("{}{}", open.repeat(deep), close.repeat(deep)));
        let _ = check(open.repeat(deep));
    }
}

#[test]
fn entities_of_entities() {
    let mut bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n".to_owned();
    for n in 1..30 {
        bomb.push_str(&format!("<!ENTITY lol{n} \"{}\">\n", format!("&lol{};", n - 1).repeat(10)));
    }
    bomb.push_str("]>\n<rss><channel><item><title>A Title</title><description>&lol29; and &lol9;</description></item></channel></rss>");
    let dump = check(bomb).unwrap();
    // They are not followed.
    assert_eq!(dump.entries.len(), 1);
    assert!(dump.size() < 20_000);
    // Escapes are taken off once.
    let _ = check(format!("<div data-props=\"{{&quot;title&quot;:&quot;{}&quot;}}\">", "&amp;".repeat(MANY / 5)));
}

#[test]
fn one_long_line_as_it_comes() {
    for word in ["word ", "[a](b) ", "Mar 20 · ", "<p>x", "{\"title\":\"a\",\"id\":1},"] {
        let chunk = word.repeat(MANY / word.len());
        let mut pieces = Pieces::new("x", Sizes::default());
        for _ in 0..24 {
            pieces.push(chunk.as_bytes()).unwrap();
            while pieces.waits() {
                pieces.step().unwrap();
            }
        }
        pieces.end();
        let mut step = || -> Result<(), NotADump> {
            while pieces.waits() {
                pieces.step()?;
            }
            Ok(())
        };
        if let Err(why) = step() {
            assert!(why.to_string().starts_with("expected "), "{why}");
        }
    }
}

#[test]
fn a_line_that_does_not_end_is_refused_early() {
    let push = |text: &str| {
        let mut pieces = Pieces::new("x", Sizes { line: 2 << 20, ..Sizes::default() });
        (0..100).find_map(|_| {
            let pushed = pieces.push(text.repeat(100_000 / text.len()).as_bytes());
            let _ = (pieces.waits() && pushed.is_ok()).then(|| pieces.step());
            pushed.err()
        })
    };
    let why = push("word ").unwrap().to_string();
    assert_eq!(why, "expected the text of a Daily Papers page, found 2 MB without a single line end");
    assert!(push("a line\n").is_none() && push("[1,2],").is_none() && push("<p>a</p>").is_none());
}

#[test]
fn more_than_can_be_held() {
    // What is read in one go has a limit, which shows before the bytes are kept.
    let mut pieces = Pieces::new("x", Sizes::default());
    let mut chunk = vec![b' '; 4 << 20];
    chunk[7] = b'\n';
    let refused = (0..1000).find_map(|_| {
        let pushed = pieces.push(&chunk);
        let _ = (pieces.waits() && pushed.is_ok()).then(|| pieces.step());
        pushed.err()
    });
    let why = refused.unwrap().to_string();
    assert!(why.contains("MB of text"), "{why}");
}
