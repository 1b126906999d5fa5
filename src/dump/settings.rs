//! What the user said of a dump: the year it was captured in, its layout, and corrections by hand. A dump is read with its
//! settings, whenever it is read; its bytes never change, so lines are stable anchors.
//!
//! As text they are versioned JSON: `{"version":1,"year":2025,"layout":"listing","corrections":[{"do":"join","lines":[12,12]}]}`.
//! What this version does not know is kept as it stands and written again; nothing is an error.

use crate::json::{Map, Value, Writer};
use serde::{Deserialize, Serialize};

/// The version written.
const VERSION: u32 = 1;

/// Members that this version does not know: their keys, and their values as JSON.
type Others = Vec<(String, String)>;

/// What the user said of a dump.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Settings {
    /// The year the dump was captured in.
    pub year: Option<u16>,
    /// The name of the layout it is read in, whatever its structure says.
    pub layout: Option<String>,
    /// Corrections, in the order in which they are applied.
    pub corrections: Vec<Correction>,
    others: Others,
}

/// One correction by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correction {
    /// What is done; `None` for what a later version wrote, which is passed over.
    pub what: Option<What>,
    /// First and last line that it is about, counted from 1.
    pub lines: [u32; 2],
    /// The date or the authors that are set; else empty.
    pub value: String,
    others: Others,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The lines are the title of a new paper, and what follows them in the paper they stand in is the rest of it.
    Split,
    /// The paper they stand in is part of the one before.
    Join,
    /// The paper they stand in is none.
    Drop,
    /// The lines are the title, and no others of their paper.
    Title,
    /// The lines belong to the abstract.
    Abstract,
    /// The lines are furniture of the page.
    Furniture,
    /// The value is the paper's date: `2025-03-20`, without its year `03-20` or `--03-20`, or nothing.
    Date,
    /// The value is the paper's authors: how many, or their names parted by commas, or nothing.
    Authors,
}

/// Everything that can be done, by its name in the text form.
pub const WHATS: [(What, &str); 8] = [
    (What::Split, "split"),
    (What::Join, "join"),
    (What::Drop, "drop"),
    (What::Title, "title"),
    (What::Abstract, "abstract"),
    (What::Furniture, "furniture"),
    (What::Date, "date"),
    (What::Authors, "authors"),
];

impl What {
    /// Its name in the text form.
    pub fn name(self) -> &'static str {
        WHATS.iter().find(|(what, _)| *what == self).map_or("", |(_, name)| name)
    }
}

impl Settings {
    /// As text, on one line.
    pub fn to_text(&self) -> String {
        let mut json = Writer::compact();
        json.open('{');
        if !self.others.iter().any(|(key, _)| key == "version") {
            json.number_at("version", Some(VERSION));
        }
        if let Some(year) = self.year {
            json.number_at("year", Some(u32::from(year)));
        }
        if let Some(layout) = &self.layout {
            json.text_at("layout", Some(layout));
        }
        if !self.corrections.is_empty() {
            json.key("corrections");
            json.open('[');
            self.corrections.iter().for_each(|correction| correction.write(&mut json));
            json.close(']');
        }
        write_others(&mut json, &self.others);
        json.close('}');
        json.finish()
    }

    /// The settings in a text; what cannot be understood is passed over or kept, whatever it is.
    pub fn from_text(text: &str) -> Self {
        let mut settings = Self::default();
        let Ok(Value::Object(mut map)) = Value::read(text) else { return settings };
        if map.get("version").and_then(Value::as_u64) == Some(u64::from(VERSION)) {
            map.remove("version");
        }
        settings.year = map.get("year").and_then(Value::as_u64).and_then(|year| u16::try_from(year).ok());
        if settings.year.is_some() {
            map.remove("year");
        }
        settings.layout = take_text(&mut map, "layout");
        if let Some(Value::Array(list)) = map.get_mut("corrections") {
            settings.corrections = std::mem::take(list).into_iter().filter_map(Correction::read).collect();
            map.remove("corrections");
        }
        settings.others = others(map);
        settings
    }

    /// Whether the same papers come of them, but for their years.
    pub fn read_alike(&self, other: &Self) -> bool {
        self.layout == other.layout && self.corrections == other.corrections
    }
}

impl From<Settings> for String {
    fn from(settings: Settings) -> Self {
        settings.to_text()
    }
}

impl From<String> for Settings {
    fn from(text: String) -> Self {
        Self::from_text(&text)
    }
}

impl Correction {
    /// A correction of these lines, counted from 1.
    pub fn new(what: What, lines: [u32; 2], value: impl Into<String>) -> Self {
        Self { what: Some(what), lines, value: value.into(), others: Vec::new() }
    }

    fn write(&self, json: &mut Writer) {
        json.open('{');
        if let Some(what) = self.what {
            json.text_at("do", Some(what.name()));
            json.key("lines");
            json.open('[');
            self.lines.iter().for_each(|line| json.plain(line));
            json.close(']');
            if !self.value.is_empty() {
                json.text_at("value", Some(&self.value));
            }
        }
        write_others(json, &self.others);
        json.close('}');
    }

    fn read(value: Value) -> Option<Self> {
        let Value::Object(mut map) = value else { return None };
        let name = map.get("do").and_then(Value::as_str);
        let what = WHATS.iter().find(|(_, known)| Some(*known) == name).map(|(what, _)| *what);
        let line = |at: usize| map.get("lines")?.item(at)?.as_u64().and_then(|line| u32::try_from(line).ok());
        let mut correction = Self::default();
        if let (Some(what), Some(first), Some(last)) = (what, line(0), line(1)) {
            correction.what = Some(what);
            correction.lines = [first, last];
            map.remove("do");
            map.remove("lines");
            correction.value = take_text(&mut map, "value").unwrap_or_default();
        }
        correction.others = others(map);
        Some(correction)
    }
}

/// The text under a key; anything else stays there.
fn take_text(map: &mut Map, key: &str) -> Option<String> {
    let text = map.get(key)?.as_str()?.to_owned();
    map.remove(key);
    Some(text)
}

fn others(map: Map) -> Others {
    let json = |value: &Value| {
        let mut json = Writer::compact();
        json.value(value);
        json.finish()
    };
    map.iter().map(|(key, value)| (key.to_owned(), json(value))).collect()
}

fn write_others(json: &mut Writer, others: &Others) {
    for (key, value) in others {
        json.key(key);
        json.plain(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let settings = Settings::from_text(text);
        assert_eq!(settings.to_text(), want);
        assert_eq!(Settings::from_text(&settings.to_text()), settings);
    }

    #[test]
    fn round_trips_and_keeps_what_it_does_not_know() {
        let same = |text| check(text, text);
        same(r#"{"version":1}"#);
        same(r#"{"version":1,"year":2025,"layout":"listing"}"#);
        same(r#"{"version":1,"corrections":[{"do":"date","lines":[3,4],"value":"2025-03-20"}]}"#);
        same(r#"{"version":1,"corrections":[{"do":"fold","lines":[1,2]},{"do":"join","lines":[1,2],"by":"hand"}]}"#);
        same(r#"{"mood":{"a":[1,null,"\""]},"version":2}"#);
        check(r#"{"year":70000,"layout":7}"#, r#"{"version":1,"layout":7,"year":70000}"#);
        check(r#"{"corrections":[7,{"do":"join"}]}"#, r#"{"version":1,"corrections":[{"do":"join"}]}"#);
        for rubbish in ["", "[]", "7", "{", "\u{0}", r#"{"version":1"#] {
            check(rubbish, r#"{"version":1}"#);
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_settings_that_round_trip(text in r#"[{}\[\]":,a-z0-9. ]{0,60}"#) {
            let settings = Settings::from_text(&text);
            prop_assert_eq!(Settings::from_text(&settings.to_text()), settings);
        }
    }
}
