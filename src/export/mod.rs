//! Papers as files: one file per format; JSON is the exchange file of [`crate::exchange`].
//!
//! What is not known is left out, never made up; a year that was inferred is said to be. Titles and abstracts are cleaned
//! for display, but for JSON, which is verbatim.

mod bibtex;
pub(crate) mod cite;
mod csl_json;
pub(crate) mod csv;
pub mod link;
mod markdown;
mod ris;
#[cfg(test)]
mod tests;

use crate::favourites::Favourite;
use crate::paper::Paper;
use serde::{Deserialize, Serialize};

/// A file format for papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// The exchange file: everything, and it can be read again.
    Json,
    /// BibTeX.
    BibTex,
    /// RIS.
    Ris,
    /// Comma-separated values.
    Csv,
    /// Markdown, as a reading list.
    Markdown,
    /// CSL-JSON.
    CslJson,
    /// The fragment of a link, which is no file; empty where there is too much for one.
    Link(link::Include),
}

impl Format {
    /// Every format of a file, in the order of the menu.
    pub const ALL: [Self; 6] = [Self::Json, Self::BibTex, Self::Ris, Self::Csv, Self::Markdown, Self::CslJson];

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::BibTex => "BibTeX",
            Self::Ris => "RIS",
            Self::Csv => "CSV",
            Self::Markdown => "Markdown",
            Self::CslJson => "CSL-JSON",
            Self::Link(_) => "Link",
        }
    }

    /// File name extension, without dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::BibTex => "bib",
            Self::Ris => "ris",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::CslJson => "csl.json",
            Self::Link(_) => "txt",
        }
    }

    /// MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::BibTex => "application/x-bibtex",
            Self::Ris => "application/x-research-info-systems",
            Self::Csv => "text/csv",
            Self::Markdown => "text/markdown",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Link(_) => "text/plain",
        }
    }
}

/// A paper to export, with what the user says of it.
pub type Item<'a> = (Paper, Option<&'a Favourite>);

/// The papers as a file, in their order.
pub fn write(format: Format, papers: &[Item]) -> String {
    match format {
        Format::Json => crate::exchange::write(papers.iter().map(|(paper, favourite)| (paper, *favourite))),
        Format::BibTex => bibtex::write(papers),
        Format::Ris => ris::write(papers),
        Format::Csv => csv::write(papers),
        Format::Markdown => markdown::write(papers),
        Format::CslJson => csl_json::write(papers),
        Format::Link(include) => link::write(papers, include).unwrap_or_default(),
    }
}
