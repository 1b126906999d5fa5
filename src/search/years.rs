//! The years of a library as the slots of a histogram, and choices of years as ranges.

/// The most slots: where the years span more, the ends are folded.
pub const SLOTS: u16 = 40;

/// One slot: a year, or all years beyond an end of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its first year.
    pub from: u16,
    /// Its last year.
    pub to: u16,
    /// Papers of these years.
    pub papers: u32,
    /// Whether it may stand for years that are not named.
    pub folded: bool,
}

/// Slots that stay where they are while a query changes: they are those of the whole library, so far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Every year there is, oldest first, with the most papers it was seen with.
    known: Vec<(u16, u32)>,
    total: u32,
    slots: Vec<Slot>,
}

impl Timeline {
    /// Takes the counts of an answer, in any order, with how many papers matched of how many. An answer that leaves
    /// nothing out, or is of another library, sets the slots; any other can only add to them.
    pub fn take(&mut self, counts: &[(Option<u16>, u32)], matched: u32, total: u32) {
        if matched == total || total != self.total {
            self.known.clear();
        }
        self.total = total;
        for (year, papers) in counts.iter().filter_map(|(year, papers)| Some(((*year)?, *papers))) {
            match self.known.binary_search_by_key(&year, |known| known.0) {
                Ok(at) => {
                    if let Some(known) = self.known.get_mut(at) {
                        known.1 = known.1.max(papers);
                    }
                }
                Err(at) => self.known.insert(at, (year, papers)),
            }
        }
        self.slots = slots(&self.known);
        for (year, papers) in counts {
            if let Some(at) = year.and_then(|year| self.find(year))
                && let Some(slot) = self.slots.get_mut(at)
            {
                slot.papers += papers;
            }
        }
    }

    /// The slots, oldest first, without a gap.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The papers of the fullest slot.
    pub fn fullest(&self) -> u32 {
        self.slots.iter().map(|slot| slot.papers).max().unwrap_or(0)
    }

    /// The number of the slot that a year falls into. O(log slots).
    pub fn find(&self, year: u16) -> Option<usize> {
        let at = self.slots.partition_point(|slot| slot.to < year);
        self.slots.get(at).filter(|slot| slot.from <= year).map(|_| at)
    }

    /// The slot that a year falls into.
    pub fn slot(&self, year: u16) -> Option<Slot> {
        self.find(year).and_then(|at| self.slots.get(at)).copied()
    }

    /// All years from the slot of one to the slot of the other, ascending, whichever comes first: consecutive, but that of
    /// folded slots only years with papers are named.
    pub fn range(&self, one: u16, other: u16) -> Vec<u16> {
        let (Some(one), Some(other)) = (self.find(one), self.find(other)) else { return Vec::new() };
        let slots = self.slots.get(one.min(other)..=one.max(other)).unwrap_or_default();
        let mut years = Vec::new();
        for slot in slots {
            if slot.folded {
                let inside = self.known.iter().filter(|(year, _)| (slot.from..=slot.to).contains(year));
                years.extend(inside.map(|(year, _)| *year));
            } else {
                years.push(slot.from);
            }
        }
        years
    }
}

/// Empty slots for years in ascending order. Where they span too much, the stretch with the most papers (the newest such)
/// gets a slot per year, and what is before or after it one slot each.
fn slots(known: &[(u16, u32)]) -> Vec<Slot> {
    let (Some((first, _)), Some((last, _))) = (known.first().copied(), known.last().copied()) else {
        return Vec::new();
    };
    let (mut from, mut to) = (first, last);
    if last - first >= SLOTS {
        let (mut best, mut inside, mut stretch) = (0, 0, known.iter().peekable());
        for (year, papers) in known {
            inside += u64::from(*papers);
            while let Some((_, gone)) = stretch.next_if(|(old, _)| year - old >= SLOTS - 2) {
                inside -= u64::from(*gone);
            }
            if inside >= best
                && let Some((start, _)) = stretch.peek()
            {
                (best, from, to) = (inside, *start, *year);
            }
        }
    }
    let slot = |from, to, folded| Slot { from, to, papers: 0, folded };
    let before = (first < from).then(|| slot(first, from - 1, true));
    let after = (to < last).then(|| slot(to + 1, last, true));
    before.into_iter().chain((from..=to).map(|year| slot(year, year, false))).chain(after).collect()
}

/// The runs of consecutive years in a choice, ascending, as first and last year; what is not a year is left out.
pub fn runs(years: &[Option<u16>]) -> Vec<(u16, u16)> {
    let mut sorted: Vec<u16> = Vec::with_capacity(years.len());
    for year in years.iter().flatten() {
        if let Err(at) = sorted.binary_search(year) {
            sorted.insert(at, *year);
        }
    }
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for year in sorted {
        match runs.last_mut() {
            Some((_, last)) if year - *last == 1 => *last = year,
            _ => runs.push((year, year)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn timeline(counts: &[(u16, u32)]) -> Timeline {
        let mut timeline = Timeline::default();
        let counts: Vec<_> = counts.iter().map(|(year, papers)| (Some(*year), *papers)).collect();
        timeline.take(&counts, 9, 9);
        timeline
    }

    /// Slots as text: `≤1990:3 1991:0 1992:5`.
    fn said(timeline: &Timeline) -> String {
        let slots = timeline.slots().iter().map(|slot| match (slot.folded, slot.from) {
            (false, year) => format!("{year}:{}", slot.papers),
            (true, from) => format!("{from}..{}:{}", slot.to, slot.papers),
        });
        slots.collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(counts: &[(u16, u32)], want: &str) {
        assert_eq!(said(&timeline(counts)), want, "{counts:?}");
    }

    #[test]
    fn a_slot_per_year_and_gaps_drawn() {
        check(&[], "");
        check(&[(2024, 3)], "2024:3");
        check(&[(2025, 2), (2022, 1)], "2022:1 2023:0 2024:0 2025:2");
    }

    #[test]
    fn odd_years_are_folded_away() {
        check(&[(2025, 5), (2024, 7), (1900, 1), (1931, 2)], "1900..2023:3 2024:7 2025:5");
        check(&[(2099, 1), (2025, 5), (2023, 7)], "2023:7 2024:0 2025:5 2026..2099:1");
        check(&[(0, 1), (2025, 5), (u16::MAX, 1)], "0..2024:1 2025:5 2026..65535:1");
        check(&[(1900, 4), (2025, 4)], "1900..2024:4 2025:4");
    }

    #[test]
    fn ranges_are_consecutive_but_for_folded_slots() {
        let check = |one, other, want: &[u16]| {
            let timeline = timeline(&[(2025, 5), (2022, 7), (1900, 1), (1931, 2)]);
            assert_eq!(timeline.range(one, other), want);
        };
        check(2022, 2022, &[2022]);
        check(2025, 2023, &[2023, 2024, 2025]);
        check(1950, 1900, &[1900, 1931]);
        check(1900, 2023, &[1900, 1931, 2022, 2023]);
        check(1899, 2023, &[]);
    }

    #[test]
    fn slots_stay_while_a_query_changes() {
        let mut timeline = timeline(&[(2020, 4), (2024, 5)]);
        timeline.take(&[(Some(2024), 1), (None, 3)], 4, 9);
        assert_eq!(said(&timeline), "2020:0 2021:0 2022:0 2023:0 2024:1");
        timeline.take(&[(Some(2025), 1)], 1, 9);
        assert_eq!(said(&timeline), "2020:0 2021:0 2022:0 2023:0 2024:0 2025:1");
        timeline.take(&[(Some(2021), 8)], 8, 12);
        assert_eq!(said(&timeline), "2021:8");
    }

    #[test]
    fn choices_as_runs() {
        let check = |years: &[u16], want: &[(u16, u16)]| {
            let years: Vec<_> = years.iter().copied().map(Some).chain([None]).collect();
            assert_eq!(runs(&years), want);
        };
        check(&[], &[]);
        check(&[2024], &[(2024, 2024)]);
        check(&[2024, 2021, 2022, 2022], &[(2021, 2022), (2024, 2024)]);
        check(&[65535, 0, 1], &[(0, 1), (65535, 65535)]);
    }

    proptest! {
        #[test]
        fn every_year_has_one_slot(
            years in proptest::collection::btree_map(prop_oneof![any::<u16>(), 1900..2100_u16], 1..9_u32, 0..60),
        ) {
            let counts: Vec<_> = years.iter().map(|(year, papers)| (*year, *papers)).collect();
            let timeline = timeline(&counts);
            let slots = timeline.slots();
            prop_assert!(slots.len() <= usize::from(SLOTS));
            prop_assert!(slots.windows(2).all(|pair| pair[0].to + 1 == pair[1].from));
            prop_assert_eq!(slots.iter().map(|slot| slot.papers).sum::<u32>(), years.values().sum::<u32>());
            for (year, _) in &counts {
                let slot = timeline.slot(*year);
                prop_assert!(slot.is_some_and(|slot| (slot.from..=slot.to).contains(year)));
                prop_assert!(timeline.range(*year, *year).contains(year));
            }
        }
    }
}
