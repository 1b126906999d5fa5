use super::operators::{OPERATORS, Offers, SYNTAX, Takes};
use super::print::print;
use super::suggest::{Known, suggest};
use super::*;
use proptest::prelude::*;

/// What a text is parsed as, printed, and the parts of it that are not understood; `…` marks those that are unfinished.
#[track_caller]
fn check(text: &str, printed: &str, problems: &[&str]) {
    let parsed = parse(text);
    let found: Vec<String> = parsed
        .problems
        .iter()
        .map(|problem| format!("{}{}", &text[problem.range.clone()], if problem.unfinished { "…" } else { "" }))
        .collect();
    assert_eq!(parsed.expr.as_ref().map_or(String::new(), print), printed, "{text:?}");
    assert_eq!(found, problems, "{text:?}: {:?}", parsed.problems);
}

#[test]
fn words() {
    check("", "", &[]);
    check("  \u{a0}", "", &[]);
    check("merging", "merging*", &[]);
    check("merging ", "merging ", &[]);
    check("task vec", "task vec*", &[]);
    check("robo* a ", "robo* a ", &[]);
    check("few-shot C++ gpt-4 ", "few-shot C++ gpt-4 ", &[]);
    check("“task vectors” x ", "\"task vectors\" x ", &[]);
    check("«a b» „c d“ ", "\"a b\" \"c d\"", &[]);
    check("\"task vec\"* ", "\"task vec\"*", &[]);
    check("a\"b\"c ", "a \"b\" c ", &[]);
    check("https://a.org/x?y=1 10:30 v2: Tidepool: a ", "https://a.org/x?y=1 10:30 v2: Tidepool: a ", &[]);
    check("a - b – … * \"\" ", "a b ", &[]);
    check("--seed x--y ", "seed x--y ", &[]);
    check("f(x) p(x|y) ", "f(x) p(x|y) ", &[]);
    check("don't 5' α深度 ", "don't 5' α深度 ", &[]);
    check("$\\alpha$ $ ", "$\\alpha$ ", &[]);
}

#[test]
fn joined() {
    check("a AND b and c ", "a b and c ", &[]);
    check("a OR b c ", "a OR b c ", &[]);
    check("a|b || c ", "a OR b OR c ", &[]);
    check("(a OR b) c ", "(a OR b) c ", &[]);
    check("(a b) (c) ((d)) ", "a b c d ", &[]);
    check("a OR (b OR c) ", "a OR b OR c ", &[]);
    check("a or b nor C ", "a or b nor C ", &[]);
    check("a OR(b c) ", "a OR b c ", &[]);
    check("(a OR b)(c OR d)", "(a OR b) (c OR d)", &[]);
    check("ORACLE NOTE |a ", "ORACLE NOTE OR a ", &[]);
    check("|a ", "a ", &["|"]);
    check("(a OR f(x) b ", "a OR f(x) b ", &["(…"]);
}

#[test]
fn negated() {
    check("-survey ", "-survey ", &[]);
    check("-surv", "-surv ", &[]);
    check("a -surv*", "a -surv*", &[]);
    check("NOT a NOT NOT b ", "-a b ", &[]);
    check("-(a b) -(c OR d) ", "-(a b) -(c OR d)", &[]);
    check("-(-(ab", "ab*", &["(…", "(…"]);
    check("-(a surv", "-(a surv)", &["(…"]);
    check("-\"a b\" -title:c -has:code ", "-\"a b\" -title:c -has:code", &[]);
    check("-title:(a OR b) ", "-(title:a OR title:b)", &[]);
    check("NOT(a) ", "-a ", &[]);
    check("\"a\"-b ", "\"a\" b ", &[]);
}

#[test]
fn fields() {
    check("title:lora", "title:lora*", &[]);
    check("TITLE:LoRA Abs:x ", "title:LoRA abstract:x ", &[]);
    check("title:\"task vectors\" intitle:a* ", "title:\"task vectors\" title:a*", &[]);
    check("title:(a OR b) c ", "(title:a OR title:b) c ", &[]);
    check("title:(a abstract:b year:2024 \"c d\") ", "title:a abstract:b year:2024 title:\"c d\"", &[]);
    check("title:few-shot:x ", "title:few-shot:x ", &[]);
    check("title:", "", &["title:…"]);
    check("title: lora x ", "title:lora x ", &[]);
    check("title: (a OR b) abstract:  \"c d\"", "(title:a OR title:b) abstract:\"c d\"", &[]);
    check("title: -a title: has:code title: OR b", "-a has:code OR b*", &["title:", "title:", "title:"]);
    check("a title:- b ", "a b ", &["title:-"]);
    check("(title:) a ", "a ", &["title:"]);
}

#[test]
fn filters() {
    check("year:2024.. year:2019-2021 year:..2021 ", "year:2024.. year:2019..2021 year:..2021", &[]);
    check("year:2024 year:none YEAR:Unknown ", "year:2024 year:none year:none", &[]);
    check("year:>2019 year:<2019 year:>=2019 year:≤2019", "year:2020.. year:..2018 year:2019.. year:..2019", &[]);
    check("year:2019-21 year:2021-2019 year:2019–2021", "year:2019..2021 year:2019..2021 year:2019..2021", &[]);
    check("year:2024- year:2024. year:2024+", "year:2024.. year:2024 year:2024..", &[]);
    check("year:(2019 OR 2021) x ", "(year:2019 OR year:2021) x ", &[]);
    check("authors:>10 author:3-5 authors:3..5 ", "authors:11.. authors:3..5 authors:3..5", &[]);
    check("comments:>0 upvotes:>=20 votes:0", "comments:1.. upvotes:20.. upvotes:0", &[]);
    check("has:code has:links HAS:Project has:comment", "has:code has:link has:project has:comments", &[]);
    check("has:date has:abstract is:favourite is:starred", "has:date has:abstract is:favourite is:favourite", &[]);
    check(
        "tag:todo dump:001 dump:\"my list\" file:a(1).txt",
        "tag:todo dump:001 dump:\"my list\" dump:\"a(1).txt\"",
        &[],
    );
    check("host:github.com site:a.org", "host:github.com host:a.org", &[]);
    check("after:2025-03 before:2025-03-15 since:2025", "after:2025-03 before:2025-03-15 after:2025", &[]);
    check("after:2025/3/1 after:2025- before:2024-2-29", "after:2025-03-01 after:2025 before:2024-02-29", &[]);
    check("year: 2024 has: code,date x ", "year:2024 (has:code OR has:date) x ", &[]);
    check(
        "year:2024,2021,none has:code,project",
        "(year:2024 OR year:2021 OR year:none) (has:code OR has:project)",
        &[],
    );
    check("-host:a.org,b.org tag:\"a,b\" year:2024,", "-(host:a.org OR host:b.org) tag:\"a,b\" year:2024", &[]);
    check("(has:code OR has:project) -has:date", "(has:code OR has:project) -has:date", &[]);
}

#[test]
fn the_bad_part_is_told_and_the_rest_is_used() {
    check("lora year:foo merging ", "lora merging ", &["year:foo"]);
    check("year:", "", &["year:…"]);
    check("lora year: ", "lora ", &["year:…"]);
    check("year: foo ", "foo ", &["year:"]);
    check("a year:20", "a ", &["year:20…"]);
    check("a year:20 ", "a ", &["year:20"]);
    check(
        "year:20245 year:x-y year:.. year:<0000 year:>9999 a ",
        "a ",
        &["year:20245", "year:x-y", "year:..", "year:<0000", "year:>9999"],
    );
    check(
        "authors:99999999999 authors:-5 authors:>4294967295 a ",
        "a ",
        &["authors:99999999999", "authors:-5", "authors:>4294967295"],
    );
    check("has:magic is:code tag:\"\" tag:a* x ", "x ", &["has:magic", "is:code", "tag:\"\"", "tag:a*"]);
    check(
        "after:2025-13 before:2025-02-29 after:25-1-1 x ",
        "x ",
        &["after:2025-13", "before:2025-02-29", "after:25-1-1"],
    );
    check("year:2024,foo x ", "year:2024 x ", &["year:2024,foo"]);
    check("year:, x ", "x ", &["year:,"]);
    check("year:(2024 OR foo) x ", "year:2024 x ", &["foo"]);
    check("yaer:2024 foo:bar x ", "x ", &["yaer:2024", "foo:bar"]);
    check("foo:\"a b\" x ", "\"a b\" x ", &["foo:"]);
    check("-foo:bar x ", "x ", &["foo:bar"]);
    check("GPT:4 ReAct:x ", "GPT:4 ReAct:x ", &[]);
    check("OR a ", "a ", &["OR"]);
    check("a OR", "a ", &["OR…"]);
    check("a OR ", "a ", &["OR…"]);
    check("a OR OR b AND ", "a OR b ", &["OR", "AND…"]);
    check("(a OR ) AND b ", "a b ", &["OR"]);
    check("(a OR ) b AND NOT", "a b ", &["OR", "NOT…"]);
    check("AND", "", &["AND"]);
    check("NOT OR a ", "a ", &["NOT"]);
    check("a) b ", "a b ", &[")"]);
    check("() a ( ", "a ", &["()", "(…"]);
    check("(a b", "a b*", &["(…"]);
    check("\"task vec", "\"task vec\"*", &["\"…"]);
    check("\"task ", "\"task \"", &["\"…"]);
    check("a \"", "a ", &["\"…"]);
    check("dump:\"my li", "dump:\"my li\"", &["\"…"]);
    check("year: OR a ", "a ", &["year:"]);
}

#[test]
fn problems_are_sentences() {
    let check = |text: &str, message: &str| assert_eq!(parse(text).problems[0].message, message, "{text:?}");
    check("year:foo ", "expected a year, as in year:2024, year:2024.. or year:2019-2021, found “foo”");
    check("year:", "expected a year, as in year:2024, year:2024.. or year:2019-2021, found the end");
    check("title: -a", "expected words right after it, as in title:lora, found nothing");
    check("yaer:1 ", "expected an operator such as “year:”, found “yaer:”, which is left out");
    check("qqq:1 ", "expected an operator, found “qqq:”, which is left out");
    check("a OR", "expected something after OR, found nothing");
    check(&format!("tag:* year:{} ", "9".repeat(99)), "expected a tag, as in tag:todo, found nothing");
}

#[test]
fn limits() {
    let words = parse(&"a ".repeat(1000));
    assert!(matches!(words.expr, Some(Expr::All(parts)) if parts.len() == MAX_PARTS));
    assert_eq!(words.problems.len(), 1);
    assert_eq!(parse(&"a ".repeat(MAX_PARTS)).problems, []);
    let deep = |depth: usize| parse(&format!("{}a{} b ", "-(".repeat(depth), ")".repeat(depth)));
    assert_eq!(deep(MAX_DEPTH as usize).problems, []);
    let deeper = deep(MAX_DEPTH as usize + 1);
    assert_eq!(deeper.expr.as_ref().map_or(String::new(), print), "b ");
    assert_eq!(deeper.problems.len(), 1);
    for text in ["(", "-(", "title:(", ")", "NOT ", "\"", "\"a", "OR ", "year:", "a:b", "f(", "-"] {
        assert!(parse(&text.repeat(100_000)).problems.len() < 1000, "{text}");
    }
}

#[test]
fn the_table_is_right() {
    for operator in OPERATORS {
        for (example, _) in operator.examples {
            assert_eq!(parse(&format!("{example} ")).problems, [], "{example}");
            assert!(example.contains(&format!("{}:", operator.name)), "{example}");
        }
        if let (Offers::Fixed(values), Takes::Value(read)) = (operator.offers, operator.takes) {
            assert!(values.iter().all(|value| read(value).is_some()), "{}", operator.name);
        }
        for name in operator.aliases.iter().chain([&operator.name]) {
            assert_eq!(operators::find(&name.to_ascii_uppercase()).map(|found| found.name), Some(operator.name));
        }
    }
    for (example, _) in SYNTAX {
        assert_eq!(parse(&format!("{example} ")).problems, [], "{example}");
    }
    for (name, near) in
        [("yaer", "year"), ("yer", "year"), ("yeear", "year"), ("yeat", "year"), ("tilte", "title"), ("hsa", "has")]
    {
        assert_eq!(operators::nearest(name).map(|found| found.name), Some(near), "{name}");
    }
    assert!(operators::nearest("yr").is_none() && operators::nearest("bert").is_none());
}

/// What is offered at `|`, and the part it takes the place of.
#[track_caller]
fn offered(text: &str, part: &str, candidates: &[&str]) {
    let caret = text.find('^').unwrap();
    let text = text.replace('^', "");
    let counted = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), 2)).collect::<Vec<_>>();
    let (dumps, hosts, tags) =
        (counted(&["001.txt", "my list.txt", "o\"dd"]), counted(&["GitHub", "a.org"]), counted(&["todo"]));
    let years = [(Some(2025), 3), (Some(2024), 1), (None, 1)];
    let known = Known { years: &years, dumps: &dumps, hosts: &hosts, tags: &|| tags.clone() };
    let found = suggest(&text, caret, &known);
    let texts: Vec<&str> = found.iter().flat_map(|found| &found.candidates).map(|one| one.text.as_str()).collect();
    assert_eq!(texts, candidates, "{text:?}");
    assert_eq!(found.as_ref().map_or("", |found| &text[found.range.clone()]), part, "{text:?}");
}

#[test]
fn offers() {
    offered("a ye^", "ye", &["year:"]);
    offered("AU^", "AU", &["authors:"]);
    offered("co^", "co", &["comments:"]);
    offered("(has^ b", "has", &["has:"]);
    offered("y^", "", &[]);
    offered("ye^a", "", &[]);
    offered("\"ye^", "", &[]);
    offered("robots^", "", &[]);
    offered("-has:^", "", &["code", "project", "link", "date", "abstract", "comments"]);
    offered("has:^ b", "", &["code", "project", "link", "date", "abstract", "comments"]);
    offered("has:co^x", "cox", &["code", "comments"]);
    offered("has:code^", "", &[]);
    offered("has:^code", "code", &["code", "project", "link", "date", "abstract", "comments"]);
    offered("ha^s:code", "", &[]);
    offered("is:F^", "F", &["favourite"]);
    offered("year:^", "", &["2025", "2024", "none"]);
    offered("year:202^", "202", &["2025", "2024"]);
    offered("year:2024^", "", &[]);
    offered("year:2024..^", "", &[]);
    offered("dump:^", "", &["001.txt", "\"my list.txt\""]);
    offered("dump:TXT^", "TXT", &["001.txt", "\"my list.txt\""]);
    offered("dump:00^", "", &[]);
    offered("dump:\"^", "\"", &["001.txt", "\"my list.txt\""]);
    offered("host:HUB^ x", "HUB", &["GitHub"]);
    offered("tag:^", "", &["todo"]);
    offered("tag:todo^", "", &[]);
    offered("title:^", "", &[]);
}

#[test]
fn offers_in_parentheses() {
    offered("(ye^)", "ye", &["year:"]);
    offered("a (b OR has:co^)", "co", &["code", "comments"]);
    offered("has:(^", "", &["code", "project", "link", "date", "abstract", "comments"]);
    offered("has:(^)", "", &["code", "project", "link", "date", "abstract", "comments"]);
    offered("has:(co^)", "co", &["code", "comments"]);
    offered("has:(link OR co^", "co", &["code", "comments"]);
    offered("has:(link (co^", "co", &["code", "comments"]);
    offered("has:(link) co^", "co", &["comments:"]);
    offered("has:(link) (^", "", &[]);
    offered("year:(2025 OR 202^)", "202", &["2025", "2024"]);
    offered("year:(2025 has:co^)", "co", &["code", "comments"]);
    offered("year:(2025 OR ha^)", "ha", &["has:"]);
    offered("dump:(\"my^", "", &[]);
    offered("dump:(list^", "", &[]);
    offered("tag:(^todo)", "", &[]);
    offered("tag:(to^)", "to", &["todo"]);
    offered("title:(ye^", "ye", &["year:"]);
    offered("(^", "", &[]);
    offered(")^", "", &[]);
    offered("has:)^", "", &[]);
}

fn no_ranges(expr: &mut Expr) {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter_mut().for_each(no_ranges),
        Expr::Not(inner) => no_ranges(inner),
        Expr::Words(words) => words.range = 0..0,
        Expr::Filter(_) => {}
    }
}

fn parsed(text: &str) -> Option<Expr> {
    let mut expr = parse(text).expr;
    expr.iter_mut().for_each(no_ranges);
    expr
}

fn leaf() -> impl Strategy<Value = Expr> {
    use proptest::sample::select;
    let field = proptest::option::of(select(vec![Field::Title, Field::Abstract]));
    let word = prop_oneof![
        "[a-zé深0-9][a-zé深0-9+#.':-]{0,6}"
            .prop_filter("an operator", |text| !text.contains(':') || text.starts_with('深')),
        select(vec!["C++", "few-shot", "10:30", "https://a.org/x?y=1", "f(x)", "f(x", "v2:", "p(a|b)", "or", "Not"])
            .prop_map(str::to_owned),
    ];
    let phrase = "[a-c(|)*:-]{0,5} {0,1}[a-c]";
    let words = prop_oneof![
        (word, select(vec![WordKind::Plain, WordKind::Prefix])),
        (phrase, select(vec![WordKind::Phrase, WordKind::PhrasePrefix])),
    ];
    let words = (field, words).prop_map(|(field, (text, kind))| Expr::Words(Words { field, text, kind, range: 0..0 }));
    let number = prop_oneof![Just(0), 0..30_u32, Just(u32::MAX)];
    let span = prop_oneof![
        Just(Span::Unknown),
        (number.clone(), number).prop_map(|(a, b)| Span::Between { from: a.min(b), to: a.max(b) }),
    ];
    let year = prop_oneof![Just(0), 0..=9999_u32];
    let years = (year.clone(), prop_oneof![year, Just(u32::MAX)])
        .prop_map(|(a, b)| Span::Between { from: a.min(b), to: a.max(b) });
    let date =
        (0..=9999_u16, proptest::option::of((1..=12_u8, proptest::option::of(1..=28_u8)))).prop_map(|(year, rest)| {
            PartialDate { year, month: rest.map(|(month, _)| month), day: rest.and_then(|(_, day)| day) }
        });
    let name = "[a-zé.(|*,-]{1,4}( [a-z)]{1,3})?";
    let filter = prop_oneof![
        years.prop_map(Filter::Year),
        span.clone().prop_map(Filter::Authors),
        span.clone().prop_map(Filter::Comments),
        span.prop_map(Filter::Upvotes),
        select(Has::ALL.to_vec()).prop_map(Filter::Has),
        Just(Filter::Is(Is::Favourite)),
        Just(Filter::Is(Is::Seen)),
        select(Status::ALL.to_vec()).prop_map(Filter::Status),
        name.prop_map(Filter::Note),
        name.prop_map(Filter::Tag),
        name.prop_map(Filter::Dump),
        name.prop_map(Filter::Host),
        date.clone().prop_map(Filter::After),
        date.prop_map(Filter::Before),
    ];
    prop_oneof![words, filter.prop_map(Expr::Filter)]
}

fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(5, 30, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_filter_map("none", Expr::all),
            proptest::collection::vec(inner.clone(), 1..4).prop_filter_map("none", Expr::any),
            inner.prop_map(Expr::negated),
        ]
    })
}

/// Texts made of what the language is made of.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        "\\PC{0,4}",
        "(\\(|\\)|\\||-|\"|“|\\*|:| |OR|AND|NOT|a|é|title:|year:|has:|tag:|2024|,|\\.\\.|yaer:|code|\u{200b}|\\$|\\\\)",
    ];
    proptest::collection::vec(pieces, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_printed_parses_back(expr in expr()) {
        prop_assert_eq!(parsed(&print(&expr)).map(|expr| print(&expr)), Some(print(&expr)));
        prop_assert_eq!(parsed(&print(&expr)), Some(expr));
    }

    #[test]
    fn any_text_is_a_query(text in text()) {
        let parsed_text = parse(&text);
        let mut last = 0;
        for problem in &parsed_text.problems {
            prop_assert!(problem.range.start >= last && problem.range.start < problem.range.end, "{:?}", problem);
            prop_assert!(text.get(problem.range.clone()).is_some(), "{:?}", problem);
            last = problem.range.start;
        }
        let expr = parsed(&text);
        let printed = expr.as_ref().map_or(String::new(), print);
        prop_assert_eq!(parsed(&printed), expr, "{}", printed);
    }

    #[test]
    fn anything_can_be_completed(text in text(), caret in 0..60_usize) {
        let years = [(Some(2025), 3), (None, 1)];
        let tags = [("a b".to_owned(), 1)];
        if let Some(found) = suggest(&text, caret, &Known { years: &years, dumps: &tags, hosts: &[], tags: &|| tags.to_vec() }) {
            prop_assert!(text.get(found.range).is_some());
            prop_assert!(!found.candidates.is_empty());
        }
    }
}
