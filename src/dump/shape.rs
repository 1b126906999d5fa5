//! What the layouts of plain text look for before they say "mine".

use super::visible::{Blocks, Group, Kind, Lines, lines};
use super::{Source, furniture};

/// Figures about a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Lines that are not blank.
    pub lines: usize,
    /// Blank lines.
    pub blank: usize,
    /// Groups of metadata.
    pub groups: usize,
    /// Those with text before them.
    pub groups_after_text: usize,
    /// Those with a bullet.
    pub bulleted: usize,
    /// Whether a line of the page's header is there.
    pub banner: bool,
    /// Lines short enough for a title followed by one long enough for an abstract.
    pub line_pairs: usize,
    /// The same of paragraphs.
    pub paragraph_pairs: usize,
    /// Lines of text.
    pub text_lines: usize,
    /// Paragraphs of text.
    pub paragraphs: usize,
    /// Characters in the longest line of text.
    pub longest: usize,
}

impl Shape {
    /// Whether most lines are title and abstract in turn.
    pub fn lines_alternate(&self) -> bool {
        self.line_pairs * 2 * 10 >= self.text_lines * 8
    }

    /// Whether most paragraphs are.
    pub fn paragraphs_alternate(&self) -> bool {
        self.paragraph_pairs * 2 * 10 >= self.paragraphs * 8
    }

    /// For the user.
    pub fn pairs_text(&self) -> String {
        format!("{} pairs of a title and an abstract", self.paragraph_pairs)
    }

    /// How lines make up blocks.
    pub fn blocks(&self) -> Blocks {
        if self.blank >= self.groups.max(1) {
            if self.paragraph_pairs * 10 >= self.groups_after_text * 8 {
                Blocks::Paragraphs
            } else if self.line_pairs * 10 >= self.groups_after_text * 5 {
                Blocks::Lines
            } else {
                Blocks::Mixed
            }
        } else if self.line_pairs * 10 >= self.groups_after_text * 8 {
            Blocks::Lines
        } else {
            Blocks::Wrapped(self.longest)
        }
    }
}

/// The figures of a text, found once. Linear.
pub fn of(source: &Source) -> Shape {
    *source.shape.get_or_init(|| {
        let Lines { kinds, groups } = lines(source);
        let mut counter = Counter::default();
        counter.add(source, kinds, groups);
        counter.shape()
    })
}

/// Counts the figures of a text that comes in pieces; each but the last ends with a group of metadata.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    shape: Shape,
    line: Pairs,
    paragraph: Pairs,
    /// Bytes of the paragraph that is open.
    open: usize,
}

/// Lines among which the page's header stands.
const HEAD: usize = 400;

impl Counter {
    /// Counts the lines of a piece, which are of these kinds, and its groups. Linear.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn add(&mut self, source: &Source, kinds: &[Kind], groups: &[Group]) {
        let shape = &mut self.shape;
        shape.groups += groups.len();
        shape.bulleted += groups.iter().filter(|g| g.bulleted).count();
        let mut floor = 0;
        for group in groups {
            let between = kinds.get(floor..group.lines.start).unwrap_or(&[]);
            shape.groups_after_text += usize::from(between.contains(&Kind::Text));
            floor = group.lines.end;
        }
        for (at, kind) in kinds.iter().enumerate() {
            let len = source.span(at).len();
            if shape.lines + shape.blank < HEAD {
                let text = source.line(at);
                shape.banner |= furniture::is_banner(text) || furniture::strip_glued(text).len() < text.len();
            }
            if *kind == Kind::Blank {
                shape.blank += 1;
            } else {
                shape.lines += 1;
            }
            if *kind == Kind::Text {
                self.line.add(len);
                if len > shape.longest {
                    shape.longest = shape.longest.max(source.line(at).chars().count());
                }
                self.open += len + 1;
            } else if self.open > 0 {
                self.paragraph.add(std::mem::take(&mut self.open) - 1);
            }
        }
    }

    /// The figures of all that was counted.
    pub fn shape(&self) -> Shape {
        let mut paragraph = self.paragraph.clone();
        if self.open > 0 {
            paragraph.add(self.open - 1);
        }
        Shape {
            line_pairs: self.line.pairs,
            text_lines: self.line.seen,
            paragraph_pairs: paragraph.pairs,
            paragraphs: paragraph.seen,
            ..self.shape
        }
    }
}

/// Counts pairs of a short and a long text.
#[derive(Clone, Debug, Default)]
struct Pairs {
    seen: usize,
    pairs: usize,
    title: bool,
}

impl Pairs {
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn add(&mut self, bytes: usize) {
        self.seen += 1;
        if self.title && bytes >= 300 {
            self.pairs += 1;
            self.title = false;
        } else {
            self.title = (3..=250).contains(&bytes);
        }
    }
}
