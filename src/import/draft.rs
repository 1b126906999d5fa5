//! A reference under construction: fields as they are met, and what identifies a work in them.

use super::Reference;
use crate::dump::target;
use crate::text::links;
use crate::text::space::collapse;

/// What a field may say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The title.
    Title,
    /// A DOI, with or without its address.
    Doi,
    /// Web addresses.
    Url,
    /// A date or a year.
    Year,
    /// An arXiv id by itself, with or without "arXiv:".
    Eprint,
    /// Where it appeared, or a number there: perhaps arXiv, and its id.
    Place,
    /// Free text, that may begin with an arXiv id.
    Note,
}

#[derive(Default)]
pub(super) struct Draft(Reference);

impl Draft {
    /// Takes a field. Of several of one kind the first counts.
    pub(super) fn set(&mut self, field: Field, value: &str) {
        let value = value.trim();
        let found = match field {
            Field::Title if self.0.title.is_empty() => {
                self.0.title = collapse(value).into_owned();
                None
            }
            Field::Title => None,
            Field::Doi => {
                let doi = value.find("10.").and_then(|at| value.get(at..)).map(str::to_ascii_lowercase);
                self.0.doi = self.0.doi.take().or(doi);
                arxiv_id(value)
            }
            Field::Url => {
                let url = links::links(value).first().map(|url| (*url).to_owned());
                self.0.url = self.0.url.take().or(url);
                arxiv_id(value)
            }
            Field::Year => {
                self.0.year = self.0.year.or(year(value));
                None
            }
            Field::Eprint => id_at_start(value).or_else(|| arxiv_id(value)),
            Field::Place => arxiv_id(value),
            Field::Note => value.get(..6).filter(|start| start.eq_ignore_ascii_case("arxiv:")).and(arxiv_id(value)),
        };
        if self.0.arxiv_id.is_none() {
            self.0.arxiv_id = found.map(str::to_owned);
        }
    }

    pub(super) fn finish(self) -> Reference {
        self.0
    }
}

/// No name of an archive is longer: `cond-mat.supr-con`.
const LONGEST: usize = 18;

/// The first four digits that stand together.
fn year(text: &str) -> Option<u16> {
    let numbers = text.split(|char: char| !char.is_ascii_digit());
    numbers.filter(|digits| digits.len() == 4).find_map(|digits| digits.parse().ok())
}

/// The arXiv id that follows on the word arXiv: `arXiv:2502.01234v2`, `arxiv.org/abs/…`, `10.48550/arXiv.…`.
fn arxiv_id(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.windows(5).position(|word| word.eq_ignore_ascii_case(b"arxiv")) {
        from += at + 5;
        let rest = text.get(from..)?;
        let rest = rest.strip_prefix(".org").unwrap_or(rest);
        let rest = ["/abs/", "/pdf/", "/html/", ":", "."].iter().find_map(|sign| rest.strip_prefix(sign));
        if let Some(id) = rest.and_then(|rest| id_at_start(rest.trim_start())) {
            return Some(id);
        }
    }
    None
}

/// An arXiv id at the beginning of a text, of today's form or of that before 2007: `hep-th/9901001`, `math.GT/0309136`.
fn id_at_start(text: &str) -> Option<&str> {
    if let Some((id, _)) = target::arxiv_id(text) {
        return Some(id);
    }
    let archive =
        text.bytes().take_while(|byte| byte.is_ascii_alphabetic() || b".-".contains(byte)).take(LONGEST).count();
    let number = text.get(archive..)?.strip_prefix('/')?;
    let digits = number.bytes().take(8).take_while(u8::is_ascii_digit).count();
    (archive > 1 && digits == 7).then(|| text.get(..archive + 8)).flatten()
}
