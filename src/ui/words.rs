//! Numbers, dates and reports in words.

use crate::engine::protocol::{DumpReport, ReferenceReport, Stage};
use crate::paper::{Date, Sighting};
use crate::ui::state::Progress;

/// A number with its thousands apart: `1,234,567`.
pub fn number(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(13);
    for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
        text.push(digit);
        if left > 0 && left % 3 == 0 {
            text.push(',');
        }
    }
    text
}

/// `1 paper`, `1,234 papers`.
pub fn papers(papers: u32) -> String {
    format!("{} {}", number(papers), if papers == 1 { "paper" } else { "papers" })
}

/// `1 paper`, `2 papers`.
pub fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A number of bytes: `12 kB`, `3.4 MB`, `1.2 GB`.
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000_000 => return format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let (whole, tenth) = (bytes / unit, bytes % unit * 10 / unit);
    if whole < 10 { format!("{whole}.{tenth} {name}") } else { format!("{whole} {name}") }
}

/// What the status line says: `77 papers`, or `12 of 77 papers` when a query leaves some out.
pub fn status(matched: u32, total: u32) -> String {
    let papers = count(total, "paper", "papers");
    if matched == total { papers } else { format!("{matched} of {papers}") }
}

/// What became of a dump, without its name: `listing, 77 papers, 7 without date, years taken as 2025, …`.
pub fn report(report: &DumpReport) -> String {
    let mut parts = vec![
        report.layout.clone(),
        count(report.papers, "paper", "papers"),
        format!("{} without date", report.without_date),
    ];
    if let Some(other) = &report.again {
        parts.insert(2, format!("the same as {other}"));
    }
    if report.year_missing > 0 {
        parts.push(match report.year {
            Some(year) => format!("years taken as {year}"),
            None => "years not known".to_owned(),
        });
    }
    if report.incomplete.is_some() {
        parts.push("its end left out".to_owned());
    }
    parts.push(count(report.coverage.not_understood, "line not understood", "lines not understood"));
    parts.join(", ")
}

/// What became of a file of references, without its name.
pub fn references(report: &ReferenceReport) -> String {
    let read = count(report.references, "reference", "references");
    let among = match report.marked {
        None => return format!("{read} read; papers among them will be marked"),
        Some(0) => "none of your papers is".to_owned(),
        Some(1) => "1 of your papers is".to_owned(),
        Some(marked) => format!("{} of your papers are", number(marked)),
    };
    format!("{read} read, {among} among them")
}

/// `20 Mar 2025`, or `20 Mar` when the year is not known.
pub fn date(date: Date) -> (String, Option<String>) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or("");
    (format!("{} {month}", date.day), date.year.map(|year| year.to_string()))
}

/// A date in one piece.
pub fn whole_date(date: Date) -> String {
    match self::date(date) {
        (day, Some(year)) => format!("{day} {year}"),
        (day, None) => day,
    }
}

/// The day of a time in milliseconds, where the user is: `3 Nov`, or `3 Nov 2025` in another year than this.
pub fn day(time: u64) -> String {
    let of = |date: js_sys::Date| {
        let (month, day) = (date.get_month() as u8 + 1, date.get_date() as u8);
        Date { year: Some(date.get_full_year() as u16), month, day }
    };
    let then = of(js_sys::Date::new(&(time as f64).into()));
    let year = then.year.filter(|_| then.year != of(js_sys::Date::new_0()).year);
    whole_date(Date { year, ..then })
}

/// Since when a count has changed: the day of a sighting, or else its dump.
pub fn since(sighting: &Sighting) -> String {
    sighting.day.map_or_else(|| sighting.dump.clone(), whole_date)
}

/// A reason as a sentence of its own.
pub fn sentence(reason: &str) -> String {
    let reason = reason.trim().trim_end_matches('.');
    let mut letters = reason.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_ascii_uppercase(), letters.as_str()))
}

/// One bar for all stages, which only ever grows: how much of the whole is done in a part of a stage, in thousandths.
pub fn share(stage: Stage, done: u64, total: Option<u64>) -> u64 {
    let part = total.and_then(|total| done.saturating_mul(1000).checked_div(total)).unwrap_or(0).min(1000);
    match stage {
        Stage::Receiving => part * 3 / 10,
        Stage::Reading => 300 + part / 5,
        Stage::Indexing => 500 + part / 2,
        Stage::Streaming => part,
    }
}

/// How far the reading of a dump is: `Reading, 24 of 150 MB, 16042 papers, the first 1330 are shown`.
pub fn progress(now: &Progress) -> String {
    let stage = match now.stage {
        Stage::Receiving => "Receiving",
        Stage::Reading | Stage::Streaming => "Reading",
        Stage::Indexing => "Indexing",
    };
    if now.stage != Stage::Streaming {
        return stage.to_owned();
    }
    let mb = |bytes: u64| bytes.div_ceil(1_000_000);
    let mut said = match now.total {
        Some(total) => format!("{stage}, {} of {} MB", mb(now.done), mb(total)),
        None => format!("{stage}, {} MB", mb(now.done)),
    };
    said += &format!(", {}", count(now.papers, "paper", "papers"));
    if now.shown > 0 {
        said += &format!(", the first {} are shown", now.shown);
    }
    said
}
