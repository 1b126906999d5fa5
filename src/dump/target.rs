//! Where a link of the page leads: what it says about the text it stands on.

/// What kind of place a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The page of a paper on the site: its arXiv id.
    Paper(String),
    /// The comments on a paper's page.
    Comments(String),
    /// The log-in that an up-vote needs: the paper, where it is named.
    Vote(Option<String>),
    /// arXiv: abstract or PDF.
    Arxiv(String),
    /// A user or an organisation of the site.
    Owner,
    /// Any other page of the site.
    Site,
    /// Any other `http(s)` address.
    Outside,
    /// An address that is not known: a numbered link without its list, or no `http(s)` link at all.
    Unknown,
}

/// `2502.01234` with an optional version, at the start of a text: the id without version, and its length with it.
pub fn arxiv_id(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    if digits(0) != 4 || bytes.get(4) != Some(&b'.') {
        return None;
    }
    let tail = digits(5);
    if !(4..=5).contains(&tail) {
        return None;
    }
    let end = 5 + tail;
    let version = match bytes.get(end) {
        Some(b'v') if digits(end + 1) > 0 => 1 + digits(end + 1),
        _ => 0,
    };
    Some((text.get(..end)?, end + version))
}

/// The site's hosts.
const SITE: [&str; 4] = ["huggingface.co", "www.huggingface.co", "hf.co", "hf-mirror.com"];

/// Splits an address into host (`""` for one without) and the rest; `None` when it is no web address.
fn split(url: &str) -> Option<(&str, &str)> {
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => rest,
        // `file://` is what a browser makes of a relative link on a saved page.
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("file") => return Some(("", rest)),
        Some(_) => return None,
        None if url.starts_with("//") => url.get(2..)?,
        None if url.starts_with('/') || url.starts_with('#') => return Some(("", url)),
        None => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.split_at_checked(end)
}

/// The address that a web archive keeps a copy of.
fn original(url: &str) -> &str {
    let kept =
        url.find("/web/").filter(|at| *at == 0 || url.get(..*at).is_some_and(|h| h.ends_with("web.archive.org")));
    let inner = kept.and_then(|at| url.get(at + 5..)).and_then(|rest| rest.get(rest.find("/http")? + 1..));
    inner.unwrap_or(url)
}

/// What a link target says.
pub fn classify(url: &str) -> Target {
    let Some((host, path)) = split(original(url)) else { return Target::Unknown };
    let host = host.to_ascii_lowercase();
    if host == "arxiv.org" || host == "www.arxiv.org" || host == "export.arxiv.org" {
        let id = ["/abs/", "/pdf/", "/html/"].iter().find_map(|p| path.strip_prefix(p)).and_then(arxiv_id);
        return id.map_or(Target::Outside, |(id, _)| Target::Arxiv(id.to_owned()));
    }
    if !host.is_empty() && !SITE.contains(&host.as_str()) {
        return Target::Outside;
    }
    if let Some(at) = path.find("/login").filter(|at| path.get(*at + 6..).is_some_and(|r| r.starts_with('?'))) {
        let next = path.get(at..).unwrap_or("");
        let id = next.rsplit(['/', 'F', 'f']).next().and_then(arxiv_id).map(|(id, _)| id.to_owned());
        return Target::Vote(id);
    }
    if let Some(at) = path.find("/papers/") {
        let rest = path.get(at + 8..).unwrap_or("");
        if let Some((id, len)) = arxiv_id(rest) {
            let id = id.to_owned();
            return match rest.get(len..).unwrap_or("") {
                after if after.starts_with('#') => Target::Comments(id),
                _ => Target::Paper(id),
            };
        }
        return Target::Site;
    }
    let segments = path.split(['?', '#']).next().unwrap_or("").split('/').filter(|s| !s.is_empty()).count();
    if segments == 1 && !path.starts_with('#') { Target::Owner } else { Target::Site }
}

/// The id of the paper a link speaks of.
pub fn paper(target: &Target) -> Option<&str> {
    match target {
        Target::Paper(id) | Target::Comments(id) | Target::Vote(Some(id)) | Target::Arxiv(id) => Some(id),
        _ => None,
    }
}

/// A web address alone on a line, with or without brackets around it.
pub fn bare_url(line: &str) -> Option<&str> {
    let line = line
        .strip_prefix('<')
        .and_then(|l| l.strip_suffix('>'))
        .or_else(|| line.strip_prefix('(').and_then(|l| l.strip_suffix(')')))
        .unwrap_or(line);
    let web = line.starts_with("https://") || line.starts_with("http://");
    (web && line.len() > 8 && !line.contains(|c: char| c.is_whitespace())).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let id = || "2606.00683".to_owned();
        for (url, want) in [
            ("https://huggingface.co/papers/2606.00683", Target::Paper(id())),
            ("/papers/2606.00683v2", Target::Paper(id())),
            ("https://hf.co/papers/2606.00683?q=x", Target::Paper(id())),
            ("https://huggingface.co/papers/2606.00683#community", Target::Comments(id())),
            ("https://huggingface.co/login?next=%2Fpapers%2F2606.00683", Target::Vote(Some(id()))),
            ("https://huggingface.co/login?next=%2Fpapers", Target::Vote(None)),
            ("/login?next=/papers/2606.00683", Target::Vote(Some(id()))),
            ("https://arxiv.org/abs/2606.00683", Target::Arxiv(id())),
            ("https://arxiv.org/pdf/2606.00683v1", Target::Arxiv(id())),
            ("https://huggingface.co/some-lab", Target::Owner),
            ("https://huggingface.co/papers/trending", Target::Site),
            ("https://huggingface.co/docs/hub", Target::Site),
            ("https://github.com/a/b", Target::Outside),
            (
                "https://web.archive.org/web/20261002120000/https://huggingface.co/papers/2606.00683",
                Target::Paper(id()),
            ),
            ("/web/20261002120000/https://huggingface.co/some-lab", Target::Owner),
            ("https://a.org/web/http", Target::Outside),
            ("file:///papers/2606.00683", Target::Paper(id())),
            ("mailto:a@b", Target::Unknown),
            ("javascript:alert(1)", Target::Unknown),
            ("", Target::Unknown),
        ] {
            assert_eq!(classify(url), want, "{url}");
        }
    }

    #[test]
    fn urls_alone() {
        assert_eq!(bare_url("<https://a.b/c>"), Some("https://a.b/c"));
        assert_eq!(bare_url("https://a.b/c and more"), None);
        assert_eq!(bare_url("latency.Codes"), None);
    }
}
