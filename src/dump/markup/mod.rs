//! Takes mark-up off a text: Markdown links, the numbered links of text browsers, images, escapes, stray tags. What is
//! left of every line is a [`Row`] of visible text that knows which parts of it are links, and where to.
//!
//! One pass for all link styles (`[text](url)`, `[text][7]`, `[7]text`, `text` and its URL on the next line), because
//! readers differ in nothing else: the layouts of marked-up text share what comes after it ([`super::cards`]).

mod escapes;
mod inline;
mod rows;
mod syntax;
mod tidy;

pub use syntax::prefixes;

use super::target::{self, Target};
use super::{Source, signs};
use escapes::escapes;
use inline::Open;
use rows::front_matter;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use tidy::{below, tidy};

/// The visible text of a line.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The lines of the source it comes from, from 0.
    pub lines: Range<usize>,
    /// What is seen, without white space at its ends.
    pub text: String,
    /// 1 to 6 for a heading.
    pub heading: u8,
    /// Whether all of it is bold.
    pub bold: bool,
    /// Whether it says nothing by itself: a rule, a fence, front matter, the address of a numbered link.
    pub aside: bool,
    /// Whether the source has nothing there.
    pub blank: bool,
    /// The text in place of an image.
    pub alt: Option<String>,
    /// The links on it.
    pub pieces: Vec<Piece>,
}

/// The part of a link that is on one row.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Bytes of the row's text.
    pub span: Range<usize>,
    /// Which link.
    pub link: usize,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its address as written; empty when it is not known.
    pub url: String,
    /// What the address says.
    pub target: Target,
}

/// A text without its mark-up.
#[derive(Debug, Default)]
pub struct Page {
    /// The rows in order.
    pub rows: Vec<Row>,
    /// The links, in the order in which they end.
    pub links: Vec<Link>,
    /// Links written `[text](url)`.
    pub inline: usize,
    /// Links written `[text][7]` or `[7]text`.
    pub numbered: usize,
    /// Links whose address stands on a line of its own.
    pub below: usize,
    /// Whether lines were broken behind hyphens: those of a word in two do not stand before a space.
    pub hyphens: bool,
}

impl Page {
    /// The link that covers all of a row's text.
    pub fn whole(&self, row: &Row) -> Option<(usize, &Link)> {
        let outside = |range: Range<usize>| row.text.get(range).is_none_or(|t| t.trim().is_empty());
        row.pieces
            .iter()
            .find(|p| !p.span.is_empty() && outside(0..p.span.start) && outside(p.span.end..row.text.len()))
            .and_then(|p| Some((p.link, self.links.get(p.link)?)))
    }

    /// The links on a row.
    pub fn on<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a Link> {
        row.pieces.iter().filter_map(|p| self.links.get(p.link))
    }
}

struct Scan<'a> {
    source: &'a Source,
    page: Page,
    open: Vec<Open>,
    /// Closed links: from row and byte, to row and byte.
    spans: Vec<[usize; 4]>,
    /// Brackets and images' words to take out: rows and bytes of them, in order.
    cuts: Vec<(usize, Range<usize>)>,
    /// Addresses of numbered links, and the number of every link that has one.
    addresses: FxHashMap<&'a str, &'a str>,
    numbers: Vec<(usize, String)>,
    /// Whether backslashes escape punctuation.
    escapes: bool,
    markdown: bool,
    /// Whether numbers stand apart: `[text] [7]`.
    spaced: bool,
    prefixed: bool,
    /// The last number of such a link: they count upwards, and numbers in the text do not.
    last_number: u32,
    /// The link of `[7]text` that runs to the end of the row or the next one.
    running: Option<(usize, usize)>,
    /// Where addresses in brackets stand, if there are any: before the text of their link, or behind it.
    brackets: Option<Brackets>,
    /// The line that is read, and how many bytes of the next one were read with it: an address or a tag ended there.
    at: usize,
    carried: usize,
    /// The addresses of `<a href="…">` that are open.
    anchors: Vec<String>,
}

/// Takes the mark-up off a text. Linear.
pub fn strip(source: &Source) -> Page {
    let text = source.text().as_bytes();
    let count = |mark: &[u8]| memchr::memmem::find_iter(text, mark).count();
    // In a text whose links are numbered, what looks like a link in Markdown is the authors' own.
    let inline = count(b"](");
    let prefixed = prefixes(source) > 0;
    let signs = signs::of(source);
    let numbered = count(b"][").max(signs.numbered);
    let markdown = inline > 0 && inline >= numbered && inline >= signs.addresses && !prefixed;
    // Headings without links are Markdown, too.
    let bare = inline + numbered == 0 && signs.headings > 2 && !prefixed;
    let mut scan = Scan {
        source,
        page: Page::default(),
        open: Vec::new(),
        spans: Vec::new(),
        cuts: Vec::new(),
        addresses: FxHashMap::default(),
        numbers: Vec::new(),
        escapes: (markdown || bare) && escapes(source),
        markdown,
        spaced: signs.spaced > 4,
        prefixed,
        last_number: 0,
        running: None,
        brackets: brackets(source, signs.addresses, inline.max(numbered)),
        at: 0,
        carried: 0,
        anchors: Vec::new(),
    };
    let front = front_matter(source);
    for at in 0..source.len() {
        scan.line(at, at < front);
    }
    scan.finish()
}

/// Where an address in brackets stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brackets {
    Before,
    Behind,
}

/// Where most addresses in brackets stand, in a text whose links are written so.
fn brackets(source: &Source, addresses: usize, others: usize) -> Option<Brackets> {
    if addresses < 5 || addresses <= others {
        return None;
    }
    let (mut glued, mut all) = (0usize, 0usize);
    for line in source.lines() {
        for (at, _) in line.match_indices('[').take(20) {
            if let Some((_, after)) = syntax::bracketed(line.get(at..).unwrap_or("")) {
                all += 1;
                glued += usize::from(after.starts_with(|c: char| !c.is_whitespace() && c != '['));
            }
        }
    }
    (all >= 5).then_some(if glued * 3 > all { Brackets::Before } else { Brackets::Behind })
}

impl Scan<'_> {
    fn finish(mut self) -> Page {
        for (link, name) in &self.numbers {
            if let (Some(link), Some(url)) = (self.page.links.get_mut(*link), self.addresses.get(name.as_str())) {
                link.url = (*url).to_owned();
                link.target = target::classify(url);
            }
        }
        for (link, [from, start, to, end]) in self.spans.iter().copied().enumerate() {
            for at in from..=to {
                let Some(row) = self.page.rows.get_mut(at) else { break };
                let span = if at == from { start } else { 0 }..if at == to { end } else { row.text.len() };
                if !span.is_empty() {
                    row.pieces.push(Piece { span, link });
                }
            }
        }
        self.shortcuts();
        let mut cuts = self.cuts.as_slice();
        for (at, row) in self.page.rows.iter_mut().enumerate() {
            let (own, rest) = cuts.split_at(cuts.partition_point(|(row, _)| *row <= at));
            tidy(row, own);
            cuts = rest;
        }
        below(&mut self.page);
        self.page.hyphens |= hyphens(&self.page.rows);
        self.page
    }
}

/// Whether a word goes on with `next` that was broken behind a hyphen. "Pre- and post-training" was not.
fn is_broken(text: &str, next: &str) -> bool {
    let word = text.trim_end_matches('-');
    let hyphens = text.len() - word.len();
    let first = next.split(' ').next().unwrap_or("");
    (1..=2).contains(&hyphens)
        && word.ends_with(|c: char| c.is_alphanumeric())
        && first.starts_with(|c: char| c.is_alphanumeric())
        && !matches!(first, "and" | "or" | "to")
}

/// Whether the tool that wrapped this text breaks lines behind hyphens, in three paragraphs at least: authors hardly ever do,
/// and words that they left in two are so inside a line, too.
fn hyphens(rows: &[Row]) -> bool {
    let (mut wrapped, mut broken, mut own) = (0usize, 0usize, 0usize);
    let mut last = None;
    for (at, pair) in rows.windows(2).enumerate() {
        if let [row, next] = pair
            && (40..200).contains(&row.text.len())
            && !next.text.is_empty()
        {
            wrapped += 1;
            if is_broken(&row.text, &next.text) {
                let apart =
                    last.is_none_or(|last| rows.get(last..at).unwrap_or(&[]).iter().any(|row| row.text.is_empty()));
                broken += usize::from(apart);
                last = Some(at);
            }
            let inside = |at: usize| is_broken(row.text.get(..=at).unwrap_or(""), row.text.get(at + 2..).unwrap_or(""));
            own += row.text.match_indices("- ").filter(|(at, _)| inside(*at)).count();
        }
    }
    broken > 2 && broken > 4 * own && broken * 200 >= wrapped
}

impl Scan<'_> {
    /// `[text]` alone in a row, whose address stands elsewhere under its name.
    fn shortcuts(&mut self) {
        if self.addresses.is_empty() {
            return;
        }
        for at in 0..self.page.rows.len() {
            let Some(row) = self.page.rows.get_mut(at).filter(|r| r.pieces.is_empty()) else { continue };
            let inner = row.text.trim().strip_prefix('[').and_then(|t| t.strip_suffix(']'));
            if let Some(url) = inner.and_then(|name| self.addresses.get(name)) {
                let text = inner.unwrap_or("").to_owned();
                row.pieces.push(Piece { span: 0..text.len(), link: self.page.links.len() });
                row.text = text;
                self.page.numbered += 1;
                self.page.links.push(Link { url: (*url).to_owned(), target: target::classify(url) });
            }
        }
    }
}

/// Collapsed white space of rows put together; with `hyphens`, the parts of a word that was broken behind one are one again.
pub fn join<'a>(rows: impl Iterator<Item = &'a Row>, hyphens: bool) -> String {
    let mut text = String::new();
    for row in rows {
        let part: Cow<'_, str> = crate::text::space::collapse(&row.text);
        if !part.is_empty() {
            if !(text.is_empty() || hyphens && is_broken(&text, &part)) {
                text.push(' ');
            }
            text.push_str(&part);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        strip(&Source::decode(text.as_bytes().to_vec()).unwrap())
    }

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let page = page(text);
        assert_eq!(page.rows.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(), want, "{text}");
    }

    #[test]
    fn visible_text() {
        check("### [A \\[new\\] Title\\_1](https://huggingface.co/papers/2601.00001)", &["A [new] Title_1"]);
        check("[101](https://huggingface.co/login?next=%2Fpapers%2F2601.00001)", &["101"]);
        check("[![lab](https://x.y/a.png)Some Lab](https://huggingface.co/lab)", &["Some Lab"]);
        check("[- ![](https://x.y/a.png)\\\\\n- 3 authors](https://x.y)", &["-", "3 authors"]);
        check("May 29[6](https://huggingface.co/papers/2601.00001#community)", &["May 29 6"]);
        check("[One of\\\\\ntwo](https://x.y) three", &["One of", "two three"]);
        check("[\n65\n][35]", &["", "65", ""]);
        check("[[lab] Some Lab][67]", &["Some Lab"]);
        check("* [ Models ][2]", &["Models"]);
        check("Mar 8, 2024 [ 6][39]", &["Mar 8, 2024  6"]);
        check("see [5] and [0, 1) here", &["see [5] and [0, 1) here"]);
        check("[on [0,1) we see](https://x.y)", &["on [0,1) we see"]);
        check("a [b](https://x.y) c [d](https://x.y)", &["a b c d"]);
        check("**[A Title](https://x.y)**", &["A Title"]);
        check("[**A Title**](https://x.y)", &["A Title"]);
        check("<a id=\"s-1\"></a>", &[""]);
        check("p < 0.05 and a > b", &["p < 0.05 and a > b"]);
        check("[[图片：lab] Some Lab](https://huggingface.co/lab) · Oct 4", &["Some Lab · Oct 4"]);
        check("[[图片：Edge0] Edge0](https://huggingface.co/Edge0) · Oct 4", &["Edge0 · Oct 4"]);
        check("[-] 19", &["19"]);
        check("- [ ] 19", &["19"]);
        check("-", &["-"]);
        check("\\eg and \\% [x](https://x.y)", &["\\eg and \\% x"]);
        check("> ### [Quoted](https://x.y)", &["Quoted"]);
        check("1. ### [A Title](https://x.y)", &["A Title"]);
        check("[ByteDance]{.truncate} [x](https://x.y)", &["ByteDance x"]);
        check("[![lab](https://cdn-\nx.y/a.png) Some Lab](https://huggingface.co/lab)", &["", "Some Lab"]);
        check("[Some Lab](https://huggingface.co/a-\nlab) more", &["Some Lab", "more"]);
        check("<a href=\"https://x.y\"\nclass=\"z\">A Title</a> [x](https://x.y)", &["", "A Title x"]);
        check("[65][^35]", &["65"]);
        check("[65](35)", &["65"]);
    }

    #[test]
    fn headings_and_rules() {
        let page = page("Daily Papers\n------------\n\n# One\n***\n[1]: https://a.b\n");
        assert_eq!(page.rows.iter().map(|r| r.heading).collect::<Vec<_>>(), [2, 0, 0, 1, 0, 0]);
        assert_eq!(page.rows.iter().map(|r| r.aside).collect::<Vec<_>>(), [false, true, false, false, true, true]);
    }

    #[test]
    fn links_of_other_tools() {
        let target = |text: &str, row: usize| {
            let page = page(text);
            let row = &page.rows[row];
            (row.text.clone(), page.whole(row).map(|(_, link)| link.target.clone()))
        };
        let paper = |n: usize| Some(Target::Paper(format!("2601.0000{n}")));
        let lines = |line: &dyn Fn(usize) -> String| (1..8).map(|n| line(n) + "\n\n").collect::<String>();
        let before = lines(&|n| format!("[https://huggingface.co/papers/2601.0000{n}]Title {n}"));
        assert_eq!(target(&before, 2), ("Title 2".to_owned(), paper(2)));
        let behind = lines(&|n| format!("Title {n} [/papers/2601.0000{n}]"));
        assert_eq!(target(&behind, 2), ("Title 2".to_owned(), paper(2)));
        let spaced = lines(&|n| format!("[Title {n}] [{n}]\n\n[{n}]: https://huggingface.co/papers/2601.0000{n}"));
        assert_eq!(target(&spaced, 4), ("Title 2".to_owned(), paper(2)));
        let named =
            "### [Title 1][]\n\n### [Title 2]\n\n[Title 1]: /papers/2601.00001\n[Title 2]: /papers/2601.00002\n";
        assert_eq!(target(named, 0), ("Title 1".to_owned(), paper(1)));
        assert_eq!(target(named, 2), ("Title 2".to_owned(), paper(2)));
    }

    #[test]
    fn words_broken_behind_hyphens() {
        let wrapped = "a text that is long enough to have been wrapped by a tool, well-\nknown ";
        let joined = |text: &str| {
            let page = page(text);
            join(page.rows.iter(), page.hyphens)
        };
        assert!(joined(&format!("{wrapped}\n\n").repeat(3)).contains("well-known"));
        assert!(joined(&format!("{wrapped}and half- done{wrapped}")).contains("well- known"));
    }

    #[test]
    fn numbered_links_find_their_addresses() {
        let page = page("### [A Title][3]\n\n[3]: https://huggingface.co/papers/2601.00001\n");
        assert_eq!(page.links[0].target, Target::Paper("2601.00001".to_owned()));
        let row = &page.rows[0];
        assert_eq!(page.whole(row).map(|(at, _)| at), Some(0));
    }
}
