//! CSV for spreadsheets: UTF-8 with byte order mark, CR LF, every field quoted (RFC 4180).
//!
//! A field that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection").

use super::{Item, cite};

const HEADER: [&str; 24] = [
    "title",
    "abstract",
    "authors",
    "author_names",
    "organisation",
    "date",
    "year",
    "month",
    "day",
    "year_inferred",
    "comments",
    "upvotes",
    "arxiv_id",
    "links",
    "seen_in",
    "favourite_added",
    "status",
    "tags",
    "note",
    "stars",
    "submitter",
    "ai_summary",
    "keywords",
    "listed",
];

/// What formulas begin with.
pub(crate) const RISKY: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The papers as CSV; author names, dumps, tags and keywords in one field are parted by `; `, links by a space.
pub fn write(papers: &[Item]) -> String {
    let mut csv = Csv { out: "\u{feff}".to_owned(), follows: false };
    for name in HEADER {
        csv.field(name);
    }
    csv.end();
    for (paper, favourite) in papers {
        let date = paper.published;
        let known = date.filter(|date| date.year.is_some());
        csv.field(&cite::title(paper));
        csv.field(&cite::abstract_text(paper).unwrap_or_default());
        csv.number(paper.authors);
        csv.field(&paper.author_names.join("; "));
        csv.field(paper.organisation.as_deref().unwrap_or_default());
        csv.field(&known.map(|date| date.iso()).unwrap_or_default());
        csv.number(date.and_then(|date| date.year).map(u32::from));
        csv.number(date.map(|date| u32::from(date.month)));
        csv.number(date.map(|date| u32::from(date.day)));
        csv.field(match (known, paper.year_inferred) {
            (None, _) => "",
            (Some(_), true) => "true",
            (Some(_), false) => "false",
        });
        csv.number(paper.comments);
        csv.number(paper.upvotes);
        csv.field(paper.arxiv_id.as_deref().unwrap_or_default());
        csv.field(&paper.links.join(" "));
        let mut dumps: Vec<&str> = paper.seen_in.iter().map(|sighting| sighting.dump.as_str()).collect();
        dumps.dedup();
        csv.field(&dumps.join("; "));
        csv.field(favourite.map_or("", |favourite| &favourite.added));
        csv.field(favourite.map_or("", |favourite| favourite.status.key()));
        csv.field(&favourite.map(|favourite| favourite.tags.join("; ")).unwrap_or_default());
        csv.field(favourite.map_or("", |favourite| &favourite.note));
        csv.number(paper.more.stars);
        csv.field(paper.more.submitter.as_deref().unwrap_or_default());
        csv.field(paper.more.summary.as_deref().unwrap_or_default());
        csv.field(&paper.more.keywords.join("; "));
        csv.field(&paper.more.listed.map(|day| day.iso()).unwrap_or_default());
        csv.end();
    }
    csv.out
}

struct Csv {
    out: String,
    /// Whether a field stands before on this line.
    follows: bool,
}

impl Csv {
    fn field(&mut self, field: &str) {
        if std::mem::replace(&mut self.follows, true) {
            self.out.push(',');
        }
        self.out.push('"');
        if field.starts_with(RISKY) {
            self.out.push('\'');
        }
        self.out.push_str(&field.replace('"', "\"\""));
        self.out.push('"');
    }

    fn number(&mut self, number: Option<u32>) {
        self.field(&number.map(|number| number.to_string()).unwrap_or_default());
    }

    fn end(&mut self) {
        self.out.push_str("\r\n");
        self.follows = false;
    }
}
