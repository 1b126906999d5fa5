//! The single filters of a query: what can be put into it and taken out of it by itself.

use super::changes::Change;
use super::query::{AuthorRange, CommentRange, Query};
use super::years::runs;

/// One filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The words. They can only be taken out.
    Text,
    /// Only favourites.
    Favourites,
    /// All years from one to another.
    Years(u16, u16),
    /// Papers whose year is not known.
    NoYear,
    /// A range of author counts.
    Authors(AuthorRange),
    /// A range of comment counts.
    Comments(CommentRange),
    /// A link to code.
    Code,
    /// A link to a project page.
    Project,
    /// A link to a host.
    Host(String),
    /// Seen in a dump.
    Dump(String),
    /// A term of the words: it is put in and taken out of them as it is typed.
    Term {
        /// What is typed.
        term: String,
        /// What the page calls it.
        label: String,
    },
    /// Among the first so many of a dump.
    Rank(u32),
    /// Seen in at least so many dumps.
    Seen(u32),
    /// Changed from one dump to another. It can only be taken out.
    Compare,
    /// One kind of change.
    Change(Change),
}

impl Filter {
    /// The filters that are on, in the order of the page.
    pub fn active(query: &Query) -> Vec<Self> {
        let mut active = Vec::new();
        for (filter, on) in [(Self::Text, !query.text.trim().is_empty()), (Self::Favourites, query.favourites)] {
            if on {
                active.push(filter);
            }
        }
        active.extend(runs(&query.years).into_iter().map(|(from, to)| Self::Years(from, to)));
        if query.years.contains(&None) {
            active.push(Self::NoYear);
        }
        active.extend(query.authors.iter().map(|range| Self::Authors(*range)));
        active.extend(query.comments.iter().map(|range| Self::Comments(*range)));
        for (filter, on) in [(Self::Code, query.code), (Self::Project, query.project)] {
            if on {
                active.push(filter);
            }
        }
        active.extend(query.hosts.iter().map(|host| Self::Host(host.clone())));
        active.extend(query.dumps.iter().map(|dump| Self::Dump(dump.clone())));
        active.extend(query.rank.map(Self::Rank));
        active.extend(query.seen.map(Self::Seen));
        active.extend(query.compare.as_ref().map(|_| Self::Compare));
        active.extend(query.changes.iter().map(|change| Self::Change(*change)));
        active
    }

    /// Whether it is on.
    pub fn is_on(&self, query: &Query) -> bool {
        match self {
            Self::Text => !query.text.trim().is_empty(),
            Self::Favourites => query.favourites,
            Self::Years(from, to) => (*from..=*to).all(|year| query.years.contains(&Some(year))),
            Self::NoYear => query.years.contains(&None),
            Self::Authors(range) => query.authors.contains(range),
            Self::Comments(range) => query.comments.contains(range),
            Self::Code => query.code,
            Self::Project => query.project,
            Self::Host(host) => query.hosts.contains(host),
            Self::Dump(dump) => query.dumps.contains(dump),
            Self::Term { term, .. } => term_at(&query.text, term).is_some(),
            Self::Rank(rank) => query.rank == Some(*rank),
            Self::Seen(seen) => query.seen == Some(*seen),
            Self::Compare => query.compare.is_some(),
            Self::Change(change) => query.changes.contains(change),
        }
    }

    /// Puts it into a query, or takes it out.
    pub fn set(&self, query: &mut Query, on: bool) {
        match self {
            Self::Text => query.text.clear(),
            Self::Favourites => query.favourites = on,
            Self::Years(from, to) => (*from..=*to).for_each(|year| put(&mut query.years, &Some(year), on)),
            Self::NoYear => put(&mut query.years, &None, on),
            Self::Authors(range) => put(&mut query.authors, range, on),
            Self::Comments(range) => put(&mut query.comments, range, on),
            Self::Code => query.code = on,
            Self::Project => query.project = on,
            Self::Host(host) => put(&mut query.hosts, host, on),
            Self::Dump(dump) => put(&mut query.dumps, dump, on),
            Self::Term { term, .. } => {
                let old = query.text.trim();
                query.text = match (term_at(old, term), on) {
                    (None, true) if old.is_empty() => term.clone(),
                    (None, true) => format!("{old} {term}"),
                    (Some(at), false) => {
                        let (before, after) = (old.get(..at).unwrap_or(""), old.get(at + term.len()..).unwrap_or(""));
                        format!("{} {}", before.trim_end(), after.trim_start()).trim().to_owned()
                    }
                    _ => return,
                };
            }
            Self::Rank(rank) => query.rank = on.then_some(*rank),
            Self::Seen(seen) => query.seen = on.then_some(*seen),
            Self::Compare => {
                query.compare = None;
                query.changes.clear();
            }
            Self::Change(change) => put(&mut query.changes, change, on),
        }
    }

    /// What the page calls it where it stands alone.
    pub fn label(&self, query: &Query) -> String {
        let label = match self {
            Self::Text => return format!("“{}”", query.text.trim()),
            Self::Favourites => "Favourites",
            Self::Years(from, to) => return years(*from, *to),
            Self::NoYear => "Year not known",
            Self::Authors(AuthorRange::Unknown) => "Authors not known",
            Self::Authors(AuthorRange::Crowd) => "11 or more authors",
            Self::Authors(range) => range.label(),
            Self::Comments(CommentRange::Many) => "10 or more comments",
            Self::Comments(range) => range.label(),
            Self::Code => "Code",
            Self::Project => "Project page",
            Self::Host(name) | Self::Dump(name) | Self::Term { label: name, .. } => name,
            Self::Rank(rank) => return format!("Top {rank}"),
            Self::Seen(seen) => return format!("{seen} or more dumps"),
            Self::Compare => match &query.compare {
                Some((from, to)) => return format!("{from} → {to}"),
                None => "Changes",
            },
            Self::Change(change) => change.label(),
        };
        label.to_owned()
    }

    /// A text that no other filter with another label has: hosts and dumps may be called anything.
    pub fn key(&self, label: &str) -> String {
        let kind = match self {
            Self::Host(_) => "host ",
            Self::Dump(_) => "dump ",
            _ => "",
        };
        format!("{kind}{label}")
    }

    /// What the page calls it in its group.
    pub fn label_in_group(&self) -> String {
        match self {
            Self::Authors(range) => range.label().to_owned(),
            Self::Comments(range) => range.label().to_owned(),
            _ => self.label(&Query::default()),
        }
    }
}

/// Where a term stands by itself among words.
fn term_at(text: &str, term: &str) -> Option<usize> {
    let free = |char: Option<char>| char.is_none_or(char::is_whitespace);
    text.match_indices(term).map(|(at, _)| at).find(|at| {
        let (before, after) = (text.get(..*at).unwrap_or(""), text.get(at + term.len()..).unwrap_or(""));
        free(before.chars().next_back()) && free(after.chars().next())
    })
}

/// `2024`, or `2021 – 2024`.
pub fn years(from: u16, to: u16) -> String {
    if from == to { from.to_string() } else { format!("{from} – {to}") }
}

fn put<T: Clone + PartialEq>(list: &mut Vec<T>, value: &T, on: bool) {
    list.retain(|other| other != value);
    if on {
        list.push(value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Query {
        Query {
            text: " task ".to_owned(),
            years: [2021, 2024, 2023].into_iter().map(Some).chain([None]).collect(),
            authors: vec![AuthorRange::Crowd],
            comments: vec![CommentRange::Many, CommentRange::One],
            code: true,
            project: true,
            hosts: vec!["GitHub".to_owned(), "Code".to_owned()],
            dumps: vec!["001.txt".to_owned()],
            rank: Some(25),
            seen: Some(2),
            compare: Some(("a".to_owned(), "b".to_owned())),
            changes: vec![Change::New],
            favourites: true,
            ..Query::default()
        }
    }

    #[test]
    fn filters_that_are_on_have_labels() {
        let query = full();
        let labels: Vec<String> = Filter::active(&query).iter().map(|filter| filter.label(&query)).collect();
        let want = "“task”/Favourites/2021/2023 – 2024/Year not known/11 or more authors/10 or more comments/1 comment/\
                    Code/Project page/GitHub/Code/001.txt/Top 25/2 or more dumps/a → b/New";
        assert_eq!(labels.join("/"), want);
    }

    #[test]
    fn terms_stand_among_the_words() {
        let term = Filter::Term { term: "tag:a".to_owned(), label: "a".to_owned() };
        let check = |text: &str, on: &str, off: &str| {
            let mut query = Query { text: text.to_owned(), ..Query::default() };
            term.set(&mut query, true);
            assert_eq!((query.text.as_str(), term.is_on(&query)), (on, true));
            term.set(&mut query, false);
            assert_eq!((query.text.as_str(), term.is_on(&query)), (off, false));
        };
        check("", "tag:a", "");
        check(" robo ", "robo tag:a", "robo");
        check("tag:abc", "tag:abc tag:a", "tag:abc");
        check("x tag:a y", "x tag:a y", "x y");
        check("-tag:a", "-tag:a tag:a", "-tag:a");
    }

    #[test]
    fn filters_go_in_and_out() {
        let mut query = full();
        // With a comparison its changes go.
        for filter in Filter::active(&query).into_iter().rev() {
            assert!(filter.is_on(&query), "{filter:?}");
            filter.set(&mut query, false);
            assert!(!filter.is_on(&query), "{filter:?}");
            if !matches!(filter, Filter::Text | Filter::Compare) {
                let mut again = query.clone();
                filter.set(&mut again, true);
                assert!(filter.is_on(&again), "{filter:?}");
            }
        }
        assert_eq!(query, Query::default());
    }
}
