//! The index against a naive scan, and orders and counts on small libraries.

use super::extras::Extras;
use super::query::{AuthorRange, Query, Sort};
use super::run::{Found, Universe};
use super::words;
use crate::engine::protocol::{Facets, LinkKind};
use crate::favourites::{Favourite, Status};
use crate::library::Library;
use crate::paper::{Paper, PaperId};
use crate::testing::{Row, library};
use crate::text::{fold, latex, links};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn favourite(paper: Paper) -> Favourite {
    Favourite { paper, added: String::new(), status: Status::Unread, tags: Vec::new(), note: String::new() }
}

fn run(library: &Library, favourites: &[Favourite], query: &Query) -> Found {
    let extras = Extras::new(favourites, library);
    Universe { library, favourites, extras: &extras }.run(query)
}

fn paper(library: &Library, favourites: &[Favourite], id: PaperId) -> Paper {
    match library.find(id) {
        Some(index) => library.paper(index).unwrap(),
        None => favourites.iter().find(|favourite| favourite.id() == id).unwrap().paper.clone(),
    }
}

fn titles(library: &Library, favourites: &[Favourite], query: &Query) -> Vec<String> {
    let found = run(library, favourites, query);
    found.ids.into_iter().map(|id| paper(library, favourites, id).title).collect()
}

const ROWS: &[Row] = &[
    Row("Copper robots", "Nothing but a paragraph of prose on metal.", 1, "2024-03-20 5"),
    Row("Brass", "A robot made of brass meets robots of another kind.", 3, "2024-03-21"),
    Row("Apples", "The few-shot apple is a fruit that nobody expected.", 11, "2023-01-02 7"),
    Row("Zinc", "Few things are shot at https://github.com/example/zinc by a robotic arm.", 7, "2024-05-01"),
];

#[track_caller]
fn check(query: &str, want: &[&str]) {
    let library = library(&[("a", ROWS)]);
    assert_eq!(titles(&library, &[], &Query::from_fragment(query)), want, "{query}");
}

#[test]
fn finds_and_ranks() {
    check("", &["Copper robots", "Brass", "Apples", "Zinc"]);
    check("q=robots", &["Copper robots", "Brass"]);
    check("q=robot", &["Brass", "Copper robots", "Zinc"]);
    check("q=robot%20", &["Brass"]);
    check("q=few-shot", &["Apples"]);
    check("q=few%20shot", &["Apples", "Zinc"]);
    check("q=brass%20kind", &["Brass"]);
    check("q=brass%20metal", &[]);
    check("q=copper%20metal", &["Copper robots"]);
    check("q=...", &["Copper robots", "Brass", "Apples", "Zinc"]);
}

#[test]
fn sorts() {
    check("sort=newest", &["Zinc", "Brass", "Copper robots", "Apples"]);
    check("sort=oldest", &["Apples", "Copper robots", "Brass", "Zinc"]);
    check("sort=comments", &["Apples", "Copper robots", "Brass", "Zinc"]);
    check("sort=authors", &["Apples", "Zinc", "Brass", "Copper robots"]);
    check("sort=title", &["Apples", "Brass", "Copper robots", "Zinc"]);
}

#[test]
fn filters() {
    check("year=2023", &["Apples"]);
    check("year=2023,2024&authors=1,11-", &["Copper robots", "Apples"]);
    check("year=none", &[]);
    check("has=code", &["Zinc"]);
    check("has=code,project", &[]);
    check("dump=a&q=zinc", &["Zinc"]);
    check("dump=b", &[]);
    check("favourites=1", &[]);
}

#[test]
fn copies_of_favourites() {
    let old = library(&[("old", &[Row("Gold", "A copy of gold from a dump that is gone.", 2, "2022-06-01"), ROWS[1]])]);
    let favourites: Vec<_> = (0..2).map(|index| favourite(old.paper(index).unwrap())).collect();
    let new = library(&[("a", ROWS)]);
    let query = |text: &str| Query::from_fragment(text);
    // With dumps, copies take part only among the favourites.
    assert_eq!(titles(&new, &favourites, &query("q=gold")), [""; 0]);
    assert_eq!(titles(&new, &favourites, &query("favourites=1&sort=title")), ["Brass", "Gold"]);
    assert_eq!(titles(&new, &favourites, &query("favourites=1&q=gold")), ["Gold"]);
    let found = run(&new, &favourites, &query(""));
    assert_eq!((found.total, found.ids.len(), found.facets.favourites), (4, 4, 2));
    let found = run(&new, &favourites, &query("favourites=1"));
    assert_eq!((found.total, found.ids.len(), found.facets.favourites), (5, 2, 2));
    assert_eq!(found.facets.dumps, [("a".to_owned(), 1), ("old".to_owned(), 1)]);
    // Without dumps they are all there is.
    let none = Library::default();
    assert_eq!(titles(&none, &favourites, &query("")), ["Gold", "Brass"]);
    assert_eq!(titles(&none, &favourites, &query("sort=newest&dump=old")), ["Brass", "Gold"]);
    let found = run(&none, &favourites, &query("year=2022"));
    assert_eq!((found.total, found.ids.len(), found.facets.favourites), (2, 1, 1));
    assert_eq!(found.facets.years, [(Some(2024), 1), (Some(2022), 1)]);
}

/// The naive reading of a query: every word in title or abstract, as tokens in a row.
fn matches(paper: &Paper, query: &Query) -> bool {
    let folded = |text: &str| {
        let clean = latex::display(text).into_owned();
        fold::tokens(&clean).fold(" ".to_owned(), |text, token| text + &token.text + " ")
    };
    let texts = [folded(&paper.title), folded(paper.abstract_text.as_deref().unwrap_or(""))];
    words::words(&query.text).iter().all(|word| {
        let wanted = format!(" {}{}", word.tokens.join(" "), if word.prefix { "" } else { " " });
        texts.iter().any(|text| text.contains(&wanted))
    })
}

/// Whether a paper passes all filters; with `without` the filter of that name is left out.
fn passes(paper: &Paper, query: &Query, favourite: bool, without: &str) -> bool {
    let year = paper.published.and_then(|date| date.year);
    let has = |kind| paper.links.iter().any(|link| links::classify(link).kind == kind);
    (without == "year" || query.years.is_empty() || query.years.contains(&year))
        && (without == "authors" || query.authors.is_empty() || query.authors.contains(&AuthorRange::of(paper.authors)))
        && (without == "code" || !query.code || has(LinkKind::Code))
        && (without == "project" || !query.project || has(LinkKind::Project))
        && (without == "dump"
            || query.dumps.is_empty()
            || paper.seen_in.iter().any(|sighting| query.dumps.contains(&sighting.dump)))
        && (without == "favourites" || !query.favourites || favourite)
}

/// What the query must find, in any order, and its counts.
fn naive(library: &Library, favourites: &[Favourite], query: &Query) -> (BTreeSet<PaperId>, Facets) {
    let mut all: Vec<(Paper, bool, bool)> = Vec::new();
    let starred: BTreeSet<PaperId> = favourites.iter().map(Favourite::id).collect();
    for index in 0..library.len() as u32 {
        let paper = library.paper(index).unwrap();
        let favourite = starred.contains(&paper.id);
        all.push((paper, favourite, true));
    }
    for favourite in favourites.iter().filter(|favourite| library.find(favourite.id()).is_none()) {
        all.push((favourite.paper.clone(), true, query.favourites || library.is_empty()));
    }
    all.retain(|(paper, _, _)| matches(paper, query));
    let count = |without: &str, what: &dyn Fn(&Paper) -> bool| {
        all.iter().filter(|(p, f, inside)| *inside && passes(p, query, *f, without) && what(p)).count() as u32
    };
    let mut years: BTreeMap<std::cmp::Reverse<Option<u16>>, u32> = BTreeMap::new();
    for year in all.iter().map(|(paper, _, _)| paper.published.and_then(|date| date.year)) {
        years.insert(std::cmp::Reverse(year), count("year", &|p| p.published.and_then(|date| date.year) == year));
    }
    let kind = |p: &Paper, kind| p.links.iter().any(|link| links::classify(link).kind == kind);
    let facets = Facets {
        years: years.into_iter().map(|(year, count)| (year.0, count)).filter(|(_, count)| *count > 0).collect(),
        authors: AuthorRange::ALL
            .into_iter()
            .map(|range| (range, count("authors", &|p| AuthorRange::of(p.authors) == range)))
            .filter(|(_, count)| *count > 0)
            .collect(),
        comments: Vec::new(),
        hosts: Vec::new(),
        code: count("code", &|p| kind(p, LinkKind::Code)),
        project: count("project", &|p| kind(p, LinkKind::Project)),
        dumps: Vec::new(),
        favourites: all.iter().filter(|(p, favourite, _)| *favourite && passes(p, query, true, "favourites")).count()
            as u32,
    };
    let ids = all.iter().filter(|(p, f, inside)| *inside && passes(p, query, *f, "")).map(|(p, _, _)| p.id).collect();
    (ids, facets)
}

const VOCABULARY: &[&str] =
    &["robot", "Robots", "robotic", "few-shot", "few", "shot", "Tülu", "深度", "a", "\\eg", "x^2"];

fn prose() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(VOCABULARY), 1..8).prop_map(|words| words.join(" "))
}

prop_compose! {
    fn row()(
        title in prose(), text in prose(), authors in 1_u32..13,
        date in proptest::sample::select(&["--03-20", "2024-03-20", "2023-03-20 4"]),
        link in proptest::sample::select(&["", "https://github.com/a/b", "https://a.org/x", "https://arxiv.org/abs/1"]),
    ) -> (String, String, u32, &'static str) {
        (title, format!("{text} {link}"), authors, date)
    }
}

prop_compose! {
    fn query()(
        text in proptest::collection::vec(proptest::sample::select(&["robot", "robots ", "few-sh", "SHOT", "tulu", "深", "度", "a", "zebra", "x²"]), 0..4),
        years in proptest::sample::subsequence(vec![None, Some(2023), Some(2024), Some(2025)], 0..3),
        authors in proptest::sample::subsequence(AuthorRange::ALL.to_vec(), 0..3),
        code in any::<bool>(), project in any::<bool>(), favourites in any::<bool>(),
        dumps in proptest::sample::subsequence(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()], 0..3),
        sort in proptest::sample::select(&Sort::ALL),
        on in any::<[bool; 4]>(),
    ) -> Query {
        Query {
            text: text.join(" "), sort, favourites: favourites && on[3], code: code && on[2], project: project && on[2],
            years: if on[0] { years } else { vec![] }, authors: if on[1] { authors } else { vec![] }, dumps: if on[2] { dumps } else { vec![] },
            ..Query::default()
        }
    }
}

proptest! {
    #[test]
    fn finds_what_a_naive_scan_finds(
        a in proptest::collection::vec(row(), 1..8), b in proptest::collection::vec(row(), 1..8),
        c in proptest::collection::vec(row(), 1..4), queries in proptest::collection::vec(query(), 1..8),
        loaded in any::<bool>(),
    ) {
        fn rows<'a>(rows: &'a [(String, String, u32, &'static str)]) -> Vec<Row<'a>> {
            rows.iter().map(|(title, text, authors, date)| Row(title, text, *authors, date)).collect()
        }
        let old = library(&[("c", &rows(&c)), ("b", &rows(&b[..1]))]);
        let favourites: Vec<_> = (0..old.len() as u32).map(|index| favourite(old.paper(index).unwrap())).collect();
        let library = if loaded { library(&[("a", &rows(&a)), ("b", &rows(&b))]) } else { Library::default() };
        for query in queries {
            let found = run(&library, &favourites, &query);
            let ids: BTreeSet<PaperId> = found.ids.iter().copied().collect();
            prop_assert_eq!(ids.len(), found.ids.len());
            prop_assert!(found.ids.len() as u32 <= found.total);
            let (want, facets) = naive(&library, &favourites, &query);
            prop_assert_eq!(ids, want, "{:?}", query);
            prop_assert_eq!(Facets { dumps: vec![], ..found.facets }, facets, "{:?}", query);
        }
    }
}
