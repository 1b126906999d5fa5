//! Rows of metadata that a narrow page broke in two: `Some Lab · Published on Mar 11,` and `2026`, `GitHub` and `3.29k`.

use super::Kind;
use super::anchors::shares_link;
use crate::dump::markup::{Page, Row};

/// Puts such rows together again. Linear.
pub(super) fn join(page: &mut Page) {
    for at in 1..page.rows.len() {
        let [.., above, row] = page.rows.get(at - 1..=at).unwrap_or(&[]) else { continue };
        let who = shares_link(above, row) && above.text.len() < 60 && row.text.contains('·');
        if !(who || may_go_on(above)) || row.text.is_empty() || row.heading > 0 || row.text.len() > 60 {
            continue;
        }
        let mut whole = above.clone();
        let len = above.text.len() + 1;
        whole.text = format!("{} {}", above.text, row.text);
        whole.lines.end = row.lines.end;
        whole.pieces.extend(row.pieces.iter().cloned().map(|mut piece| {
            piece.span = piece.span.start + len..piece.span.end + len;
            piece
        }));
        let parts = [Kind::of(page, above), Kind::of(page, row)];
        let known = |kind: &Kind| matches!(kind, Kind::Tools(_) | Kind::WhoAndDate(..) | Kind::Date(..));
        if parts.contains(&Kind::Text) && known(&Kind::of(page, &whole)) {
            if let Some(above) = page.rows.get_mut(at - 1) {
                *above = Row { lines: above.lines.clone(), ..Row::default() };
            }
            page.rows.get_mut(at).into_iter().for_each(|row| *row = whole.clone());
        }
    }
}

/// Whether a row looks like the beginning of metadata.
fn may_go_on(row: &Row) -> bool {
    let text = row.text.as_str();
    let button = ["Upvote", "GitHub", "arXiv", "Project"].iter().any(|word| text.starts_with(word));
    text.len() < 120 && (button || text.contains("Published on"))
}
