//! A query in the URL fragment:
//! `q=…&year=2025,none&authors=2-3&comments=5-9&host=GitHub&has=code,project&dump=001.txt&rank=10&dumps=2&
//! compare=001.txt,002.txt&change=new,gone&favourites=1&sort=newest`.
//!
//! Defaults are left out. Values are percent-encoded UTF-8. What is unknown or broken is passed over, never an error.

use super::changes::Change;
use super::query::{AuthorRange, CommentRange, Query, RANKS, SEEN, Sort};
use std::fmt::Write as _;

impl Query {
    /// The fragment without `#`; `""` for the default query.
    pub fn to_fragment(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let list = |items: Vec<String>| items.join(",");
        if !self.text.is_empty() {
            parts.push(format!("q={}", encode(&self.text)));
        }
        if !self.years.is_empty() {
            let years = self.years.iter().map(|y| y.map_or_else(|| "none".to_owned(), |y| y.to_string()));
            parts.push(format!("year={}", list(years.collect())));
        }
        if !self.authors.is_empty() {
            parts.push(format!("authors={}", list(self.authors.iter().map(|range| range.key().to_owned()).collect())));
        }
        if !self.comments.is_empty() {
            parts
                .push(format!("comments={}", list(self.comments.iter().map(|range| range.key().to_owned()).collect())));
        }
        if !self.hosts.is_empty() {
            parts.push(format!("host={}", list(self.hosts.iter().map(|host| encode(host)).collect())));
        }
        match (self.code, self.project) {
            (true, true) => parts.push("has=code,project".to_owned()),
            (true, false) => parts.push("has=code".to_owned()),
            (false, true) => parts.push("has=project".to_owned()),
            (false, false) => {}
        }
        if !self.dumps.is_empty() {
            parts.push(format!("dump={}", list(self.dumps.iter().map(|name| encode(name)).collect())));
        }
        for (name, number) in [("rank", self.rank), ("dumps", self.seen)] {
            if let Some(number) = number {
                parts.push(format!("{name}={number}"));
            }
        }
        if let Some((from, to)) = &self.compare {
            parts.push(format!("compare={},{}", encode(from), encode(to)));
            if !self.changes.is_empty() {
                parts.push(format!(
                    "change={}",
                    list(self.changes.iter().map(|change| change.key().to_owned()).collect())
                ));
            }
        }
        if self.favourites {
            parts.push("favourites=1".to_owned());
        }
        if self.sort != Sort::default() {
            parts.push(format!("sort={}", self.sort.key()));
        }
        parts.join("&")
    }

    /// The query in a fragment, with or without `#`. A value named twice in one list counts once.
    pub fn from_fragment(fragment: &str) -> Self {
        let mut query = Self::default();
        for part in fragment.strip_prefix('#').unwrap_or(fragment).split('&') {
            let Some((name, value)) = part.split_once('=') else { continue };
            let items = || value.split(',').map(decode).filter(|item| !item.is_empty());
            match name {
                "q" => query.text = decode(value),
                "year" => items().for_each(|item| match item.parse() {
                    Ok(year) => add(&mut query.years, Some(year)),
                    Err(_) if item == "none" => add(&mut query.years, None),
                    Err(_) => {}
                }),
                "authors" => items()
                    .filter_map(|item| AuthorRange::from_key(&item))
                    .for_each(|range| add(&mut query.authors, range)),
                "comments" => items()
                    .filter_map(|item| CommentRange::from_key(&item))
                    .for_each(|range| add(&mut query.comments, range)),
                "host" => items().for_each(|item| add(&mut query.hosts, item)),
                "has" => items().for_each(|item| match item.as_str() {
                    "code" => query.code = true,
                    "project" => query.project = true,
                    _ => {}
                }),
                "dump" => items().for_each(|item| add(&mut query.dumps, item)),
                "rank" => query.rank = value.parse().ok().filter(|rank| RANKS.contains(rank)),
                "dumps" => query.seen = value.parse().ok().filter(|seen| SEEN.contains(seen)),
                "compare" => {
                    query.compare =
                        Some(decode_pair(value)).filter(|(from, to)| !from.is_empty() && from != to && !to.is_empty())
                }
                "change" => items()
                    .filter_map(|item| Change::from_key(&item))
                    .for_each(|change| add(&mut query.changes, change)),
                "favourites" => query.favourites = value == "1",
                "sort" => query.sort = Sort::from_key(value).unwrap_or(query.sort),
                _ => {}
            }
        }
        if query.compare.is_none() {
            query.changes.clear();
        }
        query
    }
}

fn decode_pair(value: &str) -> (String, String) {
    let (one, other) = value.split_once(',').unwrap_or((value, ""));
    (decode(one), decode(other))
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Letters, digits and `-._~` stand for themselves (RFC 3986's unreserved characters), all else is percent-encoded.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Undoes [`encode`]; `+` is a space too, as in links written by hand. A broken escape stands for itself.
fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
                let mut ahead = bytes.clone();
                match (digit(ahead.next()), digit(ahead.next())) {
                    (Some(high), Some(low)) => {
                        out.push((high * 16 + low) as u8);
                        bytes = ahead;
                    }
                    _ => out.push(b'%'),
                }
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parses() {
        let check = |fragment: &str, again: &str| {
            assert_eq!(Query::from_fragment(fragment).to_fragment(), again, "{fragment}");
        };
        check("", "");
        check("#", "");
        check("#q=task+vectors", "q=task%20vectors");
        check("q=a%20b%", "q=a%20b%25");
        check("q=%ff%4", "q=%EF%BF%BD%254");
        check("year=2025,none,x,2025,70000", "year=2025,none");
        check("authors=2-3,5,11-,none", "authors=2-3,11-,none");
        check("has=project,code,magic", "has=code,project");
        check("dump=a%2Cb,,c", "dump=a%2Cb,c");
        check("comments=0,none,2-4,x", "comments=none,2-4");
        check("host=GitHub,a%2Cb,GitHub", "host=GitHub,a%2Cb");
        check("favourites=1&sort=newest&x=y&&=&z", "favourites=1&sort=newest");
        check("favourites=yes&sort=best", "");
        check("sort=match", "");
        check("rank=10&dumps=3", "rank=10&dumps=3");
        check("rank=7&dumps=x", "");
        check("compare=a%2C,b&change=gone,x,new", "compare=a%2C,b&change=gone,new");
        check("compare=a&change=new", "");
        check("compare=a,a", "");
    }

    prop_compose! {
        fn query()(
            text in "\\PC{0,20}",
            years in proptest::collection::btree_set(proptest::option::of(any::<u16>()), 0..4),
            authors in proptest::collection::btree_set(proptest::sample::select(&AuthorRange::ALL), 0..6),
            code in any::<bool>(), project in any::<bool>(), favourites in any::<bool>(),
            comments in proptest::collection::btree_set(proptest::sample::select(&CommentRange::ALL), 0..5),
            hosts in proptest::collection::btree_set("\\PC{1,10}", 0..3),
            dumps in proptest::collection::btree_set("\\PC{1,10}", 0..3),
            rank in proptest::option::of(proptest::sample::select(&RANKS)),
            seen in proptest::option::of(proptest::sample::select(&SEEN)),
            compare in proptest::option::of(("a\\PC{1,10}", "b\\PC{1,10}")),
            changes in proptest::collection::btree_set(proptest::sample::select(&Change::ALL), 0..4),
            sort in proptest::sample::select(&Sort::ALL),
        ) -> Query {
            let (years, authors, dumps) =
                (years.into_iter().collect(), authors.into_iter().collect(), dumps.into_iter().collect());
            let (comments, hosts) = (comments.into_iter().collect(), hosts.into_iter().collect());
            Query { text, years, authors, comments, hosts, code, project, dumps, rank, seen, changes: changes.into_iter().filter(|_| compare.is_some()).collect(), compare, favourites, sort }
        }
    }

    proptest! {
        #[test]
        fn round_trips(query in query()) {
            let fragment = query.to_fragment();
            prop_assert!(fragment.is_ascii());
            prop_assert_eq!(Query::from_fragment(&fragment), query);
        }

        #[test]
        fn takes_anything(fragment in "(\\PC|[&=%,#+]|q=|year=|dump=){0,30}") {
            let query = Query::from_fragment(&fragment);
            prop_assert_eq!(Query::from_fragment(&query.to_fragment()), query);
        }
    }
}
