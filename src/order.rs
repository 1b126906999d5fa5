//! Sorting, in one place: every sort of another type would be some kilobytes more in the wasm.

use std::cmp::Ordering;

/// Something to sort: what it goes by first, and its number.
pub type Keyed = (u64, u32);

/// Sorts by key, then by `tie`, then by number: the order is always the same.
pub fn sort(items: &mut [Keyed], tie: &dyn Fn(u32, u32) -> Ordering) {
    items.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| tie(a.1, b.1)).then(a.1.cmp(&b.1)));
}

/// Puts the first `count` items in place, in the order of [`sort`]; the order of the others is any. Linear but for sorting
/// the first.
pub fn first(items: &mut [Keyed], count: usize, tie: &dyn Fn(u32, u32) -> Ordering) {
    let head = if count < items.len() {
        let by = |a: &Keyed, b: &Keyed| a.0.cmp(&b.0).then_with(|| tie(a.1, b.1)).then(a.1.cmp(&b.1));
        items.select_nth_unstable_by(count, by).0
    } else {
        items
    };
    sort(head, tie);
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
        fn the_first_are_those_of_the_whole_order(
            mut items in proptest::collection::vec((0_u64..5, 0_u32..20), 0..40), count in 0_usize..50,
        ) {
            let tie = |a: u32, b: u32| (a % 3).cmp(&(b % 3));
            let mut want = items.clone();
            sort(&mut want, &tie);
            first(&mut items, count, &tie);
            let count = count.min(want.len());
            prop_assert_eq!(&items[..count], &want[..count]);
        }

        #[test]
        fn orders_texts(list in proptest::collection::vec("[a-c\u{0}é]{0,12}", 0..20)) {
            let mut want: Vec<u32> = (0..list.len() as u32).collect();
            want.sort_by_key(|at| &list[*at as usize]);
            prop_assert_eq!(texts(list.len(), &|at| &list[at as usize]), want);
        }
    }
}
