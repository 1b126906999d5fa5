//! Which papers a file of references marks: by arXiv id, else by title, as the library identifies papers.

use super::Reference;
use crate::order::{self, Keyed};
use crate::paper::PaperId;

/// Hashes of what a file has.
#[derive(Debug, Default)]
pub struct Owned {
    /// Of arXiv ids, ascending.
    ids: Vec<Keyed>,
    /// Of titles, ascending, each with 1 where the work has an arXiv id, else with 0.
    titles: Vec<Keyed>,
}

impl Owned {
    /// What these references mark.
    pub fn new(references: &[Reference]) -> Self {
        let mut owned = Self::default();
        for reference in references {
            if let Some(id) = &reference.arxiv_id {
                owned.ids.push((of_id(id), 0));
            }
            if !reference.title.is_empty() {
                let title = PaperId::of_title(&reference.title).0;
                owned.titles.push((title, u32::from(reference.arxiv_id.is_some())));
            }
        }
        for list in [&mut owned.ids, &mut owned.titles] {
            order::sort(list, &|_, _| std::cmp::Ordering::Equal);
        }
        owned
    }

    /// Whether a paper is among them, by the hash of its title and its arXiv id. A title alone says nothing where both have
    /// an arXiv id: these are not the same.
    pub fn has(&self, title: PaperId, arxiv_id: Option<&str>) -> bool {
        let in_list = |list: &[Keyed], key: Keyed| list.get(list.partition_point(|item| *item < key)) == Some(&key);
        if arxiv_id.is_some_and(|id| in_list(&self.ids, (of_id(id), 0))) {
            return true;
        }
        in_list(&self.titles, (title.0, 0)) || arxiv_id.is_none() && in_list(&self.titles, (title.0, 1))
    }
}

/// The hash of an arXiv id: case counts for nothing in it.
fn of_id(id: &str) -> u64 {
    PaperId::of_key(&id.to_ascii_lowercase()).0
}
