//! What is searched: the papers of the library, then the favourites' copies that the library does not have, numbered
//! through. The copies take part only when favourites alone are asked for, or when the library is empty.

use super::brief::{Brief, Profile};
use super::extras::Extras;
use super::index::Segment;
use super::shard::Shard;
use crate::favourites::Favourite;
use crate::library::{Has, Library, Place};
use crate::paper::{Date, PaperId};
use std::borrow::Cow;

/// All that can be found.
#[derive(Clone, Copy)]
pub struct Universe<'a> {
    /// The papers of the dumps.
    pub library: &'a Library,
    /// All favourites.
    pub favourites: &'a [Favourite],
    /// The copies.
    pub extras: &'a Extras,
}

/// What filters and orders look at, of papers and copies alike.
pub struct View<'a> {
    /// Identity.
    pub id: PaperId,
    /// Date.
    pub published: Option<Date>,
    /// Number of authors.
    pub authors: Option<u32>,
    /// Number of comments.
    pub comments: Option<u32>,
    /// Up-votes.
    pub upvotes: Option<u32>,
    /// Its best position in a dump, from 1.
    pub rank: Option<u32>,
    /// Kinds of links.
    pub has: Has,
    /// Whether there is an abstract.
    pub has_abstract: bool,
    /// Place in the order of titles.
    pub title_rank: u64,
    /// Whether a file of references has it.
    pub owned: bool,
    /// The numbers of its hosts; see [`Universe::host`].
    pub hosts: &'a [u32],
    /// Where it was seen.
    pub dumps: Dumps<'a>,
}

/// In which dumps a paper was seen.
#[derive(Clone, Copy)]
pub enum Dumps<'a> {
    /// Sightings in the library, in the order of its dumps.
    Places(&'a [Place]),
    /// The numbers of names; see [`Universe::dump`].
    Names(&'a [u32]),
}

impl<'a> Universe<'a> {
    /// Number of papers in the library.
    pub fn papers(&self) -> usize {
        self.library.len()
    }

    /// Number of papers and copies.
    pub fn len(&self) -> usize {
        self.papers() + self.extras.all.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A paper or copy by its number.
    pub fn view(&self, index: u32) -> Option<View<'a>> {
        if let Some(facts) = self.library.facts(index) {
            return Some(View { owned: self.is_owned(index), ..self.library.view(facts) });
        }
        let extra = self.extras.all.get((index as usize).checked_sub(self.papers())?)?;
        Some(View {
            id: extra.id,
            published: extra.published,
            authors: extra.authors,
            comments: extra.comments,
            upvotes: extra.upvotes,
            rank: extra.rank,
            has: extra.has,
            has_abstract: extra.has_abstract,
            title_rank: (u64::from(extra.title_rank.0) << 32) | u64::from(extra.title_rank.1),
            owned: self.is_owned(index),
            hosts: &extra.hosts,
            dumps: Dumps::Names(&extra.dumps),
        })
    }

    /// The number of a paper or copy.
    pub fn find(&self, id: PaperId) -> Option<u32> {
        self.library.find(id).or_else(|| {
            let at = self.extras.all.iter().position(|extra| extra.id == id)?;
            Some((self.papers() + at) as u32)
        })
    }

    /// Whether a file of references has a paper or copy.
    pub fn is_owned(&self, index: u32) -> bool {
        self.extras.owned.get(index as usize).copied().unwrap_or(false)
    }

    /// The numbers of the hosts that a paper or copy links to.
    pub fn hosts(&self, index: u32) -> &'a [u32] {
        match self.library.facts(index) {
            Some(facts) => self.library.hosts(facts),
            None => self.view(index).map_or(&[], |view| view.hosts),
        }
    }

    /// The name of a host of a [`View`]; `""` for a number that there is not.
    pub fn host(&self, number: u32) -> &'a str {
        match number.checked_sub(self.library.host_count() as u32) {
            None => self.library.host(number),
            Some(number) => self.extras.hosts.term(number),
        }
    }

    /// How many hosts there are.
    pub fn host_count(&self) -> usize {
        self.library.host_count() + self.extras.hosts.len()
    }

    /// The name of a dump of a [`View`]; the dumps of the library come first, in order.
    pub fn dump(&self, number: u32) -> &'a str {
        let inputs = self.library.inputs();
        match (number as usize).checked_sub(inputs.len()) {
            None => inputs.get(number as usize).map_or("", |input| &input.name),
            Some(number) => self.extras.dumps.term(number as u32),
        }
    }

    /// How many dumps there are, those included that are not loaded but copies were seen in.
    pub fn dump_count(&self) -> usize {
        self.library.inputs().len() + self.extras.dumps.len()
    }

    /// The index, segment by segment.
    pub fn segments(&self) -> Vec<(&'a Segment, &'a Shard)> {
        self.library.shards().chain(self.extras.index.segments.iter().zip(&self.extras.shards)).collect()
    }

    /// What most queries look at of the papers of the library.
    pub fn briefs(&self) -> &'a [Brief] {
        &self.library.briefs().all
    }

    /// The profiles of the library.
    pub fn profiles(&self) -> &'a [Profile] {
        &self.library.briefs().profiles
    }

    /// Title and abstract with white space collapsed.
    pub fn texts(&self, index: u32) -> (Cow<'a, str>, Cow<'a, str>) {
        if let Some(facts) = self.library.facts(index) {
            let (title, text) = self.library.texts(facts);
            return (title, text.unwrap_or_default());
        }
        let extra = (index as usize).checked_sub(self.papers()).and_then(|at| self.extras.all.get(at));
        let copy = extra.and_then(|extra| self.favourites.get(extra.favourite as usize));
        copy.map_or_else(Default::default, |favourite| {
            let text = favourite.paper.abstract_text.as_deref();
            (favourite.paper.title.as_str().into(), text.unwrap_or("").into())
        })
    }
}
