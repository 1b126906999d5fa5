//! Pages with mark-up: reader Markdown, text browsers, notebook exports.

use super::bends::wrap;
use super::papers::{Capture, Rendered, Rng, Shown, Who, page, year_by_rule};
use super::plain::{date, flat, who};
use std::fmt::Write;

const SITE: &str = "https://huggingface.co";

fn votes(paper: &Shown) -> String {
    match paper.upvotes {
        None | Some(0) => "-".to_owned(),
        Some(votes) => votes.to_string(),
    }
}

/// What converters do to characters that mean something in Markdown.
fn escaped(text: &str, escapes: bool) -> String {
    if !escapes {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '_' | '*' | '[' | ']' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Authors who write as a converter would cannot be told from one.
fn looks_escaped(paper: &Shown) -> bool {
    let text = paper.text.as_deref().unwrap_or("");
    ["\\_", "\\*", "\\[", "\\]", "\\`", "](http", "<http"].iter().any(|e| text.contains(e) || paper.title.contains(e))
}

fn slug(org: &str) -> String {
    org.chars().filter(char::is_ascii_alphanumeric).collect::<String>() + "-lab"
}

fn front(rng: &mut Rng, capture: Capture) -> (String, bool) {
    let at = capture.iso();
    let url = "https://huggingface.co/papers?q=invented%20things";
    match rng.below(7) {
        0 => (format!("---\nurl: {url}\nretrieved: {at}\ntitle: Daily Papers - Hugging Face\n---\n"), true),
        1 => (format!("Title: Daily Papers - Hugging Face\n\nURL Source: {url}\n\nMarkdown Content:\n"), false),
        2 => (
            format!(
                "Title: Daily Papers - Hugging Face\n\nURL Source: {url}\n\nPublished Time: {at}T08:00:00Z\n\nMarkdown Content:\n"
            ),
            false,
        ),
        3 => (
            format!("# Web source\n\n- URL: {url}\n- Title: Daily Papers\n- Captured (UTC): {at}T16:31:22.1+00:00\n\n"),
            true,
        ),
        4 => (format!("[Daily Papers - Hugging Face]({url})\n\n"), false),
        5 => (format!("# Daily Papers - Hugging Face\n\nSource: {url}\nScraped: {at}\n\n"), true),
        _ => (String::new(), false),
    }
}

fn header(rng: &mut Rng, capture: Capture) -> String {
    let day = date((None, capture.month, capture.day));
    let mut out = String::new();
    if rng.one_in(3) {
        for (name, path) in [
            ("Models", "models"),
            ("Datasets", "datasets"),
            ("Spaces", "spaces"),
            ("Docs", "docs"),
            ("Pricing", "pricing"),
        ] {
            let _ = writeln!(out, "- [{name}]({SITE}/{path})");
        }
        let _ = write!(out, "- [Log In]({SITE}/login)\n- [Sign Up]({SITE}/join)\n\n");
    }
    match rng.below(4) {
        0 => {}
        1 => {
            let _ = write!(
                out,
                "new\n\nGet trending papers in your email inbox!\n\n[Subscribe]({SITE}/login?next=%2Fpapers)\n\n# Daily Papers\n\n## by[AK]({SITE}/akhaliq) and the research community\n\n{day}\n\n"
            );
        }
        2 => {
            let _ = write!(
                out,
                "new\n\nGet trending papers in your email inbox once a day!\n\nGet trending papers in your email inbox!\n\n[Subscribe]({SITE}/login?next=%2Fpapers)\n\n# Daily Papers\n\n## by [![]({SITE}/front/assets/papers-by.png)AK]({SITE}/akhaliq) and the research community\n\n- Daily\n- Weekly\n- Monthly\n\n[Trending Papers]({SITE}/papers/trending)\n\n{day}\n\n"
            );
        }
        _ => {
            let _ = write!(
                out,
                "Daily Papers\n============\n\nby[AK]({SITE}/akhaliq) and the research community\n-------------------------------------------------\n\n{day}\n\n"
            );
        }
    }
    out
}

/// Markdown as readers make it.
pub fn markdown(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 6 + rng.below(24);
    let mut papers = page(rng, capture, count);
    let (mut text, said) = front(rng, capture);
    text.push_str(&header(rng, capture));
    let escapes = rng.one_in(2);
    let site = *rng.pick(&[SITE, SITE, SITE, "", "https://www.huggingface.co"]);
    let heading = *rng.pick(&["### ", "### ", "### ", "## ", "#### "]);
    let linked_titles = !rng.one_in(6);
    let linked_texts = rng.below(3);
    let (shown_votes, linked_votes) = (!rng.one_in(5), !rng.one_in(3));
    let who_style = rng.below(4);
    let one_line = rng.one_in(4);
    let comment_style = rng.below(4);
    let kept = rng.below(3);
    let reference = linked_titles && rng.one_in(8);
    let escapes = escapes && !reference;
    let who_style = if reference { 2 } else { who_style };
    if !escapes || papers.iter().any(|p| p.text.as_deref().unwrap_or("").contains("<http")) {
        papers.retain(|p| !looks_escaped(p));
    }
    let mut addresses = String::new();
    let width = 70 + rng.below(50);
    // Only the titles of a text with next to no links need marks.
    for (number, paper) in papers.iter_mut().enumerate() {
        if !shown_votes {
            paper.upvotes = None;
        }
        let url = format!("{site}/papers/{}", paper.id);
        if shown_votes {
            let votes = votes(paper);
            let _ = match linked_votes {
                true => write!(text, "[{votes}]({site}/login?next=%2Fpapers%2F{})\n\n", paper.id),
                false => write!(text, "{votes}\n\n"),
            };
        }
        let title = escaped(&flat(&paper.title), escapes);
        let _ = match (linked_titles, reference) {
            (true, true) => {
                let _ = writeln!(addresses, "[{}]: {url}", number + 1);
                write!(text, "{heading}[{title}][{}]\n\n", number + 1)
            }
            (true, _) => write!(text, "{heading}[{title}]({url})\n\n"),
            (false, _) => write!(text, "{heading}{title}\n\n"),
        };
        let body = escaped(paper.text.as_deref().unwrap_or(""), escapes);
        let linked = linked_texts == 0 && linked_titles && !reference;
        let body = match (kept, linked) {
            (0, true) => body.trim().replace('\n', "\\\\\n"),
            (1, _) => wrap(&flat(&body), width),
            _ => flat(&body),
        };
        let _ = if linked { write!(text, "[{body}]({url})\n\n") } else { write!(text, "{body}\n\n") };
        let by = who(paper.who.as_ref().unwrap());
        let by = match (paper.who.as_ref().unwrap(), who_style) {
            (Who::Org(org), 0) if linked_titles => {
                format!("[![{}](https://cdn-avatars.huggingface.co/v1/x.png){org}]({site}/{})", slug(org), slug(org))
            }
            (Who::Org(org), 1) if linked_titles => format!("[{org}]({site}/{})", slug(org)),
            (Who::Authors(_), 0) if linked_titles => format!("[- {by}]({url})"),
            (Who::Authors(_), 1) => format!("- {by}"),
            (Who::Authors(_), 2) => format!("*   {by}"),
            _ => by,
        };
        let when = date(paper.date.unwrap());
        let comments = match (paper.comments, comment_style) {
            (None, _) => String::new(),
            (Some(n), _) if reference => format!(" {n}"),
            (Some(n), 0) if linked_titles => format!("[{n}]({url}#community)"),
            (Some(n), 1) if linked_titles => format!(" [{n}]({url}#community)"),
            (Some(n), 2) if linked_titles => format!("\n\n[{n}]({url}#community)"),
            (Some(n), _) => format!(" {n}"),
        };
        let _ = if one_line {
            write!(text, "{by} · {when}{comments}\n\n")
        } else {
            write!(text, "{by}\n\n·\n\n{when}{comments}\n\n")
        };
    }
    match rng.below(4) {
        0 => {
            let _ = write!(
                text,
                "[Previous]({SITE}/papers?p=1)\n\n[1]({SITE}/papers?p=0)\n\n[2]({SITE}/papers?p=1)\n\n[Next]({SITE}/papers?p=2)\n"
            );
        }
        1 => {
            let _ = write!(
                text,
                "Company\n\n[TOS]({SITE}/terms-of-service)\n\n[Privacy]({SITE}/privacy)\n\n[About]({SITE}/huggingface)\n"
            );
        }
        _ => {}
    }
    if reference {
        let _ = write!(text, "\n{addresses}");
    }
    let ids = linked_titles;
    Rendered {
        year: year_by_rule(&papers, Some(capture).filter(|_| said)),
        text,
        papers,
        layout: if reference { "text browser|reader Markdown" } else { "reader Markdown" },
        ids,
    }
}

struct Links {
    urls: Vec<String>,
    prefixed: bool,
}

impl Links {
    fn add(&mut self, url: String) -> usize {
        self.urls.push(url);
        self.urls.len()
    }

    /// A link as it is written.
    fn link(&mut self, text: &str, url: &str) -> String {
        let n = self.add(url.to_owned());
        if self.prefixed { format!("[{n}]{text}") } else { format!("[{text}][{n}]") }
    }
}

/// A browser for the terminal: links as numbers.
pub fn text_browser(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 6 + rng.below(24);
    let mut papers = page(rng, capture, count);
    let prefixed = rng.one_in(2);
    let width = 62 + rng.below(60);
    let list = rng.below(4);
    let mut links = Links { urls: Vec::new(), prefixed };
    let mut text = String::new();
    let said = rng.one_in(2);
    if said {
        let _ = write!(
            text,
            "# Web source\n\n- URL: {SITE}/papers?q=x\n- Captured (UTC): {}T16:31:22+00:00\n\n```text\n",
            capture.iso()
        );
    }
    if rng.one_in(2) {
        for (name, path) in [
            ("Models", "models"),
            ("Datasets", "datasets"),
            ("Spaces", "spaces"),
            ("Docs", "docs"),
            ("Log In", "login"),
        ] {
            let l = links.link(name, &format!("{SITE}/{path}"));
            let _ = writeln!(text, "{}* {l}", if prefixed { "     " } else { "" });
        }
    }
    let day = date((None, capture.month, capture.day));
    let (subscribe, ak) = (
        links.link("Subscribe", &format!("{SITE}/login?next=%2Fpapers")),
        links.link("AK", &format!("{SITE}/akhaliq")),
    );
    if rng.one_in(3) {
        let _ = write!(text, "{day}\n\n");
    } else {
        let _ = write!(
            text,
            "new\n\nGet trending papers in your email inbox!\n\n{subscribe}\n\n# Daily Papers\n\n## by{ak} and the research community\n* Daily\n* Weekly\n* Monthly\n\n{day}\n\n"
        );
    }
    let split_authors = rng.one_in(2);
    let indent = if prefixed && rng.one_in(2) { "   " } else { "" };
    let indented = |text: &str| {
        text.lines().map(|l| if l.is_empty() { "\n".to_owned() } else { format!("{indent}{l}\n") }).collect::<String>()
    };
    let (dotted, spaced) = (!rng.one_in(6), rng.one_in(2));
    for paper in &mut papers {
        let url = format!("{SITE}/papers/{}", paper.id);
        let (v, vote) = (votes(paper), format!("{SITE}/login?next=%2Fpapers%2F{}", paper.id));
        let title = flat(&paper.title);
        let body = flat(paper.text.as_deref().unwrap_or(""));
        let when = date(paper.date.unwrap());
        if prefixed {
            let _ =
                write!(text, "{}\n{}\n\n", indented(&links.link(&v, &vote)), wrap(&links.link(&title, &url), width));
            let _ = writeln!(text, "{}", indented(&wrap(&links.link(&body, &url), width)));
            let w = match paper.who.as_ref().unwrap() {
                Who::Org(org) | Who::Both(_, org) => {
                    format!("   {}", links.link(org, &format!("{SITE}/{}", slug(org))))
                }
                Who::Authors(_) => format!("     * {}", links.link(&who(paper.who.as_ref().unwrap()), &url)),
            };
            let c = paper.comments.map(|n| format!(" {}", links.link(&n.to_string(), &format!("{url}#community"))));
            let _ = write!(
                text,
                "{w}\n\n{}{indent}{when}{}\n\n",
                if dotted { format!("{indent}·\n") } else { String::new() },
                c.unwrap_or_default()
            );
        } else {
            let n = links.add(vote);
            let _ = write!(text, "[\n{v}\n][{n}]\n\n");
            let n = links.add(url.clone());
            let _ = write!(text, "{}\n\n", wrap(&format!("### [{title}][{n}]"), width.max(80)));
            let n = links.add(url.clone());
            let _ = write!(text, "[\n\n{}\n\n][{n}]\n", wrap(&body, width));
            match paper.who.as_ref().unwrap() {
                Who::Org(org) | Who::Both(_, org) => {
                    let n = links.add(format!("{SITE}/{}", slug(org)));
                    let _ = writeln!(text, "[[{}] {org}][{n}]", slug(org));
                }
                Who::Authors(_) => {
                    let n = links.add(url.clone());
                    let w = who(paper.who.as_ref().unwrap());
                    let _ =
                        if split_authors { writeln!(text, "[\n* {w}\n][{n}]") } else { writeln!(text, "[* {w}][{n}]") };
                }
            }
            let c = paper
                .comments
                .map(|c| format!(" [{}{c}][{}]", if spaced { " " } else { "" }, links.add(format!("{url}#community"))));
            let _ = writeln!(text, "·\n{when}{}", c.unwrap_or_default());
        }
    }
    let urls = &links.urls;
    match list {
        0 => {}
        1 if prefixed => {
            text.push_str("\nReferences\n\n   Visible links:\n");
            urls.iter().enumerate().for_each(|(n, url)| {
                let _ = writeln!(text, "{:>4}. {url}", n + 1);
            });
        }
        2 if prefixed => {
            text.push_str("\nReferences\n\n");
            urls.iter().enumerate().for_each(|(n, url)| {
                let _ = writeln!(text, "{:>4}. {url}", n + 1);
            });
        }
        _ => {
            text.push('\n');
            urls.iter().enumerate().for_each(|(n, url)| {
                let _ = writeln!(text, "[{}]: {url}", n + 1);
            });
        }
    }
    if said {
        text.push_str("```\n");
    }
    let year = year_by_rule(&papers, Some(capture).filter(|_| said));
    Rendered { year, text, papers, layout: "text browser|reader Markdown", ids: list != 0 }
}

/// The address of every link on the line below its text.
pub fn notebook(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 6 + rng.below(24);
    let mut papers = page(rng, capture, count);
    let mut text = String::new();
    let gap = if rng.one_in(4) { "\n" } else { "" };
    if !rng.one_in(3) {
        let _ = write!(
            text,
            "new\n{gap}Get trending papers in your email inbox!\n{gap}Subscribe\n{gap}{SITE}/login?next=%2Fpapers\n{gap}Daily Papers\n{gap}by\nAK\n{SITE}/akhaliq\n{gap}and the research community\n{gap}"
        );
    }
    let _ = write!(text, "{}\n{gap}", date((None, capture.month, capture.day)));
    let (open, close) = *rng.pick(&[("", ""), ("", ""), ("<", ">"), ("(", ")")]);
    let boxed = *rng.pick(&["[-] ", "[-] ", "- [ ] ", ""]);
    let dash = !boxed.is_empty() && rng.one_in(2);
    let lists_authors = rng.one_in(2);
    for paper in &mut papers {
        let at = |path: &str| format!("{open}{SITE}/{path}{close}\n{gap}");
        let url = at(&format!("papers/{}", paper.id));
        let v = votes(paper);
        let v = if v == "-" && dash { String::new() } else { v };
        let vote = format!("{boxed}{v}").trim_end().to_owned();
        let _ = write!(text, "{vote}\n{gap}{}", at(&format!("login?next=%2Fpapers%2F{}", paper.id)));
        let _ =
            write!(text, "{}\n{gap}{url}{}\n{gap}{url}", flat(&paper.title), flat(paper.text.as_deref().unwrap_or("")));
        let by = who(paper.who.as_ref().unwrap());
        match paper.who.as_ref().unwrap() {
            Who::Org(org) | Who::Both(_, org) => {
                let _ = write!(text, "{by}\n{gap}{}", at(&slug(org)));
            }
            Who::Authors(_) if lists_authors => {
                let _ = write!(text, "{by}\n{gap}{url}");
            }
            Who::Authors(_) => {
                let _ = write!(text, "  • {by}\n{gap}{url}");
            }
        }
        let _ = write!(text, "·\n{gap}{}\n{gap}", date(paper.date.unwrap()));
        if let Some(n) = paper.comments {
            let _ = write!(text, "{n}\n{gap}{}", at(&format!("papers/{}#community", paper.id)));
        }
    }
    Rendered { year: year_by_rule(&papers, None), text, papers, layout: "notebook export", ids: true }
}

/// The trending page, as text or Markdown.
pub fn trending(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 5 + rng.below(20);
    let mut papers = page(rng, capture, count);
    let marked = rng.one_in(2);
    papers.retain(|p| !marked || !looks_escaped(p));
    let gap = *rng.pick(&["\n\n", "\n\n", "\n"]);
    let gap = if marked { "\n\n" } else { gap };
    let (twice, short) = (rng.one_in(2), rng.one_in(3));
    let one_line = rng.one_in(2);
    let published = !rng.one_in(4);
    let split = rng.one_in(2);
    let mut text = String::new();
    if !rng.one_in(4) {
        let _ = write!(
            text,
            "new{gap}Get trending papers in your email inbox!{gap}Subscribe{gap}{}Trending Papers{gap}by AK and the research community{gap}Trending Papers{gap}",
            if marked { "# " } else { "" }
        );
    }
    for (n, paper) in papers.iter_mut().enumerate() {
        // Every year is written here.
        let (year, month, day) = paper.date.unwrap();
        paper.date = Some((year.or(Some(capture.year)), month, day));
        paper.comments = None;
        paper.title = flat(&paper.title);
        let mut body = flat(paper.text.as_deref().unwrap_or(""));
        if short {
            // A sentence in place of the abstract.
            let end = body.find(". ").map_or(body.len(), |at| at + 1);
            body.truncate(end);
        }
        paper.text = Some(body.clone());
        let user = format!("owl{n}");
        for second in 0..1 + usize::from(twice) {
            let url = format!("{SITE}/papers/{}", paper.id);
            let _ = write!(text, "Submitted by{gap}{user}{gap}");
            let _ = if marked {
                write!(text, "### [{}]({url}){gap}{body}{gap}", paper.title)
            } else {
                write!(text, "{}{gap}{body}{gap}", paper.title)
            };
            let by = who(paper.who.as_ref().unwrap());
            let when =
                format!("{}{}", if published && second == 0 { "Published on " } else { "" }, date(paper.date.unwrap()));
            let by = match paper.who.as_ref().unwrap() {
                Who::Org(org) if marked => format!("[[图片：{}] {org}]({SITE}/{})", slug(org), slug(org)),
                _ => by,
            };
            let _ = if one_line {
                write!(text, "{by} · {when}{gap}")
            } else {
                write!(text, "{by}{gap}·{gap}{when}{gap}")
            };
            let v = paper.upvotes.unwrap();
            let stars = "3.29k";
            let _ = match (marked, split) {
                (true, true) => write!(text, "[Upvote\n\n{v}]({SITE}/login?next=%2Fpapers%2F{}){gap}", paper.id),
                (true, false) => write!(text, "[Upvote {v}]({SITE}/login?next=%2Fpapers%2F{}){gap}", paper.id),
                (false, true) => write!(text, "Upvote{gap}{v}{gap}"),
                (false, false) => write!(text, "Upvote {v}{gap}"),
            };
            if n % 2 == 0 {
                let _ = if marked {
                    write!(text, "[GitHub {stars}](https://github.com/x/y{n}) ")
                } else {
                    write!(text, "GitHub {stars}{gap}")
                };
            }
            let _ = if marked {
                write!(text, "[arXiv Page](https://arxiv.org/abs/{}){gap}", paper.id)
            } else {
                write!(text, "arXiv Page{gap}")
            };
        }
    }
    Rendered { year: None, text, papers, layout: "trending page", ids: marked }
}
