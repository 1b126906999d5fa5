//! Which papers match a plan, and how well: a set of bits and an array of scores per segment.

use super::bits::Bits;
use super::filter::Test;
use super::index::{Frequency, Occurrence, Postings, Segment};
use super::language::Field;
use super::marks::Marks;
use super::plan::{Node, Plan};
use super::rank::{Norm, idf, saturated, weights};
use super::resolve::{Correct, Resolved, resolve};
use super::shard::{NO_PAPER, Shard};
use super::universe::Universe;
use super::words::Word;
use crate::text::latex;

/// A plan bound to the segments it runs on.
pub struct Matcher<'a> {
    universe: Universe<'a>,
    segments: Vec<(&'a Segment, &'a Shard)>,
    documents: u32,
    words: Vec<Bound>,
    root: Step,
}

/// A word of the plan with its terms.
struct Bound {
    word: Word,
    tokens: Vec<Resolved>,
    scored: bool,
}

/// A node of the plan, the cheap parts of every `All` first.
enum Step {
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
    Word(usize),
    Filter(Test),
}

impl<'a> Matcher<'a> {
    /// Looks the words of a plan up, and notes corrections in it, of words that the rule takes for typing errors or of `any`.
    /// `None` for a plan that leaves nothing out.
    pub fn new(universe: Universe<'a>, plan: &mut Plan, marks: &Marks<'a>, any: bool) -> Option<Self> {
        let segments = universe.segments();
        let root = plan.root.take()?;
        let words: Vec<Bound> = plan
            .all
            .iter_mut()
            .map(|planned| {
                let correct = !planned.negated && planned.word.patterns.len() == 1;
                let tokens = planned.word.patterns.iter_mut().map(|pattern| {
                    let correct = match (correct && pattern.stem, any) {
                        (false, _) => Correct::Never,
                        (true, false) => Correct::ByRule,
                        (true, true) => Correct::Any,
                    };
                    resolve(pattern, &segments, correct)
                });
                let tokens = tokens.collect();
                Bound { word: planned.word.clone(), tokens, scored: !planned.negated }
            })
            .collect();
        let documents = segments.iter().map(|(segment, _)| segment.len() as u32).sum();
        let matcher = Self { universe, segments, documents, words, root: Step::All(Vec::new()) };
        let step = matcher.step(&root, marks).0;
        plan.root = Some(root);
        Some(Self { root: step, ..matcher })
    }

    /// The step for a node, and about how much work it is.
    fn step(&self, node: &Node, marks: &Marks<'a>) -> (Step, u64) {
        /// Looking at every paper, and at every text.
        const PAPERS: u64 = 1 << 40;
        const TEXTS: u64 = 1 << 50;
        let steps = |nodes: &[Node]| {
            let mut steps: Vec<(Step, u64)> = nodes.iter().map(|node| self.step(node, marks)).collect();
            // A handful of parts: insertion keeps equals in order and weighs nothing.
            for end in 1..steps.len() {
                for at in (1..=end).rev() {
                    let dearer = steps.get(at - 1).zip(steps.get(at)).is_some_and(|(a, b)| a.1 > b.1);
                    if dearer {
                        steps.swap(at - 1, at);
                    }
                }
            }
            let cost = steps.iter().map(|(_, cost)| *cost).max().unwrap_or(0);
            (steps.into_iter().map(|(step, _)| step).collect(), cost)
        };
        match node {
            Node::All(nodes) => {
                let (steps, cost) = steps(nodes);
                (Step::All(steps), cost)
            }
            Node::Any(nodes) => {
                let (steps, cost) = steps(nodes);
                (Step::Any(steps), cost)
            }
            Node::Not(node) => {
                let (step, cost) = self.step(node, marks);
                (Step::Not(Box::new(step)), cost + PAPERS)
            }
            Node::Word(number) => {
                let cost = self.words.get(*number).map_or(0, |bound| match bound.tokens.as_slice() {
                    [token] => u64::from(token.holding),
                    tokens => TEXTS + tokens.iter().map(|token| u64::from(token.holding)).min().unwrap_or(0),
                });
                (Step::Word(*number), cost)
            }
            Node::Filter(filter) => (Step::Filter(Test::new(filter, self.universe, marks)), PAPERS),
        }
    }

    /// Calls `found` with every paper that matches, in the order of the index, and its score. Linear in the postings of the
    /// words, in the papers that filters look at.
    ///
    /// The words of an alternative that does not hold may still add to the score of a paper that another one lets through.
    #[inline(never)]
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn each(&self, mut found: impl FnMut(u32, f32)) {
        let mut scratch = Scratch::default();
        for (at, (segment, shard)) in self.segments.iter().enumerate() {
            scratch.reset(segment.len());
            for doc in self.matching(&self.root, at, &shard.live, &mut scratch).iter() {
                let doc = usize::from(doc);
                if let (Some(paper), Some(score)) = (shard.papers.get(doc), scratch.scores.get(doc)) {
                    found(*paper, *score);
                }
            }
        }
    }

    /// The documents of a segment among `within` that a step lets through.
    fn matching(&self, step: &Step, at: usize, within: &Bits, scratch: &mut Scratch) -> Bits {
        match step {
            Step::All(steps) => {
                let mut left = within.clone();
                for step in steps {
                    left = self.matching(step, at, &left, scratch);
                }
                left
            }
            Step::Any(steps) => {
                let mut any = within.clone();
                any.remove_all(within);
                for step in steps {
                    any.insert_all(&self.matching(step, at, within, scratch));
                }
                any
            }
            Step::Not(step) => {
                let mut left = within.clone();
                left.remove_all(&self.matching(step, at, within, scratch));
                left
            }
            Step::Word(number) => match self.words.get(*number) {
                Some(bound) => self.word(bound, at, within, scratch),
                None => within.clone(),
            },
            Step::Filter(test) => {
                let mut left = within.clone();
                let Some((_, shard)) = self.segments.get(at) else { return left };
                for doc in within.iter() {
                    let paper = shard.papers.get(usize::from(doc)).copied().unwrap_or(NO_PAPER);
                    if !self.universe.view(paper).is_some_and(|view| test.passes(paper, &view)) {
                        left.remove(doc);
                    }
                }
                left
            }
        }
    }

    fn word(&self, bound: &Bound, at: usize, within: &Bits, scratch: &mut Scratch) -> Bits {
        let field = bound.word.field;
        if let [token] = bound.tokens.as_slice() {
            return self.token(token, field, bound.scored, at, within, scratch);
        }
        let mut left = within.clone();
        for token in &bound.tokens {
            left = self.token(token, field, false, at, &left, scratch);
        }
        left = self.together(bound, at, &left);
        if bound.scored {
            for token in &bound.tokens {
                self.token(token, field, true, at, &left, scratch);
            }
        }
        left
    }

    /// The documents among `within` that hold one of a token's terms, and what that adds to their scores.
    fn token(
        &self,
        token: &Resolved,
        field: Option<Field>,
        scored: bool,
        at: usize,
        within: &Bits,
        scratch: &mut Scratch,
    ) -> Bits {
        let mut set = Bits::none(scratch.scores.len());
        let (Some((segment, shard)), Some(terms)) = (self.segments.get(at), token.terms.get(at)) else { return set };
        let idf = idf(token.holding, self.documents);
        let few = within.len();
        // One term needs no sum of counts.
        let alone = terms.len() == 1;
        let mut sums = Sums {
            set: &mut set,
            norms: &shard.norms,
            sums: if alone { &mut scratch.scores } else { &mut scratch.counts },
            weights: (0.0, 0.0),
            idf: if alone { Some(if scored { idf } else { 0.0 }) } else { None },
        };
        for (term, worth) in terms {
            sums.weights = weights(*worth, field);
            sums.add(segment.postings(*term), within, few);
        }
        if alone {
            return set;
        }
        for doc in set.iter() {
            let at = usize::from(doc);
            if let (Some(score), Some(count)) = (scratch.scores.get_mut(at), scratch.counts.get_mut(at)) {
                if scored {
                    *score += idf * saturated(*count);
                }
                *count = 0.0;
            }
        }
        set
    }

    /// The documents among `within` in which the tokens of a word stand together. Linear in the occurrences of the tokens,
    /// and in the texts of documents that have so many of them that not all are in the index.
    fn together(&self, bound: &Bound, at: usize, within: &Bits) -> Bits {
        let mut set = within.clone();
        set.remove_all(within);
        let Some((segment, shard)) = self.segments.get(at) else { return set };
        let mut full = set.clone();
        let in_field = |place: Occurrence| {
            let title = segment.lengths(place.doc()).0;
            match bound.word.field {
                None => true,
                Some(Field::Title) => place.position() < title,
                Some(Field::Abstract) => place.position() > title,
            }
        };
        // Where the tokens so far stand together: the places of the last of them.
        let mut so_far: Vec<Occurrence> = Vec::new();
        for (number, token) in bound.tokens.iter().enumerate() {
            let (is_first, is_last) = (number == 0, number + 1 == bound.tokens.len());
            let mut next: Vec<Occurrence> = Vec::new();
            for (term, _) in token.terms.get(at).map_or(&[][..], Vec::as_slice) {
                let mut from = 0;
                segment.occurrences(*term, within, |place, frequency| {
                    if frequency.is_full() {
                        full.insert(place.doc());
                    }
                    if if is_first { in_field(place) } else { follows(&so_far, &mut from, place) } {
                        if is_last {
                            set.insert(place.doc());
                        } else {
                            // Only the last token has several terms, so these come in order.
                            next.push(place);
                        }
                    }
                });
            }
            so_far = next;
        }
        full.remove_all(&set);
        for doc in full.iter() {
            let paper = shard.papers.get(usize::from(doc)).copied().unwrap_or(NO_PAPER);
            if self.has_word(&bound.word, paper) {
                set.insert(doc);
            }
        }
        set
    }

    /// Whether a word stands in a paper. Linear in its text.
    fn has_word(&self, word: &Word, paper: u32) -> bool {
        let (title, text) = self.universe.texts(paper);
        (word.is_for(Field::Title) && word.is_in(&latex::display(&title)))
            || (word.is_for(Field::Abstract) && word.is_in(&latex::display(&text)))
    }
}

/// Whether a place comes right after one of `places`, which are in order; `from` is where to look on. Logarithmic in how
/// far that is.
fn follows(places: &[Occurrence], from: &mut usize, place: Occurrence) -> bool {
    let before = |at: usize| places.get(at).is_some_and(|other| other.next() < place);
    let mut step = 1;
    while before(*from + step) {
        *from += step;
        step *= 2;
    }
    let near = places.get(*from..(*from + step + 1).min(places.len())).unwrap_or(&[]);
    *from += near.partition_point(|other| other.next() < place);
    places.get(*from).is_some_and(|other| other.next() == place)
}

/// The documents that hold some terms, and what these add to each.
struct Sums<'a> {
    set: &'a mut Bits,
    norms: &'a [Norm],
    /// Weighted counts, or with `idf` scores.
    sums: &'a mut [f32],
    weights: (f32, f32),
    idf: Option<f32>,
}

impl Sums<'_> {
    /// Adds a term's postings in the documents `within`; `few` is their number. Linear in the postings, or where `within` is
    /// much smaller, in it times the logarithm of the gaps.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn add(&mut self, postings: Postings, within: &Bits, few: usize) {
        if postings.are_many_for(few) {
            let mut seek = postings.seek();
            for doc in within.iter() {
                if let Some(frequency) = seek.to(doc) {
                    self.take(doc, frequency);
                }
            }
        } else if few == self.norms.len() {
            postings.each(&mut |doc, frequency| self.take(doc, frequency));
        } else {
            postings.each(&mut |doc, frequency| {
                if within.contains(doc) {
                    self.take(doc, frequency);
                }
            });
        }
    }

    #[inline(always)]
    fn take(&mut self, doc: u16, frequency: Frequency) {
        let at = usize::from(doc);
        let (Some(norm), Some(sum)) = (self.norms.get(at), self.sums.get_mut(at)) else { return };
        let count = norm.count(frequency, self.weights);
        if count > 0.0 {
            self.set.insert(doc);
            *sum += self.idf.map_or(count, |idf| idf * saturated(count));
        }
    }
}

/// Arrays that are used again for every segment.
#[derive(Default)]
struct Scratch {
    scores: Vec<f32>,
    /// Sums of counts; all 0 between two tokens.
    counts: Vec<f32>,
}

impl Scratch {
    fn reset(&mut self, len: usize) {
        // Memory that comes zeroed is quicker than filling it one by one.
        self.scores = vec![0.0; len];
        if self.counts.len() != len {
            self.counts = vec![0.0; len];
        }
    }
}
