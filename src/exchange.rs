//! The exchange file: papers, and what the user says of them, as JSON that Paperdeck and others can read again.
//!
//! ```json
//! {"format":"paperdeck.papers","version":1,"papers":[{"title":"…","abstract":"…", …}]}
//! ```
//!
//! Exports, backups and the stored favourites share its shape of a paper. Two flat keys are there for simple scripts and are
//! not read back: `authors_count` (the same as `authors`) and `date` (`published` where its year is known, else `null`).

use crate::dump::json::{self, Parts};
use crate::favourites::{Favourite, Status};
use crate::json::{Reader, Value, Writer};
use crate::paper::{Date, More, Paper, PaperId, Sighting};
use crate::text::links;
use crate::text::space::collapse;
use memchr::memchr_iter;
use std::fmt;
use std::ops::Range;

/// What the file says it is.
pub const FORMAT: &str = "paperdeck.papers";
/// The version written, and the newest that is read.
pub const VERSION: u64 = 1;

/// The most bytes of a file that is restored: ten times those of all favourites that a browser has room for.
const LARGEST: usize = 256 << 20;

/// What is no JSON.
const NO_BRACE: &str = "it does not begin with a brace";

/// How many letters of another format's name are told.
const LONGEST: usize = 40;

/// Writes the keys of a paper into the object that is open, and what the user says of it.
pub fn write_paper(json: &mut Writer, paper: &Paper, favourite: Option<&Favourite>) {
    write_facts(json, paper);
    match favourite {
        None => json.text_at("favourite", None),
        Some(favourite) => {
            json.key("favourite");
            json.open('{');
            write_mark(json, favourite);
            json.close('}');
        }
    }
    json.number_at("authors_count", paper.authors);
    let dated = paper.published.filter(|date| date.year.is_some());
    json.text_at("date", dated.map(|date| date.iso()).as_deref());
}

/// Writes what the user says of a paper into the object that is open.
pub fn write_mark(json: &mut Writer, favourite: &Favourite) {
    json.text_at("added", Some(&favourite.added));
    json.text_at("status", Some(favourite.status.key()));
    json.texts_at("tags", &favourite.tags);
    json.text_at("note", Some(&favourite.note));
}

/// Writes what is known of a paper into the object that is open.
pub fn write_facts(json: &mut Writer, paper: &Paper) {
    let published = paper.published.map(|date| date.iso());
    json.text_at("title", Some(&paper.title));
    json.text_at("abstract", paper.abstract_text.as_deref());
    json.number_at("authors", paper.authors);
    if paper.author_names.is_empty() {
        json.text_at("author_names", None);
    } else {
        json.texts_at("author_names", &paper.author_names);
    }
    json.text_at("organisation", paper.organisation.as_deref());
    json.text_at("published", published.as_deref());
    json.key("year_inferred");
    json.plain(&paper.year_inferred);
    json.number_at("comments", paper.comments);
    json.number_at("upvotes", paper.upvotes);
    json.text_at("arxiv_id", paper.arxiv_id.as_deref());
    json.texts_at("links", &paper.links);
    json.key("seen_in");
    json.open('[');
    for sighting in &paper.seen_in {
        json.open('{');
        json.text_at("dump", Some(&sighting.dump));
        json.number_at("position", Some(sighting.position));
        json.key("lines");
        json.open('[');
        for line in &sighting.lines {
            json.plain(line);
        }
        json.close(']');
        write_known(json, "captured", sighting.day);
        for (key, count) in [("comments", sighting.comments), ("upvotes", sighting.upvotes)] {
            if count.is_some() {
                json.number_at(key, count);
            }
        }
        json.close('}');
    }
    json.close(']');
    write_more(json, &paper.more);
}

/// What only some dumps say: keys that are there only where there is something to say.
fn write_more(json: &mut Writer, more: &More) {
    if more.stars.is_some() {
        json.number_at("stars", more.stars);
    }
    for (key, text) in [("submitter", &more.submitter), ("ai_summary", &more.summary)] {
        if text.is_some() {
            json.text_at(key, text.as_deref());
        }
    }
    if !more.keywords.is_empty() {
        json.texts_at("keywords", &more.keywords);
    }
    write_known(json, "listed", more.listed);
}

fn write_known(json: &mut Writer, key: &str, date: Option<Date>) {
    if let Some(date) = date {
        json.text_at(key, Some(&date.iso()));
    }
}

fn read_date(json: &mut Reader, key: &str) -> Result<Option<Date>, String> {
    Ok(json.text(key)?.as_deref().and_then(Date::from_iso))
}

/// The paper under the keys of an object, and what the user says of it.
///
/// The file may come from anywhere: white space is collapsed, dates that do not exist and links that are not `http(s)` are
/// left out.
///
/// # Errors
/// A sentence saying what has the wrong shape, or that there is no title.
pub fn read_paper(json: &mut Reader) -> Result<(Paper, Option<ExchangeMark>), String> {
    let title = json.text("title")?.ok_or("missing field `title`")?;
    let title = collapse(&title).into_owned();
    if title.is_empty() {
        return Err("expected a title, found none".to_owned());
    }
    let tidy = |text: Option<String>| text.map(|text| collapse(&text).into_owned()).filter(|text| !text.is_empty());
    let published = read_date(json, "published")?;
    let year = published.and_then(|date| date.year);
    let year_inferred = json.flag("year_inferred")? && year.is_some();
    let year_reason = match (published, year) {
        (Some(_), Some(year)) if year_inferred => format!("{year}: inferred when the paper was saved"),
        (Some(_), None) => "year unknown: it was unknown when the paper was saved".to_owned(),
        (Some(_), Some(_)) => String::new(),
        (None, _) => "no date stands with this paper".to_owned(),
    };
    let mut seen: Vec<String> = Vec::new();
    for link in json.texts("links")? {
        if links::links(&link) == [link.as_str()] && !seen.contains(&link) {
            seen.push(link);
        }
    }
    let id_character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-');
    let mut seen_in = Vec::new();
    for value in json.list("seen_in")? {
        seen_in.push(read_sighting(&mut Reader::new(value)?)?);
    }
    let paper = Paper {
        id: PaperId::of_title(&title),
        title,
        abstract_text: tidy(json.text("abstract")?),
        authors: json.number("authors")?,
        author_names: json.texts("author_names")?,
        organisation: tidy(json.text("organisation")?),
        published,
        year_inferred,
        year_reason,
        comments: json.number("comments")?,
        upvotes: json.number("upvotes")?,
        arxiv_id: json.text("arxiv_id")?.filter(|id| !id.is_empty() && id.chars().all(id_character)),
        links: seen,
        seen_in,
        more: More {
            stars: json.number("stars")?,
            submitter: tidy(json.text("submitter")?),
            summary: tidy(json.text("ai_summary")?),
            keywords: json.texts("keywords")?,
            listed: read_date(json, "listed")?,
        },
    };
    let mark = match json.take("favourite") {
        Some(value) => Some(read_mark(&mut Reader::new(value)?)?),
        None => None,
    };
    Ok((paper, mark))
}

fn read_sighting(json: &mut Reader) -> Result<Sighting, String> {
    let dump = json.text("dump")?.ok_or("missing field `dump`")?;
    let position = json.number("position")?.ok_or("missing field `position`")?;
    let day = read_date(json, "captured")?.filter(|day| day.year.is_some());
    let (comments, upvotes) = (json.number("comments")?, json.number("upvotes")?);
    let line = |value: &Value| value.as_u64().and_then(|line| u32::try_from(line).ok());
    match json.list("lines")?.as_slice() {
        [first, last] => match (line(first), line(last)) {
            (Some(first), Some(last)) => Ok(Sighting { dump, position, lines: [first, last], day, comments, upvotes }),
            _ => Err("expected two numbers as `lines`, found something else".to_owned()),
        },
        other => Err(format!("expected two numbers as `lines`, found {} values", other.len())),
    }
}

fn read_mark(json: &mut Reader) -> Result<ExchangeMark, String> {
    let status = match json.text("status")?.as_deref() {
        None => Status::default(),
        Some(text) => Status::from_key(text)
            .ok_or_else(|| format!("expected unread, reading, read or not-interested as `status`, found “{text}”"))?,
    };
    Ok(ExchangeMark {
        added: json.text("added")?.unwrap_or_default(),
        status,
        tags: json.texts("tags")?,
        note: json.text("note")?.unwrap_or_default(),
        changed: json.take("changed"),
    })
}

/// What the user says of a paper, without the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeMark {
    /// See [`Favourite::added`].
    pub added: String,
    /// See [`Favourite::status`].
    pub status: Status,
    /// See [`Favourite::tags`].
    pub tags: Vec<String>,
    /// See [`Favourite::note`].
    pub note: String,
    /// When each of it was changed, as [`crate::favourites::codec::backup`] writes it.
    pub changed: Option<Value>,
}

impl ExchangeMark {
    /// The favourite, with its paper.
    pub fn of(self, paper: Paper) -> Favourite {
        Favourite { paper, added: self.added, status: self.status, tags: self.tags, note: self.note, changed: 0 }
    }
}

/// Why a text is no exchange file: a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotExchange {
    /// It is no JSON.
    NotJson(String),
    /// It is JSON, but not of this kind.
    OtherFormat(String),
    /// A later version wrote it.
    Newer(u64),
    /// A paper in it is not of the right shape.
    Broken {
        /// Its number, from 1.
        paper: usize,
        /// What is wrong.
        why: String,
    },
}

impl fmt::Display for NotExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(why) => {
                write!(f, "expected a file exported by Paperdeck, found a text that is no JSON ({why})")
            }
            Self::OtherFormat(found) => write!(f, "expected the format {FORMAT}, found {found}"),
            Self::Newer(version) => {
                write!(f, "expected version {VERSION}, found {version}: a newer Paperdeck wrote this file")
            }
            Self::Broken { paper, why } => write!(f, "paper {paper}: {why}"),
        }
    }
}

impl std::error::Error for NotExchange {}

/// The file with these papers, in this order; ends with a newline.
pub fn write<'a>(papers: impl IntoIterator<Item = (&'a Paper, Option<&'a Favourite>)>) -> String {
    let mut json = Writer::pretty();
    begin(&mut json);
    for (paper, favourite) in papers {
        json.open('{');
        write_paper(&mut json, paper, favourite);
        json.close('}');
    }
    end(json)
}

/// Opens the file and its list of papers.
pub fn begin(json: &mut Writer) {
    json.open('{');
    json.text_at("format", Some(FORMAT));
    json.key("version");
    json.plain(&VERSION);
    json.key("papers");
    json.open('[');
}

/// Closes both.
pub fn end(mut json: Writer) -> String {
    json.close(']');
    json.close('}');
    json.finish() + "\n"
}

/// Whether these may be the first bytes of an exchange file.
///
/// # Errors
/// A sentence, when they are too many or begin with something else.
pub fn may_be(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > LARGEST {
        return Err(format!("expected at most {} MB, found more", LARGEST >> 20));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None | Some(b'{') => Ok(()),
        Some(b'[') => Err(NotExchange::OtherFormat("none".to_owned()).to_string()),
        Some(_) => Err(NotExchange::NotJson(NO_BRACE.to_owned()).to_string()),
    }
}

/// The papers of an exchange file, one after another. The file is read by position, so that of the papers only the one at
/// hand is in memory twice, and what stands before a place where the file is damaged can be had.
#[derive(Debug)]
pub struct Papers {
    text: String,
    /// Where they stand.
    places: Vec<Range<usize>>,
    /// How many were read.
    read: usize,
    /// Where the file is cut off or stops being JSON.
    broken: Option<usize>,
    /// The identities given.
    taken: rustc_hash::FxHashMap<u64, u32>,
}

impl Papers {
    /// Those of the file with this text.
    ///
    /// # Errors
    /// [`NotExchange`] when it is no exchange file, or one of a later version.
    pub fn of(text: String) -> Result<Self, NotExchange> {
        let start = json::skip_space(&text, text.len() - text.trim_start_matches('\u{feff}').len());
        match json::byte(&text, start) {
            b'{' => {}
            b'[' => return Err(NotExchange::OtherFormat("none".to_owned())),
            _ => return Err(NotExchange::NotJson(NO_BRACE.to_owned())),
        }
        let mut parts = Parts::of(&text, start);
        let (mut format, mut version, mut papers) = (None, None, None);
        for part in parts.by_ref() {
            match part.key {
                "format" => format = text.get(part.value),
                "version" => version = text.get(part.value),
                "papers" => papers = Some(part.value.start),
                _ => {}
            }
        }
        let mut broken = parts.broken;
        let not_json =
            |at: usize| NotExchange::NotJson(format!("it is damaged or cut off on line {}", line(&text, at)));
        match (format.map(|format| format.trim_matches('"')), broken) {
            (Some(FORMAT), _) => {}
            (_, Some(at)) => return Err(not_json(at)),
            (Some(other), None) => {
                let other: String = other.chars().take(LONGEST).collect();
                return Err(NotExchange::OtherFormat(format!("{other:?}")));
            }
            (None, None) => return Err(NotExchange::OtherFormat("none".to_owned())),
        }
        match version.and_then(|version| version.parse().ok()) {
            Some(version) if version > VERSION => return Err(NotExchange::Newer(version)),
            Some(1..) => {}
            _ => return Err(NotExchange::OtherFormat("no version".to_owned())),
        }
        let Some(start) = papers.filter(|start| json::byte(&text, *start) == b'[') else {
            return Err(broken.map_or_else(|| NotExchange::OtherFormat("no list of papers".to_owned()), not_json));
        };
        let mut parts = Parts::of(&text, start);
        let places = parts.by_ref().filter(|part| part.whole).map(|part| part.value).collect();
        broken = parts.broken.or(broken);
        Ok(Self { places, read: 0, broken, taken: rustc_hash::FxHashMap::default(), text })
    }

    /// How many were read, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.read, self.places.len())
    }

    /// A sentence, where the file is cut off or damaged behind these papers.
    pub fn damage(&self) -> Option<String> {
        let line = line(&self.text, self.broken?);
        Some(format!("the file is damaged or cut off on line {line}, after {} papers", self.places.len()))
    }

    /// The next paper, with what the user says of it.
    ///
    /// # Errors
    /// [`NotExchange::Broken`] when it has the wrong shape; others may follow.
    pub fn next_paper(&mut self) -> Result<Option<(Paper, Option<ExchangeMark>)>, NotExchange> {
        while let Some(place) = self.places.get(self.read).cloned() {
            self.read += 1;
            let broken = |why: String| NotExchange::Broken { paper: self.read, why };
            let value = Value::read(self.text.get(place).unwrap_or(""));
            let mut json = value.map_err(|why| why.to_string()).and_then(Reader::new).map_err(broken)?;
            let (mut paper, mark) = read_paper(&mut json).map_err(broken)?;
            if self.taken.insert(paper.id.0, 0).is_some() {
                let text = paper.abstract_text.as_deref().unwrap_or_default();
                paper.id = PaperId::of_title_and_abstract(&paper.title, text);
                if self.taken.insert(paper.id.0, 0).is_some() {
                    continue;
                }
            }
            return Ok(Some((paper, mark)));
        }
        Ok(None)
    }
}

/// The number of the line that a place is on, from 1.
fn line(text: &str, at: usize) -> usize {
    memchr_iter(b'\n', text.as_bytes().get(..at).unwrap_or(text.as_bytes())).count() + 1
}

/// The papers in a file, with identities no two of which are alike: of two papers with one title, the second is told apart
/// by its abstract, and a paper that stands there twice is taken once.
///
/// # Errors
/// [`NotExchange`] when the text is no such file.
pub fn read(text: &str) -> Result<Vec<(Paper, Option<ExchangeMark>)>, NotExchange> {
    let mut papers = Papers::of(text.to_owned())?;
    if let Some(damage) = papers.damage() {
        return Err(NotExchange::NotJson(damage));
    }
    let mut found = Vec::new();
    while let Some(paper) = papers.next_paper()? {
        found.push(paper);
    }
    Ok(found)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn sighting()(
            dump in "\\PC{0,8}", position in any::<u32>(), lines in any::<[u32; 2]>(),
            day in proptest::option::of((1990_u16..2100, 1_u8..13, 1_u8..29)),
            comments in proptest::option::of(any::<u32>()), upvotes in proptest::option::of(any::<u32>()),
        ) -> Sighting {
            let day = day.and_then(|(year, month, day)| Date::new(Some(year), month, day));
            Sighting { dump, position, lines, day, comments, upvotes }
        }
    }

    prop_compose! {
        fn more()(
            stars in proptest::option::of(any::<u32>()),
            submitter in proptest::option::of("[a-zé]{1,8}"), summary in proptest::option::of("[a-z\"]{1,9}[.]"),
            keywords in proptest::collection::vec("\\PC{0,8}", 0..3),
            listed in proptest::option::of((proptest::option::of(1990_u16..2100), 1_u8..13, 1_u8..29)),
        ) -> More {
            let listed = listed.and_then(|(year, month, day)| Date::new(year, month, day));
            More { stars, submitter, summary, keywords, listed }
        }
    }

    prop_compose! {
        /// A favourite as it may be in storage: white space collapsed, links real, its date one that exists.
        pub(crate) fn favourite()(
            title in "[a-zA-ZÀ-ž\"\\\\][a-z\"\\\\é深 ]{0,20}[a-z]",
            text in proptest::option::of("[a-z\"<>&\\\\][^\\pZ\\pC]{0,30}"),
            authors in proptest::option::of(any::<u32>()),
            author_names in proptest::collection::vec("\\PC{0,8}", 0..3),
            date in proptest::option::of((proptest::option::of(1990_u16..2100), 1_u8..13, 1_u8..29)),
            comments in proptest::option::of(any::<u32>()),
            links in proptest::collection::btree_set("https://[a-z]{1,5}\\.org/[a-z]{0,5}", 0..3),
            seen_in in proptest::collection::vec(sighting(), 0..3), more in more(),
            status in proptest::sample::select(&Status::ALL),
            tags in proptest::collection::btree_set("\\PC{1,8}", 0..3),
            note in ".{0,30}",
        ) -> Favourite {
            let title = collapse(&title).into_owned();
            let published = date.and_then(|(year, month, day)| Date::new(year, month, day));
            let paper = Paper {
                id: PaperId::of_title(&title), title, abstract_text: text, authors, author_names,
                organisation: None, published, year_inferred: false,
                year_reason: match published {
                    None => "no date stands with this paper".to_owned(),
                    Some(Date { year: None, .. }) => "year unknown: it was unknown when the paper was saved".to_owned(),
                    Some(_) => String::new(),
                },
                comments, upvotes: None, arxiv_id: Some("2502.01234".to_owned()),
                links: links.into_iter().collect(),
                seen_in, more,
            };
            let tags = tags.into_iter().collect();
            Favourite { paper, added: "2026-11-20T09:00:00Z".to_owned(), status, tags, note, changed: 0 }
        }
    }

    proptest! {
        #[test]
        fn round_trips(favourite in favourite()) {
            let text = write([(&favourite.paper, Some(&favourite))]);
            let (paper, mark) = read(&text).unwrap().remove(0);
            prop_assert_eq!(mark.unwrap().of(paper), favourite);
        }

        #[test]
        fn takes_anything(text in "(\\PC|[{}\\[\\]\":,]|\"format\"|\"paperdeck.papers\"|\"papers\"){0,40}") {
            let _ = read(&text);
        }
    }

    #[test]
    fn refuses_with_a_sentence() {
        let check = |text: &str, want: &str| {
            let why = read(text).unwrap_err().to_string();
            assert!(why.contains(want), "{why}");
        };
        check("", "no JSON");
        check("[]", "found none");
        check(r#"{"format":"x"}"#, "found \"x\"");
        check(r#"{"format":"paperdeck.papers"}"#, "no version");
        check(r#"{"format":"paperdeck.papers","version":2}"#, "expected version 1, found 2");
        check(r#"{"format":"paperdeck.papers","version":1}"#, "no list of papers");
        check(
            r#"{"format":"paperdeck.papers","version":1,"papers":[{"title":"a"},{}]}"#,
            "paper 2: missing field `title`",
        );
        check(r#"{"format":"paperdeck.papers","version":1,"papers":[{"title":" "}]}"#, "paper 1: expected a title");
    }

    #[test]
    fn is_careful_with_what_it_reads() {
        let text = r#"{"format":"paperdeck.papers","version":1,"papers":[
            {"title":" A\n b ","published":"2025-02-30","links":["javascript:alert(1)","https://a.org","https://a.org"],
             "arxiv_id":"\"><script>","year_inferred":true},
            {"title":"A b","abstract":"other"},{"title":"a B","abstract":"other"}]}"#;
        let papers: Vec<Paper> = read(text).unwrap().into_iter().map(|(paper, _)| paper).collect();
        assert_eq!(papers.len(), 2);
        assert_eq!(papers[0].title, "A b");
        assert_eq!(papers[0].links, ["https://a.org"]);
        assert_eq!((papers[0].published, papers[0].arxiv_id.as_deref(), papers[0].year_inferred), (None, None, false));
        assert_ne!(papers[0].id, papers[1].id);
    }
}
