//! Blocks of text between two groups.

use super::{Blocks, Kind, Reader};
use crate::dump::segment::Block;
use crate::dump::{Role, Span, furniture};
use crate::text::space::is_space;

/// A line of this length in bytes is a whole paragraph: the text is not wrapped there.
const WHOLE: usize = 300;

impl Reader<'_> {
    /// The blocks of text in `start..end`; furniture and the page date are claimed on the way. `header` tells that the
    /// page's header may stand here; furniture brings it back, where pages were pasted one after another. Also gives how
    /// many blocks stand before each line of a page's header: they are of something else.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub(super) fn blocks(&mut self, start: usize, end: usize, mut header: bool) -> (Vec<Block>, Vec<usize>) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut parts: Vec<usize> = Vec::new();
        let (mut open, mut since) = (false, 0);
        let last_text = (start..end).rev().find(|at| self.kind(*at) == Kind::Text).unwrap_or(start);
        for at in start..end {
            // Wrapped prose: what looks like something else on a line of its own are words of it.
            let inside = open
                && self.blocks != Blocks::Lines
                && !furniture::is_fence(self.source.line(at))
                && !self.is_banner(at)
                && blocks.last().is_some_and(|b: &Block| b.longest > 40 && (b.longest < WHOLE || b.lines.len() > 1));
            match self.kind(at) {
                Kind::Blank => {
                    open = false;
                    self.builder.claim(at, Role::Furniture);
                }
                Kind::Furniture | Kind::Count(_) | Kind::Date(..) | Kind::Dot | Kind::Authors(..) if inside => {
                    self.extend(&mut blocks, at);
                }
                Kind::Furniture => {
                    (header, open, since) = (true, false, 0);
                    self.builder.claim(at, Role::Furniture);
                    if !blocks.is_empty() && self.is_banner(at) {
                        parts.push(blocks.len());
                    }
                }
                // Before any abstract it is the page's, whatever the words around it.
                Kind::Date(date, _)
                    if !blocks.is_empty() && blocks.iter().all(|block| block.bytes < 150)
                        || header && !(open && self.builder.reading().page_date.is_some()) =>
                {
                    if !blocks.is_empty() {
                        parts.push(blocks.len());
                    }
                    self.builder.claim(at, Role::Furniture);
                    self.builder.page_date(at, date.date);
                    open = false;
                }
                Kind::Count(_) => {
                    // The numbers of the pages, in the footer.
                    if header && at > last_text {
                        self.builder.claim(at, Role::Furniture);
                    }
                    open = false;
                }
                _ => {
                    let full = self.source.span(at);
                    let text = self.source.slice(full);
                    let rest = if header && since < 4 || self.glued { furniture::strip_glued(text) } else { text };
                    let glued = rest.len() < text.len();
                    if glued && !blocks.is_empty() {
                        parts.push(blocks.len());
                    }
                    let span = Span { start: full.end - rest.len() as u32, end: full.end };
                    if open && !glued && self.blocks != Blocks::Lines && !self.breaks(&blocks, at) {
                        self.extend(&mut blocks, at);
                    } else {
                        blocks.push(Block { lines: at..at + 1, span, bytes: rest.len(), longest: rest.len() });
                    }
                    (open, since) = (true, since + 1);
                }
            }
        }
        if let (Blocks::Wrapped(_), [only]) = (self.blocks, blocks.as_slice())
            && only.bytes >= WHOLE
        {
            // A title that fills its line looks like the abstract's first: it is the first line all the same.
            let only = only.lines.clone();
            blocks = vec![self.block(only.start..only.start + 1), self.block(only.start + 1..only.end)];
        }
        if matches!(self.blocks, Blocks::Lines | Blocks::Wrapped(WHOLE..)) && parts.is_empty() {
            self.unwrap(&mut blocks);
        }
        (blocks, parts)
    }

    /// Among lines that are a title or an abstract each, a text that its authors wrapped: at least four lines, one below the
    /// other, all short. The first is the title, and the second too where it is shorter than those around it.
    fn unwrap(&self, blocks: &mut Vec<Block>) {
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return };
        let (start, end) = (first.lines.start, last.lines.end);
        let short = |block: &Block| block.bytes < 120;
        if blocks.len() < 4 || end - start != blocks.len() || !blocks.iter().all(short) {
            return;
        }
        let len = |at: usize| blocks.get(at).map_or(0, |b| b.bytes);
        let title = if len(0) >= 50 && len(1) < 50 && len(2) >= 50 { start + 2 } else { start + 1 };
        *blocks = vec![self.block(start..title), self.block(title..end)];
    }

    /// Whether another page begins with this line.
    fn is_banner(&self, at: usize) -> bool {
        let line = self.source.line(at);
        furniture::is_banner(line) || self.head.has(line)
    }

    /// The block of these lines.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub(super) fn block(&self, lines: std::ops::Range<usize>) -> Block {
        let span = lines.clone().map(|at| self.source.span(at)).reduce(Span::to).unwrap_or_default();
        let longest = lines.clone().map(|at| self.source.line(at).len()).max().unwrap_or(0);
        Block { lines, span, bytes: (span.end - span.start) as usize, longest }
    }

    /// Whether the line `at` starts a block of its own though no blank line stands before it: a whole abstract in one
    /// line after what is short enough for a title, or a short line after a whole abstract in one line.
    pub(super) fn breaks(&self, blocks: &[Block], at: usize) -> bool {
        let line = self.source.line(at);
        if let Blocks::Wrapped(width) = self.blocks {
            let before = blocks.last().map_or(0, |b| self.source.line(b.lines.end - 1).chars().count());
            let word = line.split(is_space).next().map_or(0, |word| word.chars().count());
            return before + 1 + word <= width;
        }
        let len = line.len();
        self.blocks == Blocks::Mixed
            && blocks.last().is_some_and(|before| {
                let lines = before.lines.len();
                (len >= WHOLE && before.longest <= 250 && before.bytes <= 400)
                    || (len < WHOLE && lines == 1 && before.longest >= WHOLE)
            })
    }

    pub(super) fn extend(&self, blocks: &mut [Block], at: usize) {
        if let Some(block) = blocks.last_mut() {
            let span = self.source.span(at);
            block.lines.end = at + 1;
            block.span = block.span.to(span);
            block.bytes += 1 + (span.end - span.start) as usize;
            block.longest = block.longest.max((span.end - span.start) as usize);
        }
    }
}
