//! A set of the documents of a segment: one bit each.

/// Documents `0..len`, each in the set or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// None of `len` documents.
    pub fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// Puts a document in; one past the end is passed over.
    #[inline(always)]
    pub fn insert(&mut self, doc: u16) {
        if let Some(word) = self.0.get_mut(usize::from(doc >> 6)) {
            *word |= 1 << (doc & 63);
        }
    }

    /// Takes a document out.
    pub fn remove(&mut self, doc: u16) {
        if let Some(word) = self.0.get_mut(usize::from(doc >> 6)) {
            *word &= !(1 << (doc & 63));
        }
    }

    /// Whether a document is in.
    #[inline(always)]
    pub fn contains(&self, doc: u16) -> bool {
        self.0.get(usize::from(doc >> 6)).is_some_and(|word| word >> (doc & 63) & 1 == 1)
    }

    /// Number of documents in the set.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether no document is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Keeps what is in `other` too.
    pub fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Takes out what is in `other`.
    pub fn remove_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    /// Puts in what is in `other`.
    pub fn insert_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// The documents in the set, ascending.
    pub fn iter(&self) -> Iter<'_> {
        Iter { rest: self.0.iter(), left: 0, base: 0_u16.wrapping_sub(64) }
    }
}

/// The documents of a set; see [`Bits::iter`].
pub struct Iter<'a> {
    rest: std::slice::Iter<'a, u64>,
    /// What is left of the word at hand.
    left: u64,
    /// The document of its first bit.
    base: u16,
}

impl Iterator for Iter<'_> {
    type Item = u16;

    #[inline(always)]
    fn next(&mut self) -> Option<u16> {
        while self.left == 0 {
            self.left = *self.rest.next()?;
            self.base = self.base.wrapping_add(64);
        }
        let at = self.left.trailing_zeros() as u16;
        self.left &= self.left - 1;
        Some(self.base + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn is_a_set(a in proptest::collection::btree_set(any::<u16>(), 0..40), b in proptest::collection::btree_set(0_u16..200, 0..40)) {
            let bits = |set: &BTreeSet<u16>| {
                let mut bits = Bits::none(1 << 16);
                set.iter().for_each(|doc| bits.insert(*doc));
                bits
            };
            let list = |bits: &Bits| bits.iter().collect::<Vec<_>>();
            prop_assert_eq!((bits(&a).len(), bits(&a).is_empty()), (a.len(), a.is_empty()));
            prop_assert_eq!(list(&bits(&a)), a.iter().copied().collect::<Vec<_>>());
            for (change, want) in [
                (Bits::keep as fn(&mut Bits, &Bits), a.intersection(&b).copied().collect::<Vec<_>>()),
                (Bits::insert_all, a.union(&b).copied().collect()),
                (Bits::remove_all, a.difference(&b).copied().collect()),
            ] {
                let mut changed = bits(&a);
                change(&mut changed, &bits(&b));
                prop_assert_eq!(list(&changed), want);
            }
            prop_assert!(a.iter().all(|doc| bits(&a).contains(*doc)));
            let mut bits = bits(&a);
            a.iter().for_each(|doc| bits.remove(*doc));
            prop_assert_eq!(bits, Bits::none(1 << 16));
        }
    }
}
