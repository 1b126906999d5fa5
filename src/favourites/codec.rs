//! Records as text: one JSON object each for storage, and an exchange file of all for backups.
//!
//! Version 2: `{"version":2,"sum":"…","added":[value,stamp],"status":[…],"note":[…],"tags":{"name":stamp},"paper":[…]}`. The
//! sum is over all that follows it; a negative stamp is a tag taken off; the paper is packed; what was never changed is
//! left out. Version 1 was the exchange file's paper with `version` and `year_reason`, and is still read.

use super::clock::{BEFORE, Dated, LATEST, Stamp};
use super::colours;
use super::pack::{pack, unpack};
use super::record::Record;
use super::{Favourite, Status};
use crate::exchange::{self, NotExchange};
use crate::json::{Map, Number, Reader, Value, Writer};
use crate::paper::{Paper, PaperId};
use std::fmt;

/// The version written, and the newest that is read.
pub const VERSION: u64 = 2;

/// How a record begins; eight digits of the sum follow.
pub(super) const HEAD: &str = "{\"version\":2,\"sum\":\"";

/// Why a record cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is not what Paperdeck wrote.
    Corrupt(String),
    /// A later Paperdeck wrote it, in this version.
    Newer(u64),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt(why) => write!(f, "expected a favourite as Paperdeck stores it, found {why}"),
            Self::Newer(version) => write!(f, "expected version {VERSION}, found {version}"),
        }
    }
}

impl std::error::Error for Unusable {}

/// FNV-1a, 32 bits, as eight digits: finds what a disk or a hand did to a record, not what an enemy did.
fn sum(text: &str) -> String {
    let sum = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{sum:08x}")
}

/// A record as it is stored. The same record is always the same text. Its identity is not in it: the key has that.
pub fn encode(record: &Record) -> String {
    let mut json = Writer::compact();
    json.open('{');
    write_fields(&mut json, record);
    let paper = &record.paper;
    write_field(&mut json, "paper", &paper.value, paper.at);
    json.close('}');
    let body = json.finish();
    // The object goes on after its first two keys.
    let body = format!("\",{}", body.strip_prefix('{').unwrap_or(&body));
    format!("{HEAD}{}{body}", sum(&body))
}

fn write_field(json: &mut Writer, key: &str, value: &str, at: Stamp) {
    if at > 0 {
        json.key(key);
        json.open('[');
        json.text(value);
        json.plain(&at);
        json.close(']');
    }
}

/// All but the paper.
fn write_fields(json: &mut Writer, record: &Record) {
    write_field(json, "added", &record.added.value, record.added.at);
    write_field(json, "status", record.status.value.key(), record.status.at);
    write_field(json, "note", &record.note.value, record.note.at);
    json.key("tags");
    json.open('{');
    for (name, on) in &record.tags {
        json.key(name);
        if on.value {
            json.plain(&on.at);
        } else {
            json.plain(&format_args!("-{}", on.at));
        }
    }
    json.close('}');
}

/// The record in a text.
///
/// # Errors
/// [`Unusable`] when it was not written by this version or one before, or was changed since.
pub fn decode(text: &str) -> Result<Record, Unusable> {
    let rest = text.strip_prefix(HEAD).and_then(|rest| Some((rest.get(..8)?, rest.get(8..)?)));
    let intact = rest.map(|(found, body)| sum(body) == found);
    let value = Value::read(text).map_err(|why| Unusable::Corrupt(why.to_string()))?;
    let mut json = Reader::new(value).map_err(Unusable::Corrupt)?;
    // The version first: a newer record may have any shape.
    match json.take("version").map(|version| version.as_u64()) {
        None => Err(Unusable::Corrupt("missing field `version`".to_owned())),
        Some(Some(1)) => from_1(&mut json).map_err(Unusable::Corrupt),
        Some(Some(VERSION)) if intact == Some(true) => from_2(&mut json).map_err(Unusable::Corrupt),
        Some(Some(VERSION)) => Err(Unusable::Corrupt("one that was changed by something else".to_owned())),
        Some(Some(newer)) if newer > VERSION => Err(Unusable::Newer(newer)),
        Some(_) => Err(Unusable::Corrupt("another version".to_owned())),
    }
}

fn from_2(json: &mut Reader) -> Result<Record, String> {
    let mut record = read_fields(json)?;
    record.paper = read_field(json, "paper")?;
    Ok(record)
}

/// Version 1 kept no times of changes, so any change since is later.
fn from_1(json: &mut Reader) -> Result<Record, String> {
    let year_reason = json.text("year_reason")?.unwrap_or_default();
    let (mut paper, mark) = exchange::read_paper(json)?;
    let mark = mark.ok_or("a paper that is no favourite")?;
    if !year_reason.is_empty() {
        paper.year_reason = year_reason;
    }
    let mut favourite = mark.of(paper);
    if favourite.added.is_empty() {
        favourite.added = UNKNOWN.to_owned();
    }
    Ok(Record::of(&favourite, BEFORE))
}

/// The time of a star of which no time is known.
const UNKNOWN: &str = "1970-01-01T00:00:00Z";

/// What is wrong in a record, as a sentence.
fn expected(why: String) -> String {
    if why.starts_with("expected") { why } else { format!("expected what was changed when, found {why}") }
}

fn read_field(json: &mut Reader, key: &str) -> Result<Dated<String>, String> {
    match json.list(key)?.as_mut_slice() {
        [] => Ok(Dated::default()),
        [Value::String(value), at] => {
            let at = at.as_u64().ok_or_else(|| format!("no time of `{key}`"))?;
            Ok(Dated::new(std::mem::take(value), at.min(LATEST)))
        }
        _ => Err(format!("something else than a text and a time as `{key}`")),
    }
}

fn read_fields(json: &mut Reader) -> Result<Record, String> {
    let status = read_field(json, "status")?;
    let mut record = Record {
        added: read_field(json, "added")?,
        note: read_field(json, "note")?,
        status: Dated::new(Status::default(), status.at),
        ..Record::default()
    };
    if status.at > 0 {
        record.status.value =
            Status::from_key(&status.value).ok_or_else(|| format!("the status “{}”", status.value))?;
    }
    let tags = json.take("tags").unwrap_or_else(|| Value::Object(Map::default()));
    for (name, at) in Reader::new(tags)?.0.into_pairs() {
        // Below zero where the tag was taken away.
        let Value::Number(Number { negative, size: Some(at) }) = at else {
            return Err("a tag without its time".to_owned());
        };
        record.tags.push((name, Dated::new(!negative && at > 0, at.min(LATEST))));
    }
    Ok(record)
}

/// A paper as a record keeps it: packed, without its identity.
pub fn copy(paper: &Paper) -> String {
    let mut json = Writer::terse();
    json.open('{');
    exchange::write_facts(&mut json, paper);
    json.text_at("year_reason", Some(paper.year_reason.as_str()).filter(|reason| !reason.is_empty()));
    json.close('}');
    pack(&json.finish())
}

/// The paper in a copy. Its identity is that of its title: the caller knows the right one.
///
/// # Errors
/// A sentence, when it is no copy.
pub fn paper(copy: &str) -> Result<Paper, String> {
    let text = unpack(copy).ok_or("a paper that cannot be unpacked")?;
    let mut json = Reader::new(Value::read(&text).map_err(|why| why.to_string())?)?;
    let year_reason = json.text("year_reason")?.unwrap_or_default();
    let (mut paper, _) = exchange::read_paper(&mut json)?;
    if !year_reason.is_empty() {
        paper.year_reason = year_reason;
    }
    Ok(paper)
}

/// All that is kept as an exchange file, with the time of every change beside each favourite; a part at a time.
#[derive(Debug)]
pub struct Backup(Writer);

impl Default for Backup {
    fn default() -> Self {
        let mut json = Writer::pretty();
        exchange::begin(&mut json);
        Self(json)
    }
}

impl Backup {
    /// Adds a record, with the colours of its tags; whether it is one that is kept and can be read.
    pub fn add(&mut self, id: PaperId, record: &Record, colours: &[(String, &str)]) -> bool {
        let Some(favourite) = record.favourite(id) else { return false };
        let json = &mut self.0;
        json.open('{');
        exchange::write_facts(json, &favourite.paper);
        json.key("favourite");
        json.open('{');
        exchange::write_mark(json, &favourite);
        json.key("changed");
        json.open('{');
        json.text_at("id", Some(&id.to_string()));
        write_fields(json, record);
        // With each favourite, so that each part of the file says all of what it has.
        if colours.iter().any(|(tag, _)| favourite.tags.contains(tag)) {
            json.key("colours");
            json.open('{');
            for (tag, colour) in colours {
                if favourite.tags.contains(tag) {
                    json.text_at(tag, Some(colour));
                }
            }
            json.close('}');
        }
        json.close('}');
        json.close('}');
        json.close('}');
        true
    }

    /// What was written since this was asked last.
    pub fn take(&mut self) -> String {
        self.0.take()
    }

    /// The rest.
    pub fn end(self) -> String {
        exchange::end(self.0)
    }
}

/// What is kept in a backup, or in any export, some of it at a time; papers in it that are no favourites are passed over. Where
/// the file does not tell when something was changed, what is here counts as later.
#[derive(Debug)]
pub struct Restoring {
    papers: exchange::Papers,
    /// The colours of tags.
    coloured: Record,
}

impl Restoring {
    /// The backup with this text.
    ///
    /// # Errors
    /// [`NotExchange`] when the text is no exchange file.
    pub fn of(text: String) -> Result<Self, NotExchange> {
        Ok(Self { papers: exchange::Papers::of(text)?, coloured: Record::default() })
    }

    /// How many papers of the file were read, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        self.papers.progress()
    }

    /// What is kept among the next so many papers, and what cannot be read there, in sentences. After the last come the
    /// colours, and that the file is damaged behind it.
    pub fn step(&mut self, count: usize) -> (Vec<(PaperId, Record)>, Vec<String>) {
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let kept = match self.papers.next_paper() {
                Ok(None) => break,
                Ok(Some((_, None))) => continue,
                Ok(Some((paper, Some(mark)))) => self.record(paper, mark).map_err(expected),
                Err(NotExchange::Broken { why, .. }) => Err(why),
                Err(other) => Err(other.to_string()),
            };
            match kept {
                Ok(kept) => found.push(kept),
                Err(why) => problems.push(NotExchange::Broken { paper: self.progress().0, why }.to_string()),
            }
        }
        let (done, all) = self.progress();
        if done == all {
            if !self.coloured.tags.is_empty() {
                found.push((colours::ID, std::mem::take(&mut self.coloured)));
            }
            problems.extend(self.papers.damage());
        }
        (found, problems)
    }

    fn record(&mut self, paper: Paper, mut mark: exchange::ExchangeMark) -> Result<(PaperId, Record), String> {
        let mut id = paper.id;
        let changed = mark.changed.take();
        let mut favourite: Favourite = mark.of(paper);
        if favourite.added.is_empty() && favourite.status != Status::NotInterested {
            favourite.added = UNKNOWN.to_owned();
        }
        let mut record = Record::of(&favourite, BEFORE);
        if let Some(changed) = changed {
            let mut json = Reader::new(changed)?;
            if let Some(known) = json.text("id")?.and_then(|id| id.parse().ok()) {
                id = known;
            }
            if let Some(Value::Object(more)) = json.take("colours") {
                for (tag, colour) in more.iter() {
                    if let Some(colour) = colour.as_str().and_then(colours::known) {
                        colours::note(&mut self.coloured, tag, colour);
                    }
                }
            }
            let history = read_fields(&mut json)?;
            record = Record { paper: record.paper, ..history };
        }
        Ok((id, record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::favourite;
    use crate::favourites::record::tests::record;
    use proptest::prelude::*;

    fn backup(id: PaperId, record: &Record, colours: &[(String, &str)]) -> String {
        let mut backup = Backup::default();
        backup.add(id, record, colours);
        backup.take() + &backup.end()
    }

    /// Read one by one.
    fn restored(text: String) -> (Vec<(PaperId, Record)>, Vec<String>) {
        let mut restoring = Restoring::of(text).unwrap();
        let (mut found, mut problems) = restoring.step(1);
        while restoring.progress().0 < restoring.progress().1 {
            let (more, wrong) = restoring.step(1);
            found.extend(more);
            problems.extend(wrong);
        }
        (found, problems)
    }

    proptest! {
        #[test]
        fn round_trips(record in record()) {
            prop_assert_eq!(decode(&encode(&record)), Ok(record));
        }

        #[test]
        fn a_favourite_comes_back(favourite in favourite()) {
            let record = Record::of(&favourite, 1_800_000_000_000_000);
            let again = decode(&encode(&record)).unwrap();
            let favourite = Favourite { changed: record.changed(), ..favourite };
            prop_assert_eq!(again.favourite(favourite.id()), Some(favourite.clone()));
            let id = favourite.id();
            let mut back = record.clone();
            back.paper.at = BEFORE;
            prop_assert_eq!(restored(backup(id, &record, &[])), (vec![(id, back)], vec![]));
        }

        #[test]
        fn a_cut_or_changed_record_is_corrupt(favourite in favourite(), at in any::<prop::sample::Index>(), other in any::<char>()) {
            let text = encode(&Record::of(&favourite, 7));
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places[at.index(places.len())];
            prop_assert!(matches!(decode(&text[..at]), Err(Unusable::Corrupt(_))));
            let length = text[at..].chars().next().unwrap().len_utf8();
            let changed = format!("{}{other}{}", &text[..at], &text[at + length..]);
            if changed != text {
                prop_assert!(decode(&changed).is_err(), "{}", changed);
            }
        }
    }

    #[test]
    fn refuses_with_a_sentence() {
        let check = |text: &str, want: &str| {
            let why = decode(text).unwrap_err().to_string();
            assert!(why.contains(want), "{why}");
        };
        check("", "found the end instead of a value");
        check("{}", "missing field `version`");
        check(r#"{"version":0}"#, "another version");
        check(r#"{"version":3,"shape":"any"}"#, "expected version 2, found 3");
        check(r#"{"version":2}"#, "changed by something else");
        check(r#"{"version":1}"#, "missing field `title`");
        check(r#"{"version":1,"title":"a"}"#, "no favourite");
        check(r#"{"version":1,"title":"","favourite":{}}"#, "expected a title");
    }

    #[test]
    fn a_backup_has_the_colours_of_its_tags() {
        let record = decode(include_str!("fixtures/2.json").trim()).unwrap();
        let colours = [("tea".to_owned(), "teal"), ("other".to_owned(), "red")];
        let (found, _) = restored(backup(PaperId(7), &record, &colours));
        assert_eq!((found.len(), found[1].0), (2, colours::ID));
        assert_eq!(colours::of(&found[1].1), [("tea".to_owned(), "teal")]);
    }

    /// A text of every version that was ever written, and what it must be read as for ever.
    #[test]
    fn every_version_is_read() {
        let one = decode(include_str!("fixtures/1.json").trim()).unwrap();
        let two = decode(include_str!("fixtures/2.json").trim()).unwrap();
        let id = PaperId(7);
        let favourite = one.favourite(id).unwrap();
        // Version 1 did not keep when.
        let later = Favourite { changed: two.changed(), ..favourite.clone() };
        assert_eq!(Some(later), two.favourite(id));
        let Favourite { paper, added, status, tags, note, .. } = favourite;
        assert_eq!((paper.id, paper.title.as_str()), (id, "Teapots: a Survey of “Pouring”"));
        assert_eq!(paper.abstract_text.as_deref(), Some("We pour \\emph{tea} — 深 — and show that it spills."));
        assert_eq!((paper.authors, paper.comments, paper.upvotes), (Some(2), Some(1), Some(12)));
        assert_eq!((paper.author_names.len(), paper.organisation.as_deref()), (2, Some("Cup Lab")));
        assert_eq!((paper.published, paper.year_inferred), (crate::paper::Date::new(Some(2025), 3, 20), true));
        assert_eq!(paper.year_reason, "2025: the page says so");
        assert_eq!((paper.arxiv_id.as_deref(), paper.links.len()), (Some("2502.01234"), 1));
        assert_eq!((paper.seen_in[0].dump.as_str(), paper.seen_in[0].lines), ("a.txt", [13, 19]));
        assert_eq!((added.as_str(), status, note.as_str()), ("2026-11-20T09:00:00Z", Status::Reading, "spill\ntest"));
        assert_eq!(tags, ["hot", "tea"]);
        // Version 1 did not keep when; a change of any time is later.
        assert_eq!(one.newest(), BEFORE);
        assert_eq!(two.status.at, 1_795_166_400_000_000);
        assert_eq!(encode(&two), include_str!("fixtures/2.json").trim());
    }

    #[test]
    fn a_migration_is_the_same_in_every_tab() {
        let text = include_str!("fixtures/1.json");
        assert_eq!(encode(&decode(text).unwrap()), encode(&decode(text).unwrap()));
        assert_eq!(decode(&encode(&decode(text).unwrap())), decode(text));
    }

    #[test]
    fn what_is_broken_is_told_and_the_rest_is_had() {
        let head = r#"{"format":"paperdeck.papers","version":1,"papers":["#;
        let check = |papers: &str, titles: &[&str], problems: &[&str]| {
            let (found, told) = restored(format!("{head}{papers}"));
            let found: Vec<String> =
                found.iter().filter_map(|(id, record)| Some(record.favourite(*id)?.paper.title)).collect();
            assert_eq!(
                (found, told),
                (titles.iter().map(|s| (*s).to_owned()).collect(), problems.iter().map(|s| (*s).to_owned()).collect())
            );
        };
        let (a, b) = (r#"{"title":"a","favourite":{}}"#, r#"{"title":"b","favourite":{}}"#);
        check(&format!("{a},{b}]}}"), &["a", "b"], &[]);
        check(&format!("{a}, {{}},{b}]}}"), &["a", "b"], &["paper 2: missing field `title`"]);
        let odd = r#"{"title":"c","favourite":{"changed":{"status":7}}}"#;
        check(&format!("{odd},{b}]}}"), &["b"], &["paper 1: expected a list as `status`, found another number"]);
        let cut = "the file is damaged or cut off on line 2, after 2 papers";
        check(&format!("{a},{b},\n{{\"title\":"), &["a", "b"], &[cut]);
        check(&format!("{a},\n{b}"), &["a", "b"], &[cut]);
        let after = r#"{"papers":[],"format":"paperdeck.papers","version":1,"#;
        assert!(Restoring::of(after.to_owned()).is_ok_and(|restoring| restoring.progress() == (0, 0)));
        for (text, why) in [("[]", "found none"), ("tea", "no JSON"), (r#"{"a":1,"#, "cut off on line 1")] {
            let found = Restoring::of(text.to_owned()).unwrap_err().to_string();
            assert!(found.contains(why), "{found}");
        }
    }

    #[test]
    fn an_export_is_a_backup_too() {
        let text = r#"{"format":"paperdeck.papers","version":1,"papers":[{"title":"a","favourite":{"tags":["x"]}},{"title":"b"}]}"#;
        let (found, _) = restored(text.to_owned());
        assert_eq!(found.len(), 1);
        assert!(found[0].1.is_starred());
        assert_eq!(found[0].1.tags(), ["x"]);
    }
}
