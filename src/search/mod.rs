//! Tokens, index, query, ranking, facets and highlights over the library.

pub mod exactly;
pub mod extras;
pub mod filter;
pub mod fragment;
pub mod highlight;
pub mod index;
pub mod query;
pub mod run;
#[cfg(test)]
mod tests;
pub mod words;
pub mod years;
