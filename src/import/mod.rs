//! Files of references, as Zotero, JabRef, Mendeley and EndNote export them, and Paperdeck too: what the user has elsewhere.
//!
//! They bring no papers: they say which papers of the library the user [owns](Owned). A file is told by its structure
//! ([`Format::of`]), one file reads each format. Reading is total and linear: what is not understood is a [`Diagnostic`],
//! and the records around it are read all the same.

mod bibtex;
mod csl_json;
mod csv;
mod draft;
mod owned;
mod ris;
#[cfg(test)]
mod tests;
mod tex;

pub use owned::Owned;

use crate::dump::Diagnostic;
use draft::Draft;
use std::borrow::Cow;

/// How references are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    BibTex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
    /// A table with a column of titles, parted by commas, semicolons or tabs.
    Csv,
}

/// What a file says of one work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The title, without mark-up; empty where there is none, and then there is an arXiv id.
    pub title: String,
    /// The arXiv id, without version.
    pub arxiv_id: Option<String>,
    /// The DOI, in lower case, without address.
    pub doi: Option<String>,
    /// The first web address.
    pub url: Option<String>,
    /// The year of publication.
    pub year: Option<u16>,
}

/// The references in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct References {
    /// How they are written.
    pub format: Format,
    /// They, in the order of the file.
    pub all: Vec<Reference>,
    /// What could not be read; at most [`MAX_PROBLEMS`].
    pub problems: Vec<Diagnostic>,
    /// How much there is of that in all.
    pub problems_total: u32,
    /// Records met so far, those without title and id too.
    records: u32,
}

/// The most problems that are told one by one.
pub const MAX_PROBLEMS: usize = 200;

/// How much of a text is looked at to tell its format, in bytes.
const HEAD: usize = 1 << 16;

impl Format {
    /// The format of a text, by structure alone; `None` for anything else. Looks at the beginning only.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut end = HEAD.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text.get(..end).unwrap_or(text);
        Some(match head {
            head if bibtex::is_it(head) => Self::BibTex,
            head if ris::is_it(head) => Self::Ris,
            head if csl_json::is_it(head) => Self::CslJson,
            head if csv::is_it(head) => Self::Csv,
            _ => return None,
        })
    }

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::BibTex => "BibTeX",
            Self::Ris => "RIS",
            Self::CslJson => "CSL-JSON",
            Self::Csv => "CSV",
        }
    }
}

impl References {
    /// The references in a text; `None` when it is no file of references. Linear.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        // Lines of old Macs.
        let mac = !text.contains('\n') && text.contains('\r');
        let text = if mac { Cow::Owned(text.replace('\r', "\n")) } else { Cow::Borrowed(text) };
        Some(Self::read_as(Format::of(&text)?, &text))
    }

    // Parted from its callers, so that it can be in the second part of the wasm.
    #[inline(never)]
    fn read_as(format: Format, text: &str) -> Self {
        let mut found = Self { format, all: Vec::new(), problems: Vec::new(), problems_total: 0, records: 0 };
        match format {
            Format::BibTex => bibtex::read(text, &mut found),
            Format::Ris => ris::read(text, &mut found),
            Format::CslJson => csl_json::read(text, &mut found),
            Format::Csv => csv::read(text, &mut found),
        }
        found
    }

    /// A record is complete that begins on this line.
    fn take(&mut self, draft: Draft, line: u32) {
        self.records += 1;
        let reference = draft.finish();
        if reference.title.is_empty() && reference.arxiv_id.is_none() {
            return self.problem(line, "a title or an arXiv id", "neither");
        }
        self.all.push(reference);
    }

    /// Something could not be read. The record concerned is the one that has just been taken.
    fn problem(&mut self, line: u32, expected: &'static str, found: &str) {
        self.problems_total += 1;
        if self.problems.len() < MAX_PROBLEMS {
            let record = Some(self.records).filter(|record| *record > 0);
            self.problems.push(Diagnostic { line, record, expected: expected.into(), found: found.to_owned() });
        }
    }
}
