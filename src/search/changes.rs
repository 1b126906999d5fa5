//! What changed from one dump to another: papers that only one of them has, and counts that went up.

use super::query::Query;
use super::universe::Universe;
use crate::library::Place;
use serde::{Deserialize, Serialize};

/// One kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Change {
    /// Only the later dump has the paper.
    New,
    /// Only the earlier dump has it.
    Gone,
    /// Both have it, the later with more comments.
    Comments,
    /// Both have it, the later with more up-votes.
    Upvotes,
}

impl Change {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 4] = [Self::New, Self::Gone, Self::Comments, Self::Upvotes];

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Gone => "Gone",
            Self::Comments => "More comments",
            Self::Upvotes => "More upvotes",
        }
    }

    /// Its name in the URL fragment.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Comments => "comments",
            Self::Upvotes => "upvotes",
        }
    }

    /// The inverse of [`Change::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.key() == key)
    }

    /// Its place in a set of changes.
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Two dumps that are compared.
pub struct Comparison<'a> {
    universe: Universe<'a>,
    /// The numbers of the earlier and the later; `None` where one of them is not loaded, and nothing is a change.
    dumps: Option<[u32; 2]>,
    /// Whether the earlier one shows comments and up-votes at all: then a paper without has none.
    shows: [bool; 2],
    /// The kinds that are asked for.
    wanted: u8,
}

impl<'a> Comparison<'a> {
    /// The comparison that a query asks for.
    pub fn new(query: &Query, universe: Universe<'a>) -> Option<Self> {
        let (from, to) = query.compare.as_ref()?;
        let inputs = universe.library.inputs();
        let number = |name: &str| inputs.iter().position(|input| input.name == name).map(|at| at as u32);
        let dumps = number(from).zip(number(to)).map(|(from, to)| [from, to]);
        let earlier = dumps.and_then(|[from, _]| inputs.get(from as usize));
        let entries = earlier.map_or(&[][..], |input| &input.volume.dump.entries);
        let shows =
            [entries.iter().any(|entry| entry.comments.is_some()), entries.iter().any(|entry| entry.upvotes.is_some())];
        let wanted = query.changes.iter().fold(0, |bits, change| bits | change.bit());
        Some(Self { universe, dumps, shows, wanted: if wanted == 0 { u8::MAX } else { wanted } })
    }

    /// The changes of a paper, as bits.
    pub fn of(&self, paper: u32) -> u8 {
        let library = self.universe.library;
        let (Some([from, to]), Some(facts)) = (self.dumps, library.facts(paper)) else { return 0 };
        let places = library.places(facts);
        let counts = |dump: u32| {
            let seen = places.iter().filter(|place: &&Place| place.dump == dump);
            seen.map(|place| library.counts(*place)).reduce(|a, b| [a[0].max(b[0]), a[1].max(b[1])])
        };
        match (counts(from), counts(to)) {
            (None, Some(_)) => Change::New.bit(),
            (Some(_), None) => Change::Gone.bit(),
            (Some(before), Some(now)) => {
                let mut bits = 0;
                let both = before.into_iter().zip(now).zip(self.shows).zip([Change::Comments, Change::Upvotes]);
                for (((before, now), shows), change) in both {
                    if now > before.or(shows.then_some(0)) && (before.is_some() || shows) {
                        bits |= change.bit();
                    }
                }
                bits
            }
            (None, None) => 0,
        }
    }

    /// Whether any of these changes is asked for.
    pub fn wants(&self, changes: u8) -> bool {
        changes & self.wanted != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::testing::{Row, dump};
    use crate::library::{Input, Library, Volume};
    use crate::search::extras::Extras;
    use std::sync::Arc;

    /// A dump of papers: title, comments, up-votes.
    fn input(name: &str, papers: &[(&str, Option<u32>, Option<u32>)]) -> Input {
        let rows: Vec<Row> = papers.iter().map(|(title, _, _)| Row(title, "", 1, "")).collect();
        let mut dump = dump(name, &rows);
        for (entry, (_, comments, upvotes)) in dump.entries.iter_mut().zip(papers) {
            (entry.comments, entry.upvotes) = (*comments, *upvotes);
        }
        Input { name: name.to_owned(), volume: Arc::new(Volume::new(dump)), year: None }
    }

    /// The papers with their changes, and whether the comparison wants them.
    #[track_caller]
    fn check(from: &str, to: &str, changes: &[Change], want: &str) {
        let library = Library::new(vec![
            input("a", &[("Tea", Some(2), None), ("Rain", None, None), ("Snow", Some(1), None), ("Ink", None, None)]),
            input(
                "b",
                &[("Ink", Some(1), Some(9)), ("Snow", None, Some(2)), ("Tea", Some(3), Some(5)), ("Kite", None, None)],
            ),
            input("c", &[("Tea", Some(3), Some(6)), ("Snow", None, Some(3)), ("Ink", Some(0), None)]),
        ]);
        let extras = Extras::default();
        let universe = Universe { library: &library, favourites: &[], extras: &extras };
        let compare = Some((from.to_owned(), to.to_owned()));
        let query = Query { compare, changes: changes.to_vec(), ..Query::default() };
        let comparison = Comparison::new(&query, universe).unwrap();
        let mut said = Vec::new();
        for paper in 0..library.len() as u32 {
            let found = comparison.of(paper);
            let keys = Change::ALL.into_iter().filter(|change| found & change.bit() != 0).map(Change::key);
            if comparison.wants(found) {
                said.push(format!("{}: {}", library.paper(paper).unwrap().title, keys.collect::<Vec<_>>().join("+")));
            }
        }
        assert_eq!(said.join(", "), want);
    }

    #[test]
    fn what_changed() {
        // Dump a shows comments, so that a paper without has none; it shows no up-votes at all.
        check("a", "b", &[], "Tea: comments, Rain: gone, Ink: comments, Kite: new");
        check("b", "a", &[], "Rain: new, Snow: comments, Kite: gone");
        check("b", "c", &[], "Tea: upvotes, Snow: upvotes, Kite: gone");
        check("b", "c", &[Change::Gone], "Kite: gone");
        check("a", "c", &[Change::New, Change::Comments], "Tea: comments");
        check("a", "d", &[], "");
        check("d", "a", &[], "");
    }
}
