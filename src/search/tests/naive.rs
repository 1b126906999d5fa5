//! The index against a naive scan of every text: the same papers for every query, the same counts for every facet.

use super::{favourite, run};
use crate::engine::protocol::{Facets, LinkKind, MAX_HOSTS};
use crate::favourites::{Favourite, Status};
use crate::library::Library;
use crate::paper::{Date, Paper, PaperId, Sighting};
use crate::search::changes::Change;
use crate::search::filter::is_host;
use crate::search::language::{self, Expr, Field, Filter, Has, Is, PartialDate, Span, Words};
use crate::search::plan::Plan;
use crate::search::query::{AuthorRange, CommentRange, Query, RANKS, SEEN, Sort};
use crate::search::stem;
use crate::search::words::Pattern;
use crate::testing::{Row, distance, library};
use crate::text::{fold, latex, links};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The tokens of a text as it is shown.
fn tokens(text: &str) -> Vec<String> {
    fold::tokens(&latex::display(text)).map(|token| token.text).collect()
}

/// All documents that were indexed, as sets of tokens: every entry of every dump, and every copy.
fn documents(library: &Library, copies: &[Paper]) -> Vec<BTreeSet<String>> {
    let mut all = Vec::new();
    for dump in library.inputs().iter().map(|input| &input.volume.dump) {
        for entry in &dump.entries {
            let text = entry.abstract_text.map(|span| dump.text(span).into_owned()).unwrap_or_default();
            all.push(tokens(&dump.text(entry.title)).into_iter().chain(tokens(&text)).collect());
        }
    }
    let texts = copies.iter().map(|paper| (&paper.title, paper.abstract_text.as_deref().unwrap_or("")));
    all.extend(texts.map(|(title, text)| tokens(title).into_iter().chain(tokens(text)).collect()));
    all
}

/// What a token is corrected to, by the rule or if it may be `any`.
fn corrections(pattern: &Pattern, documents: &[BTreeSet<String>], any: bool) -> Vec<String> {
    let token = pattern.token.as_str();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    documents.iter().flatten().for_each(|other| *counts.entry(other).or_default() += 1);
    let own = |other: &str| other == token || (pattern.prefix && other.starts_with(token)) || stem::same(other, token);
    let holding: usize = counts.iter().filter(|(other, _)| own(other)).map(|(_, count)| count).sum();
    let least = if any { 0 } else { holding * 100 };
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    if least > documents.len() || token.len() < 4 || token.len() > 30 || !letters(token) {
        return Vec::new();
    }
    let most = if token.len() < 8 { 1 } else { 2 };
    let edits = |other: &str| {
        if pattern.prefix {
            let ends = 0..=other.len();
            ends.map(|end| distance(&other.as_bytes()[..end], token.as_bytes())).min().unwrap_or(99)
        } else {
            distance(other.as_bytes(), token.as_bytes())
        }
    };
    let whole = |other: &str, edits: usize| distance(other.as_bytes(), token.as_bytes()) <= edits;
    let mut near: Vec<(usize, bool, Reverse<usize>, &str)> = counts
        .iter()
        .filter(|(other, count)| letters(other) && !own(other) && **count >= least)
        .filter(|(other, _)| token.len() >= 8 || other[..1] == token[..1])
        .map(|(other, count)| (edits(other), Reverse(*count), *other))
        .map(|(edits, count, other)| (edits, !whole(other, edits), count, other))
        .filter(|(edits, ..)| *edits <= most)
        .collect();
    near.sort();
    let fewest = near.first().map_or(0, |(edits, ..)| *edits);
    near.into_iter()
        .filter(|(edits, ..)| *edits == fewest)
        .take(if any { 64 } else { 8 })
        .map(|(.., other)| other.to_owned())
        .collect()
}

struct Scan<'a> {
    documents: Vec<BTreeSet<String>>,
    favourites: &'a [Favourite],
    /// Whether any word may be a typing error.
    any: bool,
}

impl Scan<'_> {
    fn matches(&self, expr: &Expr, paper: &Paper, negated: bool) -> bool {
        match expr {
            Expr::All(parts) => parts.iter().all(|part| self.matches(part, paper, negated)),
            Expr::Any(parts) => parts.iter().any(|part| self.matches(part, paper, negated)),
            Expr::Not(part) => !self.matches(part, paper, !negated),
            Expr::Words(words) => self.has(words, paper, negated),
            Expr::Filter(filter) => self.passes(filter, paper),
        }
    }

    fn has(&self, words: &Words, paper: &Paper, negated: bool) -> bool {
        // What is looked for is the plan's to say; how it is found is not.
        let text = language::print::print(&Expr::Words(words.clone()));
        let mut word = Plan::parse(&format!("{text} ")).words().next().unwrap().clone();
        if let ([pattern], false) = (word.patterns.as_mut_slice(), negated)
            && pattern.stem
        {
            pattern.corrections = corrections(pattern, &self.documents, self.any);
        }
        let texts = [(Field::Title, Some(&paper.title)), (Field::Abstract, paper.abstract_text.as_ref())];
        texts.into_iter().filter(|(field, _)| words.field.is_none_or(|own| own == *field)).any(|(_, text)| {
            let tokens = tokens(text.map_or("", String::as_str));
            tokens
                .windows(word.patterns.len())
                .any(|run| run.iter().zip(&word.patterns).all(|(token, pattern)| pattern.matches(token)))
        })
    }

    fn passes(&self, filter: &Filter, paper: &Paper) -> bool {
        let within = |span: &Span, number: Option<u32>| match (span, number) {
            (Span::Unknown, number) => number.is_none(),
            (Span::Between { from, to }, Some(number)) => *from <= number && number <= *to,
            (_, None) => false,
        };
        let starred = self.favourites.iter().find(|favourite| favourite.id() == paper.id);
        let day = |date: Date| date.year.map(|year| (year, date.month, date.day));
        let first = |date: &PartialDate| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        let key = |text: &str| fold::title_key(text);
        match filter {
            Filter::Year(span) => within(span, paper.published.and_then(|date| date.year).map(u32::from)),
            Filter::Authors(span) => within(span, paper.authors),
            Filter::Comments(Span::Unknown) => paper.comments.is_none(),
            Filter::Comments(span) => within(span, Some(paper.comments.unwrap_or(0))),
            Filter::Upvotes(span) => within(span, paper.upvotes),
            Filter::Rank(span) => within(span, rank(paper)),
            Filter::Dumps(span) => within(span, Some(seen(paper))),
            Filter::Has(Has::Code) => has(paper, LinkKind::Code),
            Filter::Has(Has::Project) => has(paper, LinkKind::Project),
            Filter::Has(Has::Link) => !paper.links.is_empty(),
            Filter::Has(Has::Date) => paper.published.is_some(),
            Filter::Has(Has::Abstract) => paper.abstract_text.is_some(),
            Filter::Has(Has::Comments) => paper.comments.is_some_and(|comments| comments > 0),
            Filter::Is(Is::Favourite) => starred.is_some(),
            Filter::Is(Is::Owned) => false,
            Filter::Is(Is::Seen) => {
                starred.is_some_and(|star| matches!(star.status, Status::Read | Status::NotInterested))
            }
            Filter::Status(status) => starred.is_some_and(|star| star.status == *status),
            Filter::Note(part) => starred.is_some_and(|star| key(&star.note).contains(&key(part))),
            Filter::Tag(tag) => starred.is_some_and(|star| star.tags.iter().any(|other| key(other) == key(tag))),
            Filter::Dump(name) => paper.seen_in.iter().any(|sighting| key(&sighting.dump).contains(&key(name))),
            Filter::Host(name) => hosts(paper).iter().any(|host| is_host(host, name)),
            Filter::After(date) => paper.published.and_then(day).is_some_and(|day| day >= first(date)),
            Filter::Before(date) => paper.published.and_then(day).is_some_and(|day| day < first(date)),
        }
    }
}

fn has(paper: &Paper, kind: LinkKind) -> bool {
    paper.links.iter().any(|link| links::classify(link).kind == kind)
}

fn hosts(paper: &Paper) -> BTreeSet<String> {
    paper.links.iter().map(|link| links::classify(link).label).collect()
}

/// The best position.
fn rank(paper: &Paper) -> Option<u32> {
    paper.seen_in.iter().map(|sighting| sighting.position).min()
}

/// In how many dumps.
fn seen(paper: &Paper) -> u32 {
    paper.seen_in.iter().map(|sighting| &sighting.dump).collect::<BTreeSet<_>>().len() as u32
}

/// The changes of a paper from one dump to the other, by the definition.
fn changes(library: &Library, paper: &Paper, (from, to): &(String, String)) -> Vec<Change> {
    let inputs = library.inputs();
    if library.find(paper.id).is_none() {
        return Vec::new();
    }
    let (Some(earlier), Some(_)) =
        (inputs.iter().find(|input| input.name == *from), inputs.iter().find(|input| input.name == *to))
    else {
        return Vec::new();
    };
    let places = |name: &str| paper.seen_in.iter().filter(|seen| seen.dump == name).collect::<Vec<_>>();
    match (places(from).as_slice(), places(to).as_slice()) {
        ([], []) => Vec::new(),
        ([], _) => vec![Change::New],
        (_, []) => vec![Change::Gone],
        (before, now) => {
            let shows = earlier.volume.dump.entries.iter().any(|entry| entry.comments.is_some());
            let count = |places: &[&Sighting]| places.iter().filter_map(|seen| seen.comments).max();
            let before = count(before).or(shows.then_some(0));
            let more = before.is_some_and(|before| count(now).is_some_and(|now| now > before));
            if more { vec![Change::Comments] } else { Vec::new() }
        }
    }
}

fn year(paper: &Paper) -> Option<u16> {
    paper.published.and_then(|date| date.year)
}

/// Whether a paper passes all filters of the panel but the one of this name.
fn passes(paper: &Paper, query: &Query, favourite: bool, without: &str) -> bool {
    let tests = [
        ("year", query.years.is_empty() || query.years.contains(&year(paper))),
        ("authors", query.authors.is_empty() || query.authors.contains(&AuthorRange::of(paper.authors))),
        ("comments", query.comments.is_empty() || query.comments.contains(&CommentRange::of(paper.comments))),
        ("code", !query.code || has(paper, LinkKind::Code)),
        ("project", !query.project || has(paper, LinkKind::Project)),
        ("host", query.hosts.is_empty() || hosts(paper).iter().any(|host| query.hosts.contains(host))),
        ("dump", query.dumps.is_empty() || paper.seen_in.iter().any(|s| query.dumps.contains(&s.dump))),
        ("rank", query.rank.is_none_or(|most| rank(paper).is_some_and(|rank| rank <= most))),
        ("seen", query.seen.is_none_or(|least| seen(paper) >= least)),
        ("favourite", !query.favourites || favourite),
    ];
    tests.iter().all(|(name, passes)| *passes || *name == without)
}

/// What the query must find, in any order, and its counts, dumps left out.
fn scan(library: &Library, favourites: &[Favourite], query: &Query) -> (BTreeSet<PaperId>, Facets) {
    let copies: Vec<Paper> = favourites
        .iter()
        .filter(|favourite| library.find(favourite.id()).is_none())
        .map(|favourite| favourite.paper.clone())
        .collect();
    let mut scan = Scan { documents: documents(library, &copies), favourites, any: false };
    let starred: BTreeSet<PaperId> = favourites.iter().map(Favourite::id).collect();
    let expr = language::parse(&query.text).expr;
    let asks = |expr: &Expr| {
        matches!(
            expr,
            Expr::Filter(Filter::Is(Is::Favourite | Is::Seen) | Filter::Tag(_) | Filter::Status(_) | Filter::Note(_))
        )
    };
    let asked = match &expr {
        Some(Expr::All(parts)) => parts.iter().any(asks),
        Some(expr) => asks(expr),
        None => false,
    };
    let inside = query.favourites || library.is_empty() || asked;
    let mut all: Vec<(Paper, bool)> =
        (0..library.len() as u32).map(|index| (library.paper(index).unwrap(), true)).collect();
    all.extend(copies.into_iter().map(|paper| (paper, inside)));
    if let Some(expr) = &expr {
        scan.any = !all.iter().any(|(paper, _)| scan.matches(expr, paper, false));
        all.retain(|(paper, _)| scan.matches(expr, paper, false));
    }
    let changed: BTreeMap<PaperId, Vec<Change>> = match &query.compare {
        Some(dumps) => all.iter().map(|(paper, _)| (paper.id, changes(library, paper, dumps))).collect(),
        None => BTreeMap::new(),
    };
    let every = all.clone();
    all.retain(|(paper, _)| match (&query.compare, changed.get(&paper.id)) {
        (Some(_), Some(changes)) => {
            !changes.is_empty()
                && (query.changes.is_empty() || changes.iter().any(|change| query.changes.contains(change)))
        }
        _ => true,
    });
    let counted = |without: &'static str| {
        let starred = &starred;
        let all = if without == "change" { &every } else { &all };
        all.iter().filter(move |(paper, inside)| *inside && passes(paper, query, starred.contains(&paper.id), without))
    };
    fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<(K, u32)> {
        let mut counts = BTreeMap::new();
        keys.for_each(|key| *counts.entry(key).or_insert(0) += 1);
        counts.into_iter().collect()
    }
    let years = tally(counted("year").map(|(paper, _)| Reverse(year(paper))));
    let mut hosts_counted = tally(counted("host").flat_map(|(paper, _)| hosts(paper)));
    hosts_counted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    hosts_counted.truncate(MAX_HOSTS);
    let facets = Facets {
        owned: 0,
        years: years.into_iter().map(|(year, count)| (year.0, count)).collect(),
        authors: tally(counted("authors").map(|(paper, _)| AuthorRange::of(paper.authors))),
        comments: tally(counted("comments").map(|(paper, _)| CommentRange::of(paper.comments))),
        hosts: hosts_counted,
        code: counted("code").filter(|(paper, _)| has(paper, LinkKind::Code)).count() as u32,
        project: counted("project").filter(|(paper, _)| has(paper, LinkKind::Project)).count() as u32,
        dumps: Vec::new(),
        ranks: RANKS
            .into_iter()
            .filter(|rank| library.inputs().iter().any(|input| input.volume.dump.entries.len() > *rank as usize))
            .map(|most| {
                (most, counted("rank").filter(|(paper, _)| rank(paper).is_some_and(|r| r <= most)).count() as u32)
            })
            .collect(),
        seen: SEEN
            .into_iter()
            .map(|least| (least, counted("seen").filter(|(paper, _)| seen(paper) >= least).count() as u32))
            .collect(),
        changes: match &query.compare {
            Some(_) => Change::ALL
                .into_iter()
                .map(|change| {
                    let has = |paper: &Paper| changed.get(&paper.id).is_some_and(|changes| changes.contains(&change));
                    (change, counted("change").filter(|(paper, _)| has(paper)).count() as u32)
                })
                .collect(),
            None => Vec::new(),
        },
        favourites: all
            .iter()
            .filter(|(paper, _)| starred.contains(&paper.id) && passes(paper, query, true, "favourite"))
            .count() as u32,
    };
    let found = all.iter().filter(|(p, inside)| *inside && passes(p, query, starred.contains(&p.id), ""));
    (found.map(|(paper, _)| paper.id).collect(), facets)
}

const VOCABULARY: &[&str] = &[
    "robot",
    "Robots",
    "robotic",
    "few-shot",
    "few",
    "shot",
    "Tülu",
    "深度",
    "a",
    "\\eg",
    "x^2",
    "merging",
    "merged",
    "transformer",
    "transforms",
    "studies",
    "study",
];

/// Parts of queries; whatever they make together is a query.
const PARTS: &[&str] = &[
    "robot",
    "robots ",
    "few-sh",
    "SHOT",
    "tulu",
    "深",
    "度",
    "a",
    "zebra",
    "x²",
    "merge",
    "trasformer",
    "transfomer",
    "robto",
    "study*",
    "\"few shot\"",
    "\"robots\"",
    "\"study merg\"*",
    "title:robot",
    "title:(few OR merged)",
    "abstract:shot",
    "title:\"few shot\"",
    "-robot",
    "-\"few shot\"",
    "NOT merged",
    "OR",
    "|",
    "(",
    ")",
    "-(",
    "year:2024",
    "year:2023..",
    "year:..2024",
    "year:none",
    "authors:>3",
    "authors:2-7",
    "authors:none",
    "comments:>0",
    "comments:0",
    "comments:none",
    "upvotes:>1",
    "has:code",
    "has:project",
    "has:link",
    "has:date",
    "has:abstract",
    "has:comments",
    "is:favourite",
    "-is:favourite",
    "tag:todo",
    "-is:seen",
    "status:read",
    "-status:unread",
    "note:idea",
    "dump:a",
    "host:github.com",
    "host:GitHub",
    "host:a.org",
    "rank:..2",
    "rank:>3",
    "dumps:>=2",
    "-dumps:2",
    "dumps:1",
    "after:2024-03",
    "before:2024-03-21",
    "year:",
    "foo:bar",
    "\"open",
];

fn prose() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(VOCABULARY), 1..8).prop_map(|words| words.join(" "))
}

prop_compose! {
    fn row()(
        title in prose(), text in prose(), authors in 1_u32..13,
        date in proptest::sample::select(&["--03-20", "2024-03-20", "2023-03-20 4", "2024-03-21 12"]),
        link in proptest::sample::select(&["", "https://github.com/a/b", "https://a.org/x", "https://arxiv.org/abs/1"]),
    ) -> (String, String, u32, &'static str) {
        (title, format!("{text} {link}"), authors, date)
    }
}

prop_compose! {
    fn query()(
        text in proptest::collection::vec(proptest::sample::select(PARTS), 0..5),
        years in proptest::sample::subsequence(vec![None, Some(2023), Some(2024), Some(2025)], 0..3),
        authors in proptest::sample::subsequence(AuthorRange::ALL.to_vec(), 0..3),
        comments in proptest::sample::subsequence(CommentRange::ALL.to_vec(), 0..3),
        hosts in proptest::sample::subsequence(vec!["GitHub".to_owned(), "a.org".to_owned()], 0..2),
        code in any::<bool>(), project in any::<bool>(), favourites in any::<bool>(),
        dumps in proptest::sample::subsequence(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()], 0..3),
        sort in proptest::sample::select(&Sort::ALL),
        rank in proptest::option::weighted(0.2, proptest::sample::select(&RANKS)),
        seen in proptest::option::weighted(0.2, proptest::sample::select(&SEEN)),
        compare in proptest::option::weighted(0.3, proptest::sample::select(&[("a", "b"), ("b", "a"), ("a", "c")])),
        changes in proptest::sample::subsequence(Change::ALL.to_vec(), 0..3),
        on in any::<[bool; 8]>(),
    ) -> Query {
        fn some<T>(list: Vec<T>, on: bool) -> Vec<T> {
            if on { list } else { Vec::new() }
        }
        Query {
            text: text.join(" "), sort, favourites: favourites && on[3], code: code && on[2], project: project && on[2],
            years: some(years, on[0] && on[4]), authors: some(authors, on[1] && on[5]), dumps: some(dumps, on[2] && on[6]),
            comments: some(comments, on[5] && on[7]), hosts: some(hosts, on[6] && on[7]),
            rank, seen, changes: some(changes, compare.is_some()),
            compare: compare.map(|(from, to)| (from.to_owned(), to.to_owned())),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn finds_what_a_scan_finds(
        a in proptest::collection::vec(row(), 1..8), b in proptest::collection::vec(row(), 1..8),
        c in proptest::collection::vec(row(), 1..4), queries in proptest::collection::vec(query(), 1..12),
        loaded in any::<bool>(), many in any::<bool>(),
    ) {
        fn rows<'a>(rows: &'a [(String, String, u32, &'static str)]) -> Vec<Row<'a>> {
            rows.iter().map(|(title, text, authors, date)| Row(title, text, *authors, date)).collect()
        }
        let old = library(&[("c", &rows(&c)), ("b", &rows(&b[..1]))]);
        let mut favourites: Vec<_> = (0..old.len() as u32).map(|index| favourite(old.paper(index).unwrap())).collect();
        favourites[0].tags.push("Todo".to_owned());
        favourites[0].status = Status::Read;
        favourites[0].note = "An Idea: later".to_owned();
        // Enough papers for a rare word to be a typing error.
        let mut filled = rows(&a);
        let fillers: Vec<String> = (0..110).map(|n| format!("transformer number {n}")).collect();
        if many {
            filled.extend(fillers.iter().map(|title| Row(title, "nothing but robots that are merged", 1, "2024-03-20")));
        }
        let library = if loaded { library(&[("a", &filled), ("b", &rows(&b))]) } else { Library::default() };
        for query in queries {
            let (found, total, facets) = run(&library, &favourites, &query, |universe, mut found| {
                (found.ids(universe), found.total, found.facets)
            });
            let set: BTreeSet<PaperId> = found.iter().copied().collect();
            prop_assert_eq!(set.len(), found.len());
            prop_assert!(found.len() as u32 <= total);
            let (want, want_facets) = scan(&library, &favourites, &query);
            prop_assert_eq!(set, want, "{:?}", query);
            let hosts = facets.hosts.into_iter().filter(|(_, count)| *count > 0).collect();
            // Those for more dumps than there are are left out.
            let seen: Vec<_> = want_facets.seen.iter().copied().take(facets.seen.len()).collect();
            prop_assert!(want_facets.seen.iter().skip(seen.len()).all(|(_, count)| *count == 0));
            let want_facets = Facets { seen, ..want_facets };
            prop_assert_eq!(Facets { dumps: vec![], hosts, ..facets }, want_facets, "{:?}", query);
        }
    }
}
