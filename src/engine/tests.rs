use super::protocol::{DumpReport, Results, Seek, Stage};
use super::*;
use crate::dump::{Role, source};
use crate::export::Format;
use crate::favourites::Status;
use crate::search::query::Query;
use crate::testing::{Row, listing};

const ROWS: &[Row] = &[
    Row("Copper", "A paragraph of prose on copper and its friends.", 1, "Mar 20 5"),
    Row("Brass", "A paragraph of prose on brass and its enemies.", 3, "Mar 21, 2024"),
    Row("Zinc", "A paragraph of prose on zinc, which has neither.", 7, "May 1, 2024"),
];

fn text() -> Vec<u8> {
    listing(ROWS).into_bytes()
}

fn run(engine: &mut Engine, budget: u32) -> Vec<Event> {
    let mut events = Vec::new();
    for _ in 0..10_000 {
        let (more, goes_on) = engine.step(budget);
        events.extend(more);
        if !goes_on {
            return events;
        }
    }
    panic!("step never ends");
}

fn open(engine: &mut Engine, dump: DumpId, name: &str, bytes: &[u8]) -> Vec<Event> {
    let mut events = engine.handle(Request::Open { dump, name: name.to_owned(), size: None });
    events.extend(engine.push(dump, bytes));
    events.extend(engine.handle(Request::Finish { dump }));
    events.extend(run(engine, 2));
    events
}

fn query(engine: &mut Engine, fragment: &str) -> Results {
    let query = Query::from_fragment(fragment);
    match engine.handle(Request::Query { id: 1, query, count: 2 }).remove(0) {
        Event::Results(results) => results,
        other => panic!("{other:?}"),
    }
}

fn reports(events: &[Event]) -> Vec<&DumpReport> {
    events.iter().filter_map(|event| if let Event::Read(report) = event { Some(report) } else { None }).collect()
}

fn favourite(title: &str) -> Favourite {
    let mut engine = Engine::new();
    open(
        &mut engine,
        0,
        "gone",
        &listing(&[Row(title, "A paragraph of prose that was kept.", 2, "Jun 1, 2022")]).into_bytes(),
    );
    let paper = engine.library().paper(0).unwrap();
    Favourite {
        paper,
        added: "2026-01-01T00:00:00Z".to_owned(),
        status: Status::Unread,
        tags: vec![],
        note: String::new(),
        changed: 0,
    }
}

#[test]
fn events_come_in_order() {
    let mut engine = Engine::new();
    let events = open(&mut engine, 7, "a", &text());
    let size = text().len() as u64;
    let progress = |stage, done, total, papers| Event::Progress { dump: 7, stage, done, total, papers };
    assert_eq!(
        events[..events.len() - 1],
        [
            progress(Stage::Receiving, size, None, 0),
            progress(Stage::Reading, 0, Some(size), 0),
            progress(Stage::Indexing, 0, Some(3), 3),
            progress(Stage::Indexing, 2, Some(3), 3),
        ][..events.len() - 1]
    );
    let report = reports(&events)[0];
    assert_eq!((report.dump, report.name.as_str(), report.layout.as_str()), (7, "a", "listing"));
    assert_eq!((report.papers, report.without_date, report.year_missing, report.year), (3, 0, 1, Some(2025)));
    assert!(!report.year_set && report.year_reason.contains("2024"));
    let lines = text().split(|b| *b == b'\n').filter(|line| !line.is_empty()).count() as u32;
    let coverage = report.coverage;
    assert_eq!(coverage.papers + coverage.furniture + coverage.not_understood, lines);
}

#[test]
fn refuses_with_a_sentence() {
    let check = |bytes: &[u8], want: &str| {
        let mut engine = Engine::new();
        let events = open(&mut engine, 1, "x", bytes);
        match events.last() {
            Some(Event::Refused { dump: 1, name, why }) => assert!(name == "x" && why.contains(want), "{why}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(query(&mut engine, "").total, 0);
    };
    check(b"", "found nothing");
    check(b"\x89PNG\r\n\x1a\nrest", "a PNG picture");
    check(b"It was a dark night.", "expected");
    check(&[0x81; 50], "binary");
}

#[test]
fn refuses_at_once() {
    let mut engine = Engine::with_sizes(Sizes { whole: 10, piece: 5, ..Sizes::default() });
    // Too large for a text of this kind, which shows at its beginning.
    let size = Some(source::MAX_BYTES + 1);
    engine.handle(Request::Open { dump: 1, name: "x".to_owned(), size });
    engine.push(1, b"It was a dark night.");
    assert!(matches!(&run(&mut engine, 9)[..], [Event::Refused { .. }]));
    // A magic number in two pieces.
    engine.handle(Request::Open { dump: 2, name: "x".to_owned(), size: None });
    assert!(matches!(&engine.push(2, b"%PD")[..], [Event::Progress { .. }]));
    assert!(matches!(&engine.push(2, b"F-1.7")[..], [Event::Refused { .. }]));
    assert_eq!(engine.push(2, b"more"), []);
    assert_eq!(engine.handle(Request::Finish { dump: 2 }), []);
}

#[test]
fn cancel_at_any_time_leaves_the_library() {
    for steps in 0..6 {
        let mut engine = Engine::new();
        open(&mut engine, 1, "a", &text());
        let before = query(&mut engine, "");
        engine.handle(Request::Open { dump: 2, name: "b".to_owned(), size: Some(10) });
        if steps > 0 {
            let rows: Vec<Row> =
                (0..9).map(|_| Row("Gold", "A paragraph of prose that is not kept.", 2, "Jun 1")).collect();
            engine.push(2, listing(&rows).as_bytes());
        }
        if steps > 1 {
            engine.handle(Request::Finish { dump: 2 });
        }
        for _ in 2..steps {
            engine.step(1);
        }
        // Also when it was read before the word came.
        assert_eq!(engine.handle(Request::Cancel { dump: 2 })[0], Event::Gone { dump: 2 });
        assert_eq!(run(&mut engine, 1), []);
        assert_eq!(query(&mut engine, ""), before, "after {steps}");
    }
}

/// A listing of so many papers about one metal, with a date that says more when all is read.
fn long(count: usize) -> String {
    let titles: Vec<String> = (0..count).map(|n| format!("Gold, number {n}")).collect();
    let date = |n| if n + 1 == count { "Jun 2, 2025" } else { "Jun 1, 2024" };
    let row = |(n, title)| Row(title, "A paragraph of prose on gold.", 2, date(n));
    listing(&titles.iter().map(String::as_str).enumerate().map(row).collect::<Vec<_>>())
}

/// An engine with dump 1 that reads dumps in small pieces, and dump 2 on its way in up to where its first papers show.
fn begun(text: &str) -> (Engine, usize) {
    let mut engine = Engine::with_sizes(Sizes { whole: 8_000, piece: 4_000, ..Sizes::default() });
    open(&mut engine, 1, "a", &self::text());
    engine.handle(Request::Open { dump: 2, name: "long".to_owned(), size: Some(text.len() as u64) });
    for (number, chunk) in text.as_bytes().chunks(3_000).enumerate() {
        assert_eq!(engine.push(2, chunk).is_empty(), number > 2);
        if run(&mut engine, 5).iter().any(|event| matches!(event, Event::Partly { dump: 2, .. })) {
            return (engine, (number + 1) * 3_000);
        }
    }
    panic!("no papers until the end");
}

#[test]
fn the_first_papers_of_a_long_dump_are_there_early() {
    let text = long(600);
    let (mut engine, came) = begun(&text);
    assert!(came * 10 < text.len());
    let first = query(&mut engine, "q=gold&sort=title");
    assert!(first.matched >= 5 && first.total == first.matched + 3, "{first:?}");
    // A file waits for the whole; a search does not.
    let export = Request::Export { id: 3, query: Query::default(), only: vec![], format: Format::Json };
    assert_eq!(engine.handle(export), []);
    let mut events = engine.push(2, &text.as_bytes()[came..]);
    engine.handle(Request::Finish { dump: 2 });
    events.extend(run(&mut engine, 5));
    assert!(reports(&events).iter().map(|report| (report.dump, report.papers)).eq([(2, 600)]));
    assert!(matches!(events.last(), Some(Event::Exported { id: 3, papers: 603, .. })));
    let mut want = Engine::new();
    open(&mut want, 1, "a", &self::text());
    open(&mut want, 2, "long", text.as_bytes());
    for fragment in ["", "q=gold", "q=brass"] {
        assert_eq!(query(&mut engine, fragment), query(&mut want, fragment));
    }
    let ids = |results: Results| results.cards.into_iter().map(|card| card.paper.id).collect::<Vec<_>>();
    assert_eq!(ids(query(&mut engine, "q=gold&sort=title")), ids(first));
}

#[test]
fn a_long_dump_that_is_given_up_leaves_nothing() {
    let mut engine = Engine::new();
    open(&mut engine, 1, "a", &text());
    let before = query(&mut engine, "");
    for cancel in [false, true] {
        let (mut engine, _) = begun(&long(600));
        assert_ne!(query(&mut engine, ""), before);
        let events =
            if cancel { engine.handle(Request::Cancel { dump: 2 }) } else { engine.refuse(2, "it broke".to_owned()) };
        assert!(matches!(&events[..], [Event::Gone { dump: 2 } | Event::Refused { dump: 2, .. }]), "{events:?}");
        assert!(!engine.wants(2) && engine.push(2, b"more").is_empty());
        assert_eq!((run(&mut engine, 5), query(&mut engine, "")), (vec![], before.clone()));
    }
}

#[test]
fn what_does_not_fit_is_left_out() {
    let mut engine = Engine::with_sizes(Sizes { whole: 8_000, piece: 4_000, most: 40_000, ..Sizes::default() });
    let text = long(600);
    engine.handle(Request::Open { dump: 2, name: "long".to_owned(), size: Some(text.len() as u64) });
    let mut events = Vec::new();
    for chunk in text.as_bytes().chunks(3_000) {
        engine.push(2, chunk);
        events.extend(run(&mut engine, 5).into_iter().filter(|event| matches!(event, Event::Read(_))));
    }
    let [report] = reports(&events)[..] else { panic!("{events:?}") };
    let why = report.incomplete.as_deref().unwrap_or_default();
    assert!(!engine.wants(2) && (50..200).contains(&report.papers) && report.without_date == 0, "{report:?}");
    assert!(why.contains(&format!("its first {} papers", report.papers)), "{why}");
    assert_eq!(query(&mut engine, "").matched, report.papers);
    // The same by the page's word.
    let (mut engine, came) = begun(&text);
    engine.handle(Request::Limit { dump: 2, bytes: 50_000 });
    for chunk in text.as_bytes()[came..].chunks(3_000) {
        engine.push(2, chunk);
    }
    let events = run(&mut engine, 50);
    let [report] = reports(&events)[..] else { panic!("{events:?}") };
    assert!(
        report.incomplete.is_some() && (90..200).contains(&report.papers) && report.without_date == 0,
        "{report:?}"
    );
}

#[test]
fn removing_restores() {
    let mut engine = Engine::new();
    open(&mut engine, 1, "a", &text());
    let before = query(&mut engine, "q=prose&sort=newest");
    let gold = listing(&[
        Row("Gold", "A paragraph of prose on gold.", 2, "Jun 1, 2026"),
        Row("Copper", ROWS[0].1, 9, "Mar 20, 2026"),
    ]);
    let events = open(&mut engine, 2, "b", gold.as_bytes());
    // The other dump's date is evidence for the first dump's year, so that is reported again.
    let changed: Vec<_> = reports(&events).iter().map(|report| (report.dump, report.year)).collect();
    assert_eq!(changed, [(1, Some(2026)), (2, None)]);
    assert_ne!(query(&mut engine, "q=prose&sort=newest"), before);
    let events = engine.handle(Request::Remove { dump: 2 });
    assert_eq!(events[0], Event::Gone { dump: 2 });
    assert_eq!(reports(&events)[0].year, Some(2025));
    assert_eq!(query(&mut engine, "q=prose&sort=newest"), before);
    assert_eq!(engine.handle(Request::Remove { dump: 2 }), [Event::Gone { dump: 2 }]);
}

#[test]
fn the_users_year() {
    let mut engine = Engine::new();
    open(&mut engine, 1, "a", &text());
    let before = query(&mut engine, "");
    let set = |engine: &mut Engine, dump, year| {
        let mut settings = Settings::default();
        settings.year = year;
        engine.handle(Request::Settings { dump, settings })
    };
    let events = set(&mut engine, 1, Some(2030));
    assert!(matches!(reports(&events)[..], [DumpReport { year: Some(2030), year_set: true, .. }]));
    assert_eq!(query(&mut engine, "year=2030").matched, 1);
    assert_eq!(set(&mut engine, 1, Some(2030)), []);
    assert_eq!(reports(&set(&mut engine, 1, None)).len(), 1);
    assert_eq!(query(&mut engine, ""), before);
    assert_eq!(set(&mut engine, 9, Some(2031)), []);
}

#[test]
fn names_and_order_of_opening() {
    let mut engine = Engine::new();
    for dump in 1..4 {
        engine.handle(Request::Open { dump, name: "a".to_owned(), size: None });
    }
    let mut names = Vec::new();
    for dump in [3, 1, 2] {
        engine.push(dump, &text());
        engine.handle(Request::Finish { dump });
        names.extend(reports(&run(&mut engine, 9)).iter().map(|report| (report.dump, report.name.clone())));
    }
    // The first is told of anew: it is the same as one that was opened before it.
    assert_eq!(names, [(3, "a"), (1, "a (2)"), (3, "a"), (2, "a (3)")].map(|(dump, name)| (dump, name.to_owned())));
    let dumps: Vec<_> = query(&mut engine, "").facets.dumps.into_iter().map(|(name, _)| name).collect();
    assert_eq!(dumps, ["a (2)", "a (3)", "a"]);
    assert_eq!(engine.handle(Request::Open { dump: 2, name: "b".to_owned(), size: None }), []);
}

#[test]
fn more_of_the_last_query_only() {
    let mut engine = Engine::new();
    open(&mut engine, 1, "a", &text());
    let results = query(&mut engine, "");
    assert_eq!((results.total, results.matched, results.cards.len()), (3, 3, 2));
    let more = |engine: &mut Engine, id, from| engine.handle(Request::More { id, from, count: 5 });
    match &more(&mut engine, 1, 2)[..] {
        [Event::More { id: 1, from: 2, cards }] => assert_eq!(cards[0].title.text, "Zinc"),
        other => panic!("{other:?}"),
    }
    assert_eq!(more(&mut engine, 2, 0), []);
    assert_eq!(more(&mut engine, 1, 9), [Event::More { id: 1, from: 9, cards: vec![] }]);
    // Papers that are gone are left out; nothing breaks.
    engine.handle(Request::Remove { dump: 1 });
    assert_eq!(more(&mut engine, 1, 0), [Event::More { id: 1, from: 0, cards: vec![] }]);
}

#[test]
fn favourites() {
    let mut engine = Engine::new();
    let (gold, copper) = (favourite("Gold"), favourite("Copper"));
    let stored = |favourite: &Favourite| {
        (favourite.id(), crate::favourites::codec::encode(&crate::favourites::record::Record::of(favourite, 1)))
    };
    engine.handle(Request::Favourites(vec![stored(&gold)]));
    assert_eq!((query(&mut engine, "").total, query(&mut engine, "q=gold").matched), (1, 1));
    engine.handle(Request::Changed(vec![stored(&copper)]));
    assert_eq!(query(&mut engine, "").total, 2);
    open(&mut engine, 1, "a", &text());
    let results = query(&mut engine, "favourites=1");
    assert_eq!((results.total, results.matched, query(&mut engine, "").total), (4, 2, 3));
    // The dump's own paper goes before the copy.
    assert!(results.cards.iter().any(|card| card.paper.title == "Copper" && card.paper.seen_in[0].dump == "a"));
    engine.handle(Request::Gone(vec![copper.id()]));
    assert_eq!(query(&mut engine, "favourites=1").matched, 1);
    engine.handle(Request::Remove { dump: 1 });
    assert_eq!(query(&mut engine, "").cards[0].paper, gold.paper);
    engine.handle(Request::Favourites(vec![]));
    assert_eq!(query(&mut engine, "").total, 0);
}

#[test]
fn all_favourites_come_in_the_order_of_their_stars_and_what_is_damaged_is_told() {
    let mut engine = Engine::new();
    let stored = |title: &str, added: &str| {
        let mut kept = favourite(title);
        kept.added = added.to_owned();
        (kept.id(), crate::favourites::codec::encode(&crate::favourites::record::Record::of(&kept, 1)))
    };
    let texts = [("Late", "2026-03"), ("Early", "2026-01"), ("Broken", "2026-02"), ("Middle", "2026-02")];
    let mut texts: Vec<(PaperId, String)> = texts.iter().map(|(title, added)| stored(title, added)).collect();
    // In the copy of the paper, which the page does not look at.
    texts[2].1 = texts[2].1.replace("\",1]}", "㐀\",1]}");
    let broken = texts[2].0;
    assert_eq!(engine.handle(Request::Favourites(texts)), [Event::Unusable(vec![broken])]);
    let first = query(&mut engine, "");
    let titles: Vec<&str> = first.cards.iter().map(|card| card.paper.title.as_str()).collect();
    assert_eq!((titles, first.total), (vec!["Early", "Middle"], 3));
    assert_eq!(engine.handle(Request::Favourites(vec![])), []);
}

#[test]
fn a_backup_is_read_in_slices_and_can_be_stopped() {
    let mut engine = Engine::new();
    let papers: Vec<String> = (0..450).map(|at| format!(r#"{{"title":"Paper {at}","favourite":{{}}}}"#)).collect();
    let text =
        |papers: &[String]| format!(r#"{{"format":"paperdeck.papers","version":1,"papers":[{}]}}"#, papers.join(","));
    let mut came = Vec::new();
    let mut request = Request::Restore { id: 7, text: text(&papers) };
    loop {
        let events = engine.handle(request);
        let [Event::Restoring { id: 7, records, problems, done, total: 450 }] = &events[..] else {
            panic!("{events:?}")
        };
        came.push((records.len(), problems.len(), *done));
        if *done == 450 {
            break;
        }
        request = Request::RestoreMore { id: 7 };
    }
    assert_eq!(came, [(100, 0, 100), (100, 0, 200), (100, 0, 300), (100, 0, 400), (50, 0, 450)]);
    // All of it is read.
    assert_eq!(engine.handle(Request::RestoreMore { id: 7 }), []);
    let nothing = Event::Restoring { id: 8, records: vec![], problems: vec![], done: 0, total: 0 };
    assert_eq!(engine.handle(Request::Restore { id: 8, text: text(&[]) }), [nothing]);
    engine.handle(Request::Restore { id: 9, text: text(&papers) });
    engine.handle(Request::StopRestoring);
    assert_eq!(engine.handle(Request::RestoreMore { id: 9 }), []);
    let events = engine.handle(Request::Restore { id: 10, text: "no backup".to_owned() });
    assert!(matches!(&events[..], [Event::NotRestored { id: 10, why }] if why.contains("expected")), "{events:?}");
}

#[test]
fn copies_of_papers_are_had_for_those_that_are_there() {
    let mut engine = Engine::new();
    engine.handle(Request::Sample { dump: 1 });
    while engine.step(1000).1 {}
    let query = Query::default();
    let events = engine.handle(Request::Deck { id: 2, query });
    let [Event::Deck { papers, .. }] = &events[..] else { panic!("{events:?}") };
    let asked = vec![papers[3], PaperId(7), papers[0]];
    let events = engine.handle(Request::Copies { id: 3, papers: asked });
    let [Event::Copies { id: 3, papers: copies }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(copies.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [papers[3], papers[0]]);
    assert!(codec::paper(&copies[1].1).is_ok());
    // And of what is kept alone.
    engine.handle(Request::Remove { dump: 1 });
    let (added, paper) = (
        crate::favourites::clock::Dated::new("2026".to_owned(), 1),
        crate::favourites::clock::Dated::new(copies[1].1.clone(), 1),
    );
    let kept = codec::encode(&crate::favourites::record::Record { added, paper, ..Default::default() });
    engine.handle(Request::Favourites(vec![(papers[0], kept)]));
    let events = engine.handle(Request::Copies { id: 4, papers: vec![papers[3], papers[0]] });
    assert_eq!(events, [Event::Copies { id: 4, papers: vec![copies[1].clone()] }]);
}

#[test]
fn papers_are_sorted_by_their_organisations() {
    let paper = |title: &str, at: &str| {
        format!(r#"{{"title":"{title}","abstract":"We pour tea into cups and count the drops.","organisation":{at}}}"#)
    };
    let papers = [
        paper("Amber", "null"),
        paper("Brass", "\"Tea House\""),
        paper("Copper", "\"cup lab\""),
        paper("Dust", "\"Cup Lab\""),
    ];
    let text = format!(r#"{{"format":"paperdeck.papers","version":1,"papers":[{}]}}"#, papers.join(","));
    let mut engine = Engine::new();
    open(&mut engine, 1, "a.json", text.as_bytes());
    let query = Query::from_fragment("sort=organisation");
    let events = engine.handle(Request::Query { id: 2, query, count: 9 });
    let [Event::Results(results)] = &events[..] else { panic!("{events:?}") };
    let titles: Vec<&str> = results.cards.iter().map(|card| card.paper.title.as_str()).collect();
    assert_eq!(titles, ["Copper", "Dust", "Brass", "Amber"]);
}

#[test]
fn a_number_is_used_once() {
    let mut engine = Engine::new();
    engine.handle(Request::Open { dump: 1, name: "a".to_owned(), size: None });
    assert_eq!(engine.handle(Request::Sample { dump: 1 }), []);
    engine.push(1, &text());
    engine.handle(Request::Finish { dump: 1 });
    assert_eq!(reports(&run(&mut engine, 100))[0].papers, 3);
}

#[test]
fn the_sample_and_an_export() {
    let mut engine = Engine::new();
    engine.handle(Request::Sample { dump: 1 });
    let events = run(&mut engine, 1000);
    let report = reports(&events)[0];
    assert_eq!((report.layout.as_str(), report.coverage.not_understood), ("listing", 0));
    for format in Format::ALL {
        match engine.handle(Request::Export { id: 3, query: Query::default(), only: vec![], format }).remove(0) {
            Event::Exported { id: 3, papers, text, .. } => {
                assert!(papers == report.papers && !text.is_empty(), "{format:?}")
            }
            other => panic!("{other:?}"),
        }
    }
}

fn settings(text: &str) -> Settings {
    Settings::from_text(text)
}

fn say(engine: &mut Engine, dump: DumpId, text: &str) -> Vec<Event> {
    let mut events = engine.handle(Request::Settings { dump, settings: settings(text) });
    events.extend(run(engine, 2));
    events.retain(|event| !matches!(event, Event::Progress { .. }));
    events
}

#[test]
fn reading_again_says_how_far_it_is() {
    let mut engine = Engine::with_sizes(Sizes { whole: 400, piece: 300, ..Sizes::default() });
    let text = text();
    open(&mut engine, 1, "a", &text);
    let line = engine.library().paper(1).unwrap().seen_in[0].lines[0];
    let drop = format!(r#"{{"corrections":[{{"do":"drop","lines":[{line},{line}]}}]}}"#);
    engine.handle(Request::Settings { dump: 1, settings: settings(&drop) });
    let events = run(&mut engine, 2);
    let all = Some(text.len() as u64);
    let said =
        |event: &Event| matches!(event, Event::Progress { dump: 1, done, total, .. } if *done > 0 && *total == all);
    assert!(events.iter().any(said) && matches!(events.last(), Some(Event::Read(_))), "{events:?}");
}

#[test]
fn a_forced_layout_and_back() {
    for sizes in [Sizes::default(), Sizes { whole: 40, piece: 100, ..Sizes::default() }] {
        let mut engine = Engine::with_sizes(sizes);
        // Not all of it is text, which is said once, also when its text is read again.
        let bytes = [&b"\xff\n"[..], &text()].concat();
        let first = reports(&open(&mut engine, 1, "a", &bytes)).last().copied().cloned().unwrap();
        assert_eq!((first.diagnostics.iter().filter(|d| d.found.contains("invalid")).count()), 1);
        let before = query(&mut engine, "");
        let events = say(&mut engine, 1, r#"{"layout":"trending page"}"#);
        let [report] = reports(&events)[..] else { panic!("{events:?}") };
        assert_eq!(
            (report.layout.as_str(), report.settings.layout.as_deref()),
            ("trending page", Some("trending page"))
        );
        assert_eq!((report.diagnostics.iter().filter(|d| d.found.contains("invalid")).count()), 1);
        assert_eq!(report.probes, first.probes);
        assert_ne!(query(&mut engine, ""), before);
        // There is no paper in a layout that is far from it: it stays as it was.
        let now = query(&mut engine, "");
        let events = say(&mut engine, 1, r#"{"layout":"API JSON"}"#);
        assert!(matches!(&events[..], [Event::Unchanged { dump: 1, why }] if why.contains("API JSON")), "{events:?}");
        assert_eq!(query(&mut engine, ""), now);
        assert_eq!(reports(&say(&mut engine, 1, "")), [&first]);
        assert_eq!(query(&mut engine, ""), before);
        // A layout that this version does not have is the same as none.
        assert_eq!(reports(&say(&mut engine, 1, r#"{"layout":"runes"}"#))[0].layout, "listing");
    }
}

#[test]
fn settings_that_come_first_hold_when_it_is_read() {
    let mut engine = Engine::new();
    assert_eq!(say(&mut engine, 1, r#"{"year":2031,"layout":"compact"}"#), []);
    let events = open(&mut engine, 1, "a", &text());
    let [report] = reports(&events)[..] else { panic!("{events:?}") };
    assert_eq!((report.layout.as_str(), report.settings.year), ("compact", Some(2031)));
    // While it is on its way, the newest word counts when it is there.
    engine.handle(Request::Open { dump: 2, name: "b".to_owned(), size: None });
    engine.push(2, &text());
    say(&mut engine, 2, r#"{"year":2032}"#);
    engine.handle(Request::Finish { dump: 2 });
    let events = run(&mut engine, 2);
    assert_eq!(reports(&events).last().unwrap().year, Some(2032));
    // Asked for where it has no papers, before anything is read: it is read as it is.
    say(&mut engine, 3, r#"{"layout":"API JSON"}"#);
    assert_eq!(reports(&open(&mut engine, 3, "c", &text()))[0].layout, "listing");
}

#[test]
fn a_dump_that_is_read_again_can_be_removed() {
    let mut engine = Engine::new();
    open(&mut engine, 1, "a", &text());
    engine.handle(Request::Settings { dump: 1, settings: settings(r#"{"layout":"compact"}"#) });
    assert!(!engine.wants(1) && engine.push(1, b"more").is_empty());
    assert_eq!(engine.handle(Request::Remove { dump: 1 }), [Event::Gone { dump: 1 }]);
    assert_eq!((run(&mut engine, 2), query(&mut engine, "").total), (vec![], 0));
}

#[test]
fn corrections_and_taking_them_back() {
    for sizes in [Sizes::default(), Sizes { whole: 400, piece: 300, ..Sizes::default() }] {
        let mut engine = Engine::with_sizes(sizes);
        open(&mut engine, 1, "a", &text());
        open(&mut engine, 2, "b", b"One title\n\nA text.\n\n  \xe2\x80\xa2 7 authors\n\xc2\xb7\nMar 20, 2024\n");
        let before = query(&mut engine, "");
        let brass = engine.library().paper(1).unwrap().seen_in[0].lines[0];
        let one = format!(r#"{{"corrections":[{{"do":"drop","lines":[{brass},{brass}]}}]}}"#);
        let events = say(&mut engine, 1, &one);
        assert_eq!(reports(&events).iter().map(|report| (report.dump, report.papers)).collect::<Vec<_>>(), [(1, 2)]);
        assert_eq!((query(&mut engine, "q=brass").matched, query(&mut engine, "q=zinc").matched), (0, 1));
        // The name, the order of opening and the year stay.
        let dumps = query(&mut engine, "").facets.dumps;
        assert_eq!(dumps.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let with_year = one.replacen('{', r#"{"year":2031,"#, 1);
        assert_eq!(reports(&say(&mut engine, 1, &with_year)).len(), 1);
        assert_eq!(query(&mut engine, "year=2031").matched, 1);
        // One more that does not fit is not taken.
        let unfit = one.replacen("]}", r#"]},{"do":"join","lines":[1,1]}"#, 1);
        let events = say(&mut engine, 1, &unfit);
        assert!(
            matches!(&events[..], [Event::Unchanged { dump: 1, why }] if why.contains("line 1: expected")),
            "{events:?}"
        );
        assert_eq!(query(&mut engine, "year=2031").matched, 1);
        // The newest word counts where two come one after the other.
        engine.handle(Request::Settings { dump: 1, settings: settings(r#"{"layout":"API JSON"}"#) });
        let events = say(&mut engine, 1, "");
        assert!(events.iter().all(|event| matches!(event, Event::Read(_))), "{events:?}");
        assert_eq!(query(&mut engine, ""), before);
    }
}

#[test]
fn lines_and_where_things_are() {
    let mut engine = Engine::new();
    // Another dump before, so that papers and dumps have other numbers.
    open(&mut engine, 7, "first", &listing(&[Row("Zinc", ROWS[2].1, 7, "May 1, 2024")]).into_bytes());
    open(&mut engine, 1, "a", &[text(), b"Stray words at the end, of no sense\n".to_vec()].concat());
    let all = String::from_utf8(text()).unwrap();
    let number = |title: &str| all.lines().position(|line| line == title).unwrap() as u32 + 1;
    let mut lines = |from, count| match engine.handle(Request::Lines { id: 3, dump: 1, from, count }).pop() {
        Some(Event::Lines { id: 3, from: at, lines, papers }) if at == from => (lines, papers),
        other => panic!("{other:?}"),
    };
    let (some, papers) = lines(number("Brass") - 1, 4);
    let texts: Vec<_> = some.iter().map(|line| (line.role, line.text.get(..9).unwrap_or(&line.text))).collect();
    assert_eq!(texts, [(Role::Blank, ""), (Role::Title, "Brass"), (Role::Blank, ""), (Role::Abstract, "A paragra")]);
    assert_eq!(papers.iter().map(|paper| (paper.number, paper.title.as_str())).collect::<Vec<_>>(), [(2, "Brass")]);
    let (every, papers) = lines(1, 9999);
    assert_eq!(every.len(), all.lines().count() + 1);
    assert_eq!(papers.len(), 3);
    assert_eq!(lines(9999, 5), (vec![], vec![]));
    for paper in papers {
        let at = engine.library().find(paper.id.unwrap()).unwrap();
        assert_eq!(engine.library().paper(at).unwrap().title, paper.title);
    }
    for none in [Request::Lines { id: 3, dump: 1, from: 0, count: 4 }, Request::Overview { dump: 9 }] {
        assert_eq!(engine.handle(none), []);
    }
    let Some(Event::Overview(overview)) = engine.handle(Request::Overview { dump: 1 }).pop() else { panic!() };
    let [blank, titles, .., stray] = overview.roles;
    assert_eq!((overview.lines, titles, stray, overview.not_understood.len()), (every.len() as u32, 3, 1, 1));
    assert_eq!(blank as usize, every.iter().filter(|line| line.text.is_empty()).count());

    let mut seek =
        |from, back, what: Seek| match engine.handle(Request::Seek { id: 4, dump: 1, from, back, what }).pop() {
            Some(Event::Sought { id: 4, line }) => line,
            other => panic!("{other:?}"),
        };
    let [copper, brass, zinc] = ["Copper", "Brass", "Zinc"].map(number);
    let last = every.len() as u32;
    for (from, back, want) in [
        (0, false, copper),
        (copper, false, brass),
        (zinc, false, copper),
        (zinc, true, brass),
        (copper, true, zinc),
        (last, true, zinc),
    ] {
        assert_eq!(seek(from, back, Seek::Role(Role::Title)), Some(want), "{from} {back}");
    }
    assert_eq!(seek(3, false, Seek::Role(Role::NotUnderstood)), Some(last));
    for (from, back, want) in [(0, false, brass + 2), (brass + 2, false, brass + 2), (1, true, brass + 2)] {
        assert_eq!(seek(from, back, Seek::Text("BRASS AND".to_owned())), Some(want));
    }
    assert_eq!(seek(copper, false, Seek::Text("brass".to_owned())), Some(brass));
    assert_eq!(seek(1, false, Seek::Text("platinum".to_owned())), None);
    assert_eq!(seek(1, false, Seek::Text(String::new())), None);
}

#[test]
fn the_same_text_has_the_same_fingerprint_however_it_comes() {
    let mut engine = Engine::new();
    let first = reports(&open(&mut engine, 1, "a", &text()))[0].fingerprint.clone();
    assert_eq!(first.len(), 32);
    engine.handle(Request::Open { dump: 2, name: "b".to_owned(), size: Some(9) });
    for part in text().chunks(7) {
        engine.push_unpacked(2, part, 1);
    }
    let mut events = engine.handle(Request::Finish { dump: 2 });
    events.extend(run(&mut engine, 2));
    assert_eq!(reports(&events).last().unwrap().fingerprint, first);
    let mut other = text();
    other.push(b'\n');
    assert_ne!(reports(&open(&mut engine, 3, "c", &other)).last().unwrap().fingerprint, first);
    // Read again in another layout it is the same text.
    let mut settings = Settings::default();
    settings.layout = Some("compact".to_owned());
    let mut events = engine.handle(Request::Settings { dump: 1, settings });
    events.extend(run(&mut engine, 2));
    let again = reports(&events).into_iter().find(|report| report.dump == 1).unwrap();
    assert_eq!((again.layout.as_str(), &again.fingerprint), ("compact", &first));
}

#[test]
fn a_dump_that_comes_back_is_where_it_was() {
    let mut engine = Engine::new();
    for (dump, name) in [(1, "a"), (2, "b"), (3, "c")] {
        open(&mut engine, dump, name, &text());
    }
    engine.handle(Request::Remove { dump: 1 });
    open(&mut engine, 1, "a", &text());
    let names: Vec<String> = query(&mut engine, "").facets.dumps.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn of_many_dumps_the_library_is_put_together_when_it_is_asked_for() {
    let texts = ["Copper", "Brass", "Zinc"].map(|title| {
        listing(&[Row(title, "A paragraph of prose on a metal, which has neither.", 1, "Mar 20, 2024")]).into_bytes()
    });
    let mut one_by_one = Engine::new();
    let mut many = Engine::new();
    many.handle(Request::Following(true));
    for (at, text) in texts.iter().enumerate() {
        open(&mut one_by_one, at as DumpId, "a", text);
        if at == 2 {
            many.handle(Request::Following(false));
        }
        let events = open(&mut many, at as DumpId, "a", text);
        assert_eq!(reports(&events).last().unwrap().papers, 1, "each reports at once");
        assert_eq!(query(&mut many, "").total as usize, at + 1, "a query finds all");
    }
    assert_eq!(query(&mut many, ""), query(&mut one_by_one, ""));
    // A file waits for nothing, and has all.
    many.handle(Request::Following(true));
    let more = listing(&[Row("Tin", "A paragraph of prose on tin.", 1, "Mar 20, 2024")]).into_bytes();
    open(&mut many, 9, "b", &more);
    let export = Request::Export { id: 1, query: Query::default(), only: vec![], format: Format::Json };
    assert!(matches!(many.handle(export).last(), Some(Event::Exported { papers: 4, .. })));
    for dump in [0, 1, 2] {
        assert_eq!(many.handle(Request::Remove { dump }), [Event::Gone { dump }]);
    }
    assert_eq!(query(&mut many, "").total, 1);
}

#[test]
fn a_dump_opened_again_says_so_until_the_other_goes() {
    let mut engine = Engine::new();
    let rows = [Row("Warm Tea", "A paragraph of prose.", 2, "Jun 1, 2022")];
    let text = listing(&rows).into_bytes();
    let again = |events: &[Event]| reports(events).iter().map(|report| report.again.clone()).collect::<Vec<_>>();
    assert_eq!(again(&open(&mut engine, 1, "a", &text)), [None]);
    let other = listing(&[Row("Cold Tea", rows[0].1, 2, "Jun 1, 2022")]).into_bytes();
    assert_eq!(again(&open(&mut engine, 2, "b", &other)), [None]);
    assert_eq!(again(&open(&mut engine, 3, "a", &text)), [Some("a".to_owned())]);
    assert_eq!(engine.library().len(), 2);
    assert_eq!(again(&engine.handle(Request::Remove { dump: 1 })), [None]);
}

#[test]
fn files_of_references_mark_papers() {
    let bib =
        "@misc{a, title = {{Copper}}}\n@misc{b, title = {Brass: with more}}\n@misc{c, title = {Kept}}\n@misc{d}\n";
    let mut engine = Engine::new();
    let reported = |events: &[Event]| match events.last() {
        Some(Event::References(report)) => (report.dump, report.references, report.marked, report.problems_total),
        other => panic!("{other:?}"),
    };
    let events = open(&mut engine, 4, "mine.bib", bib.as_bytes());
    assert_eq!(reported(&events), (4, 3, None, 1));
    // Papers that come later are marked, and that is said.
    open(&mut engine, 5, "a", &text());
    let titles = |engine: &mut Engine, fragment: &str| {
        let results = query(engine, fragment);
        let owned: Vec<(String, bool)> =
            results.cards.iter().map(|card| (card.paper.title.clone(), card.owned)).collect();
        (owned, results.facets.owned)
    };
    let events = engine.handle(Request::Query { id: 1, query: Query::default(), count: 9 });
    assert_eq!(reported(&events), (4, 3, Some(1), 1));
    assert_eq!(engine.handle(Request::Query { id: 2, query: Query::default(), count: 9 }).len(), 1);
    assert_eq!(titles(&mut engine, "q=is%3Aowned"), (vec![("Copper".to_owned(), true)], 1));
    assert_eq!(titles(&mut engine, "q=-is%3Aowned").1, 0);
    assert_eq!(titles(&mut engine, "sort=title").0[1], ("Copper".to_owned(), true));
    assert_eq!(titles(&mut engine, "q=copper&year=2024").1, 0);
    // Copies of favourites too.
    let mut kept = favourite("Kept");
    kept.paper.abstract_text = Some("Words that no other paper here has.".to_owned());
    let stored = codec::encode(&crate::favourites::record::Record::of(&kept, 5));
    engine.handle(Request::Favourites(vec![(kept.id(), stored)]));
    let events = engine.handle(Request::Query { id: 1, query: Query::default(), count: 9 });
    assert_eq!(reported(&events), (4, 3, Some(2), 1));
    assert_eq!(titles(&mut engine, "favourites=1").0, [("Kept".to_owned(), true)]);
    // A second file, the same paper; a file goes, and its marks.
    open(&mut engine, 6, "b.ris", b"TY  - GEN\r\nTI  - COPPER\r\nER  - \r\n");
    engine.handle(Request::Remove { dump: 4 });
    assert_eq!(titles(&mut engine, "q=is%3Aowned"), (vec![("Copper".to_owned(), true)], 1));
    assert_eq!(engine.handle(Request::Remove { dump: 6 }), [Event::Gone { dump: 6 }]);
    assert_eq!(titles(&mut engine, "q=is%3Aowned"), (vec![], 0));
    assert!(engine.library().find(PaperId::of_title("Copper")).is_some());
}

#[test]
fn a_long_file_of_references_is_read_whole() {
    let bib: String = (0..400).map(|at| format!("@misc{{k{at},\n  title = {{Paper {at}}}\n}}\n")).collect();
    let mut engine = Engine::with_sizes(Sizes { whole: 1000, piece: 500, ..Sizes::default() });
    let events = open(&mut engine, 1, "mine.bib", bib.as_bytes());
    assert!(matches!(events.last(), Some(Event::References(report)) if report.references == 400), "{events:?}");
}

#[test]
fn a_deck_and_its_cards() {
    let mut engine = Engine::new();
    let mut gold = favourite("Gold");
    gold.paper.abstract_text = Some("On gold, in short.".to_owned());
    let record = crate::favourites::record::Record::of(&gold, 1);
    engine.handle(Request::Favourites(vec![(gold.id(), crate::favourites::codec::encode(&record))]));
    open(&mut engine, 1, "a", &text());
    let mut deck = |fragment: &str| {
        let query = Query::from_fragment(fragment);
        match engine.handle(Request::Deck { id: 5, query }).remove(0) {
            Event::Deck { id: 5, papers } => papers,
            other => panic!("{other:?}"),
        }
    };
    let ids = |titles: &[&str]| titles.iter().map(|title| PaperId::of_title(title)).collect::<Vec<_>>();
    assert_eq!(deck("sort=title"), ids(&["Brass", "Copper", "Zinc"]));
    assert_eq!(deck("q=enemies"), ids(&["Brass"]));
    assert_eq!(deck("favourites=1"), ids(&["Gold"]));
    assert_eq!(deck("q=nowhere -prose"), []);

    query(&mut engine, "q=prose");
    let mut cards = |fragment: &str, titles: &[&str]| {
        let query = Query::from_fragment(fragment);
        match engine.handle(Request::Cards { id: 6, query, papers: ids(titles) }).remove(0) {
            Event::Cards { id: 6, cards } => cards,
            other => panic!("{other:?}"),
        }
    };
    let titles = |cards: &[protocol::Card]| cards.iter().map(|card| card.title.text.clone()).collect::<Vec<_>>();
    // Of the last query, of another one, and of favourites that no dump has; what is nowhere is missing.
    for fragment in ["q=prose", "", "q=zinc"] {
        assert_eq!(titles(&cards(fragment, &["Zinc", "Lead", "Gold", "Brass"])), ["Zinc", "Gold", "Brass"]);
    }
    let marks = |card: &protocol::Card| card.abstract_text.as_ref().unwrap().marks.len();
    assert_eq!(cards("q=prose", &["Brass", "Copper"]).iter().map(marks).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(cards("q=zinc", &["Brass", "Copper"]).iter().map(marks).collect::<Vec<_>>(), [0, 0]);
    // Whoever pages on is not disturbed.
    match &engine.handle(Request::More { id: 1, from: 2, count: 5 })[..] {
        [Event::More { id: 1, from: 2, cards }] => assert_eq!(cards.len(), 1),
        other => panic!("{other:?}"),
    }
    let only = ids(&["Zinc", "Gold"]);
    match engine.handle(Request::Export { id: 7, query: Query::default(), only, format: Format::Csv }).remove(0) {
        Event::Exported { papers: 2, text, .. } => assert!(text.find("Zinc") < text.find("Gold")),
        other => panic!("{other:?}"),
    }
}
