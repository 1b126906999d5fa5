//! Papers to render, what a page shows of each, and the comparison with what was read.

use paperdeck::dump::Dump;
use paperdeck::text::space::collapse;
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;

/// A small generator of numbers: the same seed gives the same page everywhere.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True in one of `n` cases.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A paper as the site knows it.
#[derive(Clone, Debug)]
pub struct Paper {
    pub id: String,
    pub title: String,
    pub text: String,
    pub authors: u32,
    pub date: (u16, u8, u8),
    pub comments: Option<u32>,
    pub upvotes: u32,
    pub org: Option<String>,
}

/// What stands in the place of the authors.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    Authors(u32),
    Org(String),
    Both(u32, String),
}

/// A paper as a page shows it: what is `None` is not shown.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: String,
    pub title: String,
    pub text: Option<String>,
    pub who: Option<Who>,
    /// The year only where it is written.
    pub date: Option<(Option<u16>, u8, u8)>,
    pub comments: Option<u32>,
    pub upvotes: Option<u32>,
}

/// A rendered page: its text, what it shows, and the year that its dates without one get by the rules.
pub struct Rendered {
    pub text: String,
    pub papers: Vec<Shown>,
    pub year: Option<u16>,
    pub layout: &'static str,
    /// Whether arXiv ids can be read.
    pub ids: bool,
}

/// The year and the day of a page's capture.
#[derive(Clone, Copy, Debug)]
pub struct Capture {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Capture {
    pub fn any(rng: &mut Rng) -> Self {
        let year = *rng.pick(&[2025, 2026, 2026, 2026]);
        Self { year, month: rng.below(12) as u8 + 1, day: rng.below(28) as u8 + 1 }
    }

    pub fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The papers of the corpus where it is there, else invented ones.
pub fn corpus() -> &'static [Paper] {
    static CORPUS: OnceLock<Vec<Paper>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/papers-3000.jsonl");
        match std::fs::read_to_string(path) {
            Ok(text) => text.lines().map(|line| real(&serde_json::from_str(line).unwrap())).collect(),
            Err(_) => (0..400).map(invented).collect(),
        }
    })
}

fn real(v: &Value) -> Paper {
    let text = |key: &str| v[key].as_str().unwrap_or("").to_owned();
    let number = |key: &str| v[key].as_u64().map(|n| n as u32);
    let date = text("date");
    let part = |range: std::ops::Range<usize>| date[range].parse::<u16>().unwrap();
    Paper {
        id: text("id"),
        title: text("title"),
        text: text("abstract"),
        authors: number("authors_count").unwrap(),
        date: (part(0..4), part(5..7) as u8, part(8..10) as u8),
        comments: number("comments").filter(|n| *n > 0),
        upvotes: number("upvotes").unwrap_or(0),
        org: v["org"].as_str().map(str::to_owned),
    }
}

/// A paper that nobody wrote, hard to read in its own way.
pub fn invented(seed: usize) -> Paper {
    let rng = &mut Rng::new(seed as u64 + 77_000);
    const NOUNS: &[&str] =
        &["Lanterns", "Pebbles", "Bees", "Tides", "Clocks", "Foxes", "Kites", "Maps", "Wells", "Ferries"];
    const VERBS: &[&str] = &["count", "sort", "draw", "outrun", "remember", "fold", "carry", "mend"];
    let noun = |rng: &mut Rng| *rng.pick(NOUNS);
    let title = match rng.below(8) {
        0 => format!("{}{}", noun(rng), seed),
        1 => format!("Do {} {} {} at Night?", noun(rng), rng.pick(VERBS), noun(rng)),
        2 => format!("{}: A Survey of {} from 1999 to 2024", noun(rng), noun(rng)),
        3 => format!(
            "{} {} {} better than 10 authors expected, and nobody knows why.",
            noun(rng),
            rng.pick(VERBS),
            noun(rng)
        ),
        4 => format!("{} in $O(\\log n)$: \\textit{{{}}} on arXiv [Extended] #{seed}", noun(rng), noun(rng)),
        _ => format!("{} that {} {} No. {seed}", noun(rng), rng.pick(VERBS), noun(rng)),
    };
    let mut text = String::new();
    let length = 240 + rng.below(1500);
    while text.len() < length {
        let sentence = match rng.below(14) {
            0 => "On 20 Mar 2025 we asked 10 authors for their opinion; 3 of them answered.".to_owned(),
            1 => {
                format!("Code: https://example.org/{}/{seed} and (https://example.org/b_c).", noun(rng).to_lowercase())
            }
            2 => {
                "The gain is 12.5\\% (p < 0.05, n > 30) -- which is `small', as others have found [5], [12].".to_owned()
            }
            3 => "Three things follow: (i) it works; (ii) it is *fast*; (iii) it costs $0.60 per [unit] -- 2 of 3."
                .to_owned(),
            _ => format!(
                "The {} {} the {} of the seventh {}, as one would hope.",
                noun(rng).to_lowercase(),
                rng.pick(VERBS),
                noun(rng).to_lowercase(),
                noun(rng).to_lowercase()
            ),
        };
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence);
    }
    if rng.one_in(2) {
        text = super::bends::wrap(&text, 72);
    }
    Paper {
        id: format!("99{:02}.{:05}", rng.below(12) + 1, 10_000 + seed),
        title,
        text,
        authors: *rng.pick(&[1, 2, 3, 7, 12, 101, 445]),
        date: (2024 + rng.below(3) as u16, rng.below(12) as u8 + 1, rng.below(28) as u8 + 1),
        comments: rng.one_in(3).then(|| rng.below(30) as u32 + 1),
        upvotes: *rng.pick(&[0, 0, 1, 9, 65, 324]),
        org: rng.one_in(5).then(|| format!("{} Lab", noun(rng))),
    }
}

/// What a page of this many papers shows on the day of its capture: no paper of a later day, and no year but others'.
pub fn page(rng: &mut Rng, capture: Capture, count: usize) -> Vec<Shown> {
    let corpus = corpus();
    let mut taken = Vec::new();
    let mut papers = Vec::new();
    while papers.len() < count {
        let at = rng.below(corpus.len());
        let paper = &corpus[at];
        if paper.date > (capture.year, capture.month, capture.day) || taken.contains(&at) {
            continue;
        }
        taken.push(at);
        let year = Some(paper.date.0).filter(|year| *year != capture.year);
        papers.push(Shown {
            id: paper.id.clone(),
            title: paper.title.clone(),
            text: Some(paper.text.clone()),
            who: Some(match &paper.org {
                Some(org) => Who::Org(org.clone()),
                None => Who::Authors(paper.authors),
            }),
            date: Some((year, paper.date.1, paper.date.2)),
            comments: paper.comments,
            upvotes: Some(paper.upvotes),
        });
    }
    papers
}

/// The year of dates without one, by the rules: of the capture where the text says it, else the newest written one's next.
pub fn year_by_rule(papers: &[Shown], said: Option<Capture>) -> Option<u16> {
    let newest = papers.iter().filter_map(|p| p.date?.0).max().map(|year| year + 1);
    said.map(|capture| capture.year).or(newest)
}

/// A text as both sides are compared: white space collapsed, invisible characters gone.
fn plain(text: &str) -> String {
    collapse(&text.replace(['\u{200b}', '\u{feff}', '\u{200d}'], "")).into_owned()
}

/// What differs between what the page shows and what was read of it, in one line each.
pub fn differences(want: &Rendered, dump: &Dump) -> Vec<String> {
    let mut found = Vec::new();
    if dump.layout != want.layout && !want.layout.split('|').any(|l| l == dump.layout) {
        let probes: Vec<_> = dump.probes.iter().map(|(name, p)| format!("{name} {}", p.score)).collect();
        found.push(format!("layout {} instead of {}: {probes:?}", dump.layout, want.layout));
    }
    if dump.entries.len() != want.papers.len() {
        found.push(format!("{} entries instead of {}", dump.entries.len(), want.papers.len()));
    }
    let mut at = 0;
    for entry in &dump.entries {
        let title = plain(&dump.text(entry.title));
        // Where one is missing, go on with the next.
        let here = want.papers.iter().skip(at).take(4).position(|p| plain(&p.title) == title);
        for missed in want.papers.get(at..at + here.unwrap_or(0)).unwrap_or(&[]) {
            found.push(format!("missed {:?}", missed.title));
        }
        let Some(here) = here else {
            found.push(format!(
                "title {title:?} at {:?}, expected {:?}",
                entry.lines,
                want.papers.get(at).map(|p| &p.title)
            ));
            continue;
        };
        let paper = &want.papers[at + here];
        at += here + 1;
        let mut differ = |what: &str, got: String, want: String| {
            if got != want {
                let from = got.bytes().zip(want.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(20);
                let cut = |s: &str| {
                    s.chars().skip(s.get(..from).map_or(0, |s| s.chars().count())).take(90).collect::<String>()
                };
                found.push(format!(
                    "{what} of {title:?} at {:?}: {:?} instead of {:?}",
                    entry.lines,
                    cut(&got),
                    cut(&want)
                ));
            }
        };
        let text = |t: Option<String>| t.map_or("none".to_owned(), |t| plain(&t));
        differ("abstract", text(entry.abstract_text.map(|s| dump.text(s).into_owned())), text(paper.text.clone()));
        let (authors, org) = match &paper.who {
            Some(Who::Authors(n)) => (Some(*n), None),
            Some(Who::Org(org)) => (None, Some(org.clone())),
            Some(Who::Both(n, org)) => (Some(*n), Some(org.clone())),
            None => (None, None),
        };
        differ("authors", format!("{:?}", entry.authors), format!("{authors:?}"));
        differ("organisation", text(entry.organisation.map(|s| dump.text(s).into_owned())), text(org));
        let date = paper.date.map(|(year, month, day)| (year.or(want.year), month, day));
        differ("date", format!("{:?}", dump.date(entry).0.map(|d| (d.year, d.month, d.day))), format!("{date:?}"));
        differ("comments", format!("{:?}", entry.comments), format!("{:?}", paper.comments));
        differ("upvotes", format!("{:?}", entry.upvotes), format!("{:?}", paper.upvotes));
        if want.ids {
            let id = entry.more.as_ref().and_then(|m| m.arxiv_id.clone());
            differ("id", format!("{id:?}"), format!("{:?}", Some(&paper.id)));
        }
    }
    found
}
