//! Every sample of ours is read by its layout, exactly; and whatever happens to a sample, no line is lost.

use paperdeck::dump::{Coverage, Dump, LAYOUTS, Role, Source};
use std::path::{Path, PathBuf};

/// What a sample carries of the four invented papers, apart from titles.
struct Carries {
    abstracts: bool,
    authors: bool,
    organisations: bool,
    /// `2026` where the sample writes or implies the year of the dates that the page leaves without.
    year: Option<u16>,
    comments: bool,
    upvotes: bool,
    ids: bool,
}

const ALL: Carries = Carries {
    abstracts: true,
    authors: true,
    organisations: true,
    year: Some(2026),
    comments: true,
    upvotes: true,
    ids: true,
};

/// Title, authors, organisation, year if written, month and day, comments, up-votes, arXiv id.
type Want = (&'static str, Option<u32>, Option<&'static str>, Option<u16>, (u8, u8), Option<u32>, u32, &'static str);

const PAPERS: [Want; 4] = [
    (
        "Lantern Maps: Finding the Way with Small [Night] Models",
        Some(7),
        None,
        None,
        (5, 30),
        Some(6),
        65,
        "9912.00011",
    ),
    ("Why Bees_Count in Base Six", None, Some("Meadow Lab"), Some(2024), (3, 8), None, 0, "9912.00022"),
    (
        "A Long Title That Goes On About Pebble Sorting Robots and About the Rivers Which They Clean in Autumn Evenings",
        Some(1),
        None,
        Some(2025),
        (11, 14),
        Some(12),
        1,
        "9912.00033",
    ),
    ("TideQA", Some(101), None, None, (6, 2), None, 1200, "9912.00044"),
];

/// First and last words of the abstracts.
const ABSTRACTS: [(&str, &str, usize); 4] = [
    ("Robots that work at night", "and in the appendix.", 462),
    ("Bees are known to count", "open questions at the end.", 440),
    ("Pebbles in a river sort", "does not model.", 437),
    ("Questions about tides", "stormiest month in the data.", 458),
];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).unwrap()
}

#[track_caller]
fn check(name: &str, layout: &str, carries: &Carries) {
    for bytes in [sample(name), crlf(sample(name)), utf16(&sample(name))] {
        check_bytes(name, bytes, layout, carries);
    }
}

fn crlf(bytes: Vec<u8>) -> Vec<u8> {
    String::from_utf8(bytes).unwrap().replace('\n', "\r\n").into_bytes()
}

fn utf16(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    b"\xff\xfe".iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[track_caller]
fn check_bytes(name: &str, bytes: Vec<u8>, layout: &str, carries: &Carries) {
    let dump = Dump::read("hidden name", bytes).unwrap();
    assert_eq!(dump.layout, layout, "{name}: {:#?}", dump.probes);
    let titles: Vec<_> = dump.entries.iter().map(|e| dump.text(e.title).into_owned()).collect();
    assert_eq!(titles, PAPERS.map(|p| p.0), "{name}");
    for ((entry, want), text) in dump.entries.iter().zip(PAPERS).zip(ABSTRACTS) {
        let (title, authors, organisation, year, (month, day), comments, upvotes, id) = want;
        let got = entry.abstract_text.map(|span| dump.text(span).into_owned());
        if carries.abstracts {
            let got = got.unwrap();
            assert!(got.starts_with(text.0) && got.ends_with(text.1), "{name}: {title}: {got}");
            assert_eq!(got.len(), text.2, "{name}: {title}: {got}");
        }
        if carries.authors && (authors.is_some() || carries.organisations) {
            assert_eq!(entry.authors, authors, "{name}: {title}");
        }
        if carries.organisations {
            let got = entry.organisation.map(|span| dump.text(span).into_owned());
            assert_eq!(got.as_deref(), organisation, "{name}: {title}");
        }
        let date = dump.date(entry).0.unwrap();
        assert_eq!((date.year, date.month, date.day), (year.or(carries.year), month, day), "{name}: {title}");
        if carries.comments {
            assert_eq!(entry.comments, comments, "{name}: {title}");
        }
        if carries.upvotes {
            assert_eq!(entry.upvotes, Some(upvotes), "{name}: {title}");
        }
        if carries.ids {
            let got = entry.more.as_ref().and_then(|more| more.arxiv_id.as_deref());
            assert_eq!(got, Some(id), "{name}: {title}");
        }
    }
    accounts_for_all(&dump.roles, dump.coverage());
}

/// The coverage equation.
#[track_caller]
fn accounts_for_all(roles: &[Role], coverage: Coverage) {
    let lines = roles.iter().filter(|role| **role != Role::Blank).count() as u32;
    assert_eq!(coverage.papers + coverage.furniture + coverage.not_understood, lines);
}

#[test]
fn text_browser() {
    check("text-browser.md", "text browser", &ALL);
    check("text-browser.narrow.txt", "text browser", &ALL);
    check("text-browser.prefixed.txt", "text browser", &ALL);
    check("text-browser.no-list.txt", "text browser", &Carries { ids: false, ..ALL });
}

#[test]
fn reader_markdown() {
    check("reader-markdown.md", "reader Markdown", &ALL);
    check("reader-markdown.preamble.md", "reader Markdown", &ALL);
    check("reader-markdown.wrapped.md", "reader Markdown", &ALL);
    check("reader-markdown.attributes.md", "reader Markdown", &ALL);
    check("reader-markdown.bold.md", "reader Markdown", &Carries { ids: false, ..ALL });
    check("reader-markdown.glued.md", "reader Markdown", &ALL);
    check("reader-markdown.mail.md", "reader Markdown", &ALL);
}

#[test]
fn notebook() {
    check("notebook.txt", "notebook export", &ALL);
}

#[test]
fn trending() {
    let trending = Carries { abstracts: false, comments: false, ..ALL };
    check("trending.md", "trending page", &trending);
    check("trending.txt", "trending page", &Carries { ids: false, ..trending });
    let dump = Dump::read("x", sample("trending.md")).unwrap();
    let first = dump.entries[0].more.as_ref().unwrap();
    assert_eq!((first.stars, first.submitter.as_deref()), (Some(3290), Some("owl11")));
    assert_eq!(dump.captured.year, None);
}

#[test]
fn api_json() {
    let api = Carries { authors: false, comments: false, ..ALL };
    check("api.json", "API JSON", &api);
    check("api.jsonl", "API JSON", &api);
    check("api.snake.json", "API JSON", &api);
    let dump = Dump::read("x", sample("api.json")).unwrap();
    assert_eq!(dump.entries[0].more.as_ref().unwrap().author_names.len(), 7);
    assert_eq!(dump.entries[0].more.as_ref().unwrap().listed.map(|d| d.iso()).as_deref(), Some("2026-07-01"));
}

#[test]
fn own_file() {
    check("paperdeck.json", "paperdeck", &Carries { year: None, ..ALL });
}

#[test]
fn saved_page() {
    check("saved-page.html", "saved page", &Carries { authors: false, comments: false, ..ALL });
    check("saved-page.cards.html", "saved page", &ALL);
}

#[test]
fn feed() {
    let feed = Carries { organisations: false, comments: false, upvotes: false, ..ALL };
    check("feed.rss.xml", "feed", &Carries { authors: false, ..feed });
    check("feed.atom.xml", "feed", &Carries { authors: true, ..feed });
}

#[track_caller]
fn api(text: &str) -> Dump {
    let dump = Dump::read("x", text.as_bytes().to_vec()).unwrap();
    assert_eq!(dump.layout, "API JSON");
    dump
}

#[test]
fn json_fields_may_be_absent_or_wrong() {
    let dump = api(
        r#"[{"paper":{"id":"9912.00001","title":"A \"quoted\" Title \u00e9","upvotes":"many","authors":[{"name":"A","hidden":true},7]}},
{"title":"Only a Title","id":"x","publishedAt":null,"numComments":-1,"unknown":[[[1]]]}]"#,
    );
    assert_eq!(dump.text(dump.entries[0].title), "A \"quoted\" Title é");
    assert_eq!((dump.entries[0].upvotes, dump.entries[0].authors), (None, Some(2)));
    assert_eq!(dump.text(dump.entries[1].title), "Only a Title");
    let said: Vec<String> = dump.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "line 1, paper 1: expected a name in the field “authors”, found 7",
            "line 1, paper 1: expected a whole number in the field “upvotes”, found \"many\"",
            "line 2, paper 2: expected a whole number in the field “numcomments”, found -1",
        ]
    );
}

#[test]
fn a_single_object_and_broken_lines_among_others() {
    assert_eq!(api(r#"{"title":"One","summary":"Text."}"#).entries.len(), 1);
    let dump = api("{\"title\":\"One\",\"id\":\"1\"}\n{\"title\":\"Tw\n{\"title\":\"Three\",\"id\":\"3\"}\n");
    assert_eq!(dump.entries.len(), 2);
    assert_eq!(dump.coverage().not_understood, 1);
}

#[test]
fn hostile_nesting_costs_no_stack() {
    let deep = format!("[{{\"title\":\"A Title\",\"id\":\"1\",\"x\":{}", "[".repeat(1_000_000));
    let dump = api(&deep);
    assert_eq!(dump.text(dump.entries[0].title), "A Title");
    for text in ["[".repeat(1_000_000), "<a>".repeat(300_000), "[a](".repeat(200_000), "{\"a\":".repeat(200_000)] {
        let _ = Dump::read("x", text.into_bytes());
    }
}

/// Titles, abstracts' lengths, authors or organisation, dates, comments, up-votes of what is read, a line each.
fn told(text: &str) -> Vec<String> {
    let dump = Dump::read("x", text.as_bytes().to_vec()).unwrap();
    let tell = |e: &paperdeck::dump::Entry| {
        let who = e.authors.map(|n| n.to_string()).or(e.organisation.map(|o| dump.text(o).into_owned()));
        format!(
            "{} {} {} {} {:?} {:?}",
            dump.text(e.title),
            e.abstract_text.map_or(0, |a| dump.text(a).len()),
            who.unwrap_or_default(),
            e.date.map(|d| d.iso()).unwrap_or_default(),
            e.comments,
            e.upvotes
        )
    };
    dump.entries.iter().map(tell).collect()
}

#[test]
fn titles_without_links_and_abstracts_with() {
    let text = "Daily Papers - Hugging Face\n\n**[65](https://huggingface.co/login?next=%2Fpapers%2F9912.00001)**\n\n\
        ## **On Owls**\n\n[Owls are counted at night.](https://huggingface.co/papers/9912.00001)\n\n* * *\n\n\
        Bee Lab · May 29 · 6 comments\n\n## **On Bees**\n\n\
        [Bees are counted by day.](https://huggingface.co/papers/9912.00002)\n\n3 authors · Mar 3, 2024\n\n\
        © Hugging Face\n\n[TOS](https://huggingface.co/terms-of-service) [Privacy](https://huggingface.co/privacy)\n";
    assert_eq!(told(text), ["On Owls 26 Bee Lab --05-29 Some(6) Some(65)", "On Bees 24 3 2024-03-03 None None"]);
}

#[test]
fn headings_in_lists_and_pictures_that_are_not_shown() {
    let site = "https://web.archive.org/web/20261002120000/https://huggingface.co";
    let text = format!(
        "# Daily Papers\n\nOct 2\n\n- ### [On Owls]({site}/papers/9912.00001)\n\n  [Owls are counted at night.]({site}/papers/9912.00001)\n\n\
         [- ![]({site}/a.svg)\\\\\n- +4\\\\\n- 7 authors]({site}/papers/9912.00001)\n\n·\n\nMay 29\n\n\
         - ### [On Bees]({site}/papers/9912.00002)\n\n  [Bees are counted by day.]({site}/papers/9912.00002)\n\n\
         [- 3 authors]({site}/papers/9912.00002)\n\n·\n\nMar 3, 2024\n"
    );
    assert_eq!(told(&text), ["On Owls 26 7 --05-29 None None", "On Bees 24 3 2024-03-03 None None"]);
    let dump = Dump::read("x", text.into_bytes()).unwrap();
    let ids = dump.entries.iter().map(|e| e.more.as_ref().and_then(|more| more.arxiv_id.clone()).unwrap_or_default());
    assert_eq!(ids.collect::<Vec<_>>(), ["9912.00001", "9912.00002"]);
}

#[test]
fn an_organisation_before_the_cut() {
    let cut = |name: &str, organisation: &str| {
        let text = String::from_utf8(sample(name)).unwrap();
        let dot = text.find(organisation).and_then(|at| Some(at + text[at..].find('·')?)).unwrap();
        let dump = Dump::read("x", text.as_bytes()[..dot + '·'.len_utf8()].to_vec()).unwrap();
        let organisations = dump.entries.iter().map(|e| e.organisation.map(|span| dump.text(span).into_owned()));
        organisations.collect::<Vec<_>>()
    };
    for name in ["text-browser.prefixed.txt", "text-browser.md", "reader-markdown.md"] {
        assert_eq!(cut(name, "Meadow Lab"), [None, Some("Meadow Lab".to_owned())], "{name}");
    }
}

#[test]
fn a_trending_page_with_numbered_links() {
    let text = "# Trending Papers\n\nSubmitted by\n[]\nowl\n\n### [On Owls][12]\n\nOwls are counted\nat night.\n\n\
        [[nest] Nest Lab][13] · Published on Sep 4, 2026\n[Upvote\n22\n][14]\n[ GitHub 1.54k][15] [ arXiv Page][16]\n\n\
        ### [On Bees][17]\n\nBees are counted by day.\n\n* \n* 4 authors\n· Sep 5, 2026\n[Upvote\n3\n][18]\n\
        [ GitHub][19]\n12\n[ arXiv Page][20]\n";
    assert_eq!(told(text), ["On Owls 26 Nest Lab 2026-09-04 None Some(22)", "On Bees 24 4 2026-09-05 None Some(3)"]);
}

#[test]
fn a_day_page_has_no_abstracts() {
    let text = "# Daily Papers\n\nOct 2\n\nSubmitted by\n\nowl\n\n\
        [65](https://huggingface.co/login?next=%2Fpapers%2F9912.00001)\n\n\
        ### [On Owls](https://huggingface.co/papers/9912.00001)\n\n[·7 authors](https://huggingface.co/papers/9912.00001)\n\n\
        [2](https://huggingface.co/papers/9912.00001#community)\n\nSubmitted by\n\nbee\n\n\
        [-](https://huggingface.co/login?next=%2Fpapers%2F9912.00002)\n\n\
        ### [On Bees](https://huggingface.co/papers/9912.00002)\n";
    assert_eq!(told(text), ["On Owls 0 7  Some(2) Some(65)", "On Bees 0   None Some(0)"]);
}

#[test]
fn pages_pasted_after_one_another() {
    let page = String::from_utf8(sample("reader-markdown.md")).unwrap();
    let other = page.replace("Lantern", "Candle").replace("Bees", "Wasps").replace("Pebble", "Gravel");
    let dump = Dump::read("x", format!("{page}\n{}", other.replace("TideQA", "WaveQA")).into_bytes()).unwrap();
    assert_eq!((dump.entries.len(), dump.coverage().not_understood), (8, 0), "{:#?}", dump.diagnostics);
}

/// Cheap determinism instead of chance: a linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// Reads bytes with every layout that says "mine": no panic, and every line accounted for.
fn survives(bytes: &[u8]) {
    if let Ok(dump) = Dump::read("x", bytes.to_vec()) {
        accounts_for_all(&dump.roles, dump.coverage());
        for entry in &dump.entries {
            assert!(!dump.text(entry.title).is_empty());
            assert!(entry.lines[0] >= 1 && entry.lines[0] <= entry.lines[1], "{:?}", entry.lines);
            assert!(entry.lines[1] as usize <= dump.roles.len(), "{:?}", entry.lines);
        }
    }
}

#[test]
fn mangled_samples_lose_no_line() {
    let mut numbers = Numbers(1);
    for file in std::fs::read_dir(samples()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for _ in 0..60 {
            survives(&bytes[..numbers.below(bytes.len())]);
            survives(&bytes[numbers.below(bytes.len())..]);
            let mut changed = lines.clone();
            for _ in 0..=numbers.below(4) {
                let (one, two) = (numbers.below(changed.len()), numbers.below(changed.len()));
                match numbers.below(4) {
                    0 => drop(changed.remove(one)),
                    1 => changed.insert(two, changed[one]),
                    2 => changed.swap(one, two),
                    _ => changed[one] = changed[one].get(..changed[one].len() / 2).unwrap_or(""),
                }
                if changed.is_empty() {
                    changed.push("");
                }
            }
            survives(changed.join("\n").as_bytes());
        }
    }
}

/// Every layout reads every sample, its own or not.
#[test]
fn no_reader_panics_on_what_is_not_its_own() {
    for file in std::fs::read_dir(samples()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let source = Source::decode(bytes).unwrap();
        for layout in LAYOUTS {
            let reading = (layout.read)(&source);
            accounts_for_all(&reading.roles, Coverage::of(&reading.roles));
            assert_eq!(reading.roles.len(), source.len());
        }
    }
}
