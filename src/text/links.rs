//! Links: where they are in a text, and what they lead to.

use crate::engine::protocol::{Link, LinkKind};
use memchr::memchr_iter;

/// Whether there can be a link in a text. Linear, and fast.
pub fn may_have(text: &str) -> bool {
    memchr_iter(b':', text.as_bytes()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with("://")))
}

/// The `http(s)` links in a text, in order, as they stand there; repeats included.
///
/// A scheme is required, and a host that looks like one. What belongs to the sentence around a link is left out: `.,;:!?`
/// and quotes at its end, a possessive `’s`, asterisks, and closing brackets that it does not open itself. Linear but for
/// the brackets at the end of a link.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for mark in memchr_iter(b':', text.as_bytes()) {
        if mark < from || !text.get(mark..).is_some_and(|rest| rest.starts_with("://")) {
            continue;
        }
        let head = text.get(from..mark).unwrap_or("");
        let Some(scheme) = scheme_length(head) else { continue };
        let start = mark - scheme;
        let rest = text.get(mark + 3..).unwrap_or("");
        let length = rest.find(ends_link).unwrap_or(rest.len());
        let end = mark + 3 + length;
        let link = trim(text.get(start..end).unwrap_or(""));
        if is_link(link) {
            from = start + link.len();
            found.push(link);
        }
    }
    found
}

/// Length of `http` or `https` at the end of `head`, in any case.
fn scheme_length(head: &str) -> Option<usize> {
    ["https", "http"].into_iter().map(str::len).zip(["https", "http"]).find_map(|(length, scheme)| {
        let at = head.len().checked_sub(length)?;
        head.get(at..)?.eq_ignore_ascii_case(scheme).then_some(length)
    })
}

/// Characters that no link goes on after.
fn ends_link(char: char) -> bool {
    char.is_control()
        || crate::text::space::is_space(char)
        || matches!(
            char,
            '<' | '>'
                | '"'
                | '`'
                | '\\'
                | '^'
                | '|'
                | '“'
                | '”'
                | '„'
                | '«'
                | '»'
                | '‘'
                | '‹'
                | '›'
                | '、'
                | '。'
                | '，'
                | '；'
                | '（'
                | '）'
                | '「'
                | '」'
                | '【'
                | '】'
                | '…'
        )
}

/// Takes off what belongs to the sentence.
fn trim(mut link: &str) -> &str {
    loop {
        let before = link.len();
        link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '\'', '’', '~', '$']);
        link = link.strip_suffix("’s").or_else(|| link.strip_suffix("'s")).unwrap_or(link);
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
            if link.ends_with(close) && link.matches(close).count() > link.matches(open).count() {
                link = link.get(..link.len() - 1).unwrap_or(link);
            }
            link = link.strip_suffix(open).unwrap_or(link);
        }
        // A second bracket pair in the middle, as in `[text](https://a.b)(see`: the link ends where it cannot be open.
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
            let mut depth = 0_i32;
            for (at, char) in link.char_indices() {
                depth += i32::from(char == open) - i32::from(char == close);
                if depth < 0 {
                    link = link.get(..at).unwrap_or(link);
                    break;
                }
            }
        }
        if link.len() == before {
            return link;
        }
    }
}

/// Whether it has a host that can be one.
fn is_link(link: &str) -> bool {
    host(link).is_some()
}

/// The host of a link in lower case (of ASCII), without user, port and a leading `www.`; `None` when it is none.
pub fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (name, port) = authority.split_once(':').unwrap_or((authority, ""));
    if !port.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c == '_' || c.is_alphanumeric())
    };
    let (_, top) = name.rsplit_once('.')?;
    let number = name.split('.').count() == 4 && name.split('.').all(|part| part.parse::<u8>().is_ok());
    let letters = top.chars().count() >= 2 && top.chars().next().is_some_and(char::is_alphabetic);
    if !name.split('.').all(label) || !(number || letters) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    Some(lower.strip_prefix("www.").map_or_else(|| lower.clone(), str::to_owned))
}

/// Where code is kept, and what to call it. A host stands for its subdomains too.
const CODE: &[(&str, &str)] = &[
    ("github.com", "GitHub"),
    ("gitlab.com", "GitLab"),
    ("bitbucket.org", "Bitbucket"),
    ("codeberg.org", "Codeberg"),
    ("gitee.com", "Gitee"),
    ("sourceforge.net", "SourceForge"),
    ("colab.research.google.com", "Colab"),
    ("zenodo.org", "Zenodo"),
    ("huggingface.co", "Hugging Face"),
    ("hf.co", "Hugging Face"),
    ("modelscope.cn", "ModelScope"),
    ("kaggle.com", "Kaggle"),
    ("anonymous.4open.science", "Anonymous GitHub"),
    ("sr.ht", "SourceHut"),
    ("replicate.com", "Replicate"),
];

/// Where papers are, and what to call it.
const PAPERS: &[(&str, &str)] = &[
    ("arxiv.org", "arXiv"),
    ("doi.org", "DOI"),
    ("openreview.net", "OpenReview"),
    ("aclanthology.org", "ACL Anthology"),
    ("semanticscholar.org", "Semantic Scholar"),
    ("alphaxiv.org", "alphaXiv"),
    ("biorxiv.org", "bioRxiv"),
    ("proceedings.mlr.press", "PMLR"),
    ("papers.nips.cc", "NeurIPS"),
    ("dl.acm.org", "ACM"),
    ("ieeexplore.ieee.org", "IEEE"),
];

/// What a link leads to, by its host; for Hugging Face, blogs and the site's own pages are no code.
pub fn classify(url: &str) -> Link {
    let link = |label: &str, kind| Link { url: url.to_owned(), label: label.to_owned(), kind };
    let Some(host) = host(url) else { return link(url, LinkKind::Project) };
    let is = |site: &str| host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'));
    let named = |table: &[(&'static str, &'static str)]| table.iter().find(|(site, _)| is(site)).map(|(_, name)| *name);
    if let Some(name) = named(PAPERS) {
        return link(name, LinkKind::Paper);
    }
    if is("huggingface.co") || is("hf.co") {
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        return match path.split(['/', '?', '#']).next().unwrap_or("") {
            "papers" => link("Hugging Face paper", LinkKind::Paper),
            "" | "blog" | "docs" | "learn" | "posts" => link("Hugging Face", LinkKind::Project),
            _ => link("Hugging Face", LinkKind::Code),
        };
    }
    if let Some(name) = named(CODE) {
        return link(name, LinkKind::Code);
    }
    if host.starts_with("gitlab.") || host.starts_with("git.") {
        return link(if host.starts_with("gitlab.") { "GitLab" } else { &host }, LinkKind::Code);
    }
    link(&host, LinkKind::Project)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        assert_eq!(links(text), want, "{text}");
    }

    #[test]
    fn finds_links() {
        check("no link: TaskMatrix.AI and latency.Codes", &[]);
        check("see https://a.org/x.", &["https://a.org/x"]);
        check("(https://a.org/x)", &["https://a.org/x"]);
        check("https://a.org/x_(y)", &["https://a.org/x_(y)"]);
        check("(https://a.org/x_(y)).", &["https://a.org/x_(y)"]);
        check("magenta{https://a.org/x}.", &["https://a.org/x"]);
        check(r"\url{https://a.org/x}, then", &["https://a.org/x"]);
        check(r"\href{https://a.org/x}{here}", &["https://a.org/x"]);
        check("[a](https://a.org/x), [b](http://b.org)", &["https://a.org/x", "http://b.org"]);
        check("**https://a.org/x**!", &["https://a.org/x"]);
        check("\"https://a.org/x\"", &["https://a.org/x"]);
        check("“https://a.org/x”", &["https://a.org/x"]);
        check("https://a.org’s pages, https://b.org's", &["https://a.org", "https://b.org"]);
        check(
            "https://a.org/v2 https://a.org/x.git https://a.org/",
            &["https://a.org/v2", "https://a.org/x.git", "https://a.org/"],
        );
        check("HTTPS://A.org/X", &["HTTPS://A.org/X"]);
        check("https://a.org/?q=1&b=2#top", &["https://a.org/?q=1&b=2#top"]);
        check("https://a.org/~me/x", &["https://a.org/~me/x"]);
        check("ftp://a.org javascript://a.org/x", &[]);
        check("https:// https://x https://-.org https://.org", &[]);
        check("https://1.2.3.4:80/x https://a.org:8a/", &["https://1.2.3.4:80/x"]);
        check("<https://a.org/x>", &["https://a.org/x"]);
        check("https://a.org/x;https://b.org/y", &["https://a.org/x;https://b.org/y"]);
        check("https://web.archive.org/web/https://a.org/x", &["https://web.archive.org/web/https://a.org/x"]);
        check("https://a.org/x。", &["https://a.org/x"]);
        check("athttps://a.org/x", &["https://a.org/x"]);
    }

    #[test]
    fn classifies() {
        use LinkKind::{Code, Paper, Project};
        for (url, label, kind) in [
            ("https://github.com/a/b", "GitHub", Code),
            ("https://www.github.com/a/b", "GitHub", Code),
            ("https://a.github.io/b", "a.github.io", Project),
            ("https://gitlab.inria.fr/a", "GitLab", Code),
            ("https://huggingface.co/a/b", "Hugging Face", Code),
            ("https://huggingface.co/datasets/a/b", "Hugging Face", Code),
            ("https://huggingface.co/papers/2502.01234", "Hugging Face paper", Paper),
            ("https://huggingface.co/blog/x", "Hugging Face", Project),
            ("https://arxiv.org/abs/2502.01234", "arXiv", Paper),
            ("https://export.arxiv.org/abs/2502.01234", "arXiv", Paper),
            ("https://doi.org/10.1/2", "DOI", Paper),
            ("https://www.Example.org/x", "example.org", Project),
            ("https://notgithub.com/x", "notgithub.com", Project),
            ("https://github.com@evil.org/x", "evil.org", Project),
        ] {
            let link = classify(url);
            assert_eq!((link.label.as_str(), link.kind), (label, kind), "{url}");
        }
    }

    proptest! {
        #[test]
        fn links_are_links(text in "(\\PC|https://|\\.|[a-z]|[(){}]){0,40}") {
            for link in links(&text) {
                prop_assert!(text.contains(link));
                prop_assert!(host(link).is_some());
                prop_assert_eq!(links(link), vec![link]);
            }
        }
    }
}
