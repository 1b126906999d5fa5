//! Whatever comes in: nothing panics, and every non-blank line has exactly one place.

use paperdeck::dump::{Dump, LAYOUTS, Reading, Role, Source};
use paperdeck::text::space::is_space;
use proptest::prelude::*;

const SAMPLES: &[&str] = &[
    include_str!("../samples/sample.txt"),
    "Get trending papers in your email inbox!\nSubscribeA Title\nAn abstract that is long enough to be one, as it goes on about invented things for more than one hundred and fifty characters, and then ends with a word\nAnother Title\nAnother abstract, long enough as well, since it tells of inventions, of their inventors, and of the prizes that neither of the two has ever been given, and more\n",
    "Log In\nSign Up\nOct 2\n101\nA Title\n\nAn abstract that is long enough to be one, as it goes on about invented things for more than one hundred and fifty characters.\n\nSome Lab\n·\nMay 29\n6\n-\nB Title\n\nMore of them. And more of them. And more of them. And more of them. And more of them. And more of them. And more.\n3 authors\n·\nJul 3, 2024\n",
];

/// Reads bytes with every layout, whether it fits or not, and checks what must hold of each reading.
fn check(bytes: &[u8]) {
    let _ = Dump::read("x", bytes.to_vec()).map(|dump| {
        for entry in &dump.entries {
            assert!(!dump.text(entry.title).is_empty());
            let _ = dump.date(entry);
        }
    });
    let Ok(source) = Source::decode(bytes.to_vec()) else { return };
    let lines = source.text().replace("\r\n", "\n").replace('\r', "\n");
    let full = lines.split('\n').filter(|line| !line.chars().all(is_space)).count();
    for layout in LAYOUTS {
        let _ = (layout.probe)(&source);
        let reading = (layout.read)(&source);
        check_reading(&source, &reading, full, layout.name);
    }
}

fn check_reading(source: &Source, reading: &Reading, full: usize, layout: &str) {
    assert_eq!(reading.roles.len(), source.len(), "{layout}");
    let count = |wanted: &[Role]| reading.roles.iter().filter(|role| wanted.contains(role)).count();
    let papers = count(&[Role::Title, Role::Abstract, Role::Metadata]);
    let (furniture, not_understood) = (count(&[Role::Furniture]), count(&[Role::NotUnderstood]));
    assert_eq!(papers + furniture + not_understood, full, "{layout}");
    // What is not understood is said, and what is said has a line.
    assert!(not_understood == 0 || !reading.diagnostics.is_empty(), "{layout}");
    assert!(reading.diagnostics.iter().all(|d| d.line >= 1 && d.line as usize <= source.len().max(1)), "{layout}");
    let all = source.text().len() + reading.extra.len();
    for entry in &reading.entries {
        assert!(entry.title.start < entry.title.end && entry.title.end as usize <= all, "{layout} {entry:?}");
        let [first, last] = entry.lines;
        assert!(1 <= first && first <= last && last as usize <= source.len(), "{layout} {entry:?}");
    }
}

#[test]
fn truncated_at_every_byte() {
    for sample in SAMPLES {
        // The first 3,000 bytes at every byte, the rest at some.
        let cuts = (0..sample.len().min(3000)).chain((3000..sample.len()).step_by(97));
        for cut in cuts {
            check(&sample.as_bytes()[..cut]);
        }
    }
}

/// One way to spoil a text.
#[derive(Clone, Debug)]
enum Harm {
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    Insert(usize, String),
    Cut(usize),
    Byte(usize, u8),
}

fn harm() -> impl Strategy<Value = Harm> {
    let line = || prop::sample::select(LINES).prop_map(str::to_owned);
    prop_oneof![
        any::<usize>().prop_map(Harm::Drop),
        any::<usize>().prop_map(Harm::Double),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Harm::Swap(a, b)),
        (any::<usize>(), line()).prop_map(|(at, line)| Harm::Insert(at, line)),
        any::<usize>().prop_map(Harm::Cut),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Harm::Byte(at, byte)),
    ]
}

/// Lines that mean something to some layout.
const LINES: &[&str] = &[
    "",
    "·",
    "•",
    "-",
    "65",
    "• 7 authors",
    "1 authors",
    "4294967296 authors",
    "Mar 20 2",
    "Feb 29, 2023",
    "Jul 3, 20243",
    "Nov 3",
    "new",
    "Subscribe",
    "SubscribeX",
    "Submitted by",
    "Previous",
    "Next",
    "Some Lab",
    "Some Lab · May 29",
    "[",
    "]",
    "{",
    "}",
    "[1]",
    "](x)",
    "### [T](https://huggingface.co/papers/2501.00001)",
    "[65](x)",
    "```",
    "---",
    "<item>",
    "<title>x</title>",
    "<div data-target=\"DailyPapers\" data-props=\"{&quot;",
    "{\"paper\":{\"title\":1}}",
    "[{\"title\":\"t\"",
    "[-] 19",
    "https://arxiv.org/abs/2501.00001",
    "Upvote",
    "Published on Oct 4, 2026",
    "\u{feff}",
    "\u{200b}",
    "a\u{2028}b",
    "retrieved: 2026-10-02",
    "### ",
    "\\",
    "[[org] Org][67]",
    "* 6 authors",
    "][35]",
    "&#x110000;",
    "&quot;",
    "<![CDATA[",
];

fn spoil(text: &str, harms: &[Harm]) -> Vec<u8> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut bytes = Vec::new();
    for harm in harms {
        let len = lines.len().max(1);
        match harm {
            Harm::Drop(at) if !lines.is_empty() => drop(lines.remove(at % len)),
            Harm::Double(at) if !lines.is_empty() => lines.insert(at % len, lines[at % len].clone()),
            Harm::Swap(a, b) if !lines.is_empty() => lines.swap(a % len, b % len),
            Harm::Insert(at, line) => lines.insert(at % len, line.clone()),
            _ => {}
        }
    }
    bytes.extend_from_slice(lines.join("\n").as_bytes());
    for harm in harms {
        let len = bytes.len().max(1);
        match harm {
            Harm::Cut(at) => bytes.truncate(at % len),
            Harm::Byte(at, byte) if !bytes.is_empty() => bytes[at % len] = *byte,
            _ => {}
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn spoiled_samples(sample in prop::sample::select(SAMPLES), harms in prop::collection::vec(harm(), 0..12)) {
        check(&spoil(sample, &harms));
    }

    #[test]
    fn lines_at_random(lines in prop::collection::vec(prop::sample::select(LINES), 0..60)) {
        check(lines.join("\n").as_bytes());
        check(lines.concat().as_bytes());
    }

    #[test]
    fn text_at_random(text in "\\PC{0,400}") {
        check(text.as_bytes());
    }

    #[test]
    fn bytes_at_random(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }
}
