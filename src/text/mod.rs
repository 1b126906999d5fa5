//! Text on its way to the eye and to the index: white space, folding, LaTeX leftovers, links.

pub mod fold;
pub mod latex;
pub mod links;
pub mod space;
