use super::*;
use crate::favourites::Status;
use crate::paper::{Date, More, PaperId, Sighting};

fn paper(title: &str) -> Paper {
    Paper {
        id: PaperId::of_title(title),
        title: title.to_owned(),
        abstract_text: None,
        authors: None,
        author_names: Vec::new(),
        organisation: None,
        published: None,
        year_inferred: false,
        year_reason: String::new(),
        comments: None,
        upvotes: None,
        arxiv_id: None,
        links: Vec::new(),
        seen_in: Vec::new(),
        more: Default::default(),
    }
}

fn full() -> (Paper, Favourite) {
    let paper = Paper {
        abstract_text: Some("50% of {a, b} cups & \"saucers\", #1".to_owned()),
        authors: Some(2),
        author_names: vec!["Ada Lovelace".to_owned(), "Tea and Cake, Inc.".to_owned()],
        organisation: Some("Cup_Lab".to_owned()),
        published: Date::new(Some(2025), 3, 20),
        year_inferred: true,
        comments: Some(1),
        arxiv_id: Some("2502.01234".to_owned()),
        links: vec!["https://github.com/a/b".to_owned()],
        seen_in: vec![Sighting { dump: "a.txt".to_owned(), position: 1, lines: [1, 3], ..Sighting::default() }],
        more: More {
            stars: Some(3290),
            submitter: Some("owl".to_owned()),
            summary: Some("Tea, measured.".to_owned()),
            keywords: vec!["tea".to_owned(), "cups".to_owned()],
            listed: Date::new(Some(2025), 3, 21),
        },
        ..paper("A Teacup: Notes")
    };
    let favourite = Favourite {
        paper: paper.clone(),
        added: "2026-01-01T00:00:00Z".to_owned(),
        status: Status::Reading,
        tags: vec!["tea".to_owned(), "=1+1".to_owned()],
        note: "=cmd()\nsecond <b>line</b>".to_owned(),
        changed: 0,
    };
    (paper, favourite)
}

#[track_caller]
fn check(format: Format, want: &str) {
    let (paper, favourite) = full();
    assert_eq!(write(format, &[(paper, Some(&favourite))]), want);
}

#[test]
fn bibtex() {
    check(
        Format::BibTex,
        "@misc{lovelace2025teacup,\n  title = {{A Teacup: Notes}},\n  author = {Ada Lovelace and {Tea and Cake, Inc.}},\n  \
         organization = {Cup\\_Lab},\n  year = {2025},\n  month = mar,\n  eprint = {2502.01234},\n  archiveprefix = {arXiv},\n  \
         url = {https://arxiv.org/abs/2502.01234},\n  \
         abstract = {50\\% of \\textbraceleft{}a, b\\textbraceright{} cups \\& \"saucers\", \\#1},\n  \
         note = {year of publication inferred by Paperdeck},\n  keywords = {tea, =1+1},\n  \
         annote = {=cmd() second <b>line</b>}\n}\n\n",
    );
}

#[test]
fn ris() {
    check(
        Format::Ris,
        "TY  - GEN\r\nID  - lovelace2025teacup\r\nTI  - A Teacup: Notes\r\nAU  - Lovelace, Ada\r\nAU  - Tea and Cake, Inc.\r\n\
         PB  - Cup_Lab\r\nPY  - 2025\r\nDA  - 2025/03/20\r\nAB  - 50% of {a, b} cups & \"saucers\", #1\r\nM1  - arXiv:2502.01234\r\n\
         UR  - https://arxiv.org/abs/2502.01234\r\nUR  - https://github.com/a/b\r\nKW  - tea\r\nKW  - =1+1\r\n\
         N1  - =cmd() second <b>line</b>\r\nN1  - year of publication inferred by Paperdeck\r\nER  - \r\n\r\n",
    );
}

#[test]
fn csv() {
    let (paper, favourite) = full();
    let text = write(Format::Csv, &[(paper, Some(&favourite))]);
    let (header, row) = text.split_once("\r\n").unwrap();
    assert!(header.starts_with("\u{feff}\"title\",\"abstract\","));
    assert_eq!(
        row,
        "\"A Teacup: Notes\",\"50% of {a, b} cups & \"\"saucers\"\", #1\",\"2\",\"Ada Lovelace; Tea and Cake, Inc.\",\"Cup_Lab\",\
         \"2025-03-20\",\"2025\",\"3\",\"20\",\"true\",\"1\",\"\",\"2502.01234\",\"https://github.com/a/b\",\"a.txt\",\
         \"2026-01-01T00:00:00Z\",\"reading\",\"tea; =1+1\",\"'=cmd()\nsecond <b>line</b>\",\
         \"3290\",\"owl\",\"Tea, measured.\",\"tea; cups\",\"2025-03-21\"\r\n"
    );
}

#[test]
fn markdown() {
    check(
        Format::Markdown,
        "# Reading list\n\n## [A Teacup: Notes](<https://arxiv.org/abs/2502.01234>)\n\n\
         20 Mar 2025 (year inferred) · Ada Lovelace, Tea and Cake, Inc. · Cup\\_Lab · 1 comment · 3290 stars\n\n\
         50% of {a, b} cups \\& \"saucers\", \\#1\n\n<https://github.com/a/b>\n\nReading · Tags: tea, \\=1+1\n\n\
         > \\=cmd()\n> second \\<b\\>line\\</b\\>\n",
    );
}

#[test]
fn csl_json() {
    let (paper, favourite) = full();
    let text = write(Format::CslJson, &[(paper, Some(&favourite))]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        value,
        serde_json::json!([{
            "id": "lovelace2025teacup", "type": "article", "title": "A Teacup: Notes",
            "abstract": "50% of {a, b} cups & \"saucers\", #1",
            "author": [{"literal": "Ada Lovelace"}, {"literal": "Tea and Cake, Inc."}],
            "issued": {"date-parts": [[2025, 3, 20]]}, "URL": "https://arxiv.org/abs/2502.01234",
            "number": "arXiv:2502.01234", "keyword": "tea, =1+1",
            "note": "=cmd()\nsecond <b>line</b>\nyear of publication inferred by Paperdeck"
        }])
    );
}

#[test]
fn what_is_unknown_is_left_out() {
    let bare = [(paper("1. Nothing *known*"), None)];
    assert_eq!(write(Format::BibTex, &bare), "@misc{p1,\n  title = {{1. Nothing *known*}}\n}\n\n");
    assert_eq!(write(Format::Ris, &bare), "TY  - GEN\r\nID  - p1\r\nTI  - 1. Nothing *known*\r\nER  - \r\n\r\n");
    assert_eq!(write(Format::Markdown, &bare), "# Reading list\n\n## 1\\. Nothing \\*known\\*\n");
    let no_year = [(Paper { published: Date::new(None, 3, 20), ..paper("Known") }, None)];
    assert!(!write(Format::Ris, &no_year).contains("PY"));
    assert_eq!(write(Format::BibTex, &no_year), "@misc{known,\n  title = {{Known}},\n  month = mar\n}\n\n");
    assert!(write(Format::Json, &no_year).contains("\"published\": \"--03-20\""));
    assert!(write(Format::Json, &no_year).contains("\"date\": null"));
}

#[test]
fn white_space_that_mark_up_leaves_is_collapsed() {
    let text = Some("for the {\\it  } set".to_owned());
    let odd = [(Paper { abstract_text: text, ..paper("A  \\emph{ }  title") }, None)];
    for format in [Format::CslJson, Format::Csv, Format::BibTex, Format::Ris, Format::Markdown] {
        let shown = write(format, &odd);
        assert!(!shown.replace("  \"", "").replace("\n  ", "\n").replace("  - ", "").trim().contains("  "), "{shown}");
    }
}

#[test]
fn keys_are_unique_and_stable() {
    let papers = ["Tea One", "Tea Two", "Tea Three", "深度", "Tea One"].map(|title| (paper(title), None));
    let keys = cite::keys(&papers);
    assert_eq!(keys[..2], ["tea".to_owned(), format!("tea{}", &PaperId::of_title("Tea Two").to_string()[..4])]);
    assert_eq!(cite::keys(&papers[..3]), keys[..3]);
    let unique: std::collections::BTreeSet<_> = keys.iter().collect();
    assert_eq!(unique.len(), keys.len());
    assert!(keys.iter().all(|key| key.chars().all(|c| c.is_ascii_alphanumeric())));
}
