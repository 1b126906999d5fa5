//! The year a page was captured in: it is the year of every date on the page that has none, because the site leaves out
//! the current year and no other.

use super::{Diagnostic, Entry, Reading, Role, Source};
use crate::paper::Date;
use std::fmt;

/// The year a dump was captured in, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// The year, where there is evidence.
    pub year: Option<u16>,
    /// The evidence.
    pub reason: YearReason,
}

/// Evidence for the year of capture, strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum YearReason {
    /// The user said so.
    UserSaid,
    /// The text carries the date of its capture: what it says.
    CaptureDate(String),
    /// Papers without a year here stand with one in another dump, of this name.
    OtherDump(String),
    /// The site prints the year of every date that is not in the current year; this is the largest it printed.
    AfterNewest(u16),
    /// No evidence.
    None,
}

impl fmt::Display for YearReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UserSaid => f.write_str("you set this year"),
            Self::CaptureDate(date) => write!(f, "the dump itself says that it was captured on {date}"),
            Self::OtherDump(name) => write!(f, "{name} has the same papers with their years"),
            Self::AfterNewest(year) => {
                write!(
                    f,
                    "the site leaves out the current year only, and {year} is the newest year it wrote in this dump"
                )
            }
            Self::None => f.write_str("nothing in this dump says in which year it was captured"),
        }
    }
}

/// The site has listed papers since 2023; no page of it was captured before.
const FIRST_YEAR: u16 = 2023;

/// What a text says of its pages, each with its line (from 0): the dates in their headers, and dates of capture.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    dates: Vec<(u32, Date)>,
    said: Vec<(u32, Date)>,
}

/// One of the pages in a text: its first entry, its date, and the date of capture that the text says.
#[derive(Default)]
struct Page {
    first: usize,
    date: Option<Date>,
    said: Option<Date>,
}

impl Hints {
    /// Adds those of a text, or of a piece of it that begins at this line.
    pub fn add(&mut self, source: &Source, reading: &mut Reading, base: u32) {
        self.dates.extend(reading.page_dates.drain(..).map(|(line, date)| (line + base, date)));
        self.said.extend(reading.capture_date.map(|date| (base, date)));
        capture_dates(source, &reading.roles, base, &mut self.said);
    }

    /// The pages of a text: a date in a header, or one of capture, between two entries begins another.
    fn pages(&self, entries: &[Entry]) -> Vec<Page> {
        let mut pages = vec![Page::default()];
        let (mut dates, mut said) = (self.dates.iter().peekable(), self.said.iter().peekable());
        for (index, entry) in entries.iter().enumerate() {
            let before = |line: u32| line < entry.lines[0];
            let mut next = Page { first: index, ..Page::default() };
            let mut begins = false;
            while let Some((_, date)) = dates.next_if(|(line, _)| before(*line)) {
                begins = true;
                next.date = next.date.or(Some(*date));
            }
            while let Some((_, date)) = said.next_if(|(line, _)| before(*line)) {
                begins = true;
                next.said = next.said.or(Some(*date));
            }
            match pages.last_mut() {
                Some(last) if index == 0 => *last = next,
                _ if begins => pages.push(next),
                _ => {}
            }
        }
        // What is said below everything is said of everything before.
        let below = said.next().map(|(_, date)| *date);
        if let [page] = pages.as_mut_slice() {
            page.said = page.said.or(below);
        }
        pages
    }
}

/// Finds the strongest evidence for the year of capture of each page in a text. The year that most dates need is the
/// dump's; where several pages were pasted together, the dates of the others get their years here. Says which dates can
/// not be of the year they would get. Linear.
pub fn resolve(hints: &Hints, entries: &mut [Entry]) -> (Captured, Vec<Diagnostic>) {
    let pages = hints.pages(entries);
    let mut diagnostics = Vec::new();
    let mut best = (captured_by(None, entries), 0);
    let mut years = Vec::with_capacity(pages.len());
    let mut ends = pages.iter().skip(1).map(|page| page.first);
    for page in &pages {
        let own = page.first..ends.next().unwrap_or(entries.len());
        let of_page = entries.get_mut(own.clone()).unwrap_or(&mut []);
        let captured = captured_by(page.said.or(page.date), of_page);
        diagnostics.extend(check(of_page, own.start, page.date, &captured));
        let open = of_page.iter().filter(|e| is_open(e)).count();
        years.push((own, captured.year));
        if captured.year.is_some() && open >= best.1 {
            best = (captured, open);
        }
    }
    let (captured, _) = best;
    for (own, year) in years.into_iter().filter(|(_, year)| *year != captured.year) {
        for entry in entries.get_mut(own).unwrap_or(&mut []).iter_mut().filter(|e| is_open(e)) {
            if let (Some(year), Some(date)) = (year, &mut entry.date) {
                date.year = Some(year);
                entry.more.get_or_insert_default().year_inferred = true;
            }
        }
    }
    (captured, diagnostics)
}

/// Whether an entry's date is to get the year of capture.
fn is_open(entry: &Entry) -> bool {
    entry.infer_year && entry.date.is_some_and(|date| date.year.is_none())
}

/// The evidence in the entries of a page, and in the date of capture that the text says, if any. Linear.
fn captured_by(said: Option<Date>, entries: &[Entry]) -> Captured {
    // Where every year is written, the newest says nothing of the capture.
    let newest = entries.iter().filter(|e| e.infer_year).filter_map(|e| e.date?.year).max();
    let plausible = |year: u16| (FIRST_YEAR..2100).contains(&year) && newest.is_none_or(|newest| year >= newest);
    if let Some(date) = said
        && let Some(year) = date.year.filter(|year| plausible(*year))
    {
        return Captured { year: Some(year), reason: YearReason::CaptureDate(date.iso()) };
    }
    match newest {
        Some(newest) if plausible(newest + 1) => {
            Captured { year: Some(newest + 1), reason: YearReason::AfterNewest(newest) }
        }
        _ => Captured { year: None, reason: YearReason::None },
    }
}

/// Dates of capture in lines that belong to no paper, with their lines: an ISO date in a line that speaks of it, or in the
/// address of the page of a day.
fn capture_dates(source: &Source, roles: &[Role], base: u32, found: &mut Vec<(u32, Date)>) {
    const WORDS: [&str; 11] = [
        "retriev",
        "captur",
        "fetch",
        "accessed",
        "saved",
        "crawl",
        "archiv",
        "scrap",
        "download",
        "snapshot",
        "/papers/date/",
    ];
    for (at, role) in roles.iter().enumerate() {
        if !matches!(role, Role::Furniture | Role::NotUnderstood) {
            continue;
        }
        let line = source.line(at);
        if line.len() > 1000 {
            continue;
        }
        let lower = line.to_ascii_lowercase();
        if WORDS.iter().any(|word| lower.contains(word))
            && let Some(date) = iso_date(&lower)
        {
            found.push((at as u32 + base, date));
        }
    }
}

/// The first `2026-03-24` in a line that is not part of a longer number.
fn iso_date(line: &str) -> Option<Date> {
    let bytes = line.as_bytes();
    (0..bytes.len().saturating_sub(9)).find_map(|at| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        let after = bytes.get(at + 10).is_some_and(u8::is_ascii_digit);
        if before || after { None } else { Date::from_iso(line.get(at..at + 10)?).filter(|d| d.year.is_some()) }
    })
}

/// Days by which a paper may be dated after the page: the site and the reader live in different time zones.
const SLACK: u16 = 2;

/// No inferred date lies after the page date: those that would get no year, and a diagnostic.
fn check(entries: &mut [Entry], first: usize, page: Option<Date>, captured: &Captured) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let (Some(page), Some(_)) = (page, captured.year) else { return diagnostics };
    if page.year.is_some_and(|year| Some(year) != captured.year) {
        return diagnostics;
    }
    let day = |date: &Date| u16::from(date.month) * 31 + u16::from(date.day);
    for (index, entry) in entries.iter_mut().enumerate() {
        if let Some(date) = entry.date
            && date.year.is_none()
            && entry.infer_year
            && day(&date) > day(&page) + SLACK
        {
            entry.infer_year = false;
            diagnostics.push(Diagnostic {
                line: entry.lines[1],
                record: Some((first + index) as u32 + 1),
                expected: "a date without year to be no later than the page's".into(),
                found: format!("{} on a page of {}, so its year stays unknown", date.iso(), page.iso()),
            });
        }
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_iso_dates() {
        for (line, want) in [
            ("retrieved: 2026-10-02", Some("2026-10-02")),
            ("- captured (utc): 2026-06-29t16:31:22z", Some("2026-06-29")),
            ("https://example.org/papers/date/2026-03-24", Some("2026-03-24")),
            ("12026-03-24", None),
            ("2026-03-245", None),
            ("2026-13-24", None),
            ("é2026-03-2", None),
        ] {
            assert_eq!(iso_date(line).map(|d| d.iso()).as_deref(), want, "{line}");
        }
    }
}
