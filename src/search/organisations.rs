//! The order of papers by the organisations that stand with them.

use super::universe::Universe;
use crate::interner::Interner;
use crate::order;
use crate::text::fold;

/// What each paper is sorted by, ascending: the place of its organisation, written in whatever case, among all of them;
/// `u64::MAX` where there is none. Linear in the papers, beside sorting the names, of which there are few.
pub fn ranks(universe: Universe) -> Vec<u64> {
    let mut names = Interner::default();
    let mut number = |name: Option<&str>| {
        let key = name.map(fold::title_key).filter(|key| !key.is_empty())?;
        Some(names.number(&key))
    };
    let papers = universe.library.all().iter();
    let mut numbers: Vec<Option<u32>> =
        papers.map(|facts| number(universe.library.organisation(facts).as_deref())).collect();
    numbers.extend(universe.extras.all.iter().map(|copy| {
        let kept = universe.favourites.get(copy.favourite as usize)?;
        number(kept.paper.organisation.as_deref())
    }));
    let mut places = vec![u64::MAX; names.len()];
    for (place, name) in order::texts(names.len(), &|at| names.term(at)).into_iter().enumerate() {
        if let Some(slot) = places.get_mut(name as usize) {
            *slot = place as u64;
        }
    }
    let place = |number: &Option<u32>| number.and_then(|at| places.get(at as usize).copied()).unwrap_or(u64::MAX);
    numbers.iter().map(place).collect()
}
