//! A dump in the library, and what is reported of it.

use super::protocol::{DumpId, DumpReport, Event, MAX_DIAGNOSTICS};
use crate::dump::lines::Lines;
use crate::dump::{Captured, Settings, YearReason};
use crate::library::{Input, Volume};
use std::sync::Arc;

/// A dump that was read.
#[derive(Debug)]
pub struct Held {
    pub dump: DumpId,
    pub input: Input,
    /// What the user said of it.
    pub settings: Settings,
    /// Whether there is more of it to come.
    pub partial: bool,
    /// What its bytes are known by.
    pub fingerprint: String,
    /// What is missing of it, and why.
    pub incomplete: Option<String>,
    /// Where its lines are, once that was asked.
    pub lines: Option<Lines>,
    reported: Option<DumpReport>,
}

impl Held {
    pub fn new(dump: DumpId, settings: Settings, volume: Volume) -> Self {
        let input = Input { name: volume.dump.name.clone(), volume: Arc::new(volume), year: settings.year };
        let fingerprint = String::new();
        Self { dump, input, settings, partial: false, fingerprint, incomplete: None, lines: None, reported: None }
    }

    /// The report, if it is not the one that was sent last; none while there is more to come.
    pub fn report_if_new(&mut self, captured: Option<&Captured>, again: Option<String>) -> Option<Event> {
        let report = self.report(captured?, again);
        if self.partial || self.reported.as_ref() == Some(&report) {
            return None;
        }
        self.reported = Some(report.clone());
        Some(Event::Read(report))
    }

    fn report(&self, captured: &Captured, again: Option<String>) -> DumpReport {
        let dump = &self.input.volume.dump;
        let count = |what: fn(&crate::dump::Entry) -> bool| dump.entries.iter().filter(|e| what(e)).count() as u32;
        let year_missing = count(|e| e.date.is_some_and(|date| date.year.is_none()));
        let inferred = count(|e| e.infer_year && e.date.is_some_and(|date| date.year.is_none()));
        let without_date = count(|e| e.date.is_none());
        let year_set = captured.reason == YearReason::UserSaid;
        let (year, year_reason) = if inferred > 0 || year_set {
            (captured.year, captured.reason.to_string())
        } else if year_missing > 0 {
            (None, "this kind of page prints dates without a year in a way that says nothing of it".to_owned())
        } else if without_date as usize == dump.entries.len() {
            (None, "there is no date in this dump".to_owned())
        } else {
            (None, "every date in this dump has its year".to_owned())
        };
        DumpReport {
            dump: self.dump,
            name: self.input.name.clone(),
            fingerprint: self.fingerprint.clone(),
            layout: dump.layout.to_owned(),
            papers: dump.entries.len() as u32,
            without_date,
            year_missing,
            year,
            year_reason,
            year_set,
            settings: self.settings.clone(),
            page_date: dump.page_date.map(|date| date.iso()),
            again,
            captured: crate::library::complete::day(&self.input, captured),
            coverage: dump.coverage(),
            diagnostics: dump.diagnostics.iter().take(MAX_DIAGNOSTICS).cloned().collect(),
            diagnostics_total: dump.diagnostics.len() as u32,
            incomplete: self.incomplete.clone(),
            probes: dump.probes.iter().map(|(name, probe)| ((*name).to_owned(), probe.clone())).collect(),
        }
    }
}
