//! A dump made ready for the library: per entry its title key and what its links are, and the index of its texts.

use crate::dump::{Dump, Entry, Span};
use crate::engine::protocol::LinkKind;
use crate::interner::Interner;
use crate::paper::PaperId;
use crate::search::index::{Index, IndexBuilder};
use crate::text::{fold, latex, links, space};
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
        let mut preparing = Preparing::default();
        preparing.step(&dump, usize::MAX);
        preparing.finish(dump)
    }

    /// Whether another dump has the same papers in the same words. Most that do not show it by their first title.
    pub fn is_again(&self, other: &Self) -> bool {
        self.id(0) == other.id(0) && self.dump.is_again(&other.dump)
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

    /// Which links an entry has.
    pub fn has(&self, index: u32) -> Has {
        self.facts.get(index as usize).map_or_else(Has::default, |facts| facts.has)
    }
}

/// The links of an entry: those in its abstract, then those of its mark-up; none twice.
pub fn entry_links(dump: &Dump, entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let raw = entry.abstract_text.filter(|span| links::may_have(dump.raw(*span)));
    let text = raw.map(|span| dump.text(span)).unwrap_or_default();
    let more = entry.more.iter().flat_map(|more| &more.links).map(String::as_str);
    for link in links::links(&text).into_iter().chain(more.filter(|link| links::host(link).is_some())) {
        if !found.iter().any(|known| known == link) {
            found.push(link.to_owned());
        }
    }
    found
}

/// A [`Volume`] under construction, of a dump that may grow meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Preparing {
    index: IndexBuilder,
    facts: Vec<Facts>,
    keys: String,
    hosts: Interner,
    host_numbers: Vec<u32>,
}

impl Preparing {
    /// Entries done.
    pub fn done(&self) -> usize {
        self.facts.len()
    }

    /// Does the next entries of the dump, at most `count`; whether all are done. Linear in their text.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn step(&mut self, dump: &Dump, count: usize) -> bool {
        let from = self.facts.len();
        for entry in dump.entries.iter().skip(from).take(count) {
            let abstract_text = entry.abstract_text.map(|span| shown(dump, span));
            self.index.add(&shown(dump, entry.title), abstract_text.as_deref());
            let key = fold::title_key(&dump.text(entry.title));
            self.keys.push_str(&key);
            let (has, hosts_end) = self.add_links(dump, entry);
            self.facts.push(Facts { id: PaperId::of_key(&key), key_end: self.keys.len() as u32, has, hosts_end });
        }
        self.facts.len() >= dump.entries.len()
    }

    /// Which links an entry has; its hosts are noted up to the number given back.
    fn add_links(&mut self, dump: &Dump, entry: &Entry) -> (Has, u32) {
        let mut has = Has::default();
        let start = self.host_numbers.len();
        for link in entry_links(dump, entry) {
            let link = links::classify(&link);
            has.add(link.kind);
            let host = self.hosts.number(&link.label);
            if !self.host_numbers.iter().skip(start).any(|known| *known == host) {
                self.host_numbers.push(host);
            }
        }
        (has, self.host_numbers.len() as u32)
    }

    /// The volume; entries not done are left out of it.
    pub fn finish(self, mut dump: Dump) -> Volume {
        dump.entries.truncate(self.facts.len());
        Volume {
            dump,
            index: self.index.finish(),
            facts: self.facts,
            keys: self.keys,
            hosts: self.hosts,
            host_numbers: self.host_numbers,
        }
    }
}

/// A text of a dump as it is shown, but for white space, which is nothing to tokens.
fn shown(dump: &Dump, span: Span) -> Cow<'_, str> {
    let raw = dump.raw(span);
    if fold::is_plain(raw) && !latex::has_leftovers(raw.as_bytes()) {
        return Cow::Borrowed(raw);
    }
    latex::display(&space::collapse(raw)).into_owned().into()
}
