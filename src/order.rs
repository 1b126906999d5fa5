//! Sorting, in one place: every sort of another type would be some kilobytes more in the wasm.

use std::cmp::Ordering;

/// Something to sort: what it goes by first, and its number.
pub type Keyed = (u64, u32);

/// Below this many items insertion is the fastest.
const FEW: usize = 12;

/// Sorts by key, then by `tie`, then by number: the order is always the same. `tie` must be an order.
///
/// Quicksort with the median of three (Sedgewick, "Implementing quicksort programs", CACM 1978), which falls back to the
/// standard library's sort where parts stay lopsided. A standard library built for size, as the release's is, has a
/// heapsort alone.
pub fn sort(items: &mut [Keyed], tie: &dyn Fn(u32, u32) -> Ordering) {
    let depth = 2 * (usize::BITS - items.len().leading_zeros());
    quicksort(items, &|a, b| compare(a, b, tie), depth);
}

fn compare(a: &Keyed, b: &Keyed, tie: &dyn Fn(u32, u32) -> Ordering) -> Ordering {
    a.0.cmp(&b.0).then_with(|| tie(a.1, b.1)).then(a.1.cmp(&b.1))
}

fn quicksort(mut items: &mut [Keyed], by: &impl Fn(&Keyed, &Keyed) -> Ordering, mut depth: u32) {
    while items.len() > FEW {
        if depth == 0 {
            return items.sort_unstable_by(by);
        }
        depth -= 1;
        let middle = partition(items, by);
        let (left, right) = std::mem::take(&mut items).split_at_mut(middle);
        // The smaller part by a call, the larger by the loop: the stack stays shallow.
        let (smaller, larger) = if left.len() < right.len() { (left, right) } else { (right, left) };
        quicksort(smaller, by, depth);
        items = larger;
    }
    for end in 1..items.len() {
        for at in (1..=end).rev() {
            match items.get(at - 1..=at) {
                Some([a, b]) if by(a, b).is_gt() => items.swap(at - 1, at),
                _ => break,
            }
        }
    }
}

/// Brings the first `count` to the front, in any order.
fn select(mut items: &mut [Keyed], mut count: usize, by: &impl Fn(&Keyed, &Keyed) -> Ordering) {
    let mut depth = 2 * (usize::BITS - items.len().leading_zeros());
    while count > 0 && count < items.len() {
        if depth == 0 || items.len() <= FEW {
            return quicksort(items, by, depth);
        }
        depth -= 1;
        let middle = partition(items, by);
        let (left, right) = std::mem::take(&mut items).split_at_mut(middle);
        if middle < count {
            (items, count) = (right, count - middle);
        } else {
            items = left;
        }
    }
}

/// Parts items so that none of the first is greater than any of the others; how many the first are: neither none nor all.
fn partition(items: &mut [Keyed], by: &impl Fn(&Keyed, &Keyed) -> Ordering) -> usize {
    let last = items.len() - 1;
    let mut pivots = [0, last / 2, last].map(|at| items.get(at).copied().unwrap_or_default());
    for (a, b) in [(0, 1), (1, 2), (0, 1)] {
        if by(&pivots[a], &pivots[b]).is_gt() {
            pivots.swap(a, b);
        }
    }
    let pivot = pivots[1];
    let (mut low, mut high) = (0, last);
    loop {
        // The pivot itself stops both, and after the first swap what was swapped does.
        while items.get(low).is_some_and(|item| by(item, &pivot).is_lt()) {
            low += 1;
        }
        while high > 0 && items.get(high).is_some_and(|item| by(item, &pivot).is_gt()) {
            high -= 1;
        }
        if low >= high {
            return (high + 1).clamp(1, last);
        }
        items.swap(low, high);
        low += 1;
        high -= 1;
    }
}

/// The first of many items in the order of [`sort`]. Linear in what is offered but for sorting those.
pub struct First<'a> {
    /// At most twice as many as wanted, among them the first.
    best: Vec<Keyed>,
    count: usize,
    /// What does not come before this is not among the first.
    limit: Option<Keyed>,
    tie: &'a dyn Fn(u32, u32) -> Ordering,
}

impl<'a> First<'a> {
    /// The first `count`, at least one.
    pub fn new(count: usize, tie: &'a dyn Fn(u32, u32) -> Ordering) -> Self {
        Self { best: Vec::new(), count: count.max(1), limit: None, tie }
    }

    /// Takes an item in, if it may be among the first.
    #[inline(always)]
    pub fn offer(&mut self, item: Keyed) {
        if self.limit.is_none_or(|limit| item.0 <= limit.0) {
            self.take(item);
        }
    }

    fn take(&mut self, item: Keyed) {
        if self.limit.is_some_and(|limit| compare(&item, &limit, self.tie).is_ge()) {
            return;
        }
        self.best.push(item);
        if self.best.len() >= self.count.saturating_mul(2) {
            select(&mut self.best, self.count, &|a, b| compare(a, b, self.tie));
            self.best.truncate(self.count);
            self.limit = self.best.iter().max_by(|a, b| compare(a, b, self.tie)).copied();
        }
    }

    /// These, in order.
    pub fn finish(mut self) -> Vec<Keyed> {
        sort(&mut self.best, self.tie);
        self.best.truncate(self.count);
        self.best
    }
}

/// The numbers of some texts, in the order of the texts.
pub fn texts<'a>(count: usize, text: &dyn Fn(u32) -> &'a str) -> Vec<u32> {
    let mut items: Vec<Keyed> = (0..count as u32).map(|at| (head(text(at)), at)).collect();
    sort(&mut items, &|a, b| text(a).cmp(text(b)));
    items.into_iter().map(|(_, at)| at).collect()
}

/// The first eight bytes of a text as a number: it orders texts as they do, so far as it goes.
fn head(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
        *slot = byte;
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(
            items in proptest::collection::vec((proptest::sample::select(&[0, 1, 2, 3, 5, 8, 13, 21, u64::MAX]), 0_u32..200), 0..400), count in 1_usize..50, shape in 0..4,
        ) {
            let tie = |a: u32, b: u32| (a % 3).cmp(&(b % 3));
            let mut want = items;
            // Random, rising, falling, all alike.
            match shape {
                1 => want.sort_unstable(),
                2 => want.sort_unstable_by(|a, b| b.cmp(a)),
                3 => want.iter_mut().for_each(|item| *item = (1, 1)),
                _ => {}
            }
            let mut sorted = want.clone();
            let mut first = First::new(count, &tie);
            want.iter().for_each(|item| first.offer(*item));
            let head = first.finish();
            want.sort_by(|a, b| compare(a, b, &tie));
            sort(&mut sorted, &tie);
            prop_assert_eq!(&sorted, &want);
            prop_assert_eq!(&head[..], &want[..count.min(want.len())]);
        }

        #[test]
        fn orders_texts(list in proptest::collection::vec("[a-c\u{0}é]{0,12}", 0..20)) {
            let mut want: Vec<u32> = (0..list.len() as u32).collect();
            want.sort_by_key(|at| &list[*at as usize]);
            prop_assert_eq!(texts(list.len(), &|at| &list[at as usize]), want);
        }
    }
}
