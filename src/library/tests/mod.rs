mod merging;

use super::*;
use crate::testing::{Row, input, library};
use std::collections::BTreeSet;

const TEA: &str = "We describe porcelain teapots whose handles remember every visitor, and measure their warmth.";
const RAIN: &str = "Umbrellas of unusual diameter shelter graduate students against sudden meteorological events.";

fn papers(library: &Library) -> Vec<Paper> {
    (0..library.len() as u32).filter_map(|index| library.paper(index)).collect()
}

/// Title and places ("a1" is the first paper of dump a) of every paper.
fn outline(library: &Library) -> Vec<String> {
    papers(library)
        .iter()
        .map(|paper| {
            let places: Vec<_> = paper.seen_in.iter().map(|s| format!("{}{}", s.dump, s.position)).collect();
            format!("{}: {}", paper.title, places.join(" "))
        })
        .collect()
}

#[test]
fn merges_by_title() {
    let merged = library(&[
        ("a", &[Row("Warm Tea: A Study", TEA, 3, "2024-03-20"), Row("On Rain", RAIN, 1, "2024-03-21")]),
        ("b", &[Row("On Snow", RAIN, 1, "2024-03-21"), Row("warm tea – a study", TEA, 3, "2024-03-20")]),
    ]);
    assert_eq!(outline(&merged), ["Warm Tea: A Study: a1 b2", "On Rain: a2", "On Snow: b1"]);
}

#[test]
fn keeps_papers_of_one_title_apart() {
    let rows_a = [Row("Untitled", TEA, 3, "2024-03-20")];
    let rows_b = [Row("Untitled", RAIN, 1, "2024-03-21"), Row("Untitled!", TEA, 3, "2024-03-20")];
    let merged = library(&[("a", &rows_a), ("b", &rows_b)]);
    assert_eq!(outline(&merged), ["Untitled: a1 b2", "Untitled: b1"]);
    let ids: Vec<_> = papers(&merged).iter().map(|paper| paper.id).collect();
    assert_eq!(ids, [TEA, RAIN].map(|text| PaperId::of_title_and_abstract("Untitled", text)));
    for id in ids {
        assert_eq!(merged.find(id).and_then(|at| merged.facts(at)).map(|facts| facts.id), Some(id));
    }
}

#[test]
fn a_shortened_abstract_is_the_same_paper_and_the_longest_is_shown() {
    let short = "We describe porcelain teapots whose handles remember every visitor …";
    let merged = library(&[
        ("a", &[Row("Warm Tea", short, 3, "2024-03-20 2")]),
        ("b", &[Row("Warm Tea", TEA, 4, "2024-03-20 5")]),
    ]);
    let paper = &papers(&merged)[0];
    assert_eq!(merged.len(), 1);
    assert_eq!(paper.abstract_text.as_deref(), Some(TEA));
    assert_eq!((paper.authors, paper.comments), (Some(4), Some(5)));
}

#[test]
fn many_papers_of_one_title_stay_apart() {
    let texts: Vec<String> = (0..40)
        .map(|n| {
            (0..12).map(|k| format!("word{n}x{k}")).collect::<Vec<_>>().join(" ") + " and some more of the same kind."
        })
        .collect();
    // The shared words "kind" and "some" are short ones.
    let rows: Vec<Row> = texts.iter().map(|text| Row("One Title", text, 2, "2024-03-20")).collect();
    let merged = library(&[("a", &rows), ("b", &rows)]);
    assert_eq!(merged.len(), 40);
    let ids: BTreeSet<PaperId> = merged.all().iter().map(|facts| facts.id).collect();
    assert_eq!(ids.len(), 40);
    assert!(papers(&merged).iter().all(|paper| paper.seen_in.len() == 2));
}

#[track_caller]
fn check_date(inputs: Vec<Input>, title: &str, want: &str, inferred: bool, reason: &str) {
    let merged = Library::new(inputs);
    let paper = papers(&merged).into_iter().find(|paper| paper.title == title).unwrap();
    assert_eq!(paper.published.map(|date| date.iso()).as_deref(), Some(want));
    assert_eq!(paper.year_inferred, inferred);
    assert!(paper.year_reason.contains(reason), "{}", paper.year_reason);
    assert_eq!(paper.year_reason.is_empty(), reason.is_empty());
}

#[test]
fn years() {
    let old = Row("On Rain", RAIN, 1, "2024-03-21");
    let tea = Row("Warm Tea", TEA, 3, "--03-20");
    let cup = Row("Cold Cup", "Nothing here is warm but the words.", 3, "--03-03");
    let set = |year| {
        move |mut input: Input| {
            input.year = Some(year);
            input
        }
    };
    // Nothing to go by.
    check_date(vec![input("a", &[tea])], "Warm Tea", "--03-20", false, "year unknown: nothing");
    // Later than every year written.
    check_date(vec![input("a", &[tea, old])], "Warm Tea", "2025-03-20", true, "2025: the site leaves out");
    // Written elsewhere: known for this paper, evidence for the others.
    let tea_2026 = Row("Warm Tea", TEA, 3, "2026-03-20");
    let dumps = || vec![input("a", &[tea, old, cup]), input("b", &[tea_2026])];
    check_date(dumps(), "Warm Tea", "2026-03-20", false, "");
    check_date(dumps(), "Cold Cup", "2026-03-03", true, "2026: b has the same papers");
    check_date(vec![input("a", &[tea, cup]), input("b", &[tea_2026])], "Cold Cup", "2026-03-03", true, "2026: b has");
    // Another day is another date: no evidence.
    let other_day = Row("Warm Tea", TEA, 3, "2026-03-19");
    check_date(vec![input("a", &[tea, cup]), input("b", &[other_day])], "Cold Cup", "--03-03", false, "year unknown");
    // A year the dump writes out is not the one it leaves out.
    let tea_2024 = Row("Warm Tea", TEA, 3, "2024-03-20");
    check_date(
        vec![input("a", &[tea, old, cup]), input("b", &[tea_2024])],
        "Cold Cup",
        "2025-03-03",
        true,
        "2025: the site",
    );
    // The user's word wins over all evidence, but not over what is written.
    check_date(
        vec![set(2023)(input("a", &[tea, old, cup])), input("b", &[tea_2026])],
        "Cold Cup",
        "2023-03-03",
        true,
        "2023: you set",
    );
    check_date(vec![set(2023)(input("a", &[tea, old])), input("b", &[tea_2026])], "Warm Tea", "2026-03-20", false, "");
    // Of two inferred years, that with the better evidence.
    check_date(
        vec![input("a", &[tea, old]), set(2027)(input("b", &[tea]))],
        "Warm Tea",
        "2027-03-20",
        true,
        "2027: you set",
    );
    // A day that does not exist in that year.
    check_date(
        vec![set(2023)(input("a", &[Row("Warm Tea", TEA, 3, "--02-29")]))],
        "Warm Tea",
        "--02-29",
        false,
        "year unknown",
    );
}

#[test]
fn majority_of_other_dumps() {
    let rows: Vec<Row> = vec![
        Row("Warm Tea", TEA, 3, "--03-20"),
        Row("On Rain", RAIN, 3, "--03-21"),
        Row("Cold Cup", "Nothing here is warm but the words.", 3, "--03-03"),
        Row("Fourth", "A fourth paper without any relative.", 3, "--03-04"),
    ];
    let b = [Row("Warm Tea", TEA, 3, "2025-03-20")];
    let c = [Row("On Rain", RAIN, 3, "2024-03-21"), rows[2]];
    let d = [Row("Cold Cup", rows[2].1, 3, "2024-03-03")];
    check_date(
        vec![input("a", &rows), input("b", &b), input("c", &c), input("d", &d)],
        "Fourth",
        "2024-03-04",
        true,
        "2024: c has",
    );
}

#[test]
fn unique_names() {
    let taken = ["a", "b", "b (2)"];
    for (name, want) in [("c", "c"), ("a", "a (2)"), ("b", "b (3)"), ("b (2)", "b (2) (2)"), ("", "")] {
        assert_eq!(unique_name(name, taken.into_iter()), want);
    }
}

#[test]
fn links_and_their_kinds() {
    let text = "Code stands at https://github.com/example/tea and again at https://github.com/example/tea.";
    let merged = library(&[
        ("a", &[Row("Warm Tea", text, 3, "2024-03-20")]),
        ("b", &[Row("Warm Tea", "Code stands at https://tea.example.org, and again.", 3, "2024-03-20")]),
    ]);
    assert_eq!(papers(&merged)[0].links, ["https://github.com/example/tea", "https://tea.example.org"]);
    assert_eq!(merged.all()[0].has, Has { code: true, project: true, link: true });
}
