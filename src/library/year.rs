//! The year a dump was captured in, with all dumps in sight.
//!
//! A dump's own evidence comes from [`crate::dump::year`]. Here: the user's word, which wins, and papers that stand with
//! their year in another dump, which are better evidence than "later than every year written here".

use super::{Input, Place};
use crate::dump::{Captured, Entry, YearReason};
use crate::paper::Date;

/// For each year: how many papers speak for it, and the dump that has one of them, the first by name.
type Votes = Vec<(u16, (u32, u32))>;

/// The year each dump was captured in; `papers` are the sightings of each paper.
///
/// For a dump without its own date of capture, the year that most of its papers have in other dumps, where they stand on
/// the same day with a year; the later year on a tie. A year that the dump itself writes out cannot be the one it leaves
/// out, so such papers do not count.
pub fn captured<'a>(inputs: &[Input], papers: impl Iterator<Item = &'a [Place]>) -> Vec<Captured> {
    let mut votes: Vec<Votes> = inputs.iter().map(|_| Votes::new()).collect();
    let entry = |place: &Place| inputs.get(place.dump as usize)?.volume.entry(place.entry);
    let name = |dump: u32| inputs.get(dump as usize).map(|input| input.name.as_str());
    for places in papers.filter(|places| places.len() > 1) {
        for place in places {
            let open = entry(place).filter(|entry| entry.infer_year);
            let Some(Date { year: None, month, day }) = open.and_then(|entry| entry.date) else { continue };
            // A paper speaks once for a year, in however many dumps it has it: one that was opened twice says no more.
            let mut said: Vec<u16> = Vec::new();
            for other in places.iter().filter(|other| other.dump != place.dump) {
                let written = entry(other).filter(|entry| !is_inferred(entry));
                if let Some(Date { year: Some(year), month: m, day: d }) = written.and_then(|entry| entry.date)
                    && (m, d) == (month, day)
                    && let Some(votes) = votes.get_mut(place.dump as usize)
                {
                    match votes.iter_mut().find(|(known, _)| *known == year) {
                        Some((_, (count, named))) => {
                            *count += u32::from(!said.contains(&year));
                            // Always the same, in whatever order the dumps were opened.
                            if name(other.dump) < name(*named) {
                                *named = other.dump;
                            }
                        }
                        None => votes.push((year, (1, other.dump))),
                    }
                    said.push(year);
                }
            }
        }
    }
    inputs.iter().zip(&votes).map(|(input, votes)| one(input, votes, inputs)).collect()
}

fn one(input: &Input, votes: &Votes, inputs: &[Input]) -> Captured {
    if let Some(year) = input.year {
        return Captured { year: Some(year), reason: YearReason::UserSaid };
    }
    let own = &input.volume.dump.captured;
    if !matches!(own.reason, YearReason::None | YearReason::AfterNewest(_)) {
        return own.clone();
    }
    let newest_written = input.volume.dump.entries.iter().filter_map(|entry| entry.date?.year).max().unwrap_or(0);
    let best = votes.iter().filter(|(year, _)| *year > newest_written).max_by_key(|(year, (count, _))| (*count, *year));
    match best.and_then(|(year, (_, dump))| Some((*year, inputs.get(*dump as usize)?))) {
        Some((year, other)) => Captured { year: Some(year), reason: YearReason::OtherDump(other.name.clone()) },
        None => own.clone(),
    }
}

/// How good a date is, best first: written, then by the evidence for the year, then none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The year stands in the dump.
    Written,
    /// The user said it.
    User,
    /// The dump's own date of capture.
    CaptureDate,
    /// Other dumps.
    OtherDump,
    /// Inferred for this paper alone: when the file was written, or from its page where a dump has several.
    Inferred,
    /// Later than every year written in the dump.
    AfterNewest,
    /// Unknown.
    Unknown,
}

/// Whether the year of an entry's date was not written by the site, but inferred before.
fn is_inferred(entry: &Entry) -> bool {
    entry.more.as_ref().is_some_and(|more| more.year_inferred)
}

/// An entry's date by the year its dump was captured in, and how good it is. `None` when it has no date.
pub fn date(entry: &Entry, captured: &Captured) -> Option<(Date, Strength)> {
    let date = entry.date?;
    if date.year.is_some() {
        return Some((date, if is_inferred(entry) { Strength::Inferred } else { Strength::Written }));
    }
    // 29 February in a year that has none stays without a year.
    match captured.year.filter(|_| entry.infer_year).and_then(|year| Date::new(Some(year), date.month, date.day)) {
        Some(date) => {
            let strength = match captured.reason {
                YearReason::UserSaid => Strength::User,
                YearReason::CaptureDate(_) => Strength::CaptureDate,
                YearReason::OtherDump(_) => Strength::OtherDump,
                _ => Strength::AfterNewest,
            };
            Some((date, strength))
        }
        None => Some((date, Strength::Unknown)),
    }
}
