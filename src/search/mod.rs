//! Tokens, index, query, ranking, facets and highlights over the library.

pub mod bits;
pub mod brief;
pub mod changes;
pub mod count;
pub mod exactly;
pub mod extras;
pub mod facet;
pub mod filter;
pub mod fragment;
pub mod highlight;
pub mod index;
pub mod language;
pub mod marks;
pub mod matching;
pub mod organisations;
pub mod plan;
pub mod query;
pub mod rank;
pub mod resolve;
pub mod run;
pub mod shard;
pub mod stem;
#[cfg(test)]
mod tests;
pub mod universe;
pub mod words;
pub mod years;
