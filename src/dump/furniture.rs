//! The page's own lines: header, navigation, footer. Exact lines only; nothing here may be a title.

use crate::text::space::collapse;

/// Lines of the page header.
const HEADER: &[&str] = &[
    "Get trending papers in your email inbox!",
    "Get trending papers in your email inbox once a day!",
    "Subscribe",
    "Daily Papers",
    "Trending Papers",
    "byAK and the research community",
    "by AK and the research community",
    "by",
    "AK",
    "and the research community",
];

/// Navigation, switches and footer.
const OTHER: &[&str] = &[
    "new",
    "New",
    "Hugging Face",
    "Hugging Face's logo",
    "Models",
    "Datasets",
    "Spaces",
    "Buckets",
    "Buckets new",
    "Bucketsnew",
    "Community",
    "Docs",
    "Documentation",
    "Enterprise",
    "Pricing",
    "Website",
    "Tasks",
    "HuggingChat",
    "Collections",
    "Languages",
    "Organizations",
    "Blog",
    "Posts",
    "Papers",
    "Learn",
    "Discord",
    "Forum",
    "GitHub",
    "Solutions",
    "Team & Enterprise",
    "Hugging Face PRO",
    "Enterprise Support",
    "Inference Providers",
    "Inference Endpoints",
    "Storage Buckets",
    "Log In",
    "Sign Up",
    "Login",
    "Sign in",
    "Daily",
    "Weekly",
    "Monthly",
    "DailyWeeklyMonthly",
    "Daily Weekly Monthly",
    "Trending",
    SUBMITTED,
    "Upvote",
    "Previous",
    "Previous Next",
    "Next",
    "…",
    "...",
    "Today",
    "Search",
    "Search papers",
    "Search by title, arxiv ID, or abstract",
    "Load more",
    "Company",
    "TOS",
    "Privacy",
    "About",
    "Careers",
    "Jobs",
    "Press",
    "System theme",
    "Light",
    "Dark",
    "System",
    "Join",
    "or",
    "to comment",
    "Main",
    "Toggle theme",
    "Skip to content",
    "Your daily dose of AI research from AK",
    "Expand",
    "Show more",
    "View all",
    "References",
    "Daily Papers - Hugging Face",
    "Trending Papers - Hugging Face",
];

/// What stands before the name of the user who listed a paper, on the same line or the line before.
pub const SUBMITTED: &str = "Submitted by";

/// Whether a line is the page's own, exactly.
pub fn is_furniture(line: &str) -> bool {
    if is_fence(line) {
        return true;
    }
    if line.len() > 160 {
        return false;
    }
    if line.len() <= 80 && may_be(line.as_bytes()) {
        let line = &*collapse(line);
        if HEADER.contains(&line) || OTHER.contains(&line) {
            return true;
        }
    }
    is_byline(line) || is_navigation(line) || line.len() < 80 && line.contains("Hugging Face's logo")
}

/// The line of the header that says whose page it is, with whatever a picture left behind.
fn is_byline(line: &str) -> bool {
    line.starts_with("by") && line.ends_with("and the research community") && line.len() < 100
}

/// Whether a line is at least three of the words above, one after another.
fn is_navigation(line: &str) -> bool {
    let mut words = 0;
    let known = |word: &str| {
        words += 1;
        may_be(word.as_bytes()) && OTHER.contains(&word)
    };
    line.starts_with(|c: char| c.is_ascii_uppercase())
        && line.split(' ').filter(|w| !w.is_empty()).all(known)
        && words > 2
}

/// Whether a line fences a page off in a document around it.
pub fn is_fence(line: &str) -> bool {
    matches!(line.as_bytes().first(), Some(b'`' | b'~'))
        && line.len() < 20
        && (line.starts_with("```") || line.starts_with("~~~"))
}

/// For every first byte, as a number under 64, the last bytes of the lines above that begin with it: a bit each. A glance
/// at its ends tells most lines from the page's own.
const ENDS: [u64; 64] = {
    let mut ends = [0; 64];
    let lists = [HEADER, OTHER];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            if let ([first, ..], [.., last]) = (lists[list][at].as_bytes(), lists[list][at].as_bytes()) {
                ends[(*first % 64) as usize] |= 1 << (*last % 64);
            }
            at += 1;
        }
        list += 1;
    }
    ends
};

/// Whether a line may be one of those above, as far as its ends tell.
fn may_be(line: &[u8]) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
    ENDS.get(usize::from(first % 64)).is_some_and(|ends| ends >> (last % 64) & 1 == 1)
}

/// Whether a line belongs to the header and hardly to anything else: evidence for a page of this site.
pub fn is_banner(line: &str) -> bool {
    line.starts_with("Get trending papers in your email inbox")
        || matches!(line, "Daily Papers" | "Trending Papers" | "byAK and the research community")
}

/// A line with header text glued to its front: what is left when that is taken off (all of it when nothing is glued).
///
/// Extractors that drop line ends give `SubscribeA Title` and longer chains. `Subscribe to…` and `Subscribers…` are text.
pub fn strip_glued(line: &str) -> &str {
    let mut rest = line;
    loop {
        let shorter = HEADER
            .iter()
            .filter(|header| header.len() > 2)
            .filter_map(|header| rest.strip_prefix(header))
            .min_by_key(|rest| rest.len())
            .or_else(|| rest.strip_prefix("new").filter(|rest| rest.starts_with("Get trending")));
        match shorter {
            Some(shorter) if is_front(shorter) => rest = shorter,
            Some(shorter) if shorter.starts_with("by") && HEADER.iter().any(|h| shorter.starts_with(h)) => {
                rest = shorter
            }
            _ => return rest,
        }
    }
}

/// Whether a text that something was glued to begins here, rather than the rest of a word: `Subscribers`, `Subscribe to`.
fn is_front(text: &str) -> bool {
    let word = text.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let ending = text.get(..text.len() - word.len()).unwrap_or("");
    let ends = word.starts_with(|c: char| !c.is_alphanumeric()) || word.is_empty();
    let goes_on = matches!(ending, "" | "d" | "r" | "rs" | "s") && ends && !text.starts_with(['"', '$', '(', '[']);
    !(text.is_empty() || goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued() {
        for (line, want) in [
            ("SubscribeA Title", "A Title"),
            ("Subscribe", "Subscribe"),
            ("Subscribe to This: A Title", "Subscribe to This: A Title"),
            ("Subscribers Churn", "Subscribers Churn"),
            ("Subscribed", "Subscribed"),
            ("Subscribes1: A Title", "s1: A Title"),
            ("SubscribexGen: A Title", "xGen: A Title"),
            ("Subscribe$O(1)$ Titles", "$O(1)$ Titles"),
            ("newGet trending papers in your email inbox!SubscribeDaily PapersbyAK and the research community3D", "3D"),
            (
                "Get trending papers in your email inbox once a day!",
                "Get trending papers in your email inbox once a day!",
            ),
            ("Δ-Net", "Δ-Net"),
            ("", ""),
        ] {
            assert_eq!(strip_glued(line), want);
        }
    }
}
