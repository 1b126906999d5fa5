//! Tokens, index, query, ranking, facets and highlights over the library.

pub mod extras;
pub mod fragment;
pub mod highlight;
pub mod index;
pub mod language;
pub mod query;
pub mod run;
#[cfg(test)]
mod tests;
pub mod words;
