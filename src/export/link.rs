//! A reading list in the fragment of an address: `list=1…`. Whoever has the link has the list; it is stored nowhere.
//!
//! Papers in the exchange file's shape, packed ([`pack`]), six bits to a character of base64url, five characters of a sum in
//! front. Real papers take 128 characters each, 820 with their abstracts. Deflate in the same digits takes 233 instead of 149
//! for one paper, as much for a dozen with abstracts, a quarter less for a dozen without, and would have to be waited for.

use super::Item;
use crate::exchange;
use crate::favourites::pack::{pack, unpack};
use crate::json::{Reader, Value, Writer};
use crate::paper::{Date, More, Paper, PaperId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest link that is made, in bytes. Browsers take more; beyond this mail programs break lines and lose the rest.
pub const MOST: usize = 32_000;

/// Up to here every chat program that we know of takes a link whole.
pub const SHORT: usize = 8_000;

/// More papers than this are in no link.
pub const MOST_PAPERS: usize = 2_000;

/// More text than this is not packed: it comes to more than [`MOST`].
const MOST_TEXT: usize = 400_000;

/// What a fragment with a list begins with; a digit for the version follows.
const NAME: &str = "list=";

const VERSION: char = '1';

/// Characters of the sum.
const SUM: usize = 5;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What of a paper goes into a link beside its title, date, authors and links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Include {
    /// Abstracts.
    pub abstracts: bool,
    /// The user's notes.
    pub notes: bool,
}

/// Why a link gives no list: a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// A later Paperdeck made it.
    Newer,
    /// It was cut or changed on its way, or is none of ours.
    Broken,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Newer => "This link to a reading list was made by a newer Paperdeck: reload the page to get it.",
            Self::Broken => {
                "Expected a reading list in this link, found one that was cut short or changed on its way: ask for it again."
            }
        })
    }
}

impl std::error::Error for Unusable {}

/// The fragment with these papers; `None` where there is far too much for one. It may be longer than [`MOST`].
pub fn write(papers: &[Item], include: Include) -> Option<String> {
    if papers.len() > MOST_PAPERS {
        return None;
    }
    let mut json = Writer::terse();
    json.open('[');
    for (paper, favourite) in papers {
        json.open('{');
        let bare = Paper {
            abstract_text: paper.abstract_text.clone().filter(|_| include.abstracts),
            comments: None,
            upvotes: None,
            seen_in: Vec::new(),
            more: More::default(),
            ..paper.clone()
        };
        exchange::write_facts(&mut json, &bare);
        let note = favourite.map(|kept| kept.note.trim()).filter(|note| include.notes && !note.is_empty());
        json.text_at("note", note);
        json.close('}');
    }
    json.close(']');
    let text = json.finish();
    (text.len() <= MOST_TEXT).then(|| {
        let mut out = format!("{NAME}{VERSION}");
        let mut bits = Digits { out: &mut out, held: 0, count: 0 };
        bits.put(sum(&text), 6 * SUM as u32);
        for char in pack(&text).chars() {
            bits.put(u32::from(char) - 0x3400, 15);
        }
        if bits.count > 0 {
            bits.put(0, 6 - bits.count);
        }
        out
    })
}

/// Whether a fragment has a list.
pub fn is_list(fragment: &str) -> bool {
    fragment.starts_with(NAME)
}

/// A paper as the receiver's library has it, with what only the link knows of it.
pub fn completed(mut ours: Paper, came: Paper) -> Paper {
    let is_dated = |date: Option<Date>| date.is_some_and(|date| date.year.is_some());
    if ours.published.is_none() || (is_dated(came.published) && !is_dated(ours.published)) {
        ours.published = came.published;
        (ours.year_inferred, ours.year_reason) = (came.year_inferred, came.year_reason);
    }
    if ours.author_names.is_empty() {
        ours.author_names = came.author_names;
    }
    ours.abstract_text = ours.abstract_text.or(came.abstract_text);
    ours.authors = ours.authors.or(came.authors);
    ours.organisation = ours.organisation.or(came.organisation);
    ours.arxiv_id = ours.arxiv_id.or(came.arxiv_id);
    for link in came.links {
        if !ours.links.contains(&link) {
            ours.links.push(link);
        }
    }
    ours
}

/// The papers in a fragment, each with the note that came with it. The identity of each is that of its title.
///
/// # Errors
/// [`Unusable`], when there is no list in it.
pub fn read(fragment: &str) -> Result<Vec<(Paper, String)>, Unusable> {
    let mut digits = fragment.strip_prefix(NAME).ok_or(Unusable::Broken)?.chars();
    match digits.next() {
        Some(VERSION) => {}
        Some(char) if char.is_ascii_digit() && char > VERSION => return Err(Unusable::Newer),
        _ => return Err(Unusable::Broken),
    }
    list(digits.as_str()).ok_or(Unusable::Broken)
}

fn list(digits: &str) -> Option<Vec<(Paper, String)>> {
    let (mut held, mut count, mut at) = (0_u64, 0, 0);
    let mut found = 0;
    let mut packed = String::new();
    for byte in digits.bytes() {
        let digit = DIGITS.iter().position(|other| *other == byte)?;
        at += 1;
        held = (held << 6 | digit as u64) & 0xffff_ffff;
        count += 6;
        if at == SUM {
            found = held as u32;
            count = 0;
        } else if at > SUM && count >= 15 {
            count -= 15;
            packed.push(char::from_u32(0x3400 + (held >> count & 0x7fff) as u32)?);
        }
    }
    let text = unpack(&packed).filter(|text| sum(text) == found)?;
    let Ok(Value::Array(all)) = Value::read(&text) else { return None };
    let mut papers: Vec<(Paper, String)> = Vec::with_capacity(all.len());
    for value in all {
        let mut json = Reader::new(value).ok()?;
        let note = json.text("note").ok()?.unwrap_or_default();
        let (paper, _) = exchange::read_paper(&mut json).ok()?;
        // Of two with one title there is one.
        if papers.iter().all(|(other, _)| other.id != paper.id) {
            papers.push((paper, note));
        }
    }
    Some(papers).filter(|papers| !papers.is_empty())
}

/// Thirty bits that tell whether a text is whole.
fn sum(text: &str) -> u32 {
    PaperId::of_key(text).0 as u32 & 0x3fff_ffff
}

struct Digits<'a> {
    out: &'a mut String,
    held: u64,
    count: u32,
}

impl Digits<'_> {
    fn put(&mut self, value: u32, bits: u32) {
        self.held = self.held << bits | u64::from(value);
        self.count += bits;
        while self.count >= 6 {
            self.count -= 6;
            let digit = self.held >> self.count & 63;
            self.out.extend(DIGITS.get(digit as usize).map(|byte| char::from(*byte)));
        }
        self.held &= 63;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::favourite;
    use crate::favourites::Favourite;
    use proptest::prelude::*;

    fn fragment(favourites: &[Favourite], include: Include) -> String {
        let items: Vec<Item> = favourites.iter().map(|kept| (kept.paper.clone(), Some(kept))).collect();
        write(&items, include).unwrap()
    }

    /// A paper of which nothing else is known.
    fn titled(title: &str) -> Paper {
        let text = format!("{{\"format\":\"paperdeck.papers\",\"version\":1,\"papers\":[{{\"title\":{title:?}}}]}}");
        crate::exchange::read(&text).unwrap().remove(0).0
    }

    proptest! {
        #[test]
        fn comes_back(favourites in proptest::collection::vec(favourite(), 1..4), abstracts in any::<bool>(), notes in any::<bool>()) {
            let text = fragment(&favourites, Include { abstracts, notes });
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=-_".contains(&byte)), "{}", text);
            let found = read(&text).unwrap();
            let kept = &favourites[0];
            let (paper, note) = &found[0];
            prop_assert_eq!((paper.id, &paper.title, paper.published), (kept.id(), &kept.paper.title, kept.paper.published));
            prop_assert_eq!((&paper.links, &paper.arxiv_id), (&kept.paper.links, &kept.paper.arxiv_id));
            prop_assert_eq!(paper.abstract_text.as_ref(), kept.paper.abstract_text.as_ref().filter(|_| abstracts));
            prop_assert_eq!(note.as_str(), if notes { kept.note.trim() } else { "" });
            prop_assert!(paper.seen_in.is_empty() && paper.comments.is_none());
        }

        #[test]
        fn what_was_cut_or_changed_is_refused(kept in favourite(), at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_-]") {
            let text = fragment(&[kept], Include { abstracts: true, notes: true });
            let at = 6 + at.index(text.len() - 6);
            prop_assert_eq!(read(&text[..at]), Err(Unusable::Broken));
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            // The last characters have bits that say nothing.
            prop_assert!(read(&changed).is_err() || read(&changed) == read(&text), "{}", changed);
        }

        #[test]
        fn takes_anything(text in "\\PC{0,40}", digits in "[A-Za-z0-9_-]{0,60}") {
            prop_assert!(read(&text).is_err());
            let _ = (read(&format!("list={text}")), read(&format!("list=1{digits}")));
        }
    }

    proptest! {
        #[test]
        fn the_receiver_gets_what_their_library_has(kept in favourite(), abstracts in any::<bool>()) {
            let text = fragment(std::slice::from_ref(&kept), Include { abstracts, notes: false });
            let came = read(&text).unwrap().remove(0).0;
            prop_assert_eq!(completed(kept.paper.clone(), came.clone()), kept.paper.clone());
            // What the library does not have is taken from the link.
            let paper = completed(titled(&kept.paper.title), came.clone());
            prop_assert_eq!((paper.published, &paper.year_reason), (came.published, &came.year_reason));
            prop_assert_eq!((&paper.links, &paper.arxiv_id, &paper.abstract_text), (&came.links, &came.arxiv_id, &came.abstract_text));
            prop_assert_eq!((&paper.author_names, paper.authors, &paper.organisation), (&came.author_names, came.authors, &came.organisation));
        }
    }

    #[test]
    fn a_year_that_is_known_is_better_than_none() {
        let date = |year| Some(Date { year, month: 3, day: 20 });
        let paper = |published| Paper { published, ..titled("Teapots") };
        let year = |ours, came| completed(paper(ours), paper(came)).published.map(|date| date.year);
        assert_eq!(year(date(None), date(Some(2025))), Some(Some(2025)));
        assert_eq!(year(date(Some(2024)), date(Some(2025))), Some(Some(2024)));
        assert_eq!(year(date(None), None), Some(None));
        assert_eq!(year(None, date(None)), Some(None));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(read("list=2abc"), Err(Unusable::Newer));
        for text in ["", "list=", "list=1", "list=0AAAA", "q=list", "list=1AAAAAAAA", "list=1%20", "list=xyz"] {
            assert_eq!(read(text), Err(Unusable::Broken), "{text}");
        }
        assert!(is_list("list=") && !is_list("q=list="));
    }

    /// A link that was ever made is read for ever.
    #[test]
    fn the_first_version_is_read() {
        let found = read(include_str!("link.1.txt").trim()).unwrap();
        let (paper, note) = &found[0];
        assert_eq!(
            (found.len(), paper.title.as_str(), note.as_str()),
            (1, "Teapots: a Survey of “Pouring”", "spill it")
        );
        assert_eq!((paper.arxiv_id.as_deref(), paper.links.len()), (Some("2502.01234"), 1));
        assert_eq!(paper.abstract_text.as_deref(), Some("We pour \\emph{tea} — 深 — and show that it spills."));
    }

    #[test]
    fn too_much_is_not_packed() {
        let paper = titled("A title of a paper in a long list");
        let many: Vec<Item> = (0..MOST_PAPERS + 1).map(|_| (paper.clone(), None)).collect();
        assert_eq!(write(&many, Include::default()), None);
    }
}
