//! What the page and the engine say to each other. Messages are postcard ([`to_bytes`], [`from_bytes`]).
//!
//! The page numbers its requests; an answer carries the number of its request, so that a stale one is dropped.

use crate::dump::{Coverage, Diagnostic, Probe, Role, Settings};
use crate::paper::{Date, Paper, PaperId};
use crate::search::query::Query;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A dump's number, given by the page when it opens the dump: dumps are in the order of their numbers. A dump that comes
/// back has its old one.
pub type DumpId = u32;
/// A request's number, given by the page.
pub type RequestId = u32;

/// From the page to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A dump is coming: its bytes follow through [`crate::engine::Engine::push`], then `Finish`.
    Open {
        /// Its number.
        dump: DumpId,
        /// Its name, as the user knows it.
        name: String,
        /// Size in bytes, where it is known.
        size: Option<u64>,
    },
    /// Whether more dumps come or go after the next one. Then the library is put together only when it is asked for, and what
    /// a dump reports goes by the dump alone until then.
    Following(bool),
    /// Leaves out what comes after so many bytes of a long dump: reading more of it stopped the engine before.
    Limit {
        /// Its number.
        dump: DumpId,
        /// The most bytes of the file.
        bytes: u64,
    },
    /// All bytes of the dump have come: read it.
    Finish {
        /// Its number.
        dump: DumpId,
    },
    /// Reads the sample dump of invented papers that comes with Paperdeck.
    Sample {
        /// The number it gets.
        dump: DumpId,
    },
    /// Stops reading a dump; the library is as it was before. The same as `Remove`: the dump may have been read meanwhile.
    Cancel {
        /// Its number.
        dump: DumpId,
    },
    /// Takes a dump out of the library.
    Remove {
        /// Its number.
        dump: DumpId,
    },
    /// What the user says of a dump, in place of what was said before. For one that is not read yet it holds when it is;
    /// sent before `Open`, it is read with it. One that is there is read again from its text, unless only the year
    /// changes, and stays as it was until then: `Read` follows, or `Unchanged`.
    Settings {
        /// Its number.
        dump: DumpId,
        /// What is said.
        settings: Settings,
    },
    /// Lines of a dump that is in the library, with what they became.
    Lines {
        /// The number of the request.
        id: RequestId,
        /// The dump's.
        dump: DumpId,
        /// The first line, counted from 1.
        from: u32,
        /// How many.
        count: u32,
    },
    /// How the lines of a dump were understood.
    Overview {
        /// Its number.
        dump: DumpId,
    },
    /// The line next to another in which something is, around the end of the text.
    Seek {
        /// The number of the request.
        id: RequestId,
        /// The dump's.
        dump: DumpId,
        /// The line that is left; 0 to begin with the first.
        from: u32,
        /// Whether backwards.
        back: bool,
        /// What is looked for.
        what: Seek,
    },
    /// All that is kept, in place of that before: for filters, for exports, and as cards where no dump has them. As the
    /// texts that are stored: to unpack and to check them is the engine's work; `Unusable` follows where one is damaged. (The
    /// page sends them beside the message, as the browser has them.)
    Favourites(Vec<(PaperId, String)>),
    /// These were added or changed.
    Changed(Vec<(PaperId, String)>),
    /// These are not kept any more.
    Gone(Vec<PaperId>),
    /// Reads a backup, in place of one that is being read; `Restoring` follows, or `NotRestored`. (The page sends a Blob beside
    /// the message, which the worker reads.)
    Restore {
        /// The number of the request.
        id: RequestId,
        /// Its text.
        text: String,
    },
    /// Reads some more of it: `Restoring` again.
    RestoreMore {
        /// The number of the request.
        id: RequestId,
    },
    /// Reads no more of it.
    StopRestoring,
    /// The first `count` results of a query, with counts.
    Query {
        /// Its number.
        id: RequestId,
        /// What is asked.
        query: Query,
        /// How many cards.
        count: u32,
    },
    /// More cards of the last query.
    More {
        /// The number of that query.
        id: RequestId,
        /// How many cards the page has.
        from: u32,
        /// How many more it wants.
        count: u32,
    },
    /// Papers as favourites keep them, to be kept.
    Copies {
        /// The number of the request.
        id: RequestId,
        /// Which papers.
        papers: Vec<PaperId>,
    },
    /// The identities of all results of a query in order, to go through them one by one, or to mark them.
    Deck {
        /// Its number.
        id: RequestId,
        /// What is asked.
        query: Query,
    },
    /// The cards of these papers, with the matches of a query marked.
    Cards {
        /// Its number.
        id: RequestId,
        /// Whose matches.
        query: Query,
        /// Which papers.
        papers: Vec<PaperId>,
    },
    /// The results of a query as a file. While a dump is partly in the library, the answer waits until it is read.
    Export {
        /// Its number.
        id: RequestId,
        /// What is asked.
        query: Query,
        /// Of these alone, where there are any.
        only: Vec<PaperId>,
        /// In which format.
        format: crate::export::Format,
    },
}

/// From the engine to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The engine runs and takes requests.
    Ready,
    /// A dump is being read.
    Progress {
        /// Its number.
        dump: DumpId,
        /// What is going on.
        stage: Stage,
        /// Work done and to do: papers while indexing, else bytes of the file.
        done: u64,
        /// `None` when it is not known.
        total: Option<u64>,
        /// Papers read so far.
        papers: u32,
    },
    /// The first papers of a long dump are in the library while the rest is read; sent again when more are. `Read` follows,
    /// or `Refused`, or `Gone`, which take them out again.
    Partly {
        /// Its number.
        dump: DumpId,
        /// How many papers.
        papers: u32,
    },
    /// A dump was read and its papers are in the library; also sent again when the report changes (by settings, by other dumps).
    Read(DumpReport),
    /// It was no dump, but a file of references, which marks papers; also sent again when it marks others.
    References(ReferenceReport),
    /// A dump could not be read; a sentence says why. The library stays as it was.
    Refused {
        /// Its number.
        dump: DumpId,
        /// Its name.
        name: String,
        /// "expected …, found …"
        why: String,
    },
    /// A dump could not be read again with other settings; a sentence says why. It is as it was before, settings and all.
    Unchanged {
        /// Its number.
        dump: DumpId,
        /// "expected …, found …"
        why: String,
    },
    /// Lines of a dump.
    Lines {
        /// The number of the request.
        id: RequestId,
        /// The number of the first, counted from 1.
        from: u32,
        /// They, as far as there are any, and of those asked for at most 1000.
        lines: Vec<Line>,
        /// The papers that have any of them, in order; at most 1000.
        papers: Vec<LinePaper>,
    },
    /// How the lines of a dump were understood.
    Overview(Overview),
    /// Where something is in a dump.
    Sought {
        /// The number of the request.
        id: RequestId,
        /// The line; `None` when it is nowhere.
        line: Option<u32>,
    },
    /// Some of what is kept in a backup, as it would be stored.
    Restoring {
        /// The number of the request.
        id: RequestId,
        /// It.
        records: Vec<(PaperId, String)>,
        /// What could not be read, in sentences.
        problems: Vec<String>,
        /// How many papers of the file have been read.
        done: u32,
        /// How many it has: when all are read, nothing follows.
        total: u32,
    },
    /// It is no backup; a sentence says why.
    NotRestored {
        /// The number of the request.
        id: RequestId,
        /// "expected …, found …"
        why: String,
    },
    /// Favourites whose texts cannot be read.
    Unusable(Vec<PaperId>),
    /// A dump is gone, by `Cancel` or `Remove`.
    Gone {
        /// Its number.
        dump: DumpId,
    },
    /// The first cards and all counts of a query.
    Results(Results),
    /// More cards.
    More {
        /// The number of the query.
        id: RequestId,
        /// The place of the first of these cards in the results.
        from: u32,
        /// The cards.
        cards: Vec<Card>,
    },
    /// The results of a query in order.
    Deck {
        /// The number of the request.
        id: RequestId,
        /// They.
        papers: Vec<PaperId>,
    },
    /// Cards that were asked for, in that order; those of papers that are not there are missing.
    Cards {
        /// The number of the request.
        id: RequestId,
        /// The cards.
        cards: Vec<Card>,
    },
    /// Copies of papers, as they are kept; those of papers that are not there are missing.
    Copies {
        /// The number of the request.
        id: RequestId,
        /// They.
        papers: Vec<(PaperId, String)>,
    },
    /// A file to download.
    Exported {
        /// The number of the request.
        id: RequestId,
        /// File name with extension.
        name: String,
        /// MIME type.
        mime: String,
        /// The file, UTF-8.
        text: String,
        /// How many papers are in it.
        papers: u32,
    },
}

/// What takes time when a dump is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Bytes are coming in.
    Receiving,
    /// The text is being read into papers.
    Reading,
    /// The papers are being indexed.
    Indexing,
    /// Bytes are coming in, and are read and indexed as they come.
    Streaming,
}

/// What became of a dump: the result line of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DumpReport {
    /// Its number.
    pub dump: DumpId,
    /// Its name; made unique in the library ("001.txt (2)").
    pub name: String,
    /// What its bytes are known by: the same for the same text, packed or not.
    pub fingerprint: String,
    /// The layout's name.
    pub layout: String,
    /// Papers in it.
    pub papers: u32,
    /// Papers without a date.
    pub without_date: u32,
    /// Papers whose year was not written.
    pub year_missing: u32,
    /// The year taken for them.
    pub year: Option<u16>,
    /// Why this year, or why none: a sentence.
    pub year_reason: String,
    /// Whether the year is the user's word.
    pub year_set: bool,
    /// What the user said of it.
    pub settings: Settings,
    /// The date in the page's header, ISO form.
    pub page_date: Option<String>,
    /// The name of a dump opened before that has the same papers in the same words.
    pub again: Option<String>,
    /// The day it was captured on, where that is known to the year.
    pub captured: Option<Date>,
    /// How its lines were understood.
    pub coverage: Coverage,
    /// The first diagnostics; at most [`MAX_DIAGNOSTICS`].
    pub diagnostics: Vec<Diagnostic>,
    /// How many there are in all.
    pub diagnostics_total: u32,
    /// What is missing, and why: a sentence, where not all of the dump could be read.
    pub incomplete: Option<String>,
    /// What every layout said of the text.
    pub probes: Vec<(String, Probe)>,
}

/// What became of a file of references.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferenceReport {
    /// Its number.
    pub dump: DumpId,
    /// Its name.
    pub name: String,
    /// What its bytes are known by.
    pub fingerprint: String,
    /// How it is written, as the page calls it.
    pub format: String,
    /// How many references it has.
    pub references: u32,
    /// How many papers of the library, and of favourites beside it, are among them; `None` where there is no paper at all.
    pub marked: Option<u32>,
    /// What could not be read of it, the first of it.
    pub problems: Vec<Diagnostic>,
    /// How much there is of that in all.
    pub problems_total: u32,
}

/// The most diagnostics that a report carries.
pub const MAX_DIAGNOSTICS: usize = 200;

/// A line of a dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it became.
    pub role: Role,
    /// Its text, white space at the ends taken off; a very long one is cut.
    pub text: String,
}

/// A paper in a dump, as its lines lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePaper {
    /// Its number in the dump, from 1.
    pub number: u32,
    /// Its identity in the library.
    pub id: Option<PaperId>,
    /// Its title for display.
    pub title: String,
    /// First and last line.
    pub lines: [u32; 2],
    /// Its date in ISO form, as the dump has it, or nothing.
    pub date: String,
    /// The names of its authors, or how many there are, or nothing.
    pub authors: String,
}

/// How the lines of a dump were understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The dump's number.
    pub dump: DumpId,
    /// How many lines it has.
    pub lines: u32,
    /// How many of each [`Role`], in its order.
    pub roles: [u32; 6],
    /// Where lines are that were not understood: numbers of 500 equal parts of the dump, ascending.
    pub not_understood: Vec<u16>,
}

/// What is looked for in a dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seek {
    /// The first of some lines of a role.
    Role(Role),
    /// A line with these words; letters of ASCII in either case.
    Text(String),
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// The number of the query.
    pub id: RequestId,
    /// Papers in the library (the favourites, when no dump is loaded).
    pub total: u32,
    /// Papers that match.
    pub matched: u32,
    /// Words that matched nothing as typed, and the words taken for them.
    pub corrections: Vec<(String, String)>,
    /// The first cards.
    pub cards: Vec<Card>,
    /// Counts, each without its own filter.
    pub facets: Facets,
}

/// One result as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The paper, verbatim.
    pub paper: Paper,
    /// Title for display, matches marked.
    pub title: Marked,
    /// Abstract for display, matches marked.
    pub abstract_text: Option<Marked>,
    /// The parts of the abstract around the best matches, `…` between them; `None` when nothing in it matches.
    pub snippet: Option<Marked>,
    /// The paper's links with what they are.
    pub links: Vec<Link>,
    /// Whether a file of references has it.
    pub owned: bool,
}

/// A text for display with marked byte ranges, ascending, apart, on character boundaries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Ranges to mark, as `(start, end)` in bytes.
    pub marks: Vec<(u32, u32)>,
}

/// A link and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `http://…` or `https://…`.
    pub url: String,
    /// What to call it: "GitHub", "Hugging Face", "arXiv", else the host.
    pub label: String,
    /// Its kind.
    pub kind: LinkKind,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinkKind {
    /// A repository on a code host.
    Code,
    /// A project page or anything else of the paper's own.
    Project,
    /// The paper itself (arXiv, DOI, a paper page).
    Paper,
}

/// Counts over the results, each facet counted without its own filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    /// Papers per year, newest first; `None` (unknown year or no date) last.
    pub years: Vec<(Option<u16>, u32)>,
    /// Papers per [`crate::search::query::AuthorRange`], in its order, those with none left out.
    pub authors: Vec<(crate::search::query::AuthorRange, u32)>,
    /// Papers per [`crate::search::query::CommentRange`], in its order, those with none left out.
    pub comments: Vec<(crate::search::query::CommentRange, u32)>,
    /// Papers per host of their links, the most frequent first, then by name; at most [`MAX_HOSTS`] that no filter names.
    pub hosts: Vec<(String, u32)>,
    /// Papers with a link to code.
    pub code: u32,
    /// Papers with a project page.
    pub project: u32,
    /// Papers per dump, by its name, in the order of opening.
    pub dumps: Vec<(String, u32)>,
    /// Papers among the first so many of a dump, each of [`crate::search::query::RANKS`] that leaves some out of some dump.
    pub ranks: Vec<(u32, u32)>,
    /// Papers in at least so many dumps, each of [`crate::search::query::SEEN`] up to the number of dumps.
    pub seen: Vec<(u32, u32)>,
    /// Papers per change, where two dumps are compared.
    pub changes: Vec<(crate::search::changes::Change, u32)>,
    /// Favourites.
    pub favourites: u32,
    /// Papers that a file of references has, among those that match.
    pub owned: u32,
}

/// The most hosts that are counted.
pub const MAX_HOSTS: usize = 12;

/// A message as bytes.
///
/// # Errors
/// When the message cannot be written (out of memory).
pub fn to_bytes<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_stdvec(message)
}

/// The message in these bytes.
///
/// # Errors
/// When the bytes are no such message.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}
