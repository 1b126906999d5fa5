use crate::dump::{Dump, Role, Settings};

/// A listing of three papers; the comments say which line is which.
const TEXT: &str = "\
Daily Papers

Copper: A Study of Metal in Prose

A paragraph of prose on copper, which is as long as abstracts are, so that its shape says what it is to a reader of it.
A second one, of which nobody knew where it belongs, and which is as long as abstracts are, too, and has no other sense.

  • 7 authors
·
Mar 20, 2024 5

Brass: A Study of Alloys

A paragraph of prose on brass, which is as long as abstracts are, so that its shape says what it is to a reader of it.

  • 1 authors
·
Mar 21, 2024

Zinc: A Study of Nothing

A paragraph of prose on zinc, which is as long as abstracts are, so that its shape says what it is to a reader of it.

  • 2 authors
·
Mar 22, 2024
";

fn read(text: &str, corrections: &str) -> Dump {
    let settings = Settings::from_text(&format!(r#"{{"corrections":[{corrections}]}}"#));
    Dump::read_with("x", text.as_bytes().to_vec(), &settings).unwrap()
}

/// The papers as `title (words of abstract) authors date lines`, the first word of each text and what was said.
fn papers(dump: &Dump) -> String {
    let paper = |entry: &crate::dump::Entry| {
        let title = dump.text(entry.title);
        let title = title.split_once(':').map_or(&*title, |(title, _)| title).to_owned();
        let words = entry.abstract_text.map_or(0, |span| dump.text(span).split(' ').count());
        let (authors, date) = (entry.authors.unwrap_or(0), entry.date.map_or("?".to_owned(), |date| date.iso()));
        let [first, last] = entry.lines;
        format!("{title} ({words}) {authors} {date} {first}-{last}")
    };
    dump.entries.iter().map(paper).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(corrections: &str, want: &str) -> Dump {
    let dump = read(TEXT, corrections);
    assert_eq!(papers(&dump), want);
    let lines = TEXT.lines().filter(|line| !line.trim().is_empty()).count() as u32;
    let coverage = dump.coverage();
    assert_eq!(coverage.papers + coverage.furniture + coverage.not_understood, lines);
    dump
}

/// What is said beside what is said without corrections.
fn said(dump: &Dump) -> Vec<String> {
    let before: Vec<String> = read(TEXT, "").diagnostics.iter().map(ToString::to_string).collect();
    dump.diagnostics.iter().map(ToString::to_string).filter(|said| !before.contains(said)).collect()
}

const ALL: &str = "Copper (50) 7 2024-03-20 3-10; Brass (26) 1 2024-03-21 12-18; Zinc (26) 2 2024-03-22 20-26";

#[test]
fn as_it_is() {
    check("", ALL);
}

#[test]
fn split() {
    let rest = "Brass (26) 1 2024-03-21 12-18; Zinc (26) 2 2024-03-22 20-26";
    let second = "A second one, of which nobody knew where it belongs, and which is as long as abstracts are, too, and has no other sense.";
    let dump = check(
        r#"{"do":"split","lines":[6,6]}"#,
        &format!("Copper (26) 0 ? 3-5; {second} (0) 7 2024-03-20 6-10; {rest}"),
    );
    assert_eq!(said(&dump), [""; 0]);
    let dump = check(r#"{"do":"split","lines":[3,3]}"#, ALL);
    assert_eq!(said(&dump).len(), 1);
    // Two lines that are one title.
    check(
        r#"{"do":"split","lines":[5,6]}"#,
        &format!(
            "Copper (0) 0 ? 3-3; A paragraph of prose on copper, which is as long as abstracts are, so that its shape says what it is to a reader of it. {second} (0) 7 2024-03-20 5-10; {rest}"
        ),
    );
}

#[test]
fn join() {
    let dump = check(r#"{"do":"join","lines":[14,14]}"#, "Copper (81) 7 2024-03-20 3-18; Zinc (26) 2 2024-03-22 20-26");
    assert_eq!(said(&dump), [""; 0]);
    let dump = check(r#"{"do":"join","lines":[3,3]}"#, ALL);
    assert_eq!(said(&dump), ["line 3: expected a paper before this one, found another one: “join” was passed over"]);
    check(r#"{"do":"join","lines":[12,12]},{"do":"join","lines":[20,20]}"#, "Copper (112) 7 2024-03-20 3-26");
    check(
        r#"{"do":"join","lines":[12,12]},{"do":"split","lines":[12,12]}"#,
        "Copper (50) 0 ? 3-10; Brass (26) 7 2024-03-20 12-18; Zinc (26) 2 2024-03-22 20-26",
    );
}

#[test]
fn drop() {
    let dump = check(r#"{"do":"drop","lines":[12,14]}"#, "Copper (50) 7 2024-03-20 3-10; Zinc (26) 2 2024-03-22 20-26");
    assert_eq!(dump.coverage().furniture, 6);
    let every = r#"{"do":"drop","lines":[3,3]},{"do":"drop","lines":[12,12]},{"do":"drop","lines":[20,20]}"#;
    check(every, "");
    let dump = check(r#"{"do":"drop","lines":[11,11]}"#, ALL);
    assert_eq!(said(&dump).len(), 1);
}

#[test]
fn title_and_abstract() {
    let rest = "Brass (26) 1 2024-03-21 12-18; Zinc (26) 2 2024-03-22 20-26";
    // The former title is said not to be understood.
    let second = "A second one, of which nobody knew where it belongs, and which is as long as abstracts are, too, and has no other sense.";
    let dump = check(r#"{"do":"title","lines":[6,6]}"#, &format!("{second} (26) 7 2024-03-20 3-10; {rest}"));
    assert_eq!(
        said(&dump),
        ["line 3: expected something else than the former title, found “Copper: A Study of Metal in Prose”"]
    );
    check(
        r#"{"do":"title","lines":[6,6]},{"do":"abstract","lines":[3,3]}"#,
        &format!("{second} (33) 7 2024-03-20 3-10; {rest}"),
    );
    // A paper where none was, and its abstract; the header is nobody's.
    check(r#"{"do":"title","lines":[1,1]}"#, &format!("Daily Papers (0) 0 ? 1-1; {ALL}"));
    let dropped = r#"{"do":"drop","lines":[12,12]}"#;
    check(
        &format!(r#"{dropped},{{"do":"title","lines":[12,12]}},{{"do":"abstract","lines":[14,14]}}"#),
        "Copper (50) 7 2024-03-20 3-10; Brass (26) 0 ? 12-14; Zinc (26) 2 2024-03-22 20-26",
    );
    let dump = check(r#"{"do":"abstract","lines":[3,3]}"#, ALL);
    assert_eq!(said(&dump).len(), 1);
    assert_eq!(said(&check(r#"{"do":"title","lines":[3,12]}"#, ALL)).len(), 1);
    assert_eq!(said(&check(r#"{"do":"abstract","lines":[1,1]}"#, ALL)).len(), 1);
}

#[test]
fn furniture() {
    let rest = "Brass (26) 1 2024-03-21 12-18; Zinc (26) 2 2024-03-22 20-26";
    check(r#"{"do":"furniture","lines":[6,6]}"#, &format!("Copper (26) 7 2024-03-20 3-10; {rest}"));
    check(r#"{"do":"furniture","lines":[5,6]}"#, &format!("Copper (0) 7 2024-03-20 3-10; {rest}"));
    assert_eq!(said(&check(r#"{"do":"furniture","lines":[1,6]}"#, ALL)).len(), 1);
}

#[test]
fn date_and_authors() {
    let set = |what: &str, value: &str| format!(r#"{{"do":"{what}","lines":[5,5],"value":"{value}"}}"#);
    let rest = "Brass (26) 1 2024-03-21 12-18; Zinc (26) 2 2024-03-22 20-26";
    check(&set("date", "2023-02-01"), &format!("Copper (50) 7 2023-02-01 3-10; {rest}"));
    check(&set("date", ""), &format!("Copper (50) 7 ? 3-10; {rest}"));
    // The year the user writes is no evidence for the year of capture.
    let dump = check(&set("date", "2031-02-01"), &format!("Copper (50) 7 2031-02-01 3-10; {rest}"));
    assert_eq!(dump.captured, read(TEXT, "").captured);
    assert_eq!(said(&check(&set("date", "2023-02-30"), ALL)).len(), 1);
    check(&set("authors", "3"), &format!("Copper (50) 3 2024-03-20 3-10; {rest}"));
    check(&set("authors", " "), &format!("Copper (50) 0 2024-03-20 3-10; {rest}"));
    let dump = check(&set("authors", "Ada B., Carl D. ,"), &format!("Copper (50) 2 2024-03-20 3-10; {rest}"));
    assert_eq!(dump.entries[0].more.as_ref().unwrap().author_names, ["Ada B.", "Carl D."]);
}

#[test]
fn what_does_not_fit_is_passed_over() {
    for lines in ["[0,1]", "[3,2]", "[1,99]", "[4294967295,4294967295]"] {
        for what in ["split", "join", "drop", "title", "abstract", "furniture", "date", "authors"] {
            let dump = check(&format!(r#"{{"do":"{what}","lines":{lines}}}"#), ALL);
            assert_eq!(said(&dump).len(), 1, "{what} {lines}");
        }
    }
    assert_eq!(said(&check(r#"{"do":"fold","lines":[3,3]}"#, ALL)), [""; 0]);
}

#[test]
fn lines_of_records_are_no_texts() {
    let text = "[\n{\"title\": \"Copper\",\n\"summary\": \"A paragraph.\"},\n{\"title\": \"Brass\"}\n]";
    let dump = read(text, r#"{"do":"title","lines":[3,3]}"#);
    assert_eq!(papers(&dump), papers(&read(text, "")));
    assert_eq!(papers(&read(text, r#"{"do":"drop","lines":[3,3]}"#)).split(';').count(), 1);
}

#[test]
fn mark_up_is_taken_off() {
    let text = std::fs::read_to_string("tests/samples/reader-markdown.md").unwrap();
    let dump = read(&text, "");
    for (at, entry) in dump.entries.iter().enumerate() {
        let title = dump.roles.iter().zip(1..).filter(|(role, _)| **role == Role::Title).map(|(_, line)| line);
        let lines: Vec<u32> = title.filter(|line| (entry.lines[0]..=entry.lines[1]).contains(line)).collect();
        let (first, last) = (lines[0], lines[lines.len() - 1]);
        let again = read(&text, &format!(r#"{{"do":"title","lines":[{first},{last}]}}"#));
        assert_eq!(again.text(again.entries[at].title), dump.text(entry.title));
        assert_ne!(again.entries[at].title, entry.title);
        let [was, is] = [(&dump, entry), (&again, &again.entries[at])]
            .map(|(dump, entry)| entry.abstract_text.map(|span| dump.text(span).into_owned()));
        assert_eq!(is, was);
    }
}
