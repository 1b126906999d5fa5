//! RIS: lines of `TG  - value`, records from `TY` to `ER`. A line without a tag goes on with the one before.

use super::References;
use super::draft::{Draft, Field};

/// The lines at the beginning among which a record must begin: some sites put their name above.
const FIRST_LINES: usize = 12;

/// Whether a record begins among the first lines.
pub(super) fn is_it(head: &str) -> bool {
    let lines = head.lines().filter(|line| !line.trim().is_empty());
    lines.take(FIRST_LINES).any(|line| tag(line).is_some_and(|(tag, value)| tag == "TY" && is_type(value)))
}

/// Types are words of capitals: `JOUR`, `GEN`, `CPAPER`.
fn is_type(value: &str) -> bool {
    (1..=8).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Tag and value of a line.
fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.bytes();
    let is_tag = letters.next().is_some_and(|b| b.is_ascii_uppercase())
        && letters.next().is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let value = rest.trim_start_matches(' ').strip_prefix('-')?;
    (is_tag && rest.starts_with(' ')).then(|| (tag, value.trim()))
}

/// Reads all records.
pub(super) fn read(text: &str, into: &mut References) {
    let mut record: Option<(Draft, u32)> = None;
    let mut title: Option<String> = None;
    for (line, number) in text.lines().zip(1_u32..) {
        let Some((tag, value)) = tag(line) else {
            if let Some(title) = &mut title {
                title.push(' ');
                title.push_str(line.trim());
            }
            continue;
        };
        if let (Some(title), Some((draft, _))) = (title.take(), &mut record) {
            draft.set(Field::Title, &title);
        }
        match (tag, &mut record) {
            ("TY", _) => {
                if let Some((draft, start)) = record.take() {
                    into.take(draft, start);
                    into.problem(number, "ER at the end of a record", "the next record");
                }
                record = Some((Draft::default(), number));
            }
            ("ER", _) => {
                if let Some((draft, start)) = record.take() {
                    into.take(draft, start);
                }
            }
            (_, None) => {}
            ("TI" | "T1", Some(_)) => title = Some(value.to_owned()),
            (tag, Some((draft, _))) => {
                if let Some(field) = field(tag) {
                    draft.set(field, value);
                }
            }
        }
    }
    if let Some((mut draft, start)) = record {
        draft.set(Field::Title, &title.unwrap_or_default());
        into.take(draft, start);
        into.problem(start, "ER at the end of a record", "the end of the file");
    }
}

fn field(tag: &str) -> Option<Field> {
    Some(match tag {
        "DO" => Field::Doi,
        "UR" | "L1" | "L2" | "LK" => Field::Url,
        "PY" | "Y1" | "DA" => Field::Year,
        "M1" | "M3" | "AN" | "JO" | "JF" | "J2" | "T2" | "PB" | "IS" | "VL" | "SN" => Field::Place,
        "N1" => Field::Note,
        _ => return None,
    })
}
