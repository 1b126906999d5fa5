//! What the layouts of marked-up text look for before they say "mine": cheap counts over the raw lines.

use super::furniture::{self, SUBMITTED};
use super::target::{self, Target};
use super::{Source, line};
use memchr::{memchr_iter, memchr3_iter};

/// Figures about the mark-up of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// `](…/papers/2606.00683)`.
    pub paper_links: usize,
    /// `[text](url)`.
    pub inline: usize,
    /// `[text][7]` or `[7]text`.
    pub numbered: usize,
    /// Those of them that are `[text] [7]`, counting upwards.
    pub spaced: usize,
    /// Lines that begin with `#` and are not of the page's header.
    pub headings: usize,
    /// Lines that are bold as a whole.
    pub bold: usize,
    /// Lines that are nothing but the address of a paper or its comments.
    pub addresses: usize,
    /// Lines of metadata: dots, `N authors`.
    pub metadata: usize,
    /// `Upvote`, `arXiv Page`, `Published on`: how many, and how many different ones.
    pub buttons: [usize; 3],
    /// Lines that begin with `Submitted by`.
    pub submitted: usize,
}

/// The figures of a text, found once. Linear.
pub fn of(source: &Source) -> Signs {
    *source.signs.get_or_init(|| look(source.text(), source.lines()))
}

/// The figures of a text with these lines. Linear.
pub fn look<'a>(text: &str, lines: impl Iterator<Item = &'a str>) -> Signs {
    let mut signs = Signs::default();
    let bytes = text.as_bytes();
    let mut last = 0;
    for at in memchr_iter(b']', bytes) {
        match bytes.get(at + 1) {
            Some(b'(') if number(bytes, at + 2, b')').is_some() => signs.numbered += 1,
            Some(b' ') if bytes.get(at + 2) == Some(&b'[') => {
                let next = number(bytes, at + 3, b']').filter(|n| *n > last && *n <= last + 5);
                last = next.unwrap_or(last);
                signs.spaced += usize::from(next.is_some());
            }
            // A picture is no link.
            Some(b'(') if bytes.get(at.wrapping_sub(2)..at) == Some(b"![") => {}
            Some(b'(') => {
                signs.inline += 1;
                let url = text.get(at + 2..).unwrap_or("");
                let len = url.bytes().take(300).position(|b| matches!(b, b')' | b' ' | b'\n')).unwrap_or(0);
                let paper = matches!(target::classify(url.get(..len).unwrap_or("")), Target::Paper(_));
                signs.paper_links += usize::from(paper);
            }
            Some(b'[') => {
                signs.numbered += usize::from(number(bytes, at + 2, b']').is_some());
            }
            _ => signs.addresses += usize::from(bracketed(text, at).is_some()),
        }
    }
    if signs.spaced > 4 {
        signs.numbered += signs.spaced;
    }
    for line in lines {
        signs.line(line);
    }
    signs
}

/// The number at this byte, with or without `^` before it, that ends with `close`.
fn number(bytes: &[u8], at: usize, close: u8) -> Option<u32> {
    let rest = bytes.get(at..)?;
    let rest = rest.strip_prefix(b"^").unwrap_or(rest);
    let digits = rest.iter().take(6).take_while(|b| b.is_ascii_digit()).count();
    let number = rest.get(..digits).filter(|_| digits > 0 && rest.get(digits) == Some(&close))?;
    Some(number.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')))
}

/// The address of a paper, its comments or votes, in brackets that close at byte `at`: it follows the text of a link, or
/// stands before it.
fn bracketed(text: &str, at: usize) -> Option<Target> {
    let front = text.as_bytes().get(at.saturating_sub(120)..at)?;
    let open = at - front.len() + memchr::memrchr(b'[', front)? + 1;
    let url = text.get(open..at).filter(|url| url.contains("/papers/") || url.contains("/login?"))?;
    Some(target::classify(url)).filter(|t| matches!(t, Target::Paper(_) | Target::Comments(_) | Target::Vote(_)))
}

impl Signs {
    /// Counts those of the next piece of the text, too.
    pub fn add(&mut self, other: Self) {
        self.paper_links += other.paper_links;
        self.inline += other.inline;
        self.numbered += other.numbered;
        self.spaced += other.spaced;
        self.headings += other.headings;
        self.bold += other.bold;
        self.addresses += other.addresses;
        self.metadata += other.metadata;
        self.buttons.iter_mut().zip(other.buttons).for_each(|(count, other)| *count += other);
        self.submitted += other.submitted;
    }

    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        let quoted = if line.starts_with('>') { line.trim_start_matches(['>', ' ']) } else { line };
        match quoted.as_bytes().first() {
            None => {}
            Some(b'#') => {
                let words = quoted.trim_start_matches('#');
                let level = quoted.len() - words.len();
                let words = words.trim();
                let own = furniture::is_furniture(words) || words.starts_with("by") || words.is_empty();
                self.headings += usize::from(level <= 6 && quoted.as_bytes().get(level) == Some(&b' ') && !own);
            }
            Some(b'*') if quoted.len() > 12 && quoted.starts_with("**") && quoted.ends_with("**") => {
                self.bold += usize::from(quoted.len() < 400);
            }
            Some(b'h' | b'<' | b'(') => {
                let url = target::bare_url(quoted).map(target::classify);
                self.addresses += usize::from(matches!(url, Some(Target::Paper(_) | Target::Comments(_))));
            }
            _ => {}
        }
        self.submitted += usize::from(line.starts_with(SUBMITTED));
        if quoted.len() > 400 {
            return;
        }
        // Most lines begin with a letter, which neither a dot nor an author count does.
        if !quoted.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let in_link = quoted.trim_start_matches(['[', '*', '-', ' ']);
            // `[7]3 authors`
            let in_link = in_link.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(']').unwrap_or(in_link);
            let words = in_link.split_once("](").map_or(in_link, |(words, _)| words);
            self.metadata += usize::from(line::is_dot(quoted) || line::authors(words).is_some());
        }
        if quoted.len() < 200 {
            self.metadata += 2 * usize::from(line::who_and_date(quoted).is_some());
            self.buttons(quoted);
        }
    }

    /// Counts the words of buttons, by a letter of each that most lines have not.
    fn buttons(&mut self, line: &str) {
        let mut has = [false; 3];
        for at in memchr3_iter(b'U', b'X', b'P', line.as_bytes()) {
            let from = |at: usize| line.as_bytes().get(at..).unwrap_or(&[]);
            has[0] |= from(at).starts_with(b"Upvote");
            has[1] |= at >= 2 && from(at - 2).starts_with(b"arXiv Page");
            has[2] |= from(at).starts_with(b"Published on");
        }
        self.buttons.iter_mut().zip(has).for_each(|(count, has)| *count += usize::from(has));
    }

    /// Whether there are so many links that the entries have them, not only a line here and there.
    pub fn enough(&self, links: usize) -> bool {
        // An entry has two lines of metadata; a third of the entries will do.
        links > 0 && links * 6 >= self.metadata
    }

    /// How many different buttons of a trending page there are.
    pub fn kinds_of_buttons(&self) -> usize {
        self.buttons.iter().filter(|count| **count > 0).count()
    }

    /// Whether the cards are those of a trending page.
    pub fn has_buttons(&self) -> bool {
        self.kinds_of_buttons() >= 2 && (self.buttons[0] >= 2 || self.buttons[2] > 0)
    }

    /// Whether titles seem to be headings, or bold.
    pub fn marked_titles(&self) -> bool {
        let groups = self.metadata.div_ceil(2).max(1);
        self.headings.max(self.bold) * 2 >= groups && self.headings.max(self.bold) > 0
    }
}
