//! Texts for display with the query's words marked, and the parts of an abstract that say why it matches.

use super::words::{Word, places};
use crate::engine::protocol::Marked;
use crate::text::latex;
use std::ops::Range;

/// About how many bytes of text a snippet has.
const SNIPPET: usize = 250;

/// A verbatim text cleaned for display, with words marked in it.
pub fn marked(verbatim: &str, words: &[&Word]) -> Marked {
    with_snippet(verbatim, words, false).0
}

/// The same, and the parts of it that match best; see [`snippet`].
pub fn marked_with_snippet(verbatim: &str, words: &[&Word]) -> (Marked, Option<Marked>) {
    with_snippet(verbatim, words, true)
}

fn with_snippet(verbatim: &str, words: &[&Word], wanted: bool) -> (Marked, Option<Marked>) {
    let text = latex::display(verbatim).into_owned();
    let places = places(&text, words);
    let snippet = if wanted { snippet(&text, &places) } else { None };
    let marks = places.into_iter().map(|(place, _)| (place.start as u32, place.end as u32)).collect();
    (Marked { text, marks }, snippet)
}

/// The part of an abstract (cleaned for display) around the best matches, cut between words, with `…` where it was cut.
/// `None` when nothing in it is marked, or when it is short enough as it is.
///
/// The best part is the one with the most different words, then with the most marks, then the first. If the words that it
/// lacks stand elsewhere, the first place of those is there as well, each part half as long. Linear but for the marks of
/// one part.
fn snippet(text: &str, marks: &[(Range<usize>, u32)]) -> Option<Marked> {
    if marks.is_empty() || text.len() <= SNIPPET {
        return None;
    }
    let mut parts = vec![best(marks, SNIPPET, 0)?];
    let seen = |part: &Range<usize>| words_in(marks, part);
    let missing = marks.iter().fold(0, |all, (_, word)| all | bit(*word)) & !parts.first().map_or(0, seen);
    if missing != 0 {
        parts = vec![best(marks, SNIPPET / 2, 0)?];
        let seen = parts.first().map_or(0, |part| words_in(marks, part));
        parts.extend(best(marks, SNIPPET / 2, seen));
    }
    let mut cut: Vec<Range<usize>> = Vec::new();
    let room = SNIPPET / parts.len();
    for part in parts {
        cut.push(widened(text, part, room));
    }
    if let [first, second] = cut.as_mut_slice() {
        if second.start < first.start {
            std::mem::swap(first, second);
        }
        if second.start <= first.end {
            first.end = second.end.max(first.end);
            cut.truncate(1);
        }
    }
    let mut snippet = Marked::default();
    for part in cut {
        if part.start > 0 && snippet.text.is_empty() {
            snippet.text.push_str("… ");
        }
        let base = snippet.text.len();
        snippet.text.push_str(text.get(part.clone())?);
        let inside = marks.iter().filter(|(place, _)| place.start >= part.start && place.end <= part.end);
        let moved = |at: usize| (base + at - part.start) as u32;
        snippet.marks.extend(inside.map(|(place, _)| (moved(place.start), moved(place.end))));
        if part.end < text.len() {
            snippet.text.push_str(" … ");
        }
    }
    snippet.text.truncate(snippet.text.trim_end().len());
    Some(snippet)
}

/// A word as one of 64 bits.
fn bit(word: u32) -> u64 {
    1 << (word & 63)
}

/// The words that have a mark in a part.
fn words_in(marks: &[(Range<usize>, u32)], part: &Range<usize>) -> u64 {
    let inside = marks.iter().filter(|(place, _)| place.start >= part.start && place.end <= part.end);
    inside.fold(0, |all, (_, word)| all | bit(*word))
}

/// From the first to the last mark of the best part of at most `room` bytes, leaving out words that were `seen`.
fn best(marks: &[(Range<usize>, u32)], room: usize, seen: u64) -> Option<Range<usize>> {
    let mut best: Option<(u32, usize, Range<usize>)> = None;
    for (at, (first, _)) in marks.iter().enumerate() {
        let run = marks.iter().skip(at).take_while(|(place, _)| place.end <= first.start + room);
        let (mut words, mut count, mut end) = (0, 0, first.end);
        for (place, word) in run {
            words |= bit(*word) & !seen;
            count += usize::from(bit(*word) & seen == 0);
            end = place.end;
        }
        let words = words.count_ones();
        if words > 0 && best.as_ref().is_none_or(|(w, c, _)| (words, count) > (*w, *c)) {
            best = Some((words, count, first.start..end));
        }
    }
    best.map(|(_, _, part)| part)
}

/// A part made about `room` bytes long, a third of what is added before it, and moved to the gaps between words.
fn widened(text: &str, part: Range<usize>, room: usize) -> Range<usize> {
    let more = room.saturating_sub(part.len());
    let mut start = part.start.saturating_sub(more / 3);
    let end = (start + room).max(part.end).min(text.len());
    start = start.min(end.saturating_sub(room).min(part.start));
    let bytes = text.as_bytes();
    let gap = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b' ');
    // Long "words" (of scripts without spaces) are cut between characters.
    let to = |from: usize, back: bool, limit: usize| {
        let mut steps = (0..40).map(|step| if back { from.wrapping_add(step) } else { from.wrapping_sub(step) });
        let fits = |at: &usize| if back { *at <= limit } else { *at >= limit && *at <= text.len() };
        steps.clone().take_while(fits).find(|at| gap(*at)).or_else(|| steps.find(|at| text.is_char_boundary(*at)))
    };
    let start =
        if start == 0 { 0 } else { to(start, true, part.start).map_or(part.start, |at| at + usize::from(gap(at))) };
    let end = if end >= text.len() { text.len() } else { to(end, false, part.end).unwrap_or(part.end) };
    start.min(part.start)..end.max(part.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::plan::Plan;
    use proptest::prelude::*;

    fn is_sound(marked: &Marked) -> bool {
        let mut last = 0;
        marked.marks.iter().all(|&(start, end)| {
            let fits = start >= last && end > start && marked.text.get(start as usize..end as usize).is_some();
            last = end;
            fits
        })
    }

    proptest! {
        #[test]
        fn marks_are_ascending_and_on_boundaries(text in "([a-cÀé深~$\\\\]|[ -]){0,30}", query in "[a-cé深 -]{0,8}") {
            let plan = Plan::parse(&query);
            let words: Vec<&Word> = plan.words().collect();
            prop_assert!(is_sound(&marked(&text, &words)));
        }

        #[test]
        fn snippets_are_parts_with_marks(text in "([a-d]{1,3} |深度|é|[e-z]{1,30}[ .]){0,120}", query in "[a-d]{1,2}( [a-d]{1,2}){0,3}") {
            let plan = Plan::parse(&query);
            let words: Vec<&Word> = plan.words().collect();
            if let Some(snippet) = snippet(&text, &places(&text, &words)) {
                prop_assert!(is_sound(&snippet));
                prop_assert!(!snippet.marks.is_empty());
                prop_assert!(snippet.text.len() < SNIPPET + 120, "{}", snippet.text.len());
                for part in snippet.text.split('…') {
                    prop_assert!(text.contains(part.trim()), "{part:?}");
                }
            } else {
                prop_assert!(text.len() <= SNIPPET || places(&text, &words).is_empty());
            }
        }
    }

    #[test]
    fn the_best_part_is_shown() {
        let filler = "nothing of note stands here ".repeat(20);
        let text = format!("{filler}a copper robot waits. {filler}{filler}brass and copper robots. {filler}");
        let check = |query: &str, want: &[&str], lacks: &[&str]| {
            let plan = Plan::parse(query);
            let words: Vec<&Word> = plan.words().collect();
            let shown = snippet(&text, &places(&text, &words)).unwrap().text;
            assert!(want.iter().all(|part| shown.contains(part)), "{query}: {shown}");
            assert!(!lacks.iter().any(|part| shown.contains(part)), "{query}: {shown}");
        };
        check("waits copper", &["a copper robot waits"], &["brass"]);
        check("brass copper", &["brass and copper robots"], &["waits"]);
        check("brass waits", &["brass", "waits", " … "], &[]);
        let plan = Plan::parse("zebra");
        assert_eq!(snippet(&text, &places(&text, &plan.words().collect::<Vec<_>>())), None);
    }
}
