//! The headers a host should send. The content security policy itself is written once, in index.html.

use crate::shell::Result;
use std::{fs, path::Path};

/// A header's name and value.
pub type Header = (&'static str, String);

/// What every answer should carry: the policy of the page (and, because a worker has only its own answer's policy, of
/// the worker), and what a meta element may not say.
pub fn security(dist: &Path) -> Result<Vec<Header>> {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).map_err(|error| format!("{} cannot be read: {error}", index.display()))?;
    let policy = policy(&html)
        .ok_or_else(|| format!("{} has no meta element with a Content-Security-Policy", index.display()))?;
    Ok(vec![
        ("Content-Security-Policy", format!("{policy}; frame-ancestors 'none'")),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ])
}

/// How long a browser may keep a file: for good where the name changes with the content, else only after asking.
pub fn cache_control(file: &str) -> &'static str {
    if is_hashed(file) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// The name of the file of [`file`] in `dist`.
pub const FILE: &str = "_headers";

/// The headers as Netlify, Cloudflare Pages and others read them from a file named `_headers`.
pub fn file(dist: &Path) -> Result<String> {
    let mut text = String::from("/*\n");
    for (name, value) in security(dist)? {
        text += &format!("  {name}: {value}\n");
    }
    // Such hosts join the values of all rules that match, so only files that differ from their default are named.
    for name in files(dist)?.iter().filter(|name| is_hashed(name)) {
        text += &format!("/{name}\n  Cache-Control: {}\n", cache_control(name));
    }
    Ok(text)
}

/// What such a host sends with a path, by the rules of that file: the headers of every rule that fits, `*` for any end.
pub fn of_file<'a>(rules: &'a str, path: &str) -> Vec<(&'a str, &'a str)> {
    let mut fits = false;
    let mut headers = Vec::new();
    for line in rules.lines() {
        if let Some((name, value)) = line.strip_prefix("  ").and_then(|header| header.split_once(": ")) {
            headers.extend(fits.then_some((name, value)));
        } else {
            fits = line.strip_suffix('*').map_or(line == path, |start| path.starts_with(start));
        }
    }
    headers
}

/// The names of the files in the top folder, sorted.
pub fn files(dist: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(dist).map_err(|error| format!("{} cannot be read: {error}", dist.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn policy(html: &str) -> Option<&str> {
    let tag = &html[html.find(r#"http-equiv="Content-Security-Policy""#)?..];
    let tag = &tag[..tag.find('>')?];
    let value = &tag[tag.find(r#"content=""#)? + r#"content=""#.len()..];
    Some(&value[..value.find('"')?])
}

/// Trunk names hashed files `name-0123456789abcdef.ext`, and the wasm `name-0123456789abcdef_bg.wasm`; its second part is `name-0123456789abcdef_later.wasm`.
fn is_hashed(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or_default();
    let stem = ["_bg", "_later"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| hash.len() >= 14 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_named_by_their_content_are_kept_for_good() {
        for name in
            ["paperdeck-3bd4f3bd0e8a1c52_bg.wasm", "paperdeck-3bd4f3bd0e8a1c52_later.wasm", "main-0123456789abcdef.css"]
        {
            assert!(is_hashed(name), "{name}");
        }
        for name in ["index.html", "_headers", "paperdeck.js", "first-visit.css", "boot-.js", "-"] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn rules_are_read_as_hosts_read_them() {
        let rules = "/*\n  A: 1: 2\n  B: 3\n/x.js\n  C: 4\n";
        assert_eq!(of_file(rules, "/x.js"), [("A", "1: 2"), ("B", "3"), ("C", "4")]);
        assert_eq!(of_file(rules, "/"), [("A", "1: 2"), ("B", "3")]);
        assert_eq!(of_file("/a\n  A: 1\n", "/ab"), []);
    }

    #[test]
    fn the_policy_is_taken_from_the_page() {
        let html = r#"<meta content="x"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><p>"#;
        assert_eq!(policy(html), Some("default-src 'none'"));
        assert_eq!(policy("<meta charset=utf-8>"), None);
    }
}
