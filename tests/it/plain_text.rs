//! Dumps that we wrote ourselves, bent in every way that extractors, browsers and users bend them.

use paperdeck::dump::{Dump, NotADump};

const SAMPLE: &str = include_str!("../samples/sample.txt");

/// Reads a text and writes what was read in one line per paper: `title|start of abstract|authors or organisation|date|comments|votes`.
fn papers(text: &str) -> (Dump, Vec<String>) {
    let dump = Dump::read("hidden name", text.as_bytes().to_vec()).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let number = |n: Option<u32>| n.map_or(String::new(), |n| n.to_string());
    let papers = dump
        .entries
        .iter()
        .map(|e| {
            let abstract_text = e.abstract_text.map(|a| dump.text(a).into_owned()).unwrap_or_default();
            let ends: String = [
                abstract_text.chars().take(8).collect::<String>(),
                abstract_text.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect(),
            ]
            .join("…");
            let who = e.organisation.map_or_else(|| number(e.authors), |o| dump.text(o).into_owned());
            let date = e.date.map(|d| d.iso()).unwrap_or_default();
            format!("{}|{ends}|{who}|{date}|{}|{}", dump.text(e.title), number(e.comments), number(e.upvotes))
        })
        .collect();
    (dump, papers)
}

/// Quotes every line, as a mail does.
fn quote(text: &str) -> String {
    text.lines().map(|line| format!("> {line}\n")).collect()
}

/// A long abstract that starts and ends with the given words.
fn prose(first: &str, last: &str) -> String {
    let middle = "we describe an invented method and measure it on invented data with invented care, ".repeat(5);
    format!("{first} {middle}{last}")
}

#[track_caller]
fn check(text: &str, layout: &str, want: &[&str]) -> Dump {
    let (dump, got) = papers(text);
    assert_eq!(got, want, "{text}\n{:#?}", dump.diagnostics);
    assert_eq!(dump.layout, layout);
    dump
}

/// Two papers in the listing's form, for tests that change one thing.
fn two() -> String {
    format!(
        "Daily Papers\n\nNov 3\n\nFirst Title\n\n{}\n\n  • 6 authors\n·\nMar 20 2\n\nSecond Title\n\n{}\n\n  • 1 authors\n·\nJul 3, 2024",
        prose("Alpha", "omega."),
        prose("Beta", "psi.")
    )
}

const TWO: [&str; 2] = ["First Title|Alpha we…, omega.|6|--03-20|2|", "Second Title|Beta we …re, psi.|1|2024-07-03||"];

#[test]
fn the_sample() {
    let (dump, papers) = papers(SAMPLE);
    assert_eq!(dump.layout, "listing");
    assert_eq!(papers.len(), 14);
    assert_eq!((dump.coverage().not_understood, dump.diagnostics.len()), (0, 0), "{:#?}", dump.diagnostics);
    assert_eq!(dump.captured.year, Some(2025));
}

/// The paper that a text breaks off in is one as soon as there is a little of its abstract.
#[test]
fn the_sample_cut_in_the_middle_of_an_entry() {
    let (_, all) = papers(SAMPLE);
    for (number, paper) in all.iter().enumerate().skip(1) {
        let title = paper.split('|').next().unwrap();
        let start = SAMPLE.find(title).unwrap() + title.len() + 2;
        let end = start + SAMPLE[start..].find('\n').unwrap();
        for cut in (start + 62..end).filter(|at| SAMPLE.is_char_boundary(*at)).step_by(97) {
            let (_, got) = papers(&SAMPLE[..cut]);
            assert_eq!(got.len(), number + 1, "{}", &SAMPLE[start..cut]);
            assert_eq!(got[..number], all[..number]);
        }
    }
}

#[test]
fn listing_with_one_thing_changed() {
    let two = two();
    for changed in [
        two.clone(),
        format!("{two}\n"),
        two.replace('\n', "\r\n"),
        two.replace('\n', "\r"),
        two.replace("\n\n", "\n\n\n\n"),
        two.replace("\n\n", "\n \u{a0}\n"),
        two.replace(' ', "\u{a0}"),
        two.replace("  • ", ""),
        two.replace("  • ", "* "),
        two.replace("  • ", "- "),
        two.replace("\n·\n", "\n"),
        two.replace("\n·\n", " · "),
        two.replace("Mar 20 2", "Mar 202"),
        two.replace("Mar 20 2", "Mar 20\n2"),
        two.replace("Mar 20 2", "Mar 20\n\n2"),
        two.replace("invented data", "invented\ndata"),
        wrap(&two),
        two.replace("First Title", "First\nTitle"),
        two.replace("Daily Papers\n\n", ""),
        two.replace("Daily Papers", "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community"),
        format!("{two}\n\nPrevious\n\nNext\n\nTOS\n\nPrivacy\n"),
        quote(&two),
        quote(&wrap(&two)).replace("> \n", ">\n"),
        quote(&quote(&two)),
    ] {
        let (dump, got) = papers(&changed);
        assert_eq!(got, TWO, "{changed}\n{:#?}", dump.diagnostics);
        assert_eq!(dump.coverage().not_understood, 0, "{changed}\n{:#?}", dump.diagnostics);
        assert_eq!(dump.page_date.map(|d| d.iso()).as_deref(), Some("--11-03"), "{changed}");
        assert_eq!(dump.captured.year, Some(2025));
    }
}

#[test]
fn metadata_inside_abstracts_are_text() {
    let text = two().replace("invented care", "10 authors · Mar 3, 2020 and Mar 20 • care");
    let (dump, got) = papers(&text);
    assert_eq!(got.len(), 2);
    assert_eq!(dump.coverage().not_understood, 0);
    // Wrapped so that they stand alone on their lines.
    for line in ["10 authors", "Mar 3, 2020", "Mar 3", "·", "65", "new", "Subscribe", "Models"] {
        let wrapped = wrap(&two()).replacen("invented\nmethod", &format!("invented\n{line}\nmethod"), 1);
        let wrapped = wrapped.replacen("invented data", &format!("invented\n{line}\ndata"), 1);
        assert!(wrapped.contains(&format!("\n{line}\n")));
        check(&wrapped, "listing", &TWO);
    }
}

/// Breaks lines longer than 80 characters at spaces, as text browsers do.
fn wrap(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            if column > 0 && column + word.len() > 80 {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
            }
            out.push_str(word);
            column += word.len() + 1;
        }
        out.push('\n');
    }
    out
}

#[test]
fn entries_without_metadata() {
    let text = two().replace("\n\n  • 6 authors\n·\nMar 20 2", "");
    check(&text, "listing", &["First Title|Alpha we…, omega.||||", TWO[1]]);
    // The last one, and all of them.
    let text = two().replace("\n\n  • 1 authors\n·\nJul 3, 2024", "");
    check(&text, "listing", &[TWO[0], "Second Title|Beta we …re, psi.||||"]);
    let text = text.replace("\n\n  • 6 authors\n·\nMar 20 2", "");
    check(&text, "listing", &["First Title|Alpha we…, omega.||||", "Second Title|Beta we …re, psi.||||"]);
}

#[test]
fn an_organisation_in_place_of_the_authors() {
    let org = |line: &str| {
        let text = two().replace("  • 6 authors", line);
        check(&text, "listing", &["First Title|Alpha we…, omega.|Some Lab|--03-20|2|", TWO[1]]);
    };
    org("  • Some Lab");
    org("Some Lab");
    // Only the dot and the date are left: neither authors nor an organisation.
    let text = two().replace("  • 6 authors\n", "");
    check(&text, "listing", &["First Title|Alpha we…, omega.||--03-20|2|", TWO[1]]);
    let text = two().replace("\n\n  • 6 authors\n", "\n");
    check(&text, "listing", &["First Title|Alpha we…, omega.||--03-20|2|", TWO[1]]);
}

#[test]
fn cut_and_broken() {
    let two = two();
    let whole = "Second Title|Beta we …re, psi.|1|";
    for (cut, last) in [
        ("\nJul 3, 2024", format!("{whole}||")),
        ("\n·\nJul 3, 2024", format!("{whole}||")),
        (", 2024", format!("{whole}--07-03||")),
        ("\n\n  • 1 authors\n·\nJul 3, 2024", "Second Title|Beta we …re, psi.||||".to_owned()),
    ] {
        let text = two.strip_suffix(cut).unwrap();
        assert_eq!(papers(text).1, [TWO[0], &last], "{cut:?}");
    }
    // A doubled metadata line, a lost separator, a line that nobody knows.
    check(&two.replace("  • 6 authors", "  • 6 authors\n  • 6 authors"), "listing", &TWO);
    check(&two.replace("Mar 20 2", "Mar 20 2\nMar 20 2"), "listing", &TWO);
    let dump = check(&two.replace("Second Title", "What is this\n\nSecond Title"), "listing", &TWO);
    assert_eq!(dump.coverage().not_understood, 1);
    let said: Vec<_> = dump.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["line 13: expected a title, an abstract or a line of metadata, found “What is this”"]);
    // A lost title leaves an abstract that belongs to nobody: said, not made up.
    let dump = check(&two.replace("Second Title\n\n", ""), "listing", &TWO[..1]);
    assert_eq!(dump.coverage().not_understood, 4, "{:#?}", dump.diagnostics);
}

#[test]
fn copies_from_the_browser() {
    let nav = "Hugging Face\nModels\nDatasets\nSpaces\nDocs\nPricing\nLog In\nSign Up\nnew\nGet trending papers in your email inbox once a day!\nSubscribe\nDaily Papers\nbyAK and the research community\nDaily\nWeekly\nMonthly\nTrending Papers\nOct 2\n";
    let body = |gap: &str| {
        format!(
            "{nav}101\n{gap}First Title\n{gap}{}\n{gap}Some Lab\n·\nMay 29\n6\n173\n{gap}Second Title\n{gap}{}\n{gap}3 authors\n·\nJul 3, 2024\n-\n{gap}Third Title\n{gap}{}\n{gap}12 authors\n·\nSep 30\n1\n",
            prose("Alpha", "omega."),
            prose("Beta", "psi"),
            prose("Gamma", "https://example.org/x")
        )
    };
    let want = [
        "First Title|Alpha we…, omega.|Some Lab|--05-29|6|101",
        "Second Title|Beta we …are, psi|3|2024-07-03||173",
        "Third Title|Gamma we…le.org/x|12|--09-30|1|0",
    ];
    for text in [
        body(""),
        body("\n"),
        body("\n\n"),
        body("").replace('\n', "\r\n"),
        body("\n").replace(nav, ""),
        body("").replace(nav, ""),
        body("").replace("\n·\n", "\n"),
        body("").replace("\n·\n", " · "),
        body("").replace("May 29\n6\n", "May 29 6\n"),
        body("").replace("May 29\n6\n", "May 296\n"),
        body("\n").replace("invented data", "invented\ndata"),
        wrap(&body("\n")),
        wrap(&body("")),
        format!("{}\nPrevious\n1\n2\n3\n…\nNext\nCompany\nTOS\nPrivacy\nAbout\n", body("\n")),
    ] {
        let (dump, got) = papers(&text);
        assert_eq!(got, want, "{text}\n{:#?}", dump.diagnostics);
        assert_eq!(dump.layout, "copy from the browser");
    }
    // No votes at all: a number after a date is comments.
    let text = body("\n").replace("\n101\n", "\n").replace("6\n173\n", "6\n").replace("\n-\n", "\n");
    let want = [
        "First Title|Alpha we…, omega.|Some Lab|--05-29|6|",
        "Second Title|Beta we …are, psi|3|2024-07-03||",
        "Third Title|Gamma we…le.org/x|12|--09-30|1|",
    ];
    check(&text, "copy from the browser", &want);
}

#[test]
fn the_page_of_a_day() {
    let page = |gap: &str, dot: &str| {
        format!(
            "Log In\nSign Up\nDaily Papers\nOct 2\nSubmitted by\n{gap}alice\n101\n{gap}First Title\n{gap}Some Lab\n{dot}17 authors\n1\nSubmitted by\n{gap}bob_2\n-\n{gap}Second Title of Two\n{gap}{dot}3 authors\n12\nSubmitted by carol\n7\n{gap}A Third Title\n{gap}{dot}9 authors\n"
        )
    };
    let want = ["First Title|…|Some Lab||1|101", "Second Title of Two|…|3||12|0", "A Third Title|…|9|||7"];
    for (gap, dot) in [("", "·\n"), ("\n", "·\n"), ("", ""), ("\n", "")] {
        let (dump, got) = papers(&page(gap, dot));
        assert_eq!(got, want, "{gap:?} {dot:?}\n{:#?}", dump.diagnostics);
        assert_eq!(dump.entries[0].authors, Some(17));
        assert_eq!(dump.coverage().not_understood, 0, "{:#?}", dump.diagnostics);
    }
}

#[test]
fn compact() {
    let text = |banner: &str| {
        format!(
            "{banner}First Title\n{}\nSecond title is a whole sentence.\n{}\nThird\n{}\n",
            prose("Alpha", "omega."),
            prose("Beta", "psi"),
            prose("Gamma", "https://example.org")
        )
    };
    let want = [
        "First Title|Alpha we…, omega.||||",
        "Second title is a whole sentence.|Beta we …are, psi||||",
        "Third|Gamma we…mple.org||||",
    ];
    for banner in [
        "",
        "Get trending papers in your email inbox!\nSubscribe",
        "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe",
        "Get trending papers in your email inbox!\nSubscribe\n",
        "newGet trending papers in your email inbox!Subscribe",
        "Daily Papers\nNov 3\n",
    ] {
        let dump = check(&text(banner), "compact", &want);
        assert_eq!(dump.coverage().not_understood, 0, "{banner}");
    }
    // One line too many: the break is found by shape, and said.
    let odd = text("Subscribe").replace("Third\n", "A stray line\nThird\n");
    assert_eq!(check(&odd, "compact", &want).coverage().not_understood, 1);
}

#[test]
fn repeats_on_one_page_are_one_entry() {
    let two = two();
    let text = format!("{two}\n\n{}", two.strip_prefix("Daily Papers\n\nNov 3\n\n").unwrap());
    check(&text, "listing", &TWO);
}

#[test]
fn no_dumps() {
    #[track_caller]
    fn check(bytes: &[u8], want: &str) {
        let said = Dump::read("x.txt", bytes.to_vec()).unwrap_err().to_string();
        assert!(said.contains(want), "{said}");
    }
    check(b"", "it is empty");
    check(b" \r\n\t", "it is empty");
    check(b"\x89PNG\r\n\x1a\n....", "a PNG picture");
    check(b"%PDF-1.4\n%....", "a PDF document");
    check(&[0, 1, 2, 3, 250, 251, 0, 0, 0, 9], "binary data");
    check(b"hello", "no layout that Paperdeck knows");
    let novel: String = (0..500)
        .map(|i| {
            let line = "It was a dark and invented night, and nobody had read a paper in years. ";
            format!("{}\n\n", line.repeat(1 + i * 7 % 11).trim())
        })
        .collect();
    check(novel.as_bytes(), "no layout that Paperdeck knows");
    check(novel.replace("\n\n", "\n").as_bytes(), "no layout that Paperdeck knows");
    check("word ".repeat(1_000_000).as_bytes(), "no layout that Paperdeck knows");
    check(b"Get trending papers\nSubmitted by\nalice\nSubmitted by\nbob_2\n\nSubmitted by\ncarol\n", "3 submitters");
    assert!(matches!(Dump::read("x", b"Submitted by\na\nSubmitted by\nb".to_vec()), Err(NotADump::NoPapers { .. })));
}
