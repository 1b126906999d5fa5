//! Pages as browsers for the terminal and converters print them: pictures and check boxes that left a mark, names of
//! organisations with the words of their pictures, lines that break wherever the width says.

use super::bends::wrap;
use super::papers::{Capture, Rendered, Rng, Shown, Who, page, year_by_rule};
use super::plain::{date, flat, who};
use std::fmt::Write;

/// The page of a search or of a day, as text without links.
pub fn terminal(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let day = rng.one_in(3);
    let count = 8 + rng.below(24);
    let mut papers = page(rng, capture, count);
    let width = 70 + rng.below(60);
    let bullet = *rng.pick(&["  • ", "     * ", "     • ", "-   ", " * "]);
    let (picture, avatar) =
        *rng.pick(&[(if bullet == "-   " { "[]" } else { "" }, ""), ("[IMG]", "[IMG]"), ("[0]", "[q]"), ("[]", "[]")]);
    let check_box = *rng.pick(&["", " [ ]\n", "   [ ]\n", "[]\n"]);
    let indent = *rng.pick(&["", "   ", "  "]);
    let (apart, named) = (rng.one_in(2), rng.one_in(2));
    let indented = |text: &str| wrap(text, width).lines().map(|l| format!("{indent}{l}\n")).collect::<String>();
    let header = date((None, capture.month, capture.day));
    let mut text = format!(
        "Get trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nby {picture}AK and the research community\n\n{bullet}Daily\n{bullet}Weekly\n{bullet}Monthly\n\n{}{header}\n",
        if day { "Trending Papers " } else { "" }
    );
    for (n, paper) in papers.iter_mut().enumerate() {
        if day {
            let count = match paper.who {
                Some(Who::Authors(count)) => count,
                _ => 3,
            };
            *paper = Shown { text: None, date: None, who: Some(Who::Authors(count)), ..paper.clone() };
            let _ = write!(text, "Submitted by\n{avatar}\nowl{n}\n");
        }
        let votes = paper.upvotes.filter(|votes| *votes > 0).map_or("-".to_owned(), |votes| votes.to_string());
        let _ = write!(text, "{check_box}{indent}{votes}\n\n{}\n", wrap(&flat(&paper.title), width));
        if let Some(body) = &paper.text {
            let _ = write!(text, "\n{}{}", indented(&flat(body)), if apart { "\n" } else { "" });
        } else {
            text.push('\n');
        }
        match paper.who.as_ref().unwrap() {
            Who::Org(org) | Who::Both(_, org) if named => {
                let slug: String = org.chars().filter(|c| c.is_alphanumeric()).collect();
                let _ = writeln!(text, "{indent}{slug} {org}");
            }
            Who::Org(org) | Who::Both(_, org) => {
                let _ = writeln!(text, "{indent}{org}");
            }
            Who::Authors(_) => {
                for _ in 0..rng.below(5) {
                    let _ = writeln!(text, "{}", format!("{bullet}{picture}").trim_end());
                }
                let dot = if day { "· " } else { "" };
                let _ = write!(text, "{bullet}{dot}{}\n\n", who(paper.who.as_ref().unwrap()));
            }
        }
        if let Some(date) = paper.date {
            let _ = writeln!(text, "{indent}·\n{indent}{}", self::date(date));
        }
        if let Some(comments) = paper.comments {
            let _ = writeln!(text, "{indent}{comments}");
        }
    }
    Rendered { year: year_by_rule(&papers, None), text, papers, layout: "listing|copy from the browser", ids: false }
}

/// A word, parted behind hyphens between letters.
fn parts(word: &str) -> Vec<&str> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in word.match_indices('-') {
        if letter(word[..at].chars().next_back()) && letter(word[at + 1..].chars().next()) {
            parts.push(&word[from..=at]);
            from = at + 1;
        }
    }
    parts.push(&word[from..]);
    parts
}

/// Breaks lines as [`wrap`] does, and behind hyphens.
fn wrap_words(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for (at, word) in line.split(' ').enumerate() {
            let mut first = at > 0;
            for part in parts(word) {
                let len = part.chars().count() + usize::from(first);
                if column > 0 && column + len > width {
                    out.push('\n');
                    column = 0;
                } else if first {
                    out.push(' ');
                }
                column += len;
                first = false;
                out.push_str(part);
            }
        }
        out.push('\n');
    }
    out
}

/// Markdown by a converter that wraps lines at any hyphen, those of addresses included.
pub fn converter(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 30 + rng.below(20);
    let mut papers = page(rng, capture, count);
    let own = |text: &str| ["- ", "-\n", "](", "\\", "<", "&", "--", "__", "**"].iter().any(|mark| text.contains(mark));
    papers.retain(|p| {
        !own(&p.title) && !own(p.text.as_deref().unwrap_or("")) && !matches!(&p.who, Some(Who::Org(o)) if own(o))
    });
    let site = "https://huggingface.co";
    let mut text = format!(
        "# Daily Papers\n\n## by [AK]({site}/akhaliq) and the research community\n\n{}\n\n",
        date((None, capture.month, capture.day))
    );
    for paper in &papers {
        let url = format!("{site}/papers/{}", paper.id);
        let votes = paper.upvotes.filter(|votes| *votes > 0).map_or("-".to_owned(), |votes| votes.to_string());
        let _ = write!(
            text,
            "[ {votes}]({site}/login?next=%2Fpapers%2F{})\n\n### [{}]({url})\n\n[{}]({url})\n\n",
            paper.id,
            flat(&paper.title),
            flat(paper.text.as_deref().unwrap_or(""))
        );
        let _ = match paper.who.as_ref().unwrap() {
            Who::Org(org) | Who::Both(_, org) => write!(
                text,
                "[![lab](https://cdn-avatars.huggingface.co/v1/production/uploads/x.png) {org}]({site}/a-lab)\n\n"
            ),
            authors => write!(
                text,
                "[\n\n  * ![](https://cdn-avatars.huggingface.co/0.png)\n  * {}\n\n]({url})\n\n",
                who(authors)
            ),
        };
        let _ = write!(text, "·\n\n{}\n\n", date(paper.date.unwrap()));
        if let Some(comments) = paper.comments {
            let _ = write!(text, "[ {comments}]({url}#community)\n\n");
        }
    }
    let text = wrap_words(&text, 78);
    Rendered { year: year_by_rule(&papers, None), text, papers, layout: "reader Markdown", ids: true }
}
