//! Numbers for terms, in the order they are first seen.
//!
//! An open-addressing table of 24 bytes per slot that keeps the first and the last eight bytes of its term: most terms are no
//! longer than both, so that most look-ups touch one cache line and no text. Hashing is FxHash's multiply and rotate over
//! words of eight bytes.

/// What a free slot holds in place of a number.
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The first eight bytes; see [`head`].
    head: u64,
    /// The last eight bytes.
    tail: u64,
    /// Part of the hash, and in the low byte the length, at most 255.
    hash: u32,
    number: u32,
}

/// Terms no longer than this are told by the ends and the length in their slot.
const TOLD: usize = 16;

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
        self.slots
            .get(self.place(&Slot::of(term.as_bytes()), term))
            .map(|slot| slot.number)
            .filter(|number| *number != FREE)
    }

    /// The number of a term, which is new if it has not been seen before.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn number(&mut self, term: &str) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let new = Slot::of(term.as_bytes());
        let at = self.place(&new, term);
        match self.slots.get_mut(at) {
            Some(slot) if slot.number == FREE => {
                let number = self.ends.len() as u32;
                self.text.push_str(term);
                self.ends.push(self.text.len() as u32);
                *slot = Slot { number, ..new.1 };
                number
            }
            Some(slot) => slot.number,
            None => FREE,
        }
    }

    /// The slot of a term, or the free one where it would go.
    #[inline(always)]
    fn place(&self, new: &(u64, Slot), term: &str) -> usize {
        let mut at = self.home(new.0);
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.number != FREE) {
            if slot.hash == new.1.hash
                && slot.head == new.1.head
                && slot.tail == new.1.tail
                && (term.len() <= TOLD || self.term(slot.number) == term)
            {
                break;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// Where to look for a hash first: its upper bits, which the multiplication mixed best.
    #[inline(always)]
    fn home(&self, hash: u64) -> usize {
        (hash >> (64 - self.slots.len().trailing_zeros().min(63))) as usize & (self.slots.len().wrapping_sub(1))
    }

    fn grow(&mut self) {
        let count = (self.slots.len() * 2).max(1 << 12);
        let old = std::mem::replace(&mut self.slots, vec![Slot { head: 0, tail: 0, hash: 0, number: FREE }; count]);
        for slot in old.into_iter().filter(|slot| slot.number != FREE) {
            let mut at = self.home(Slot::of(self.term(slot.number).as_bytes()).0);
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

/// The last eight bytes, likewise; nothing for terms that the head tells.
#[inline(always)]
fn tail(bytes: &[u8]) -> u64 {
    bytes.last_chunk::<8>().map_or(0, |tail| u64::from_le_bytes(*tail))
}

impl Slot {
    /// The hash of a term, and the slot that it would take.
    #[inline(always)]
    fn of(bytes: &[u8]) -> (u64, Self) {
        /// FxHash's.
        const SEED: u64 = 0x517c_c1b7_2722_0a95;
        let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(SEED);
        let (head, tail) = (head(bytes), tail(bytes));
        let mut hash = mix(bytes.len() as u64, head);
        if bytes.len() > 8 {
            hash = mix(hash, tail);
        }
        if bytes.len() > TOLD {
            for word in bytes.get(8..bytes.len() - 8).unwrap_or(&[]).chunks(8) {
                hash = mix(hash, self::head(word));
            }
        }
        let length = bytes.len().min(255) as u32;
        // The home is the upper bits.
        (hash, Self { head, tail, hash: (hash >> 16) as u32 & !255 | length, number: FREE })
    }
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
