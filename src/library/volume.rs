//! A dump made ready for the library: per entry its title key and what its links are, and the index of its texts.

use crate::dump::{Dump, Entry};
use crate::engine::protocol::LinkKind;
use crate::paper::PaperId;
use crate::search::index::{Segment, SegmentBuilder};
use crate::text::{fold, latex, links};

/// A dump with what the library needs of it. It never changes; libraries share it.
#[derive(Debug)]
pub struct Volume {
    /// The dump.
    pub dump: Dump,
    /// Index over the entries: document `n` is entry `n`.
    pub segment: Segment,
    facts: Vec<Facts>,
    /// All title keys, one after another.
    keys: String,
}

/// What the library knows of an entry before it looks at any other.
#[derive(Clone, Copy, Debug)]
struct Facts {
    id: PaperId,
    /// Where the title key ends in `keys`; it starts where the one before ends.
    key_end: u32,
    has: Has,
}

/// Which kinds of links a paper has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// A link to code.
    pub code: bool,
    /// A project page.
    pub project: bool,
}

impl Has {
    /// What these links are.
    pub fn of<'a>(links: impl IntoIterator<Item = &'a str>) -> Self {
        let mut has = Self::default();
        for link in links {
            match links::classify(link).kind {
                LinkKind::Code => has.code = true,
                LinkKind::Project => has.project = true,
                LinkKind::Paper => {}
            }
        }
        has
    }

    /// What either has.
    pub fn or(self, other: Self) -> Self {
        Self { code: self.code || other.code, project: self.project || other.project }
    }
}

impl Volume {
    /// Makes a dump ready in one go; [`Preparing`] does the same in slices.
    pub fn new(dump: Dump) -> Self {
        let mut preparing = Preparing::default();
        preparing.step(&dump, usize::MAX);
        preparing.finish(dump)
    }

    /// Entry `index`, from 0.
    pub fn entry(&self, index: u32) -> Option<&Entry> {
        self.dump.entries.get(index as usize)
    }

    /// The identity of an entry's title.
    pub fn id(&self, index: u32) -> Option<PaperId> {
        self.facts.get(index as usize).map(|facts| facts.id)
    }

    /// An entry's title key.
    pub fn key(&self, index: u32) -> &str {
        let at = index as usize;
        let start = at.checked_sub(1).and_then(|at| self.facts.get(at)).map_or(0, |facts| facts.key_end);
        let end = self.facts.get(at).map_or(start, |facts| facts.key_end);
        self.keys.get(start as usize..end as usize).unwrap_or("")
    }

    /// Which links an entry has.
    pub fn has(&self, index: u32) -> Has {
        self.facts.get(index as usize).map_or_else(Has::default, |facts| facts.has)
    }
}

/// The links of an entry: those in its abstract, then those of its mark-up; none twice.
pub fn entry_links(dump: &Dump, entry: &Entry) -> Vec<String> {
    links_in(&entry.abstract_text.map(|span| dump.text(span)).unwrap_or_default(), entry)
}

/// The same, when the abstract's text is at hand.
fn links_in(text: &str, entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let more = entry.more.iter().flat_map(|more| &more.links).map(String::as_str);
    for link in links::links(text).into_iter().chain(more.filter(|link| links::host(link).is_some())) {
        if !found.iter().any(|known| known == link) {
            found.push(link.to_owned());
        }
    }
    found
}

/// A [`Volume`] under construction, of a dump that may grow meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Preparing {
    segment: SegmentBuilder,
    facts: Vec<Facts>,
    keys: String,
}

impl Preparing {
    /// Entries done.
    pub fn done(&self) -> usize {
        self.facts.len()
    }

    /// Does the next entries of the dump, at most `count`; whether all are done. Linear in their text.
    pub fn step(&mut self, dump: &Dump, count: usize) -> bool {
        let from = self.facts.len();
        for entry in dump.entries.iter().skip(from).take(count) {
            let title = dump.text(entry.title);
            let abstract_text = entry.abstract_text.map(|span| dump.text(span));
            let shown = abstract_text.as_deref().map(latex::display);
            self.segment.add(&latex::display(&title), shown.as_deref());
            let key = fold::title_key(&title);
            self.keys.push_str(&key);
            let has = Has::of(links_in(abstract_text.as_deref().unwrap_or(""), entry).iter().map(String::as_str));
            self.facts.push(Facts { id: PaperId::of_key(&key), key_end: self.keys.len() as u32, has });
        }
        self.facts.len() >= dump.entries.len()
    }

    /// The volume; entries not done are left out of it.
    pub fn finish(self, mut dump: Dump) -> Volume {
        dump.entries.truncate(self.facts.len());
        Volume { dump, segment: self.segment.finish(), facts: self.facts, keys: self.keys }
    }
}
