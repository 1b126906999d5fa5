//! Pages as data: the API's answers, saved HTML, feeds.

use super::papers::{Capture, Rendered, Rng, Shown, Who, page, year_by_rule};
use super::plain::{date, flat, who};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Gives every paper its authors, and its organisation beside them.
fn all_known(papers: &mut [Shown], rng: &mut Rng, capture: Capture) {
    for paper in papers {
        let (year, month, day) = paper.date.unwrap();
        paper.date = Some((year.or(Some(capture.year)), month, day));
        paper.who = Some(match paper.who.take() {
            Some(Who::Org(org)) => Who::Both(1 + rng.below(20) as u32, org),
            who => who.unwrap(),
        });
        paper.upvotes = paper.upvotes.or(Some(0));
    }
}

fn iso(date: Option<(Option<u16>, u8, u8)>) -> String {
    let (year, month, day) = date.unwrap();
    format!("{}-{month:02}-{day:02}", year.unwrap())
}

fn records(seed: u64) -> (Vec<Value>, Vec<Shown>) {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 3 + rng.below(30);
    let mut papers = page(rng, capture, count);
    all_known(&mut papers, rng, capture);
    let (outer, listed, noise) = (!rng.one_in(4), rng.one_in(2), rng.one_in(2));
    let day = format!("{}T00:00:00.000Z", capture.iso());
    let records = papers
        .iter_mut()
        .map(|paper| {
            let (count, org) = match paper.who.as_ref().unwrap() {
                Who::Authors(n) => (*n, None),
                Who::Both(n, org) => (*n, Some(org.clone())),
                Who::Org(_) => unreachable!(),
            };
            let names: Vec<Value> =
                (0..count).map(|n| json!({"_id": format!("6a{n}"), "name": format!("Ann \"N\" {n}"), "hidden": n % 5 == 4})).collect();
            let mut inner = Map::new();
            inner.insert("id".into(), json!(paper.id));
            inner.insert("authors".into(), Value::Array(names));
            inner.insert("publishedAt".into(), json!(format!("{}T00:00:00.000Z", iso(paper.date))));
            inner.insert("title".into(), json!(paper.title));
            inner.insert("summary".into(), json!(paper.text));
            inner.insert("upvotes".into(), json!(paper.upvotes));
            if listed {
                inner.insert("submittedOnDailyAt".into(), json!(day));
                inner.insert("submittedOnDailyBy".into(), json!({"_id": "6", "fullname": "An Owl", "name": "owl", "title": "no title", "isPro": true}));
            }
            if let Some(org) = org {
                inner.insert("organization".into(), json!({"_id": "7", "name": "an-org", "fullname": org, "avatar": "https://cdn-avatars.huggingface.co/x"}));
            } else if rng.one_in(3) {
                inner.insert("organization".into(), Value::Null);
            }
            if noise {
                inner.insert("discussionId".into(), json!("68"));
                inner.insert("ai_summary".into(), json!("A sentence that a machine made: {\"title\": 1}"));
                inner.insert("ai_keywords".into(), json!(["one", "two [2]"]));
                inner.insert("mediaUrls".into(), json!(["https://cdn-uploads.huggingface.co/x.mp4"]));
                inner.insert("githubRepo".into(), json!("https://github.com/a/b"));
                inner.insert("githubStars".into(), json!(4321));
                inner.insert("withdrawnAt".into(), Value::Null);
            }
            if rng.one_in(9) {
                inner.remove("summary");
                paper.text = None;
            }
            if !outer {
                if let Some(n) = paper.comments {
                    inner.insert("numComments".into(), json!(n));
                }
                return Value::Object(inner);
            }
            let mut whole = json!({"paper": inner, "publishedAt": day, "title": paper.title, "isAuthorParticipating": false});
            if rng.one_in(2) {
                whole["summary"] = json!(paper.text);
            }
            whole["thumbnail"] = json!("https://cdn-thumbnails.huggingface.co/x.png");
            whole["submittedBy"] = json!({"_id": "6", "fullname": "An Owl", "name": "owl", "type": "user"});
            match paper.comments {
                Some(n) => whole["numComments"] = json!(n),
                None if rng.one_in(2) => {
                    whole["numComments"] = json!(0);
                    paper.comments = Some(0);
                }
                None => {}
            }
            whole
        })
        .collect();
    (records, papers)
}

fn snake(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(snake).collect(),
        Value::Object(fields) => {
            let name = |key: &str| {
                key.chars()
                    .flat_map(|c| if c.is_ascii_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
                    .collect::<String>()
            };
            fields.iter().map(|(key, value)| (name(key), snake(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// The API's answer in its forms.
pub fn api(seed: u64) -> Rendered {
    let (mut records, papers) = records(seed);
    let rng = &mut Rng::new(seed ^ 0xA71);
    if rng.one_in(3) {
        records = records.iter().map(snake).collect();
    }
    let pretty = |v: &Value| serde_json::to_string_pretty(v).unwrap();
    let text = match rng.below(6) {
        0 => pretty(&Value::Array(records)),
        1 => Value::Array(records).to_string(),
        2 => records.iter().map(|r| format!("{r}\n")).collect(),
        3 => pretty(&json!({"papers": records, "count": 3, "date": "2026-01-01"})),
        4 => records.iter().map(|r| format!("{}\n", pretty(r))).collect(),
        // As a script of Python writes it.
        _ => pretty(&Value::Array(records))
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    c.to_string()
                } else {
                    c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04x}")).collect()
                }
            })
            .collect(),
    };
    Rendered { text, papers, year: None, layout: "API JSON", ids: true }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The saved page with its data.
pub fn saved_data(seed: u64) -> Rendered {
    let (records, papers) = records(seed);
    let rng = &mut Rng::new(seed ^ 0xDA7A);
    let data = json!({"dailyPapers": records, "isSearching": false, "title": "Daily Papers", "date": "2026-01-01"})
        .to_string();
    let quote = *rng.pick(&["&quot;", "&#34;", "&quot;"]);
    let data = html(&data).replace('"', quote).replace('\'', "&#39;");
    let text = format!(
        "<!doctype html>\n<html class=\"\"><head><meta charset=\"utf-8\"><title>Daily Papers - Hugging Face</title></head>\n<body>\n<div class=\"SVELTE_HYDRATER contents\" data-target=\"MainHeader\" data-props=\"{{&quot;a&quot;:1}}\"><header>Models</header></div>\n<main><div class=\"SVELTE_HYDRATER contents\" data-target=\"DailyPapers\" data-props=\"{data}\"><section><h1>Daily Papers</h1></section></div></main></body></html>\n"
    );
    Rendered { text, papers, year: None, layout: "saved page", ids: true }
}

/// The saved page without its data: the mark-up of the cards.
pub fn saved_cards(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 4 + rng.below(24);
    let mut papers = page(rng, capture, count);
    let (timed, header) = (rng.one_in(2), rng.one_in(2));
    let line = if rng.one_in(2) { "\n" } else { "" };
    let site = if rng.one_in(2) { "https://huggingface.co" } else { "" };
    let mut text =
        "<!DOCTYPE html>\n<html><head><title>Daily Papers - Hugging Face</title><style>a{b:c}</style></head><body>"
            .to_owned();
    if header {
        let _ = write!(
            text,
            "<header><nav><ul><li><a href=\"{site}/models\">Models</a></li>{line}<li><a href=\"{site}/datasets\">Datasets</a></li></ul></nav></header>{line}"
        );
    }
    let _ = write!(
        text,
        "<h1>Daily Papers</h1>{line}<h2>by<a href=\"{site}/akhaliq\"><img alt=\"\" src=\"x.png\">AK</a> and the research community</h2>{line}<time datetime=\"{}T00:00:00\">{}</time>{line}",
        capture.iso(),
        date((None, capture.month, capture.day))
    );
    for paper in &mut papers {
        let url = format!("{site}/papers/{}", paper.id);
        let v = if paper.upvotes == Some(0) { "-".to_owned() } else { paper.upvotes.unwrap().to_string() };
        let _ = write!(
            text,
            "<article class=\"flex\"><div><a href=\"{site}/login?next=%2Fpapers%2F{}\"><div class=\"x\"><input type=\"checkbox\" disabled=\"\"><svg><path d=\"M5\"></path></svg>{line}<div class=\"leading-none\">{v}</div></div></a>{line}",
            paper.id
        );
        let _ = write!(
            text,
            "<div class=\"w-full\"><h3 class=\"mb-1\"><a href=\"{url}\" class=\"line-clamp-3\">{}</a></h3>{line}",
            html(&paper.title)
        );
        let _ = write!(
            text,
            "<a href=\"{url}\"><p class=\"text-gray\">{}</p></a>{line}",
            html(paper.text.as_deref().unwrap_or(""))
        );
        match paper.who.as_ref().unwrap() {
            Who::Org(org) => {
                let _ = write!(
                    text,
                    "<a href=\"{site}/an-org\"><img alt=\"an-org\" src=\"y.png\"><span>{}</span></a>{line}",
                    html(org)
                );
            }
            _ => {
                let _ = write!(
                    text,
                    "<a href=\"{url}\"><ul><li><img src=\"a.png\"></li><li>{}</li></ul></a>{line}",
                    who(paper.who.as_ref().unwrap())
                );
            }
        }
        let (year, month, day) = paper.date.unwrap();
        let real = (year.or(Some(capture.year)), month, day);
        let time = if timed { iso(Some(real)) } else { "x".to_owned() };
        let _ = write!(
            text,
            "<span>·</span>{line}<time datetime=\"{time}T10:00:00\">{}</time>{line}",
            date(paper.date.unwrap())
        );
        if let Some(n) = paper.comments {
            let _ = write!(text, "<a href=\"{url}#community\"><svg><path d=\"M1\"></path></svg> {n}</a>");
        }
        let _ = writeln!(text, "</div></div></article>");
        if timed {
            paper.date = Some(real);
        }
    }
    text.push_str("<nav><a href=\"/papers?p=0\">Previous</a><a href=\"/papers?p=1\">1</a><a href=\"/papers?p=2\">2</a><a>Next</a></nav></body></html>");
    Rendered { year: year_by_rule(&papers, Some(capture)), text, papers, layout: "saved page", ids: true }
}

/// Feeds.
pub fn feed(seed: u64) -> Rendered {
    let rng = &mut Rng::new(seed);
    let capture = Capture::any(rng);
    let count = 3 + rng.below(24);
    let mut papers = page(rng, capture, count);
    all_known(&mut papers, rng, capture);
    let (atom, style, creators) = (rng.one_in(2), rng.below(3), rng.one_in(2));
    let mut text = match atom {
        true => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Daily Papers</title><updated>2026-01-01T00:00:00Z</updated><link href=\"https://huggingface.co/papers\"/>\n".to_owned(),
        false => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Daily Papers</title><link>https://huggingface.co/papers</link><description>Daily Papers</description>\n".to_owned(),
    };
    for paper in &mut papers {
        (paper.upvotes, paper.comments) = (None, None);
        let count = match paper.who.take() {
            Some(Who::Authors(n) | Who::Both(n, _)) => n,
            _ => 1,
        };
        paper.who = creators.then_some(Who::Authors(count));
        let title = html(&paper.title);
        let plain = paper.text.as_deref().unwrap_or("");
        let body = match style {
            0 => html(plain),
            1 => format!("<![CDATA[<p>{}</p>]]>", html(plain)),
            _ => html(&format!("<p>{}</p>", html(plain))),
        };
        let url = format!("https://huggingface.co/papers/{}", paper.id);
        let day = iso(paper.date);
        if atom {
            let _ = write!(
                text,
                "<entry><title>{title}</title><id>{url}</id><link href=\"{url}\" rel=\"alternate\"/><summary type=\"{}\">{body}</summary><updated>2026-12-01T00:00:00Z</updated><published>{day}T00:00:00Z</published>",
                if style == 0 { "text" } else { "html" }
            );
            if creators {
                (0..count).for_each(|n| {
                    let _ = write!(text, "<author><name>Ann {n}</name></author>");
                });
            }
            text.push_str("</entry>\n");
        } else {
            let (year, month, d) = paper.date.unwrap();
            let _ = write!(
                text,
                "<item><title>{title}</title>\n<link>{url}</link><guid isPermaLink=\"false\">{url}</guid><description>{body}</description>\n<pubDate>Tue, {d:02} {} {} 00:00:00 GMT</pubDate>",
                super::plain::month(month),
                year.unwrap()
            );
            if creators {
                (0..count).for_each(|n| {
                    let _ = write!(text, "<dc:creator>Ann {n}</dc:creator>");
                });
            }
            text.push_str("</item>\n");
        }
        paper.title = flat(&paper.title);
    }
    text.push_str(if atom { "</feed>\n" } else { "</channel></rss>\n" });
    Rendered { text, papers, year: None, layout: "feed", ids: true }
}
