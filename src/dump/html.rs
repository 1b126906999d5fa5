//! The tags and texts of HTML and XML, one after another: as much as cards and feeds need, and no tree.

use super::entity;
use std::borrow::Cow;
use std::ops::Range;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text as written: entities are not decoded.
    Text(&'a str),
    /// Text that means what it says.
    Raw(&'a str),
    /// `<name attributes>`, and whether it closes itself.
    Open(&'a str, &'a str, bool),
    /// `</name>`
    Close(&'a str),
}

/// Tokens with their places.
#[derive(Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Whether script and style hold text (as in XML) or are skipped.
    xml: bool,
    /// Quotes that no longer close anything: looking for their ends once is enough.
    loose: [bool; 2],
}

impl<'a> Tokens<'a> {
    /// The tokens of HTML: scripts and styles are left out.
    pub fn html(text: &'a str) -> Self {
        Self { text, at: 0, xml: false, loose: [false; 2] }
    }

    /// The tokens of XML.
    pub fn xml(text: &'a str) -> Self {
        Self { text, at: 0, xml: true, loose: [false; 2] }
    }
}

/// Length up to the `>` that ends a tag, quoted attributes skipped. A quote that never closes is none.
fn tag_len(text: &str, loose: &mut [bool; 2]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let found = at + memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        at = found + 1;
        let quote = *bytes.get(found)?;
        let Some(loose) = loose.get_mut(usize::from(quote == b'"')) else { continue };
        if quote == b'>' {
            return Some(at);
        }
        if !*loose && bytes.get(found.wrapping_sub(1)) == Some(&b'=') {
            match memchr::memchr(quote, bytes.get(at..)?) {
                Some(len) => at += len + 1,
                None => *loose = true,
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Range<usize>, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let rest = self.text.get(start..).filter(|r| !r.is_empty())?;
            let mut take = |len: usize| {
                self.at = start + len;
                start..start + len
            };
            if !rest.starts_with('<') {
                let len = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                return Some((take(len), Token::Text(rest.get(..len)?)));
            }
            if let Some(body) = rest.strip_prefix("<![CDATA[") {
                let len = body.find("]]>").unwrap_or(body.len());
                let range = start + 9..start + 9 + len;
                take((9 + len + 3).min(rest.len()));
                return Some((range, Token::Raw(body.get(..len)?)));
            }
            if rest.starts_with("<!--") {
                take(rest.find("-->").map_or(rest.len(), |at| at + 3));
                continue;
            }
            let close = rest.starts_with("</");
            let body = rest.get(if close { 2 } else { 1 }..).unwrap_or("");
            let letter = body.starts_with(|c: char| c.is_ascii_alphabetic());
            if !letter {
                if body.starts_with(['!', '?']) {
                    let len = tag_len(rest, &mut self.loose).unwrap_or(rest.len());
                    self.at = start + len;
                    continue;
                }
                // `p < 0.05`
                let len = 1 + memchr::memchr(b'<', rest.as_bytes().get(1..)?).unwrap_or(rest.len() - 1);
                return Some((take(len), Token::Text(rest.get(..len)?)));
            }
            let Some(len) = tag_len(rest, &mut self.loose) else {
                self.at = self.text.len();
                return Some((start..self.text.len(), Token::Text(rest)));
            };
            self.at = start + len;
            let range = start..start + len;
            let inner = rest.get(if close { 2 } else { 1 }..len - 1).unwrap_or("");
            let end = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
            let (name, attributes) = inner.split_at_checked(end)?;
            if close {
                return Some((range, Token::Close(name)));
            }
            if !self.xml && ["script", "style", "template"].iter().any(|n| name.eq_ignore_ascii_case(n)) {
                let after = self.text.get(self.at..).unwrap_or("");
                let end = format!("</{}", name.to_ascii_lowercase());
                let upper = end.to_ascii_uppercase();
                let skip = after.find(&end).or_else(|| after.find(&upper)).unwrap_or(after.len());
                self.at += skip;
                continue;
            }
            return Some((range, Token::Open(name, attributes, attributes.ends_with('/'))));
        }
    }
}

/// The value of an attribute, entities decoded once.
pub fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    raw_attribute(attributes, name).map(|(_, value)| entity::decode(value))
}

/// The value of an attribute as written, and where it begins.
pub fn raw_attribute<'a>(attributes: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let mut at = 0;
    while let Some(found) = attributes.get(at..)?.find(name) {
        let here = at + found;
        at = here + name.len();
        let before =
            here == 0 || attributes.as_bytes().get(here - 1).is_some_and(|b| b.is_ascii_whitespace() || *b == b'"');
        let after = attributes.get(at..)?;
        let value = after.trim_start();
        let Some(value) = value.strip_prefix('=').filter(|_| before) else { continue };
        let value = value.trim_start();
        let start = attributes.len() - value.len();
        return match value.chars().next()? {
            quote @ ('"' | '\'') => {
                let inner = value.get(1..)?;
                Some((start + 1, inner.get(..inner.find(quote).unwrap_or(inner.len()))?))
            }
            _ => Some((start, value.split(char::is_whitespace).next()?.trim_end_matches('/'))),
        };
    }
    None
}

/// The visible text of a small piece of HTML, entities decoded once.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (range, token) in Tokens::html(text) {
        match token {
            Token::Text(text) => out.push_str(&entity::decode(text)),
            Token::Raw(text) => out.push_str(text),
            // `<swi>` is the authors' own.
            Token::Open(name, attributes, _) if !is_tag(name, attributes) => {
                out.push_str(&entity::decode(text.get(range).unwrap_or("")));
            }
            Token::Close(name) if !is_tag(name, "") => out.push_str(text.get(range).unwrap_or("")),
            Token::Open(name, ..) | Token::Close(name) if !is_inline(name) => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// Whether a text has a tag of HTML in it.
pub fn has_tags(text: &str) -> bool {
    memchr::memchr(b'<', text.as_bytes()).is_some()
        && Tokens::html(text).any(|(_, token)| match token {
            Token::Open(name, attributes, _) => is_tag(name, attributes),
            Token::Close(name) => is_tag(name, ""),
            _ => false,
        })
}

/// Whether HTML has tags of this name, as they occur in texts: `a <b and c> d` is none.
fn is_tag(name: &str, attributes: &str) -> bool {
    const BLOCKS: [&str; 34] = [
        "p",
        "br",
        "div",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "blockquote",
        "pre",
        "hr",
        "section",
        "article",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "header",
        "footer",
        "time",
        "center",
        "script",
        "style",
    ];
    let fits = attributes.contains('=') || attributes.trim_end_matches('/').trim().is_empty();
    fits && (is_inline(name) || BLOCKS.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// Tags inside a line of text; all others begin a new one.
pub fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 24] = [
        "a", "span", "b", "i", "em", "strong", "svg", "path", "code", "sub", "sup", "font", "u", "small", "mark",
        "abbr", "img", "math", "g", "circle", "rect", "input", "s", "wbr",
    ];
    INLINE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let got: Vec<_> = Tokens::html("<p class=\"a>b\">x < y<br/><!-- no --></p><script>if (a<b)</script>z")
            .map(|(_, token)| token)
            .collect();
        let want = [
            Token::Open("p", " class=\"a>b\"", false),
            Token::Text("x "),
            Token::Text("< y"),
            Token::Open("br", "/", true),
            Token::Close("p"),
            Token::Close("script"),
            Token::Text("z"),
        ];
        assert_eq!(got, want);
        assert_eq!(Tokens::xml("<a><![CDATA[x<y]]></a>").count(), 3);
        assert_eq!(Tokens::html("<a href=\"never closed").count(), 1);
    }

    #[test]
    fn attributes() {
        let text = " data-href='no' href=\"/a?x=1&amp;y=2\" id=x";
        assert_eq!(attribute(text, "href").as_deref(), Some("/a?x=1&y=2"));
        assert_eq!(attribute(text, "id").as_deref(), Some("x"));
        assert_eq!(attribute(text, "class"), None);
    }

    #[test]
    fn visible_text() {
        assert_eq!(visible("<p>a &amp; <b>b</b></p><p>c</p>"), "a & b  c");
        assert_eq!(visible("<p>from <swi> to </swi></p>"), "from <swi> to </swi>");
        assert_eq!(visible("if a <b and c> d"), "if a <b and c> d");
        assert!(has_tags("a<br/>b") && !has_tags("the <think> token </think>, a <b and c> d"));
    }
}
