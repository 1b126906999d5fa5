//! Favourites as text: one JSON record each for storage, and an exchange file of all for backups.

use super::Favourite;
use crate::exchange::{self, NotExchange};
use crate::json::{Reader, Writer};
use crate::paper::PaperId;
use std::fmt;

/// The version written, and the newest that is read.
pub const VERSION: u64 = 1;

/// Why a record cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is not what Paperdeck wrote.
    Corrupt(String),
    /// A later Paperdeck wrote it, in this version.
    Newer(u64),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt(why) => write!(f, "expected a favourite as Paperdeck stores it, found {why}"),
            Self::Newer(version) => write!(f, "expected version {VERSION}, found {version}"),
        }
    }
}

impl std::error::Error for Unusable {}

/// A favourite's record, without its identity: the key it is stored under has that.
pub fn encode(favourite: &Favourite) -> String {
    // The exchange file's paper, with its own version, and the one thing that file does not keep.
    let mut json = Writer::compact();
    json.open('{');
    json.key("version");
    json.plain(&VERSION);
    json.text_at("year_reason", Some(&favourite.paper.year_reason));
    exchange::write_paper(&mut json, &favourite.paper, Some(favourite));
    json.close('}');
    json.finish()
}

/// The favourite in a record that is stored under this identity.
///
/// # Errors
/// [`Unusable`] when it was not written by this version or one before.
pub fn decode(id: PaperId, text: &str) -> Result<Favourite, Unusable> {
    let value = serde_json::from_str(text).map_err(|why| Unusable::Corrupt(why.to_string()))?;
    let mut json = Reader::new(value).map_err(Unusable::Corrupt)?;
    // The version first: a newer record may have any shape.
    match json.take("version").map(|version| version.as_u64()) {
        None => return Err(Unusable::Corrupt("missing field `version`".to_owned())),
        Some(Some(VERSION)) => {}
        Some(Some(newer)) if newer > VERSION => return Err(Unusable::Newer(newer)),
        Some(_) => return Err(Unusable::Corrupt("another version".to_owned())),
    }
    let year_reason = json.text("year_reason").map_err(Unusable::Corrupt)?.unwrap_or_default();
    let (mut paper, mark) = exchange::read_paper(&mut json).map_err(Unusable::Corrupt)?;
    let Some(mark) = mark else { return Err(Unusable::Corrupt("a paper that is no favourite".to_owned())) };
    paper.id = id;
    if !year_reason.is_empty() {
        paper.year_reason = year_reason;
    }
    Ok(mark.of(paper))
}

/// All favourites as an exchange file.
pub fn backup(favourites: &[Favourite]) -> String {
    exchange::write(favourites.iter().map(|favourite| (&favourite.paper, Some(favourite))))
}

/// The favourites in a backup, or in any export; papers in it that are no favourites are passed over.
///
/// # Errors
/// [`NotExchange`] when the text is no exchange file.
pub fn restore(text: &str) -> Result<Vec<Favourite>, NotExchange> {
    let papers = exchange::read(text)?;
    Ok(papers.into_iter().filter_map(|(paper, mark)| mark.map(|mark| mark.of(paper))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::favourite;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trips(favourite in favourite()) {
            prop_assert_eq!(decode(favourite.id(), &encode(&favourite)), Ok(favourite.clone()));
            prop_assert_eq!(restore(&backup(std::slice::from_ref(&favourite))), Ok(vec![favourite]));
        }

        #[test]
        fn a_cut_record_is_corrupt(favourite in favourite(), cut in any::<prop::sample::Index>()) {
            let text = encode(&favourite);
            let cut = text.char_indices().map(|(at, _)| at).nth(cut.index(text.chars().count())).unwrap();
            prop_assert!(matches!(decode(favourite.id(), &text[..cut]), Err(Unusable::Corrupt(_))));
        }
    }

    #[test]
    fn refuses_with_a_sentence() {
        let check = |text: &str, want: &str| {
            let why = decode(PaperId(1), text).unwrap_err().to_string();
            assert!(why.contains(want), "{why}");
        };
        check("", "EOF");
        check("{}", "missing field `version`");
        check(r#"{"version":0}"#, "another version");
        check(r#"{"version":2,"shape":"any"}"#, "expected version 1, found 2");
        check(r#"{"version":1}"#, "missing field `title`");
        check(r#"{"version":1,"title":"a"}"#, "no favourite");
        check(r#"{"version":1,"title":"","favourite":{}}"#, "expected a title");
    }

    #[test]
    fn keeps_its_identity_and_reason() {
        let text = r#"{"version":1,"title":"a","published":"2025-01-02","year_inferred":true,"year_reason":"why","favourite":{}}"#;
        let favourite = decode(PaperId(7), text).unwrap();
        assert_eq!((favourite.id(), favourite.paper.year_reason.as_str()), (PaperId(7), "why"));
        assert_eq!(decode(PaperId(7), &encode(&favourite)), Ok(favourite));
    }
}
