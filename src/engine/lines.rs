//! The text of a dump for who looks at it: lines with what they became, and where something is in it.

use super::Engine;
use super::held::Held;
use super::protocol::{DumpId, Event, Line, LinePaper, Overview, RequestId, Seek};
use crate::dump::lines::Lines;
use crate::dump::{Dump, Role};
use crate::text::latex;
use memchr::memchr2_iter;

/// The most lines in an answer.
const MOST_LINES: u32 = 1_000;
/// The most papers in an answer: one line of JSON may hold thousands.
const MOST_PAPERS: usize = 1_000;
/// The most bytes of a line that are shown.
const MOST_TEXT: usize = 4_000;
/// The parts of a dump that an overview tells apart.
const PARTS: usize = 500;

impl Engine {
    /// Some lines of a dump; `None` when there is no such dump.
    #[inline(never)]
    pub(super) fn lines(&mut self, id: RequestId, dump: DumpId, from: u32, count: u32) -> Option<Event> {
        let at = self.held.iter().position(|held| held.dump == dump)?;
        let (dump, lines) = self.held.get_mut(at)?.text();
        let spans = lines.from(dump, from).zip(dump.roles.get(from.checked_sub(1)? as usize..).unwrap_or(&[]));
        let line = |(span, role): (_, &Role)| {
            let text = dump.raw(span);
            let cut = text.char_indices().map(|(at, _)| at).find(|at| *at >= MOST_TEXT);
            let text = cut.and_then(|cut| text.get(..cut)).map_or_else(|| text.to_owned(), |text| format!("{text}…"));
            Line { role: *role, text }
        };
        let lines: Vec<Line> = spans.take(count.min(MOST_LINES) as usize).map(line).collect();
        let papers = self.papers(at, from, from + lines.len() as u32);
        Some(Event::Lines { id, from, lines, papers })
    }

    /// The papers that have any line of `from..end`.
    fn papers(&self, at: usize, from: u32, end: u32) -> Vec<LinePaper> {
        let Some(dump) = self.held.get(at).map(|held| &held.input.volume.dump) else { return Vec::new() };
        let entries = &dump.entries;
        let last = entries.partition_point(|entry| entry.lines[0] < end);
        let first = entries.get(..last).unwrap_or(&[]).iter().rev().take_while(|entry| entry.lines[1] >= from).count();
        let first = last - first;
        let mut papers: Vec<LinePaper> = Vec::new();
        for (entry, number) in entries.iter().zip(1..).skip(first).take((last - first).min(MOST_PAPERS)) {
            let title = latex::display(&dump.text(entry.title)).into_owned();
            let date = entry.date.map_or_else(String::new, |date| date.iso());
            let names = entry.more.as_ref().map_or(&[][..], |more| &more.author_names);
            let authors = match entry.authors {
                Some(count) if names.is_empty() => count.to_string(),
                _ => names.join(", "),
            };
            papers.push(LinePaper { number, id: None, title, lines: entry.lines, date, authors });
        }
        for facts in self.library.all() {
            for place in self.library.places(facts).iter().filter(|place| place.dump as usize == at) {
                if let Some(paper) = (place.entry as usize).checked_sub(first).and_then(|at| papers.get_mut(at)) {
                    paper.id = Some(facts.id);
                }
            }
        }
        papers
    }

    /// How a dump's lines were understood.
    #[inline(never)]
    pub(super) fn overview(&self, dump: DumpId) -> Option<Event> {
        let held = self.held.iter().find(|held| held.dump == dump)?;
        let roles = &held.input.volume.dump.roles;
        let mut overview = Overview { dump, lines: roles.len() as u32, ..Overview::default() };
        for (line, role) in roles.iter().enumerate() {
            if let Some(count) = overview.roles.get_mut(*role as usize) {
                *count += 1;
            }
            let part = (line * PARTS / roles.len()) as u16;
            if *role == Role::NotUnderstood && overview.not_understood.last() != Some(&part) {
                overview.not_understood.push(part);
            }
        }
        Some(Event::Overview(overview))
    }

    /// Where something is in a dump, from a line on, around its end.
    #[inline(never)]
    pub(super) fn seek(&mut self, id: RequestId, dump: DumpId, from: u32, back: bool, what: &Seek) -> Option<Event> {
        let held = self.held.iter_mut().find(|held| held.dump == dump)?;
        let (dump, lines) = held.text();
        let mut hits = Hits { from, back, behind: None, first: None };
        match what {
            Seek::Role(role) => {
                // Where a run of such lines begins.
                let mut before = Role::Blank;
                for (line, is) in
                    dump.roles.iter().zip(1..).filter(|(role, _)| **role != Role::Blank).map(|(r, l)| (l, r))
                {
                    if is == role && before != *role {
                        hits.hit(line);
                    }
                    before = *is;
                }
            }
            Seek::Text(text) if text.is_empty() => {}
            Seek::Text(text) => {
                for (span, line) in lines.from(dump, 1).zip(1..) {
                    if contains(dump.raw(span), text) && hits.hit(line) {
                        break;
                    }
                }
            }
        }
        Some(Event::Sought { id, line: hits.behind.or(hits.first) })
    }
}

impl Held {
    /// The dump, and where its lines are, which is found out when it is asked for first.
    fn text(&mut self) -> (&Dump, &Lines) {
        let dump = &self.input.volume.dump;
        (dump, self.lines.get_or_insert_with(|| Lines::of(dump)))
    }
}

/// The hit next to a line, forwards or backwards, and the one that is next around the end.
struct Hits {
    from: u32,
    back: bool,
    behind: Option<u32>,
    first: Option<u32>,
}

impl Hits {
    /// Takes hits in order of their lines; whether no more are needed.
    fn hit(&mut self, line: u32) -> bool {
        if self.back {
            let slot = if line < self.from { &mut self.behind } else { &mut self.first };
            *slot = Some(line);
            return line >= self.from && self.behind.is_some();
        }
        if line > self.from {
            self.behind = self.behind.or(Some(line));
        } else {
            self.first = self.first.or(Some(line));
        }
        self.behind.is_some()
    }
}

/// Whether a text has another in it; letters of ASCII in either case.
fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let Some(first) = part.first() else { return true };
    memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
        .any(|at| text.get(at..at + part.len()).is_some_and(|found| found.eq_ignore_ascii_case(part)))
}
