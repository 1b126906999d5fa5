//! The index against a naive scan, and orders and counts on small libraries.

use super::extras::Extras;
use super::query::{Query, Sort};
use super::run::Found;
use super::universe::Universe;
use crate::favourites::{Favourite, Status};
use crate::library::Library;
use crate::paper::{Paper, PaperId};
use crate::testing::{Row, library};

fn favourite(paper: Paper) -> Favourite {
    Favourite {
        paper,
        added: "2026-01-01T00:00:00Z".to_owned(),
        status: Status::Unread,
        tags: Vec::new(),
        note: String::new(),
        changed: 0,
    }
}

fn run<T>(library: &Library, favourites: &[Favourite], query: &Query, then: impl FnOnce(Universe, Found) -> T) -> T {
    let extras = Extras::new(favourites, library);
    let universe = Universe { library, favourites, extras: &extras };
    then(universe, universe.run(query))
}

fn ids(library: &Library, favourites: &[Favourite], query: &Query) -> Vec<PaperId> {
    run(library, favourites, query, |universe, mut found| found.ids(universe))
}

fn paper(library: &Library, favourites: &[Favourite], id: PaperId) -> Paper {
    match library.find(id) {
        Some(index) => library.paper(index).unwrap(),
        None => favourites.iter().find(|favourite| favourite.id() == id).unwrap().paper.clone(),
    }
}

fn titles(library: &Library, favourites: &[Favourite], query: &Query) -> Vec<String> {
    ids(library, favourites, query).into_iter().map(|id| paper(library, favourites, id).title).collect()
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
    check("q=robot", &["Copper robots", "Brass", "Zinc"]);
    check("q=robot%20", &["Copper robots", "Brass"]);
    check("q=%22robot%22", &["Brass"]);
    check("q=robto%20", &["Copper robots", "Brass"]);
    check("q=few-shot", &["Apples"]);
    check("q=few%20shot", &["Apples", "Zinc"]);
    check("q=brass%20kind", &["Brass"]);
    check("q=brass%20metal", &[]);
    check("q=copper%20metal", &["Copper robots"]);
    check("q=...", &["Copper robots", "Brass", "Apples", "Zinc"]);
}

#[test]
fn real_words_are_taken_for_typing_errors_when_nothing_is_found() {
    let rows =
        [Row("Coral reefs", "Of the sea.", 1, "2024-03-20"), Row("Choral music", "Of the choir.", 1, "2024-03-20")];
    let library = library(&[("a", &rows)]);
    let found = |text: &str| titles(&library, &[], &Query { text: text.to_owned(), ..Query::default() });
    assert_eq!(found("coral "), ["Coral reefs"]);
    assert_eq!(found("coral music "), ["Choral music"]);
    assert_eq!(found("coral nowhere "), [""; 0]);
    assert_eq!(found("\"coral\" music "), [""; 0]);
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
fn what_is_asked_for_later_is_in_the_same_order() {
    let names: Vec<(String, String)> =
        (0..300).map(|n| (format!("Robot {}", n * 7 % 300), format!("{} metal", "robot ".repeat(n % 5)))).collect();
    let rows: Vec<Row> = names.iter().map(|(title, text)| Row(title, text, 1, "2024-03-20")).collect();
    let library = library(&[("a", &rows)]);
    for sort in Sort::ALL {
        let query = Query { text: "robot".to_owned(), sort, ..Query::default() };
        let all = run(&library, &[], &query, |universe, mut found| found.page(universe, 0, 1000).collect::<Vec<_>>());
        assert_eq!(all.len(), 300);
        for from in [0, 40, 60, 290] {
            let page =
                run(&library, &[], &query, |universe, mut found| found.page(universe, from, 30).collect::<Vec<_>>());
            assert_eq!(page, all[from..(from + 30).min(300)], "{sort:?}");
        }
    }
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
    let counts = |library: &Library, fragment: &str| {
        run(library, &favourites, &query(fragment), |_, found| (found.total, found.len(), found.facets.favourites))
    };
    assert_eq!(counts(&new, ""), (4, 4, 2));
    assert_eq!(counts(&new, "favourites=1"), (5, 2, 2));
    assert_eq!(counts(&new, "q=is:favourite"), (5, 2, 2));
    let dumps = run(&new, &favourites, &query("favourites=1"), |_, found| found.facets.dumps);
    assert_eq!(dumps, [("a".to_owned(), 1), ("old".to_owned(), 1)]);
    // Without dumps they are all there is.
    let none = Library::default();
    assert_eq!(titles(&none, &favourites, &query("")), ["Gold", "Brass"]);
    assert_eq!(titles(&none, &favourites, &query("sort=newest&dump=old")), ["Brass", "Gold"]);
    assert_eq!(counts(&none, "year=2022"), (2, 1, 1));
    // What was changed last before others; names in whatever case, what has none last.
    let mut favourites = favourites.clone();
    (favourites[0].changed, favourites[1].changed) = (5, 9);
    assert_eq!(titles(&none, &favourites, &query("sort=changed")), ["Brass", "Gold"]);
    (favourites[0].changed, favourites[1].changed) = (9, 5);
    assert_eq!(titles(&none, &favourites, &query("sort=changed")), ["Gold", "Brass"]);
    assert_eq!(titles(&new, &favourites, &query("sort=changed"))[0], "Brass");
    favourites[1].paper.organisation = Some("cup lab".to_owned());
    assert_eq!(titles(&none, &favourites, &query("sort=organisation")), ["Brass", "Gold"]);
    favourites[0].paper.organisation = Some("Acme".to_owned());
    assert_eq!(titles(&none, &favourites, &query("sort=organisation")), ["Gold", "Brass"]);
    favourites[1].paper.upvotes = Some(3);
    assert_eq!(titles(&none, &favourites, &query("sort=upvotes")), ["Brass", "Gold"]);
    let years = run(&none, &favourites, &query("year=2022"), |_, found| found.facets.years);
    assert_eq!(years, [(Some(2024), 1), (Some(2022), 1)]);
}

mod naive;
