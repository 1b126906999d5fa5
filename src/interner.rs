//! Numbers for terms, in the order they are first seen.
//!
//! An open-addressing table of 16 bytes per slot that keeps the first eight bytes of its term: most terms are no longer, so
//! that most look-ups touch one cache line and no text. Hashing is FxHash's multiply and rotate over words of eight bytes.

/// What a free slot holds in place of a number.
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The first eight bytes, padded with zeros.
    head: u64,
    /// The upper half of the hash.
    hash: u32,
    number: u32,
}

/// Terms and their numbers.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    /// A power of two of slots, at most half of them taken.
    slots: Vec<Slot>,
    /// All terms, in the order of their numbers.
    text: String,
    /// Where each term ends in `text`.
    ends: Vec<u32>,
}

impl Interner {
    /// Number of terms.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The term with a number; `""` for one that is not there.
    pub fn term(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.text.get(start as usize..*end as usize)).unwrap_or("")
    }

    /// The number of a term that was seen.
    pub fn find(&self, term: &str) -> Option<u32> {
        let mut at = self.home(hash(term.as_bytes()));
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.number != FREE) {
            if self.term(slot.number) == term {
                return Some(slot.number);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The number of a term, which is new if it has not been seen before.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn number(&mut self, term: &str) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let (head, hash) = (head(term.as_bytes()), hash(term.as_bytes()));
        let mut at = self.home(hash);
        while let Some(slot) = self.slots.get(at).copied() {
            if slot.number == FREE {
                let number = self.ends.len() as u32;
                self.text.push_str(term);
                self.ends.push(self.text.len() as u32);
                if let Some(slot) = self.slots.get_mut(at) {
                    *slot = Slot { head, hash: (hash >> 32) as u32, number };
                }
                return number;
            }
            // The hash covers the length, so that short terms need no look at the text.
            if slot.hash == (hash >> 32) as u32
                && slot.head == head
                && (term.len() <= 8 && self.term_len(slot.number) == term.len() || self.term(slot.number) == term)
            {
                return slot.number;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        FREE
    }

    #[inline(always)]
    fn term_len(&self, number: u32) -> usize {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
        self.ends.get(at).map_or(0, |end| (*end - start) as usize)
    }

    /// Where to look for a hash first: its upper bits, which the multiplication mixed best.
    #[inline(always)]
    fn home(&self, hash: u64) -> usize {
        (hash >> (64 - self.slots.len().trailing_zeros().min(63))) as usize & (self.slots.len().wrapping_sub(1))
    }

    fn grow(&mut self) {
        let count = (self.slots.len() * 2).max(1 << 12);
        let old = std::mem::replace(&mut self.slots, vec![Slot { head: 0, hash: 0, number: FREE }; count]);
        for slot in old.into_iter().filter(|slot| slot.number != FREE) {
            let mut at = self.home(hash(self.term(slot.number).as_bytes()));
            while self.slots.get(at).is_some_and(|other| other.number != FREE) {
                at = (at + 1) & (count - 1);
            }
            if let Some(place) = self.slots.get_mut(at) {
                *place = slot;
            }
        }
    }
}

/// The first eight bytes as a number that only terms with the same beginning, or of another length, have too.
#[inline(always)]
fn head(bytes: &[u8]) -> u64 {
    if let Some(head) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*head);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    bytes.iter().fold(0, |head, byte| (head << 8) | u64::from(*byte))
}

/// FxHash over words of eight bytes and the length.
#[inline(always)]
fn hash(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0x517c_c1b7_2722_0a95;
    let mut hash = bytes.len() as u64;
    for word in bytes.chunks(8) {
        hash = (hash.rotate_left(5) ^ head(word)).wrapping_mul(SEED);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn numbers_as_a_map_does(terms in proptest::collection::vec("[ab\u{0}é]{0,18}", 0..9000)) {
            let mut interner = Interner::default();
            let mut map: HashMap<&str, u32> = HashMap::new();
            for term in &terms {
                let next = map.len() as u32;
                let want = *map.entry(term).or_insert(next);
                prop_assert_eq!(interner.number(term), want);
            }
            prop_assert_eq!(interner.len(), map.len());
            prop_assert_eq!(interner.find("never"), None);
            for (term, number) in map {
                prop_assert_eq!(interner.term(number), term);
                prop_assert_eq!(interner.find(term), Some(number));
            }
        }
    }
}
