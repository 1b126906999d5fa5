//! Merging: near-duplicate titles, identities, counts with their history, and that no order of dumps makes a difference.

use super::{RAIN, TEA, outline, papers};
use crate::dump::{Captured, YearReason};
use crate::favourites::{Favourite, Status};
use crate::library::{Input, Library, Volume};
use crate::paper::{Date, Paper, PaperId};
use crate::testing::{Row, input, library};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const SHORT_TEA: &str = "We describe porcelain teapots whose handles remember every visitor …";

/// Whether two titles with these abstracts are one paper, and its title.
#[track_caller]
fn check(a: (&str, &str), b: (&str, &str), want: &[&str]) {
    let rows = |(title, text)| [Row(title, text, 1, "2024-03-20")];
    for (first, second) in [(a, b), (b, a)] {
        let merged = library(&[("a", &rows(first)), ("b", &rows(second))]);
        let mut titles: Vec<String> = papers(&merged).into_iter().map(|paper| paper.title).collect();
        titles.sort();
        let mut want = want.to_vec();
        want.sort_unstable();
        assert_eq!(titles, want, "{first:?} {second:?}");
    }
}

#[test]
fn near_duplicates_join_when_their_abstracts_agree() {
    let long = "Few-Shot Teapots for Rainy Afternoons";
    check((long, TEA), ("FEW SHOT TEAPOTS FOR RAINY AFTERNOONS.", TEA), &[long]);
    check((long, TEA), ("Fewshot teapots for rainy afternoons", TEA), &["Fewshot teapots for rainy afternoons"]);
    check((long, TEA), ("\\textbf{Few-Shot} Teapots for $Rainy$ Afternoons", TEA), &[long]);
    check((long, TEA), ("Few-Shot Teapots for Rainy Afternoons v2", SHORT_TEA), &[long]);
    check((long, TEA), ("Few-Shot Teapots for Rai…", SHORT_TEA), &[long]);
    check((long, SHORT_TEA), ("Few-Shot Teapots for Rai", TEA), &["Few-Shot Teapots for Rai"]);
    check(("A Tea v1", TEA), ("A Tea v3", TEA), &["A Tea v1"]);
}

#[test]
fn near_duplicates_stay_apart_when_their_abstracts_do_not_agree() {
    let long = "Few-Shot Teapots for Rainy Afternoons";
    check((long, TEA), ("Few-Shot Teapots for Rai…", RAIN), &["Few-Shot Teapots for Rai…", long]);
    check((long, TEA), ("Few-Shot Teapots for Rai…", ""), &["Few-Shot Teapots for Rai…", long]);
    check((long, TEA), ("Fewshot Teapots for Rainy Afternoons", ""), &[long, "Fewshot Teapots for Rainy Afternoons"]);
    check(
        (long, TEA),
        ("Few-Shot Teapots for Rainy Afternoons v2", RAIN),
        &[long, "Few-Shot Teapots for Rainy Afternoons v2"],
    );
    check(("Tea", TEA), ("Tea for Two", TEA), &["Tea", "Tea for Two"]);
    check(
        ("Rainy Afternoons, Part 1", TEA),
        ("Rainy Afternoons, Part 12", TEA),
        &["Rainy Afternoons, Part 1", "Rainy Afternoons, Part 12"],
    );
}

#[test]
fn an_entry_without_abstract_goes_by_its_title() {
    check(("Warm Tea", TEA), ("warm tea!", ""), &["Warm Tea"]);
    check(("Warm Tea", ""), ("warm tea", ""), &["Warm Tea"]);
}

#[test]
fn a_title_in_three_editions_is_one_paper() {
    let cut = [Row("Few-Shot Teapots for Ra…", SHORT_TEA, 1, "")];
    let full = [Row("Few-Shot Teapots for Rainy Afternoons", TEA, 1, "")];
    let second = [Row("Fewshot Teapots for Rainy Afternoons v2", TEA, 1, "")];
    let merged = library(&[("a", &cut), ("b", &second), ("c", &full)]);
    assert_eq!(outline(&merged), ["Few-Shot Teapots for Rainy Afternoons: a1 b1 c1"]);
}

fn star(paper: &Paper) -> Favourite {
    let added = "2026-11-20T09:00:00Z".to_owned();
    Favourite { paper: paper.clone(), added, status: Status::Unread, tags: Vec::new(), note: String::new(), changed: 0 }
}

/// The titles of the papers that favourites kept from the first dump have once the second is there.
#[track_caller]
fn check_kept(a: &[Row], b: &[Row], keep: &str, want: &str) {
    let stars: Vec<Favourite> =
        papers(&library(&[("a", a)])).iter().filter(|paper| paper.title == keep).map(star).collect();
    let [kept] = stars.as_slice() else { panic!("no such paper") };
    for order in [[("a", a), ("b", b)], [("b", b), ("a", a)]] {
        let mut merged = library(&order);
        merged.adopt(&stars);
        let found = merged.find(kept.id()).and_then(|at| merged.paper(at)).map(|paper| (paper.id, paper.title));
        assert_eq!(found, Some((kept.id(), want.to_owned())));
        merged.adopt(&stars);
        assert_eq!(merged.by_id.len(), merged.len());
    }
}

#[test]
fn favourites_follow_their_paper_to_another_identity() {
    let full = [Row("Few-Shot Teapots for Rainy Afternoons", TEA, 1, "")];
    let cut = [Row("Few-Shot Teapots for Ra…", SHORT_TEA, 1, "")];
    check_kept(&cut, &full, cut[0].0, full[0].0);
    check_kept(&full, &cut, full[0].0, full[0].0);
    // A namesake comes.
    let (tea, rain) = ([Row("Untitled", TEA, 1, "")], [Row("Untitled", RAIN, 1, "")]);
    check_kept(&tea, &rain, "Untitled", "Untitled");
    check_kept(&rain, &tea, "Untitled", "Untitled");
    let both = library(&[("a", &tea), ("b", &rain)]);
    // A namesake goes.
    for paper in papers(&both) {
        let (only, namesake) = if paper.abstract_text.as_deref() == Some(TEA) { (tea, rain) } else { (rain, tea) };
        let mut alone = library(&[("a", &only)]);
        alone.adopt(&[star(&paper)]);
        assert_eq!(alone.find(paper.id), Some(0));
        let mut other = library(&[("a", &namesake)]);
        other.adopt(&[star(&paper)]);
        assert_eq!(other.find(paper.id), None);
    }
}

#[test]
fn a_favourite_follows_its_abstract_to_another_title() {
    let before = [Row("A Header Taken for a Title", TEA, 1, "")];
    let check = |after: &[Row], want: bool| {
        let stars: Vec<Favourite> = papers(&library(&[("a", &before)])).iter().map(star).collect();
        let mut now = library(&[("a", after)]);
        now.adopt(&stars);
        assert_eq!(now.find(stars[0].id()).is_some(), want);
        now.adopt(&stars);
        assert_eq!(now.by_id.len(), now.len());
    };
    check(&[Row("Warm Tea", TEA, 1, "")], true);
    check(&[Row("Warm Tea", &format!("One line more. {TEA}"), 1, "")], true);
    check(&[Row("Warm Tea", RAIN, 1, "")], false);
    check(&[Row("Warm Tea", "", 1, "")], false);
}

#[test]
fn a_paper_that_is_kept_as_it_is_keeps_its_identity() {
    let full = [Row("Few-Shot Teapots for Rainy Afternoons", TEA, 1, "")];
    let cut = [Row("Few-Shot Teapots for Ra…", SHORT_TEA, 1, "")];
    let stars: Vec<Favourite> =
        [&full, &cut].iter().flat_map(|rows| papers(&library(&[("a", *rows)]))).map(|paper| star(&paper)).collect();
    let mut merged = library(&[("a", &full), ("b", &cut)]);
    merged.adopt(&stars);
    assert_eq!(merged.find(stars[0].id()), Some(0));
    assert_eq!(merged.find(stars[1].id()), None);
}

/// A dump that was captured on a day, with comments as the rows say and so many up-votes for its first paper.
fn dated(name: &str, day: &str, upvotes: u32, rows: &[Row]) -> Input {
    let mut dump = crate::dump::testing::dump(name, rows);
    if let Some(day) = Date::from_iso(day) {
        dump.captured = Captured { year: day.year, reason: YearReason::CaptureDate(day.iso()) };
    }
    dump.entries[0].upvotes = Some(upvotes);
    Input { name: name.to_owned(), volume: Arc::new(Volume::new(dump)), year: None }
}

#[test]
fn the_newest_counts_are_shown_and_all_are_kept() {
    let check = |dumps: &[(&str, u32, &str)], comments: Option<u32>, upvotes: u32, history: (i64, &str)| {
        for turn in 0..dumps.len() {
            let mut inputs: Vec<Input> = dumps
                .iter()
                .zip(["a", "b", "c"])
                .map(|((day, votes, date), name)| dated(name, day, *votes, &[Row("Warm Tea", TEA, 1, date)]))
                .collect();
            inputs.rotate_left(turn);
            let paper = Library::new(inputs).paper(0).unwrap();
            assert_eq!((paper.comments, paper.upvotes), (comments, Some(upvotes)), "{dumps:?}");
            let grown = paper.grown(paper.upvotes, |sighting| sighting.upvotes);
            let said = grown.map(|(by, since)| (by, since.day.map_or("?".to_owned(), |day| day.iso())));
            assert_eq!(said, Some((history.0, history.1.to_owned())).filter(|(by, _)| *by != 0), "{dumps:?}");
        }
    };
    check(&[("2025-03-20", 53, "2025-03-01 2"), ("2025-03-27", 65, "2025-03-01 4")], Some(4), 65, (12, "2025-03-20"));
    // Taken back.
    check(&[("2025-03-20", 53, "2025-03-01 2"), ("2025-03-27", 50, "2025-03-01")], Some(2), 50, (-3, "2025-03-20"));
    check(&[("", 53, "2025-03-01 2"), ("", 50, "2025-03-01 3")], Some(3), 53, (3, "?"));
    check(&[("", 70, "2025-03-01 2"), ("2025-03-27", 50, "2025-03-01 3")], Some(3), 70, (20, "2025-03-27"));
    check(&[("2025-03-20", 53, ""), ("2025-03-20", 53, ""), ("2025-03-27", 53, "")], None, 53, (0, ""));
}

/// A row of small parts, so that titles and abstracts meet in every way.
fn row() -> impl Strategy<Value = (String, String, u32, String)> {
    const TITLES: [&str; 12] = [
        "Untitled",
        "UNTITLED!",
        "Few-Shot Teapots for Rainy Afternoons",
        "Fewshot Teapots for Rainy Afternoons",
        "Few-Shot Teapots for Rainy Afternoons v2",
        "few shot teapots for rainy afternoons v3",
        "Few-Shot Teapots for Rai…",
        "Few-Shot Teapots for Rainy",
        "Few-Shot Teapots for Rainy Afternoons and Umbrellas",
        "On Rain",
        "On  Rain",
        "深茶",
    ];
    const TEXTS: [&str; 8] = [
        "",
        TEA,
        SHORT_TEA,
        RAIN,
        "We describe porcelain teapots whose handles remember every visitor, and measure their lasting warmth.",
        "Umbrellas of unusual diameter shelter graduate students",
        "Umbrellas of unusual diameter shelter teapots whose handles remember graduate students against warmth.",
        "Nothing of all this.",
    ];
    let dates = ["", "2024-03-20", "2024-03-20 2", "2023-03-20 7", "--03-20", "--03-20 4", "--02-29"];
    let text = proptest::sample::select(TEXTS.to_vec()).prop_map(str::to_owned);
    (
        proptest::sample::select(TITLES.to_vec()).prop_map(str::to_owned),
        text,
        0..4_u32,
        proptest::sample::select(dates.to_vec()).prop_map(str::to_owned),
    )
}

type Rows = Vec<(String, String, u32, String)>;

/// Some dumps, some of them with the day they were captured on.
fn dumps() -> impl Strategy<Value = Vec<(Rows, &'static str, u32)>> {
    let days = proptest::sample::select(vec!["", "2025-03-27", "2026-01-02"]);
    proptest::collection::vec((proptest::collection::vec(row(), 1..6), days, 0..3_u32), 1..5)
}

fn make(dumps: &[(Rows, &'static str, u32)]) -> Vec<Input> {
    let one = |(at, (rows, day, votes)): (usize, &(Rows, &'static str, u32))| {
        let rows: Vec<Row> = rows.iter().map(|(a, b, c, d)| Row(a, b, *c, d)).collect();
        dated(&format!("dump {at}"), day, *votes, &rows)
    };
    dumps.iter().enumerate().map(one).collect()
}

/// Every paper by its identity, with its sightings as a set.
fn all(library: &Library) -> BTreeMap<PaperId, Paper> {
    let mut all = BTreeMap::new();
    for mut paper in papers(library) {
        paper.seen_in.sort_by(|a, b| (&a.dump, a.position).cmp(&(&b.dump, b.position)));
        all.insert(paper.id, paper);
    }
    assert_eq!(all.len(), library.len());
    all
}

proptest! {
    #[test]
    fn the_order_of_dumps_makes_no_difference(dumps in dumps(), turn in 0..5_usize, swap in any::<bool>()) {
        let inputs = make(&dumps);
        let want = all(&Library::new(inputs.clone()));
        let mut other = inputs;
        let turn = turn % other.len();
        other.rotate_left(turn);
        if swap {
            other.reverse();
        }
        prop_assert_eq!(all(&Library::new(other)), want);
    }

    #[test]
    fn a_dump_twice_changes_nothing_but_the_sightings(dumps in dumps(), again in any::<prop::sample::Index>()) {
        let mut inputs = make(&dumps);
        let want = all(&Library::new(inputs.clone()));
        let mut copy = inputs[again.index(inputs.len())].clone();
        copy.name = format!("{} (2)", copy.name);
        inputs.push(copy.clone());
        let mut twice = all(&Library::new(inputs.clone()));
        for (paper, before) in twice.values_mut().zip(want.values()) {
            let seen = |name: &str| paper.seen_in.iter().filter(|sighting| sighting.dump == name).count();
            prop_assert_eq!(seen(&copy.name), seen(copy.name.trim_end_matches(" (2)")));
            paper.seen_in.retain(|sighting| sighting.dump != copy.name);
            // A year may be known by the copy as well as by what it is a copy of.
            prop_assert_eq!(paper.year_reason.is_empty(), before.year_reason.is_empty());
            paper.year_reason.clone_from(&before.year_reason);
        }
        prop_assert_eq!(&twice, &want);
        // Taking it out again restores the former library.
        inputs.pop();
        prop_assert_eq!(all(&Library::new(inputs)), want);
    }

    #[test]
    fn every_entry_is_in_one_paper_and_titles_are_in_order(dumps in dumps()) {
        let library = Library::new(make(&dumps));
        let mut seen: Vec<_> = library.all().iter().flat_map(|facts| library.places(facts)).copied().collect();
        seen.sort();
        prop_assert!(seen.windows(2).all(|pair| pair[0] != pair[1]));
        prop_assert_eq!(seen.len(), dumps.iter().map(|(rows, _, _)| rows.len()).sum::<usize>());
        let mut ranked: Vec<_> = library.all().iter().map(|facts| (facts.title_rank, library.key(facts.main))).collect();
        ranked.sort();
        prop_assert!(ranked.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        let order = library.by_title.iter().map(|at| library.facts(*at).unwrap().title_rank);
        prop_assert!(order.eq(0..library.len() as u32));
    }
}

#[test]
fn dumps_by_number_have_days() {
    let set = |mut input: Input, year| {
        input.year = year;
        input
    };
    let rows = [Row("Warm Tea", TEA, 1, "--03-20")];
    let library = Library::new(vec![
        dated("a", "2025-03-27", 1, &rows),
        input("b", &rows),
        set(dated("c", "2025-03-27", 1, &rows), Some(2024)),
    ]);
    let days: Vec<_> = (0..4).map(|dump| library.day(dump).map(|day| day.iso())).collect();
    assert_eq!(days, [Some("2025-03-27".to_owned()), None, Some("2024-03-27".to_owned()), None]);
}
