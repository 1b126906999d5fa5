//! What single lines can be: author counts, dates, votes, separators. Every function looks at one line without white
//! space at its ends, and is quick to say no.

use crate::paper::Date;
use crate::text::space::is_space;

/// No line of metadata is longer, in bytes; longer lines are text at first sight.
const LONGEST: usize = 64;

/// Bullets that extractors put before list items.
const BULLETS: &[char] = &['•', '*', '-', '·', '–', '—', '◦', '▪', '‣', '∙', '⋅', '●'];

/// The line without a bullet, and whether there was one.
pub fn strip_bullet(line: &str) -> (&str, bool) {
    let bare = line.trim_start_matches(|c| BULLETS.contains(&c) || is_space(c));
    (bare, bare.len() < line.len())
}

/// What browsers that translate make of "authors".
const WORDS: [&str; 14] = [
    "authors",
    "author",
    "auteurs",
    "auteur",
    "Autoren",
    "Autor",
    "autores",
    "autor",
    "autori",
    "autore",
    "位作者",
    "名作者",
    "人の著者",
    "авторов",
];

/// `7 authors`, `• 1 authors`, `1,024 authors`: the count, and whether a bullet stands before it.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn authors(line: &str) -> Option<(u32, bool)> {
    if line.len() > LONGEST || !matches!(line.as_bytes().last(), Some(b's' | b'r' | b'S' | b'R' | b'n' | b'i' | 128..))
    {
        return None;
    }
    let (bare, bulleted) = strip_bullet(line);
    let (number, word) = bare.split_at_checked(bare.find(|c: char| !c.is_ascii_digit() && c != ',')?)?;
    let word = word.trim_start_matches(is_space);
    if !WORDS.iter().any(|own| word.eq_ignore_ascii_case(own)) {
        return None;
    }
    Some((integer(number)?, bulleted))
}

/// Whether a short line is a sentence or the end of one, and so no name. "Some Motors Corp." is a name.
pub fn is_sentence(line: &str) -> bool {
    line.ends_with(['!', '?', ':', ';']) || line.ends_with('.') && line.split(is_space).nth(5).is_some()
}

/// A separator alone on its line: `·`, `•` or another dot. `*` and `-` are none: they stand for much else.
pub fn is_dot(line: &str) -> bool {
    line.len() <= 8 && matches!(line, "·" | "•" | "∙" | "⋅" | "●" | "&middot;" | "&bull;" | "|")
}

/// A line without a word: the bullet of an empty list item, the brackets of a check box or of a picture that is not shown
/// (`*`, `[ ]`, `• [IMG]`, `[an-avatar]`). A dash alone says "none", and dots part metadata.
pub fn is_mark(line: &str) -> bool {
    // A rule, or an empty field of a form.
    let rule = |of: char| line.chars().all(|c| c == of) && line.chars().nth(3).is_some();
    if line.starts_with(['_', '═', '─', '=', '-', '━']) && line.chars().next().is_some_and(rule) {
        return true;
    }
    if line.len() > 40 || !line.starts_with(['[', '*', '-', '•', '◦', '▪', '‣']) {
        return false;
    }
    let (bare, bulleted) = strip_bullet(line);
    match bare.strip_prefix('[').and_then(|b| b.strip_suffix(']')) {
        Some("-") => false,
        Some(inside) => !inside.trim().contains(['[', ']', ' ']),
        None => bulleted && bare.is_empty() && matches!(line, "*" | "◦" | "▪" | "‣"),
    }
}

/// A line without what stands before a number or a date of the page: an empty check box or picture (`[ ] 65`), the page's
/// name (`Trending Papers Mar 20`).
pub fn without_front(line: &str) -> &str {
    let rest = match line.as_bytes().first() {
        Some(b'[') if line.len() <= LONGEST => {
            line.split_once("] ").filter(|(mark, _)| is_mark_body(mark)).map(|(_, rest)| rest)
        }
        Some(b'T') if line.len() <= LONGEST => line
            .strip_prefix("Trending")
            .map(|rest| rest.trim_start_matches(is_space))
            .and_then(|rest| rest.strip_prefix("Papers"))
            .map(|rest| without_front(rest.trim_start_matches(is_space))),
        _ => None,
    };
    rest.map(str::trim_start).filter(|rest| count(rest).is_some() || date(rest).is_some()).unwrap_or(line)
}

/// Whether `[…` is the beginning of brackets without words in them.
fn is_mark_body(front: &str) -> bool {
    front.len() <= 12 && !front.contains('-') && is_mark(&format!("{front}]"))
}

/// The name of an organisation without the words of its picture before it, which text browsers print: its own name again
/// (`AnLab An Lab`), its `slug`, or something in brackets.
pub fn without_picture<'a>(text: &'a str, slug: &str) -> &'a str {
    let Some((word, name)) = text.split_once(is_space) else { return text };
    let name = name.trim_start_matches(is_space);
    let plain =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let bracketed = word.starts_with('[') && word.ends_with(']');
    if bracketed || word == slug || plain(word) == plain(name) { name } else { text }
}

/// A date line: the date as written, and the comments where a number follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateLine {
    /// The date, without a year where none is written.
    pub date: Date,
    /// The number after the date.
    pub comments: Option<u32>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `Mar 20`, `Mar 20 2` (2 comments), `Jul 3, 2024 3`, `Jul 3, 20243`, `May 296` (29 May, 6 comments), `20 Mar 2025`,
/// `2025-03-20`. A year always follows a comma in the American order. `None` for anything else on the line.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn date(line: &str) -> Option<DateLine> {
    if line.len() > LONGEST
        || !line.as_bytes().last().is_some_and(|b| b.is_ascii_alphanumeric() || *b > 127 || *b == b'.')
    {
        return None;
    }
    match line.as_bytes().first()? {
        b'0'..=b'9' => iso(line).or_else(|| day_first(line)).or_else(|| year_first(line)),
        b'A'..=b'Z' | b'a'..=b'z' => month_first(line),
        _ => None,
    }
}

/// `2025年3月20日`, `3月20日`, and what follows.
fn year_first(line: &str) -> Option<DateLine> {
    let (year, rest) = match line.split_once('年') {
        Some((year, rest)) => (Some(self::year(year)?.0), rest),
        None => (None, line),
    };
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let date = Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?)?;
    Some(DateLine { date, comments: comments(rest)? })
}

/// The same with or without a dot or bullet before it, and whether there is one.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn dotted_date(line: &str) -> Option<(DateLine, bool)> {
    if line.as_bytes().first()?.is_ascii_alphanumeric() {
        return Some((date(line)?, false));
    }
    let (bare, dotted) = strip_bullet(line);
    Some((date(bare).filter(|_| dotted)?, true))
}

fn month_first(line: &str) -> Option<DateLine> {
    // Most lines that begin with a letter are text: no number follows the first word.
    let after_word = line.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if !after_word.trim_start_matches(|c| c == '.' || is_space(c)).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (month, rest) = month(line)?;
    let (day, rest) = day(rest.trim_start_matches(is_space), month)?;
    let (year, rest) = match rest.trim_start_matches(is_space).strip_prefix(',') {
        Some(rest) => {
            let (year, rest) = year(rest.trim_start_matches(is_space))?;
            (Some(year), rest)
        }
        None => (None, rest),
    };
    Some(DateLine { date: Date::new(year, month, day)?, comments: comments(rest)? })
}

fn day_first(line: &str) -> Option<DateLine> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = line.split_at_checked(digits)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start_matches(is_space);
    let rest = rest.strip_prefix("de ").unwrap_or(rest);
    let (month, rest) = month(rest).or_else(|| foreign_month(rest))?;
    let rest = rest.trim_start_matches(|c| is_space(c) || c == ',');
    let rest = rest.strip_prefix("de ").unwrap_or(rest);
    let (year, rest) = match year(rest) {
        Some((year, rest)) => (Some(year), rest),
        None => (None, rest),
    };
    let day = (digits <= 2).then(|| day.parse().ok()).flatten()?;
    // Apart from the year, so that `3 May` is a date and `3 May 7` has 7 comments.
    let rest = if rest.is_empty() || year.is_some() { rest.to_owned() } else { format!(" {rest}") };
    Some(DateLine { date: Date::new(year, month, day)?, comments: comments(&rest)? })
}

fn iso(line: &str) -> Option<DateLine> {
    let (date, rest) = line.split_at_checked(10)?;
    let date = Date::from_iso(date)?;
    Some(DateLine { date, comments: comments(rest)? })
}

/// How months begin in the languages that browsers translate to, where they do so in another way than in English.
const FOREIGN: [(&str, u8); 26] = [
    ("ene", 1),
    ("gen", 1),
    ("fév", 2),
    ("fev", 2),
    ("mär", 3),
    ("mrt", 3),
    ("maa", 3),
    ("avr", 4),
    ("abr", 4),
    ("mai", 5),
    ("mag", 5),
    ("mei", 5),
    ("juin", 6),
    ("giu", 6),
    ("juil", 7),
    ("lug", 7),
    ("aoû", 8),
    ("ago", 8),
    ("set", 9),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
    ("mars", 3),
];

/// A month by its name in another language, as dates with the day first have it: French, German, Spanish, Italian,
/// Portuguese, Dutch.
fn foreign_month(text: &str) -> Option<(u8, &str)> {
    let letters = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(letters)?;
    if letters > 16 {
        return None;
    }
    let lower: String = word.chars().flat_map(char::to_lowercase).collect();
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    // Without a year only a short name is one: "3 settings" are not of September.
    let short = !rest.trim_start_matches(|c| is_space(c) || c == ',').trim_start_matches("de ").starts_with("20");
    let is = |front: &str| lower.starts_with(front) && (!short || word.chars().count() <= 4);
    let known = FOREIGN.iter().find(|(front, _)| is(front)).map(|(_, month)| *month);
    let english = || (1..=12).zip(MONTHS).find(|(_, name)| name.get(..3).is_some_and(is)).map(|(month, _)| month);
    Some((known.or_else(english)?, rest))
}

/// A month by its English name or its first three letters (`Sept` too), with or without a full stop.
#[cfg_attr(optimize_attribute, optimize(speed))]
fn month(text: &str) -> Option<(u8, &str)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(letters)?;
    if !(3..=9).contains(&letters) {
        return None;
    }
    let short = word.get(..3)?;
    let at = MONTHS.iter().position(|month| month.get(..3).is_some_and(|month| short.eq_ignore_ascii_case(month)))?;
    let whole = MONTHS.get(at).is_some_and(|month| word.eq_ignore_ascii_case(month));
    if letters > 3 && !whole && !word.eq_ignore_ascii_case("sept") {
        return None;
    }
    Some((at as u8 + 1, rest.strip_prefix('.').unwrap_or(rest)))
}

/// One or two digits that are a day of the month. Two where both can be: in `Mar 202` two comments are glued to 20 March.
fn day(text: &str, month: u8) -> Option<(u8, &str)> {
    for digits in [2, 1] {
        if let Some((day, rest)) = text.split_at_checked(digits)
            && day.bytes().all(|b| b.is_ascii_digit())
            && let Ok(day) = day.parse()
            && Date::new(None, month, day).is_some()
        {
            return Some((day, rest));
        }
    }
    None
}

/// Four digits of this or the last century.
fn year(text: &str) -> Option<(u16, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = year.bytes().all(|b| b.is_ascii_digit()).then(|| year.parse().ok()).flatten()?;
    (1900..2100).contains(&year).then_some((year, rest))
}

/// What stands after a date: nothing, or a number of comments, glued or spaced. `None` for anything else.
fn comments(rest: &str) -> Option<Option<u32>> {
    match rest.trim_matches(is_space) {
        "" => Some(None),
        number => integer(number).map(Some),
    }
}

/// `65`, `1,024`, `3.29k`, `1.2M`: digits with thousands' commas, or a shortened count. At most 2³²−1.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn integer(text: &str) -> Option<u32> {
    let (digits, unit) = match text.as_bytes().last()? {
        b'k' | b'K' => (text.get(..text.len() - 1)?, 1_000u64),
        b'm' | b'M' => (text.get(..text.len() - 1)?, 1_000_000),
        _ => (text, 1),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if unit > 1 && (1..=3).contains(&fraction.len()) => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    let plain = |s: &str| !s.is_empty() && s.len() <= 10 && s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let mut value: u64 = groups.next().filter(|g| plain(g))?.parse().ok()?;
    for group in groups {
        if group.len() != 3 || !plain(group) {
            return None;
        }
        value = value.checked_mul(1000)?.checked_add(group.parse().ok()?)?;
    }
    value = value.checked_mul(unit)?;
    if !fraction.is_empty() {
        if !plain(fraction) {
            return None;
        }
        let scale = 10u64.pow(fraction.len() as u32);
        value = value.checked_add(fraction.parse::<u64>().ok()? * unit / scale)?;
    }
    value.try_into().ok()
}

/// A number of votes or comments alone on its line: `65`, or `-` for none.
pub fn count(line: &str) -> Option<Option<u32>> {
    match line {
        "-" | "–" | "—" => Some(None),
        _ if line.len() <= 9 && line.starts_with(|c: char| c.is_ascii_digit()) => integer(line).map(Some),
        _ => None,
    }
}

/// Author count or organisation and date in one line: `7 authors · Feb 20, 2025 3`. Gives the part before the last dot.
pub fn who_and_date(line: &str) -> Option<(&str, DateLine)> {
    if line.len() > 3 * LONGEST || line.is_ascii() {
        return None;
    }
    let at = line.rfind(['·', '•'])?;
    let (who, rest) = line.split_at_checked(at)?;
    let date = date(rest.trim_start_matches(|c| c == '·' || c == '•' || is_space(c)))?;
    let who = strip_bullet(who.trim_matches(is_space)).0;
    (!who.is_empty()).then_some((who, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_counts() {
        for (line, want) in [
            ("7 authors", Some((7, false))),
            ("• 1 authors", Some((1, true))),
            ("* 445 authors", Some((445, true))),
            ("·\u{a0}1 author", Some((1, true))),
            ("- 1,024 Authors", Some((1024, true))),
            ("7 auteurs", Some((7, false))),
            ("• 12 Autoren", Some((12, true))),
            ("3 位作者", Some((3, false))),
            ("10 authors agree", None),
            ("authors", None),
            ("seven authors", None),
            ("99999999999 authors", None),
            (",7 authors", None),
            ("", None),
        ] {
            assert_eq!(authors(line), want, "{line:?}");
        }
    }

    #[test]
    fn dates() {
        let check = |line: &str, want: Option<(&str, Option<u32>)>| {
            assert_eq!(
                date(line).map(|d| (d.date.iso(), d.comments)),
                want.map(|(d, c)| (d.to_owned(), c)),
                "{line:?}"
            );
        };
        check("Mar 20", Some(("--03-20", None)));
        check("Mar 20 2", Some(("--03-20", Some(2))));
        check("Mar 202", Some(("--03-20", Some(2))));
        check("May 296", Some(("--05-29", Some(6))));
        check("Mar 45", Some(("--03-04", Some(5))));
        check("Feb 30", Some(("--02-03", Some(0))));
        check("Jul 3, 2024", Some(("2024-07-03", None)));
        check("Jul 3, 2024 3", Some(("2024-07-03", Some(3))));
        check("Jul 3, 20243", Some(("2024-07-03", Some(3))));
        check("Jul 3,2024\u{a0}12", Some(("2024-07-03", Some(12))));
        check("Sept. 9, 2025", Some(("2025-09-09", None)));
        check("September 9, 2025", Some(("2025-09-09", None)));
        check("9 September 2025 4", Some(("2025-09-09", Some(4))));
        check("9 May", Some(("--05-09", None)));
        check("9 May 7", Some(("--05-09", Some(7))));
        check("2025-03-20", Some(("2025-03-20", None)));
        check("20 mars 2025", Some(("2025-03-20", None)));
        check("20. März 2025 3", Some(("2025-03-20", Some(3))));
        check("3 août", Some(("--08-03", None)));
        check("3 janv.", Some(("--01-03", None)));
        check("3 of them.", None);
        check("1 juil. 2024", Some(("2024-07-01", None)));
        check("20 de marzo de 2025", Some(("2025-03-20", None)));
        check("4 out 2025", Some(("2025-10-04", None)));
        check("2025年3月20日", Some(("2025-03-20", None)));
        check("3月20日 2", Some(("--03-20", Some(2))));
        check("3月40日", None);
        check("4 out of 5", None);
        check("3 settings", None);
        check("4 marbles", None);
        check("16 generators 2", None);
        check("16 septembre 2024", Some(("2024-09-16", None)));
        check("Feb 29, 2023", None);
        check("May the force", None);
        check("March", None);
        check("Mar", None);
        check("Mar 0", None);
        check("Marches 3", None);
        check("Mar 20 to Mar 22", None);
        check("Mar 20, 2 comments", None);
        check("Mar 20,", None);
        check("3 authors", None);
    }

    #[test]
    fn counts() {
        for (line, want) in [
            ("65", Some(Some(65))),
            ("-", Some(None)),
            ("1.2k", Some(Some(1200))),
            ("3.29k", Some(Some(3290))),
            ("1,234", Some(Some(1234))),
            ("12,34", None),
            ("3.5", None),
            ("65 up", None),
            ("k", None),
            ("", None),
        ] {
            assert_eq!(count(line), want, "{line:?}");
        }
        assert_eq!(integer("4294967295"), Some(u32::MAX));
        assert_eq!(integer("4294967296"), None);
        assert_eq!(integer("9999999M"), None);
    }

    #[test]
    fn marks_without_a_word() {
        for mark in [
            "*",
            "[ ]",
            "[]",
            "[x]",
            "[IMG]",
            "• [IMG]",
            "*   [0]",
            "-   []",
            "[an-avatar]",
            "[\u{a0}]",
            "____",
            "════════",
        ] {
            assert!(is_mark(mark), "{mark}");
        }
        for text in ["", "-", "–", "·", "•", "[-]", "[a b]", "* a", "[IMG] 3", "--", "[1] a", "=a="] {
            assert!(!is_mark(text), "{text}");
        }
        assert_eq!(
            ["[ ] 65", "[] -", "Trending Papers Mar 20", "[ ] a", "[-] 19"].map(without_front),
            ["65", "-", "Mar 20", "[ ] a", "[-] 19"]
        );
    }

    #[test]
    fn names_without_pictures() {
        let check = |text: &str, slug: &str, want: &str| assert_eq!(without_picture(text, slug), want);
        check("AnLab An Lab", "", "An Lab");
        check("Owls Owls", "", "Owls");
        check("[an-lab] Lab of Owls", "", "Lab of Owls");
        check("an-lab Lab of Owls", "an-lab", "Lab of Owls");
        check("an-lab Lab of Owls", "", "an-lab Lab of Owls");
        check("Owls", "Owls", "Owls");
    }

    #[test]
    fn one_line() {
        let (who, when) = who_and_date("• 7 authors · Feb 20, 2025 3").unwrap();
        assert_eq!((who, when.date.iso(), when.comments), ("7 authors", "2025-02-20".to_owned(), Some(3)));
        assert_eq!(who_and_date("Some Lab · May 29").map(|(who, _)| who), Some("Some Lab"));
        assert!(who_and_date("· May 29").is_none());
        assert!(who_and_date("a list · of · things").is_none());
    }
}
