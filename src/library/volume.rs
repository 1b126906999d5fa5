//! A dump made ready for the library: per entry its title key and what its links are, and the index of its texts.

use crate::dump::{Dump, Entry};
use crate::engine::protocol::LinkKind;
use crate::interner::Interner;
use crate::paper::PaperId;
use crate::search::index::{Index, IndexBuilder};
use crate::text::{fold, latex, links};
use std::borrow::Cow;

/// A dump with what the library needs of it. It never changes; libraries share it.
#[derive(Debug)]
pub struct Volume {
    /// The dump.
    pub dump: Dump,
    /// Index over the entries: document `n` is entry `n`.
    pub index: Index,
    facts: Vec<Facts>,
    /// All title keys, one after another.
    keys: String,
    /// What the links of the dump lead to, each once.
    hosts: Interner,
    /// Per entry, one after another: the numbers of its hosts, each once.
    host_numbers: Vec<u32>,
}

/// What the library knows of an entry before it looks at any other.
#[derive(Clone, Copy, Debug)]
struct Facts {
    id: PaperId,
    /// Where the title key ends in `keys`; it starts where the one before ends.
    key_end: u32,
    has: Has,
    /// Where its hosts end in `host_numbers`; they start where those of the one before end.
    hosts_end: u32,
    plain: bool,
}

/// Which kinds of links a paper has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// A link to code.
    pub code: bool,
    /// A project page.
    pub project: bool,
    /// Any link at all.
    pub link: bool,
}

impl Has {
    /// Takes a link in.
    pub fn add(&mut self, kind: LinkKind) {
        self.link = true;
        match kind {
            LinkKind::Code => self.code = true,
            LinkKind::Project => self.project = true,
            LinkKind::Paper => {}
        }
    }

    /// What either has.
    pub fn or(self, other: Self) -> Self {
        Self { code: self.code || other.code, project: self.project || other.project, link: self.link || other.link }
    }
}

impl Volume {
    /// Makes a dump ready in one go; [`Preparing`] does the same in slices.
    pub fn new(dump: Dump) -> Self {
        let mut preparing = Preparing::new(dump);
        preparing.step(usize::MAX);
        preparing.finish()
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

    /// What an entry's links lead to, by number, in the order of the links; see [`Volume::host`].
    pub fn hosts(&self, index: u32) -> &[u32] {
        let at = index as usize;
        let start = at.checked_sub(1).and_then(|at| self.facts.get(at)).map_or(0, |facts| facts.hosts_end);
        let end = self.facts.get(at).map_or(start, |facts| facts.hosts_end);
        self.host_numbers.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The name of a host, as [`links::classify`] calls it.
    pub fn host(&self, number: u32) -> &str {
        self.hosts.term(number)
    }

    /// Whether title and abstract of an entry are [plain](fold::is_plain) and without leftovers of LaTeX.
    pub fn is_plain(&self, index: u32) -> bool {
        self.facts.get(index as usize).is_some_and(|facts| facts.plain)
    }

    /// Which links an entry has.
    pub fn has(&self, index: u32) -> Has {
        self.facts.get(index as usize).map_or_else(Has::default, |facts| facts.has)
    }
}

/// The links of an entry: those in its abstract, then those of its mark-up; none twice.
pub fn entry_links(dump: &Dump, entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let text = entry.abstract_text.map(|span| dump.text(span)).unwrap_or_default();
    let more = entry.more.iter().flat_map(|more| &more.links).map(String::as_str);
    for link in links::links(&text).into_iter().chain(more.filter(|link| links::host(link).is_some())) {
        if !found.iter().any(|known| known == link) {
            found.push(link.to_owned());
        }
    }
    found
}

/// A [`Volume`] under construction.
#[derive(Debug)]
pub struct Preparing {
    dump: Dump,
    index: IndexBuilder,
    facts: Vec<Facts>,
    keys: String,
    hosts: Interner,
    host_numbers: Vec<u32>,
}

impl Preparing {
    /// Nothing done yet.
    pub fn new(dump: Dump) -> Self {
        let facts = Vec::with_capacity(dump.entries.len());
        Self {
            dump,
            index: IndexBuilder::default(),
            facts,
            keys: String::new(),
            hosts: Interner::default(),
            host_numbers: Vec::new(),
        }
    }

    /// Entries done, and in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.facts.len(), self.dump.entries.len())
    }

    /// Does the next entries, at most `count`; whether all are done. Linear in their text.
    pub fn step(&mut self, count: usize) -> bool {
        let from = self.facts.len();
        for entry in self.dump.entries.iter().skip(from).take(count) {
            let title = self.dump.text(entry.title);
            let abstract_text = entry.abstract_text.map(|span| self.dump.text(span));
            let (shown_title, shown) = (latex::display(&title), abstract_text.as_deref().map(latex::display));
            self.index.add(&shown_title, shown.as_deref());
            let is_plain = |shown: &Cow<str>| matches!(shown, Cow::Borrowed(text) if fold::is_plain(text));
            let plain = is_plain(&shown_title) && shown.as_ref().is_none_or(is_plain);
            let key = fold::title_key(&title);
            self.keys.push_str(&key);
            let mut has = Has::default();
            let hosts_start = self.host_numbers.len();
            for link in entry_links(&self.dump, entry) {
                let link = links::classify(&link);
                has.add(link.kind);
                let host = self.hosts.number(&link.label);
                if !self.host_numbers.iter().skip(hosts_start).any(|known| *known == host) {
                    self.host_numbers.push(host);
                }
            }
            self.facts.push(Facts {
                id: PaperId::of_key(&key),
                key_end: self.keys.len() as u32,
                has,
                hosts_end: self.host_numbers.len() as u32,
                plain,
            });
        }
        self.facts.len() >= self.dump.entries.len()
    }

    /// The volume; entries not done are left out of it.
    pub fn finish(mut self) -> Volume {
        self.dump.entries.truncate(self.facts.len());
        Volume {
            dump: self.dump,
            index: self.index.finish(),
            facts: self.facts,
            keys: self.keys,
            hosts: self.hosts,
            host_numbers: self.host_numbers,
        }
    }
}
