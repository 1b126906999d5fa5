//! The one table of operators: the parser, the help and the suggestions go by it.

use super::values::{self, date, name, span};
use super::{Field, Filter};

/// An operator: `name:value`.
#[derive(Debug)]
pub struct Operator {
    /// Its name, in lower case; upper case is as good.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub takes: Takes,
    /// What it takes, after "expected".
    pub expects: &'static str,
    /// An example or two, each with what it finds.
    pub examples: &'static [(&'static str, &'static str)],
    /// What it is for, in a few words.
    pub help: &'static str,
    /// What can be offered for it.
    pub offers: Offers,
}

/// What an operator takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Words, to be found there.
    Words(Field),
    /// A value: the filter for it, or none where it is no such value.
    Value(fn(&str) -> Option<Filter>),
}

/// What can be offered for an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offers {
    /// Nothing.
    Nothing,
    /// These.
    Fixed(&'static [&'static str]),
    /// The years of the papers.
    Years,
    /// The names of the dumps.
    Dumps,
    /// The hosts of links.
    Hosts,
    /// The tags of the favourites.
    Tags,
}

/// All operators, in the order of the help.
pub const OPERATORS: &[Operator] = &[
    Operator {
        name: "title",
        aliases: &["intitle", "ti"],
        takes: Takes::Words(Field::Title),
        expects: "words right after it, as in title:lora",
        examples: &[("title:lora", "in the title"), ("title:(lora OR adapter)", "either in the title")],
        help: "words in the title",
        offers: Offers::Nothing,
    },
    Operator {
        name: "abstract",
        aliases: &["abs"],
        takes: Takes::Words(Field::Abstract),
        expects: "words right after it, as in abstract:robot",
        examples: &[("abstract:robot", "in the abstract")],
        help: "words in the abstract",
        offers: Offers::Nothing,
    },
    Operator {
        name: "year",
        aliases: &["years"],
        takes: Takes::Value(|text| span(text, true).map(Filter::Year)),
        expects: "a year, as in year:2024, year:2024.. or year:2019-2021",
        examples: &[
            ("year:2024..", "from 2024 on"),
            ("year:2019-2021", "from 2019 to 2021"),
            ("year:2022,none", "2022 or not known"),
        ],
        help: "year of publication",
        offers: Offers::Years,
    },
    Operator {
        name: "after",
        aliases: &["since"],
        takes: Takes::Value(|text| date(text).map(Filter::After)),
        expects: "a date, as in after:2025-03 or after:2025-03-15",
        examples: &[("after:2025-03", "1 March 2025 or later")],
        help: "this date or later",
        offers: Offers::Nothing,
    },
    Operator {
        name: "before",
        aliases: &[],
        takes: Takes::Value(|text| date(text).map(Filter::Before)),
        expects: "a date, as in before:2025-03 or before:2025-03-15",
        examples: &[("before:2025-03-15", "earlier than 15 March 2025")],
        help: "earlier than this date",
        offers: Offers::Nothing,
    },
    Operator {
        name: "authors",
        aliases: &["author"],
        takes: Takes::Value(|text| span(text, false).map(Filter::Authors)),
        expects: "a number of authors, as in authors:3-5 or authors:>10",
        examples: &[("authors:>10", "more than ten authors"), ("authors:3-5", "three to five")],
        help: "number of authors",
        offers: Offers::Nothing,
    },
    Operator {
        name: "comments",
        aliases: &["comment"],
        takes: Takes::Value(|text| span(text, false).map(Filter::Comments)),
        expects: "a number of comments, as in comments:>0",
        examples: &[("comments:>0", "discussed at all")],
        help: "number of comments",
        offers: Offers::Nothing,
    },
    Operator {
        name: "upvotes",
        aliases: &["upvote", "votes"],
        takes: Takes::Value(|text| span(text, false).map(Filter::Upvotes)),
        expects: "a number of up-votes, as in upvotes:>=20",
        examples: &[("upvotes:>=20", "twenty or more")],
        help: "number of up-votes",
        offers: Offers::Nothing,
    },
    Operator {
        name: "has",
        aliases: &[],
        takes: Takes::Value(values::has),
        expects: "code, project, link, date, abstract or comments",
        examples: &[("has:code", "links to code"), ("-has:abstract", "has none")],
        help: "what the paper has",
        offers: Offers::Fixed(&["code", "project", "link", "date", "abstract", "comments"]),
    },
    Operator {
        name: "is",
        aliases: &[],
        takes: Takes::Value(values::is),
        expects: "favourite, seen or owned",
        examples: &[
            ("is:favourite", "kept with the star"),
            ("-is:seen", "neither read nor put aside"),
            ("-is:owned", "not in your library of references"),
        ],
        help: "favourites, what was seen, what you have",
        offers: Offers::Fixed(&["favourite", "seen", "owned"]),
    },
    Operator {
        name: "status",
        aliases: &[],
        takes: Takes::Value(values::status),
        expects: "unread, reading, read or not-interested",
        examples: &[("status:reading", "favourites being read")],
        help: "how far the reading is",
        offers: Offers::Fixed(&["unread", "reading", "read", "not-interested"]),
    },
    Operator {
        name: "note",
        aliases: &["notes"],
        takes: Takes::Value(|text| name(text).map(Filter::Note)),
        expects: "words of a note, as in note:idea or note:\"a good idea\"",
        examples: &[("note:idea", "favourites with it in the note")],
        help: "words in your note",
        offers: Offers::Nothing,
    },
    Operator {
        name: "tag",
        aliases: &["tags"],
        takes: Takes::Value(|text| name(text).map(Filter::Tag)),
        expects: "a tag, as in tag:todo",
        examples: &[("tag:todo", "favourites tagged so")],
        help: "a tag of the favourite",
        offers: Offers::Tags,
    },
    Operator {
        name: "dump",
        aliases: &["file"],
        takes: Takes::Value(|text| name(text).map(Filter::Dump)),
        expects: "a part of a dump's name, as in dump:001 or dump:\"my list\"",
        examples: &[("dump:001", "seen in a dump so named")],
        help: "a dump, by a part of its name",
        offers: Offers::Dumps,
    },
    Operator {
        name: "dumps",
        aliases: &["seen"],
        takes: Takes::Value(|text| span(text, false).map(Filter::Dumps)),
        expects: "a number of dumps, as in dumps:>=2",
        examples: &[("dumps:>=2", "seen in two dumps or more")],
        help: "number of dumps it was seen in",
        offers: Offers::Nothing,
    },
    Operator {
        name: "rank",
        aliases: &["position"],
        takes: Takes::Value(|text| span(text, false).map(Filter::Rank)),
        expects: "a position in a dump, as in rank:..10",
        examples: &[("rank:..10", "among the first ten of a dump")],
        help: "best position in a dump",
        offers: Offers::Nothing,
    },
    Operator {
        name: "host",
        aliases: &["site"],
        takes: Takes::Value(|text| name(text).map(Filter::Host)),
        expects: "a host, as in host:github.com",
        examples: &[("host:github.com", "links to it")],
        help: "where links lead",
        offers: Offers::Hosts,
    },
];

/// What can be typed besides operators: examples, each with what it finds.
pub const SYNTAX: &[(&str, &str)] = &[
    ("merging models", "both words, anywhere; endings and small errors aside"),
    ("\"task vectors\"", "exactly these words, side by side"),
    ("robo*", "words that begin so"),
    ("-survey", "without this word; - goes before any part"),
    ("lora OR adapter", "one or the other"),
    ("(lora | qlora) merging", "parentheses keep together, | is OR"),
];

/// The operator of a name.
pub fn find(name: &str) -> Option<&'static Operator> {
    let same = |other: &&str| other.eq_ignore_ascii_case(name);
    OPERATORS.iter().find(|operator| same(&operator.name) || operator.aliases.iter().any(same))
}

/// The operator whose name is one edit away from this: a letter too many, too few, another, or two in the wrong order.
pub(super) fn nearest(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| one_edit(operator.name.as_bytes(), name.as_bytes()))
}

fn one_edit(a: &[u8], b: &[u8]) -> bool {
    let same = |a: &[u8], b: &[u8]| a.eq_ignore_ascii_case(b);
    let at = a.iter().zip(b).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let (a, b) = (a.get(at..).unwrap_or(&[]), b.get(at..).unwrap_or(&[]));
    match (a, b) {
        ([a0, a1, a_rest @ ..], [b0, b1, b_rest @ ..]) if same(&[*a0, *a1], &[*b1, *b0]) && same(a_rest, b_rest) => {
            true
        }
        ([_, a @ ..], [_, b @ ..]) if same(a, b) => true,
        ([_, a @ ..], b) if same(a, b) => true,
        (a, [_, b @ ..]) => same(a, b),
        _ => false,
    }
}
