//! Bytes → text with lines: encodings, line ends, and the sentence for what is no text.

use super::builder::Span;
use super::shape::Shape;
use super::signs::Signs;
use super::visible::Lines;
use super::{Diagnostic, envelope};
use crate::text::space;
use memchr::{memchr, memchr2, memchr2_iter};
use std::cell::OnceCell;
use std::fmt;

/// A decoded text and where its lines are, with the figures that several layouts ask for: each is found once.
#[derive(Debug)]
pub struct Source {
    text: String,
    /// Start and end (without the line end) of every line, in bytes.
    lines: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
    pub(super) signs: OnceCell<Signs>,
    pub(super) visible: OnceCell<Lines>,
    pub(super) shape: OnceCell<Shape>,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No bytes, or white space alone.
    Empty,
    /// A binary format, by name where it is known.
    Binary(Option<String>),
    /// More bytes than can be addressed or held.
    TooLarge {
        /// Size of the input in bytes.
        bytes: u64,
        /// The most that is read.
        limit: u64,
    },
    /// One line that does not end.
    OneLine {
        /// Size of what was looked at, in bytes.
        bytes: u64,
    },
    /// There is no memory for it.
    NoMemory {
        /// Size of the input in bytes.
        bytes: u64,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected the text of a Daily Papers page, found nothing: it is empty"),
            Self::Binary(Some(format)) => {
                write!(f, "expected the text of a Daily Papers page, found {format}, which is no text")
            }
            Self::Binary(None) => {
                f.write_str("expected the text of a Daily Papers page, found binary data, which is no text")
            }
            Self::OneLine { bytes } => write!(
                f,
                "expected the text of a Daily Papers page, found {} MB without a single line end",
                bytes / 1_000_000
            ),
            Self::NoMemory { bytes } => write!(
                f,
                "expected room for {} MB, found that this browser gives no more memory: remove a dump, or split this one",
                bytes.div_ceil(1_000_000)
            ),
            Self::TooLarge { bytes, limit } => write!(
                f,
                "expected at most {} MB of text, found {} MB: split it and open the parts",
                limit / 1_000_000,
                bytes / 1_000_000
            ),
        }
    }
}

impl std::error::Error for Unreadable {}

/// The most bytes one dump may have. Positions are 32 bits wide and a wasm32 instance addresses 4 GiB in all.
pub const MAX_BYTES: u64 = 1 << 30;

/// Bytes that formats which are no text begin with, and what a user calls them.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document (copy its text, or save the page as text)"),
    (b"PK\x03\x04", "a ZIP archive (or a Word or OpenDocument file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\0asm", "a WebAssembly module"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"bplist00", "a property list (a Safari web archive?)"),
];

/// What the first bytes say: `Some` when they are a binary format, so that the rest need not be read.
pub fn sniff(bytes: &[u8]) -> Option<Unreadable> {
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(Unreadable::Binary(Some((*name).to_owned())));
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(Unreadable::Binary(Some("a video file".to_owned())));
    }
    if bytes.starts_with(b"RIFF") && matches!(bytes.get(8..12), Some(b"WEBP" | b"WAVE" | b"AVI ")) {
        return Some(Unreadable::Binary(Some("a picture, sound or video file".to_owned())));
    }
    None
}

/// How the bytes encode text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// A byte order mark decides; else a zero in every second byte of the beginning is UTF-16 without one.
pub(super) fn encoding(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => return (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => return (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => return (Encoding::Utf16Be, 2),
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    if half >= 2 && odd * 10 >= half * 7 && even * 10 <= half {
        (Encoding::Utf16Le, 0)
    } else if half >= 2 && even * 10 >= half * 7 && odd * 10 <= half {
        (Encoding::Utf16Be, 0)
    } else {
        (Encoding::Utf8, 0)
    }
}

impl Source {
    /// Decodes bytes: UTF-8 or UTF-16 with or without byte order mark. Bytes that encode nothing become U+FFFD and are
    /// reported. Linear; valid UTF-8 without a mark is not copied.
    ///
    /// # Errors
    /// [`Unreadable`] for what is empty, binary or larger than [`MAX_BYTES`].
    pub fn decode(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Unreadable::TooLarge { bytes: bytes.len() as u64, limit: MAX_BYTES });
        }
        if let Some(binary) = sniff(&bytes) {
            return Err(binary);
        }
        let (encoding, mark) = encoding(&bytes);
        let (mut text, replaced) = match encoding {
            Encoding::Utf8 => decode_utf8(bytes, mark),
            Encoding::Utf16Le => decode_utf16(bytes.get(mark..).unwrap_or(&[]), u16::from_le_bytes),
            Encoding::Utf16Be => decode_utf16(bytes.get(mark..).unwrap_or(&[]), u16::from_be_bytes),
        };
        if memchr(0, text.as_bytes()).is_some() || replaced.too_many(text.len()) {
            return Err(Unreadable::Binary(None));
        }
        if text.chars().all(space::is_space) {
            return Err(Unreadable::Empty);
        }
        if let Some(page) = envelope::open(&text) {
            text = page;
        }
        let mut lines = lines(&text);
        if quoted(&text, &lines) {
            text = unquote(text, &lines);
            lines = self::lines(&text);
        }
        let mut diagnostics = Vec::new();
        if let Some(at) = replaced.first {
            let line = lines_before(&lines, at).max(1);
            let what = if encoding == Encoding::Utf8 { "UTF-8" } else { "UTF-16" };
            diagnostics.push(replaced.said(line, what));
        }
        let (signs, visible, shape) = Default::default();
        Ok(Self { text, lines, diagnostics, signs, visible, shape })
    }

    /// The lines of a piece of a text that was found fit to read: nothing is looked at but line ends.
    pub(super) fn of_piece(text: String) -> Self {
        let lines = lines(&text);
        let (signs, visible, shape) = Default::default();
        Self { text, lines, diagnostics: Vec::new(), signs, visible, shape }
    }

    /// The same lines with other figures: those of a longer text that begins with this one.
    pub(super) fn with_figures(self, signs: Signs, shape: Shape) -> Self {
        Self { signs: signs.into(), shape: shape.into(), ..self }
    }

    /// Whether this may be a quoted mail: that shows at its end.
    pub(super) fn may_be_quoted(&self) -> bool {
        share_quoted(&self.text, &self.lines, 30, 5)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of lines; a last line without line end counts, an empty one after the last line end does not.
    #[inline]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Line `index`, counted from 0, without white space at its ends; `""` past the end.
    #[inline]
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn line(&self, index: usize) -> &str {
        self.slice(self.span(index))
    }

    /// The line, counted from 0, that byte `at` of the text is in.
    pub fn line_at(&self, at: usize) -> usize {
        lines_before(&self.lines, at).saturating_sub(1) as usize
    }

    /// How many lines begin at or before byte `at`.
    pub(super) fn lines_before(&self, at: usize) -> u32 {
        lines_before(&self.lines, at)
    }

    /// Where line `index` begins, white space and all: behind the end of the line before.
    pub(super) fn line_start(&self, index: usize) -> usize {
        let Some(before) = index.checked_sub(1) else { return 0 };
        let end = self.span(before).end as usize;
        let rest = self.text.as_bytes().get(end..).unwrap_or(&[]);
        match memchr2(b'\n', b'\r', rest) {
            Some(at) if rest.get(at..at + 2) == Some(b"\r\n") => end + at + 2,
            Some(at) => end + at + 1,
            None => self.text.len(),
        }
    }

    /// Where [`Source::line`] is in the text.
    #[inline]
    pub fn span(&self, index: usize) -> Span {
        self.lines.get(index).copied().unwrap_or_default()
    }

    /// The text of a span.
    #[inline]
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The lines in order, each without white space at its ends.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|span| self.slice(*span))
    }

    /// Gives up the lines and keeps the text, with room for nothing more, and what decoding had to say.
    pub fn into_text(self) -> (String, Vec<Diagnostic>) {
        (self.text, self.diagnostics)
    }
}

/// Line spans, white space at the ends taken off. Ends are `\n`, `\r\n` and `\r`.
#[cfg_attr(optimize_attribute, optimize(speed))]
fn lines(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr2_iter(b'\n', b'\r', bytes) {
        if end < start {
            continue; // the \n of a \r\n
        }
        lines.push(trimmed(text, start, end));
        start = end + if bytes.get(end..end + 2) == Some(b"\r\n") { 2 } else { 1 };
    }
    if start < bytes.len() {
        lines.push(trimmed(text, start, bytes.len()));
    }
    lines
}

/// Whether this is a quoted mail: most lines begin with `>`. Most texts are found out by their first lines.
fn quoted(text: &str, lines: &[Span]) -> bool {
    // Lines above the quotation say whose it is.
    share_quoted(text, lines, 30, 5) && share_quoted(text, lines, usize::MAX, 7)
}

/// Whether so many tenths of the first non-blank lines, at most `limit`, begin with `>`.
fn share_quoted(text: &str, lines: &[Span], limit: usize, tenths: usize) -> bool {
    let first = lines.iter().filter(|span| !span.is_empty()).take(limit);
    let marks = first.map(|span| text.as_bytes().get(span.start as usize) == Some(&b'>'));
    let (all, quoted) = marks.fold((0, 0), |(all, quoted), mark| (all + 1, quoted + usize::from(mark)));
    quoted * 10 >= all * tenths && all > 0
}

/// Puts blanks in place of the marks of quoted lines, so that no other byte moves: as many as every line of a paragraph, and
/// the empty ones around it, have. What a line has beyond them is text (`> >90 %`).
fn unquote(text: String, lines: &[Span]) -> String {
    let mut bytes = text.into_bytes();
    // How many marks, and whether there is something behind them.
    let marks: Vec<(usize, bool)> = lines
        .iter()
        .map(|span| {
            let line = bytes.get(span.start as usize..span.end as usize).unwrap_or(&[]);
            let front = line.iter().take_while(|b| matches!(b, b'>' | b' '));
            (front.filter(|b| **b == b'>').count(), line.iter().any(|b| !matches!(b, b'>' | b' ')))
        })
        .collect();
    let mut start = 0;
    while start < lines.len() {
        let says = |at: usize| marks.get(at).is_some_and(|(_, says)| *says);
        let end = (start..lines.len()).find(|at| !says(*at)).unwrap_or(lines.len()).max(start + 1);
        let around = marks.get(start.saturating_sub(1)..(end + 1).min(lines.len())).unwrap_or(&[]);
        let depth = around.iter().map(|(count, _)| *count).filter(|count| *count > 0).min().unwrap_or(0);
        for span in lines.get(start..end).unwrap_or(&[]) {
            let line = bytes.get_mut(span.start as usize..span.end as usize).unwrap_or(&mut []);
            let mut left = depth;
            for byte in line.iter_mut().take_while(|b| matches!(b, b'>' | b' ')) {
                if *byte == b'>' && left == 0 {
                    break;
                }
                left -= usize::from(*byte == b'>');
                *byte = b' ';
            }
        }
        start = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg_attr(optimize_attribute, optimize(speed))]
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let line = text.get(start..end).unwrap_or("");
    let plain = |end: Option<&u8>| end.is_some_and(u8::is_ascii_graphic);
    if plain(line.as_bytes().first()) && plain(line.as_bytes().last()) {
        return Span { start: start as u32, end: end as u32 };
    }
    let left = line.trim_start_matches(space::is_space);
    let start = start + (line.len() - left.len());
    Span { start: start as u32, end: (start + left.trim_end_matches(space::is_space).len()) as u32 }
}

/// How many sequences were replaced, and where in the text the first is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Replaced {
    pub(super) count: usize,
    pub(super) first: Option<usize>,
}

impl Replaced {
    /// Whether it is more rubbish than text: binary, whatever it is.
    pub(super) fn too_many(self, bytes: usize) -> bool {
        self.count > 3 && self.count * 10 > bytes
    }

    /// What is said of it, at the line (from 1) of the first.
    pub(super) fn said(self, line: u32, encoding: &str) -> Diagnostic {
        Diagnostic {
            line,
            record: None,
            expected: format!("{encoding} text").into(),
            found: format!("{} invalid sequences in the dump, shown as \u{fffd}", self.count),
        }
    }
}

/// How many lines begin at or before a byte.
fn lines_before(lines: &[Span], at: usize) -> u32 {
    lines.partition_point(|span| (span.start as usize) <= at) as u32
}

pub(super) fn decode_utf8(mut bytes: Vec<u8>, mark: usize) -> (String, Replaced) {
    if mark > 0 {
        bytes.drain(..mark);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, Replaced { count: 0, first: None }),
        Err(error) => {
            let first = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let count = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            (String::from_utf8_lossy(&bytes).into_owned(), Replaced { count, first: Some(first) })
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Replaced) {
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut replaced = Replaced { count: 0, first: None };
    let mut replace = |text: &mut String| {
        replaced.first.get_or_insert(text.len());
        replaced.count += 1;
        text.push(char::REPLACEMENT_CHARACTER);
    };
    let pairs = bytes.chunks_exact(2);
    let rest = pairs.remainder();
    for unit in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        match unit {
            Ok(char) => text.push(char),
            Err(_) => replace(&mut text),
        }
    }
    if !rest.is_empty() {
        replace(&mut text);
    }
    (text, replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
        Source::decode(bytes.to_vec()).map(|s| s.lines().map(str::to_owned).collect())
    }

    #[track_caller]
    fn check(bytes: &[u8], lines: &[&str]) {
        assert_eq!(read(bytes), Ok(lines.iter().map(|s| (*s).to_owned()).collect()));
    }

    #[test]
    fn line_ends() {
        check(b"a\nb", &["a", "b"]);
        check(b"a\r\nb\r\n", &["a", "b"]);
        check(b"a\rb\r", &["a", "b"]);
        check(b"a\r\r\nb\n\rc", &["a", "", "b", "", "c"]);
        check(b"\n\na", &["", "", "a"]);
        check("\u{a0}\u{200b} a\u{feff}\t\u{c}\nb".as_bytes(), &["a", "b"]);
    }

    #[test]
    fn quoted_mails() {
        check(b"> a\n>\n>b > c\n>d", &["a", "", "b > c", "d"]);
        check(b">> a\n>>\n> > b\n>>", &["a", "", "b", ""]);
        // The authors' own: beyond what the paragraph has.
        check(b"> a\n>\n> >90 % of b\n>\n> c\n> > d\n> e", &["a", "", ">90 % of b", "", "c", "> d", "e"]);
        check(b"> a\n> b\nc", &["> a", "> b", "c"]);
        check(b">>> ", &[""]);
        let source = Source::decode("> wrapped\r\n> é text".as_bytes().to_vec()).unwrap();
        assert_eq!(space::collapse(source.text()), "wrapped é text");
    }

    #[test]
    fn encodings() {
        let text = "Tülu\né – 𝛼";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), &["Tülu", "é – 𝛼"]);
        check(&[b"\xff\xfe", &*le].concat(), &["Tülu", "é – 𝛼"]);
        check(&[b"\xfe\xff", &*be].concat(), &["Tülu", "é – 𝛼"]);
        check(b"a\0b\0c\0\n\0", &["abc"]);
        check(b"\0a\0b\0c\0\n", &["abc"]);
        check(b"\xff\xfea\0\n\0b", &["a", "\u{fffd}"]);
    }

    #[test]
    fn invalid_bytes_are_replaced_and_reported() {
        let source = Source::decode(b"one line of text\nand a bad \xff byte here".to_vec()).unwrap();
        let (_, diagnostics) = source.into_text();
        assert_eq!(
            diagnostics[0].to_string(),
            "line 2: expected UTF-8 text, found 1 invalid sequences in the dump, shown as \u{fffd}"
        );
    }

    #[test]
    fn no_text() {
        assert_eq!(read(b""), Err(Unreadable::Empty));
        assert_eq!(read(" \n\u{feff}\u{a0}\r".as_bytes()), Err(Unreadable::Empty));
        assert_eq!(read(b"\xef\xbb\xbf"), Err(Unreadable::Empty));
        assert!(matches!(read(b"%PDF-1.7 ..."), Err(Unreadable::Binary(Some(_)))));
        assert_eq!(read(b"a\0\0\0b some words"), Err(Unreadable::Binary(None)));
        assert_eq!(read(&[0x80; 100]), Err(Unreadable::Binary(None)));
    }
}
