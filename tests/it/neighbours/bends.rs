//! What happens to a text on its way: line ends, encodings, quoting, words around it.

use super::papers::Rng;

/// Breaks lines longer than `width` at spaces, as text browsers do.
pub fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ') {
            let len = word.chars().count();
            if column > 0 && column + 1 + len > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += len;
        }
    }
    out
}

/// A bend: its name, and what it does to a text.
pub struct Bend {
    pub name: &'static str,
    pub apply: fn(&str, &mut Rng) -> Vec<u8>,
    /// Not for these layouts.
    pub not_for: &'static [&'static str],
}

const fn bend(name: &'static str, apply: fn(&str, &mut Rng) -> Vec<u8>) -> Bend {
    Bend { name, apply, not_for: &[] }
}

const fn text_only(name: &'static str, apply: fn(&str, &mut Rng) -> Vec<u8>) -> Bend {
    Bend { name, apply, not_for: &["API JSON", "saved page", "feed", "exchange"] }
}

pub const BENDS: &[Bend] = &[
    bend("as it is", |t, _| t.into()),
    bend("CRLF", |t, _| t.replace('\n', "\r\n").into()),
    bend("CR", |t, _| t.replace('\n', "\r").into()),
    bend("byte order mark", |t, _| format!("\u{feff}{t}").into()),
    bend("UTF-16 LE", |t, _| b"\xff\xfe".iter().copied().chain(t.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
    bend("UTF-16 BE without mark", |t, _| t.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    bend("line ends at the end", |t, _| format!("{t}\n\n\n").into()),
    bend("line ends at the front", |t, _| format!("\n\n\n{t}").into()),
    text_only("no-break spaces", |t, rng| {
        let own = |l: &str| l.contains("Subscribe") || l.contains("Get trending");
        let line = |l: &str, rng: &mut Rng| {
            // Between words and numbers, not in the marks of Markdown.
            let chars: Vec<char> = l.chars().collect();
            let words = |at: usize| {
                at > 0 && chars.get(at + 1).is_some_and(|c| c.is_alphanumeric()) && chars[at - 1].is_alphanumeric()
            };
            let one = |at: usize, rng: &mut Rng| {
                if chars[at] == ' ' && !own(l) && words(at) && rng.one_in(9) { '\u{a0}' } else { chars[at] }
            };
            (0..chars.len()).map(|at| one(at, rng)).chain(Some('\n')).collect::<String>()
        };
        t.lines().map(|l| line(l, rng)).collect::<String>().into()
    }),
    text_only("spaces at line ends", |t, rng| {
        t.lines().map(|l| format!("{l}{}\n", ["", "  ", "\t", "\u{a0}"][rng.below(4)])).collect::<String>().into()
    }),
    text_only("indented", |t, _| {
        t.lines().map(|l| if l.is_empty() { "\n".into() } else { format!("    {l}\n") }).collect::<String>().into()
    }),
    text_only("zero-width characters", |t, rng| {
        t.lines()
            .map(|l| if rng.one_in(3) { format!("\u{200b}{l}\u{200b}\n") } else { format!("{l}\n") })
            .collect::<String>()
            .into()
    }),
    text_only("quoted in a mail", |t, _| {
        let quoted: String = t.lines().map(|l| if l.is_empty() { ">\n".into() } else { format!("> {l}\n") }).collect();
        format!("Hi Ada,\n\nhere is what I saw today:\n\n{quoted}\nBest,\nGrace\n").into()
    }),
    text_only("in a Markdown document", |t, _| {
        format!("# Reading list\n\nCopied from the page:\n\n```text\n{t}\n```\n").into()
    }),
    text_only("after a cookie banner", |t, _| {
        format!("We use cookies to improve your experience.\n\nAccept all\n\nReject\n\n{t}").into()
    }),
    text_only("saved with its address", |t, _| {
        format!("https://huggingface.co/papers?q=invented+things\n\n{t}").into()
    }),
    text_only("a mail with headers", |t, _| {
        format!("From: Ada <ada@example.org>\nTo: Grace <grace@example.org>\nSubject: papers\n\n{t}\n\n--\nSent with an invented mailer\n").into()
    }),
    text_only("an advertisement in between", |t, rng| {
        let lines: Vec<&str> = t.lines().collect();
        let ends_with_year = |l: &str| l.len() < 60 && (2020..2030).any(|y| l.ends_with(&format!(", {y}")));
        let places: Vec<usize> = (2..lines.len().saturating_sub(2))
            .filter(|at| lines[*at].is_empty() && ends_with_year(lines[at - 1]))
            .filter(|at| lines[at + 1..].iter().find(|l| !l.is_empty()).is_some_and(|l| l.len() > 12))
            .collect();
        let Some(place) = places.get(rng.below(places.len())) else { return t.into() };
        let ad =
            *rng.pick(&["Advertisement", "Sponsored: a new course on invented things", "Loading…", "Cookie settings"]);
        let with = |(at, l): (usize, &&str)| if at == *place { format!("{l}\n{ad}\n\n") } else { format!("{l}\n") };
        lines.iter().enumerate().map(with).collect::<String>().into()
    }),
    text_only("after a table of contents", |t, _| format!("Contents\n1 Day one\n2 Day two\n\n{t}").into()),
    text_only("other dots", |t, _| t.replace('·', "•").into()),
    text_only("translated by the browser", |t, rng| {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const OTHERS: [(&str, [&str; 12]); 3] = [
            (
                "auteurs",
                ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
            ),
            (
                "Autoren",
                ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
            ),
            ("位作者", ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"]),
        ];
        let (authors, months) = OTHERS[rng.below(3)];
        let counted = |l: &str| {
            let digits = |at: usize| at > 0 && l.as_bytes()[at - 1].is_ascii_digit();
            match l.find(" authors").filter(|at| digits(*at) && l.len() < 90) {
                Some(_) => l.replacen(" authors", &format!(" {authors}"), 1),
                None => l.to_owned(),
            }
        };
        let line = |l: &str| {
            let l = l.replace("Published on ", "");
            // A date at the end of a short line, with or without comments.
            let at = MONTHS.iter().zip(months).find_map(|(m, other)| {
                Some((
                    l.rfind(&format!("{m} ")).filter(|at| *at == 0 || !l.as_bytes()[at - 1].is_ascii_alphanumeric())?,
                    other,
                ))
            });
            let Some((at, month)) = at.filter(|_| l.len() < 60) else {
                return counted(&l);
            };
            let (front, rest) = (&l[..at], &l[at + 4..]);
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (day, rest) = rest.split_at(digits.min(2));
            // Not in the middle of an abstract.
            if front.ends_with('(')
                || front.trim_end().ends_with(|c: char| c.is_ascii_digit())
                || day.parse().is_ok_and(|day: u8| day > 31)
                || day.is_empty()
                || !(rest.is_empty() || rest.starts_with([',', ' ']))
            {
                return l;
            }
            let (year, rest) = match rest.strip_prefix(", ") {
                Some(rest) if rest.len() >= 4 && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit) => {
                    (&rest[..4], &rest[4..])
                }
                _ => ("", rest),
            };
            let front = counted(front);
            let dot = if authors == "Autoren" { "." } else { "" };
            match (authors, year) {
                ("位作者", "") => format!("{front}{month}{day}日{rest}"),
                ("位作者", _) => format!("{front}{year}年{month}{day}日{rest}"),
                (_, "") => format!("{front}{day}{dot} {month}{rest}"),
                _ => format!("{front}{day}{dot} {month} {year}{rest}"),
            }
        };
        t.lines().map(|l| line(l) + "\n").collect::<String>().into()
    }),
    text_only("furniture in another language", |t, _| {
        let words = [
            ("once a day!\n", "chaque jour !\n"),
            ("email inbox!\n", "boîte à lettres !\n"),
            ("\nGet trending papers in your", "\nRecevez les articles tendance dans votre"),
            ("Subscribe\n", "S'abonner\n"),
            ("[Subscribe]", "[S'abonner]"),
            ("]Subscribe", "]S'abonner"),
            ("# Daily Papers\n", "# Articles du jour\n"),
            ("\n\nDaily Papers\n\n", "\n\nArticles du jour\n\n"),
            ("byAK and the research community", "par AK et la communauté"),
            ("by AK and the research community", "par AK et la communauté"),
            ("and the research community", "et la communauté"),
            ("\nDaily\n", "\nJour\n"),
            ("\nWeekly\n", "\nSemaine\n"),
            ("\nMonthly\n", "\nMois\n"),
            ("\nnew\n", "\nnouveau\n"),
            ("Log In", "Connexion"),
            ("Sign Up", "Inscription"),
            ("\nPrevious\n", "\nPrécédent\n"),
            ("\nNext\n", "\nSuivant\n"),
        ];
        words.iter().fold(t.to_owned(), |t, (from, to)| t.replace(from, to)).into()
    }),
    bend("doubled", |t, _| format!("{t}\n{t}").into()),
];
