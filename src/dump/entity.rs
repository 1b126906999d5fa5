//! HTML and XML character references, decoded once.

use std::borrow::Cow;

/// The named references that converters and feeds write; pages themselves are in UTF-8 and need few.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("middot", "·"),
    ("bull", "•"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("times", "×"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("asymp", "≈"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("pi", "π"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("ntilde", "ñ"),
    ("ccedil", "ç"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("oslash", "ø"),
    ("aring", "å"),
    ("shy", "\u{ad}"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("rarr", "→"),
    ("larr", "←"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("laquo", "«"),
    ("raquo", "»"),
];

/// The reference that `text` (which begins with `&`) begins with: what it stands for, and its length in bytes.
pub fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let body = text.strip_prefix('&')?;
    // No reference is longer; a lone ampersand must not cost a search of the whole text.
    let end = body.bytes().take(12).position(|b| b == b';')?;
    let name = body.get(..end)?;
    let len = end + 2;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // What no character has becomes the replacement character, as browsers do.
        let char = char::from_u32(code).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some((Cow::Owned(char.to_string()), len));
    }
    let (_, value) = NAMED.iter().find(|(known, _)| *known == name)?;
    Some((Cow::Borrowed(value), len))
}

/// Every reference in a text, once: `&amp;lt;` becomes `&lt;`. Unknown ones stay. Borrows when there is none.
pub fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        match reference(rest) {
            Some((value, len)) => {
                out.push_str(&value);
                rest = rest.get(len..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = rest.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same as in the standard, as `htmlize` has it. The other 2,000 names stand for characters that pages in UTF-8 write
    /// as they are; each costs 8 bytes of every visitor's download.
    #[test]
    fn names_as_in_the_standard() {
        for (name, value) in NAMED {
            assert_eq!(htmlize::unescape(format!("&{name};")), *value, "{name}");
        }
        for number in ["&#233;", "&#xe9;", "&#x1F600;", "&#8217;"] {
            assert_eq!(decode(number), htmlize::unescape(number), "{number}");
        }
    }

    #[test]
    fn decodes_once() {
        for (text, want) in [
            ("a &amp; b", "a & b"),
            ("&amp;lt;", "&lt;"),
            ("&quot;x&#39;&#x27;", "\"x''"),
            ("AT&T; &nosuch; &", "AT&T; &nosuch; &"),
            ("&#x1F600;", "😀"),
            ("&#0;&#xD800;", "\u{fffd}\u{fffd}"),
            ("&#99999999999;", "&#99999999999;"),
            ("none", "none"),
        ] {
            assert_eq!(decode(text), want, "{text}");
        }
    }
}
