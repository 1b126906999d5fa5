//! Pages as plain text: listings, copies from the browser, compact dumps.

use super::bends::wrap;
use super::papers::{Capture, Rendered, Rng, Shown, Who, page, year_by_rule};
use std::fmt::Write;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WHOLE_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub fn month(month: u8) -> &'static str {
    MONTHS[usize::from(month) - 1]
}

/// `Mar 20`, `Jul 3, 2024`.
pub fn date((year, month_, day): (Option<u16>, u8, u8)) -> String {
    match year {
        Some(year) => format!("{} {day}, {year}", month(month_)),
        None => format!("{} {day}", month(month_)),
    }
}

/// The same as other tools and languages of the page write it.
pub fn date_in(style: usize, d: (Option<u16>, u8, u8)) -> String {
    let (year, m, day) = d;
    let whole = WHOLE_MONTHS[usize::from(m) - 1];
    match (style, year) {
        (1, Some(year)) => format!("{whole} {day}, {year}"),
        (1, None) => format!("{whole} {day}"),
        (2, Some(year)) => format!("{day} {} {year}", month(m)),
        (2, None) => format!("{day} {}", month(m)),
        _ => date(d),
    }
}

/// Whether a number glued to this date would be read as part of its day, as anybody would.
fn blurs(date: (Option<u16>, u8, u8), number: u32) -> bool {
    let first = number.to_string().as_bytes()[0] - b'0';
    date.0.is_none() && date.2 < 4 && (date.2 * 10 + first) <= 31
}

pub fn who(who: &Who) -> String {
    match who {
        // The site itself does not decline the word.
        Who::Authors(1) => "1 author".to_owned(),
        Who::Authors(n) => format!("{n} authors"),
        Who::Org(org) | Who::Both(_, org) => org.clone(),
    }
}

pub const HEADERS: [&str; 7] = [
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n@\n\n",
    "new\n\nGet trending papers in your email inbox once a day!\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nby AK and the research community\n\nDaily\n\nWeekly\n\nMonthly\n\n@\n\n",
    "Hugging Face\n\nModels\n\nDatasets\n\nSpaces\n\nBuckets new\n\nDocs\n\nEnterprise\n\nPricing\n\nLog In\n\nSign Up\n\nnew\n\nGet trending papers in your email inbox once a day!\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nby\n\nAK\n\nand the research community\n\nDaily\n\nWeekly\n\nMonthly\n\nTrending Papers\n\n@\n\n",
    "Daily Papers\n\n@\n\n",
    "Daily Papers\nbyAK and the research community\n\nDailyWeeklyMonthly\n\n@\n\n",
    "  • Models\n  • Datasets\n  • Spaces\n  • Docs\n  • Enterprise\n  • Pricing\n  • Log In\n  • Sign Up\n\nnew\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n@\n\n",
    "",
];

pub const FOOTERS: [&str; 5] = [
    "",
    "",
    "\n\nPrevious\n\n1\n\n2\n\n3\n\n...\n\n100\n\nNext\n",
    "\n\nPrevious\n123\nNext\n\nCompany\n\nTOS\n\nPrivacy\n\nAbout\n\nCareers\n\nWebsite\n\nModels\n\nDatasets\n\nSpaces\n\nPricing\n\nDocs\n",
    "\n\nSystem theme\n\nCompany\n\nTOS\n\nPrivacy\n\nAbout\n\nJobs\n\nWebsite\n\nModels\n\nDatasets\n\nSpaces\n\nPricing\n\nDocs\n",
];

/// How line ends inside texts come out: as the authors made them, collapsed, or wrapped anew.
pub fn texts(rng: &mut Rng, papers: &mut [Shown]) {
    let width = 50 + rng.below(80);
    match rng.below(3) {
        0 => {}
        1 => papers.iter_mut().for_each(|p| {
            p.title = flat(&p.title);
            p.text = p.text.as_deref().map(flat);
        }),
        _ => papers.iter_mut().for_each(|p| {
            p.title = wrap(&flat(&p.title), width);
            p.text = p.text.as_deref().map(|t| wrap(&flat(t), width));
        }),
    }
}

pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Titles may be wrapped by their authors, with an indent.
fn lines(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

fn heads(rng: &mut Rng, capture: Capture) -> String {
    let whole = rng.one_in(4);
    let day = if whole {
        format!("{} {}", WHOLE_MONTHS[usize::from(capture.month) - 1], capture.day)
    } else {
        date((None, capture.month, capture.day))
    };
    rng.pick(&HEADERS).replace('@', &day)
}

/// The page as a text extractor gives it.
pub fn listing(seed: u64) -> Rendered {
    listing_in(seed, seed ^ 0x5EED)
}

/// The same in a style.
fn listing_in(style: u64, seed: u64) -> Rendered {
    let (rng, own) = (&mut Rng::new(style), &mut Rng::new(seed));
    let capture = Capture::any(own);
    let count = 12 + own.below(30);
    let mut papers = page(own, capture, count);
    texts(rng, &mut papers);
    let bullet = *rng.pick(&["  • ", "  • ", "• ", "  * ", "  - ", "* ", "    • ", "•\u{a0}", "  · "]);
    let style = if rng.one_in(3) { rng.below(3) } else { 0 };
    let apart = if rng.one_in(4) { "\n\n" } else { "\n" };
    let dot = *rng.pick(&["·\n", "·\n", "·\n", "", "• "]);
    let one_line = rng.one_in(6);
    let comments = rng.below(4);
    let votes = rng.one_in(4);
    let bare = rng.one_in(3);
    let gap = if rng.one_in(4) { "\n\n\n" } else { "\n\n" };
    let mut text = heads(rng, capture);
    for paper in &mut papers {
        if !votes {
            paper.upvotes = None;
        }
        if bare && own.one_in(12) {
            (paper.who, paper.date, paper.comments) = (None, None, None);
        }
        if let Some(votes) = paper.upvotes {
            let _ = write!(text, "{}\n\n", if votes == 0 { "-".to_owned() } else { votes.to_string() });
        }
        let _ = write!(text, "{}{gap}{}{gap}", lines(&paper.title), lines(paper.text.as_deref().unwrap_or("")));
        if let Some(w) = &paper.who {
            let mark = if matches!(w, Who::Org(_)) && own.one_in(2) { "" } else { bullet };
            let when = date_in(style, paper.date.unwrap());
            let w = who(w);
            if one_line {
                let _ = write!(text, "{mark}{w} · {when}");
            } else {
                let _ = write!(text, "{mark}{w}{apart}{dot}{when}");
            }
            match (paper.comments, if votes { comments % 2 } else { comments }) {
                (None, _) => {}
                (Some(n), 0) => {
                    let _ = write!(text, " {n}");
                }
                (Some(n), 1) => {
                    let _ = write!(text, "\u{a0}{n}");
                }
                (Some(n), 2) => {
                    let apart = style == 2 || blurs(paper.date.unwrap(), n);
                    let _ = write!(text, "{}{n}", if apart { " " } else { "" });
                }
                (Some(n), _) => {
                    let _ = write!(text, "\n\n{n}");
                }
            }
            text.push_str(gap);
        }
    }
    text.truncate(text.trim_end().len());
    text += *rng.pick(&FOOTERS);
    let said = None;
    Rendered { year: year_by_rule(&papers, said), text, papers, layout: "listing|copy from the browser", ids: false }
}

/// Titles and abstracts in turn, no blank lines.
pub fn compact(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let count = 10 + rng.below(60);
    let capture = Capture::any(rng);
    let mut papers = page(rng, capture, count);
    let mut text = rng
        .pick(&[
            "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe",
            "Get trending papers in your email inbox!\nSubscribe",
            "new\nGet trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe\n",
            "Subscribe",
            "newGet trending papers in your email inbox once a day!Get trending papers in your email inbox!Subscribe",
            "Daily Papers\nbyAK and the research community\n",
            "Get trending papers in your email inbox!\nSubscribe\nDaily Papers\nbyAK and the research community\nNov 3\n",
            "",
        ])
        .to_string();
    for paper in &mut papers {
        *paper = Shown { who: None, date: None, comments: None, upvotes: None, ..paper.clone() };
        paper.title = flat(&paper.title);
        paper.text = paper.text.as_deref().map(flat);
        let _ = writeln!(text, "{}\n{}", paper.title, paper.text.as_deref().unwrap_or(""));
    }
    if rng.one_in(2) {
        text.pop();
    }
    Rendered { text, papers, year: None, layout: "compact", ids: false }
}

/// "Select all, copy" in a browser.
pub fn browser_copy(seed: u64) -> Rendered {
    browser_copy_in(seed, seed ^ 0x5EED)
}

/// The same in a style.
fn browser_copy_in(style: u64, seed: u64) -> Rendered {
    let (rng, own) = (&mut Rng::new(style), &mut Rng::new(seed));
    let capture = Capture::any(own);
    let count = 12 + own.below(30);
    let mut papers = page(own, capture, count);
    papers.iter_mut().for_each(|p| {
        p.title = flat(&p.title);
        p.text = p.text.as_deref().map(flat);
    });
    // With blank lines between paragraphs as one browser makes them, or without as another.
    let gap = *rng.pick(&["", "\n", "\n", "\n\n"]);
    let dot = *rng.pick(&["·\n", "·\n", "", "·"]);
    let (votes, glued) = (!rng.one_in(5), rng.below(3));
    let header = heads(rng, capture);
    let mut text = if gap.is_empty() { header.replace("\n\n", "\n") } else { header };
    let bullet = *rng.pick(&["", "", "", "• "]);
    for paper in &mut papers {
        if !votes {
            paper.upvotes = None;
        }
        if let Some(votes) = paper.upvotes {
            let _ = write!(text, "{}\n{gap}", if votes == 0 { "-".to_owned() } else { votes.to_string() });
        }
        let _ = write!(text, "{}\n{gap}{}\n{gap}", paper.title, paper.text.as_deref().unwrap_or(""));
        let _ = write!(text, "{bullet}{}\n{dot}{}", who(paper.who.as_ref().unwrap()), date(paper.date.unwrap()));
        match (paper.comments, glued) {
            (None, _) => {}
            (Some(n), 0) => {
                let _ = write!(text, " {n}");
            }
            (Some(n), 1) if !blurs(paper.date.unwrap(), n) => {
                let _ = write!(text, "{n}");
            }
            (Some(n), 1) => {
                let _ = write!(text, " {n}");
            }
            (Some(n), _) => {
                let _ = write!(text, "\n{n}");
            }
        }
        let _ = write!(text, "\n{gap}");
    }
    text += *rng.pick(&FOOTERS);
    Rendered { year: year_by_rule(&papers, None), text, papers, layout: "copy from the browser|listing", ids: false }
}

/// Pages of several days and years, pasted one after another.
pub fn several(seed: u64) -> Rendered {
    let one = if seed.is_multiple_of(2) { listing_in } else { browser_copy_in };
    let mut all = one(seed, seed);
    let mut other = seed;
    for _ in 0..1 + seed % 3 {
        let next = loop {
            other += 7919;
            let next = one(seed, other);
            let new = |p: &Shown| all.papers.iter().all(|a| flat(&a.title) != flat(&p.title));
            if next.papers.iter().all(new) {
                break next;
            }
        };
        let dated = next.text.contains("Daily Papers");
        // Without a date in between it is one page to everybody.
        if !dated || next.year.is_none() || all.year.is_none() {
            continue;
        }
        let fixed = |page: &mut Rendered| {
            for paper in &mut page.papers {
                paper.date = paper.date.map(|(year, month, day)| (year.or(page.year), month, day));
            }
        };
        let mut next = next;
        fixed(&mut next);
        fixed(&mut all);
        all.text.truncate(all.text.trim_end().len());
        all.text = format!("{}\n\n{}", all.text, next.text);
        all.papers.append(&mut next.papers);
    }
    all
}
