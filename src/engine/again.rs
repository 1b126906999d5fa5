//! A dump read once more from the text that is held of it, because the user said something of it.

use super::held::Held;
use crate::dump::{Dump, NotADump, Pieces, Settings, asked};
use crate::library::Volume;
use std::sync::Arc;

/// Bytes of text that are handed over at a time.
const PIECE: usize = 2 << 20;

/// The dump as it is.
#[derive(Debug)]
pub struct Again {
    volume: Arc<Volume>,
    /// How much of its text was handed over.
    at: u32,
    ended: bool,
    /// What its bytes are known by.
    pub fingerprint: String,
    /// What is missing of it, and why.
    pub incomplete: Option<String>,
}

impl Again {
    pub fn of(held: &Held) -> Self {
        let (fingerprint, incomplete) = (held.fingerprint.clone(), held.incomplete.clone());
        Self { volume: held.input.volume.clone(), at: 0, ended: false, fingerprint, incomplete }
    }

    /// Whether there is more of its text.
    pub fn waits(&self) -> bool {
        !self.ended
    }

    /// Hands over the next piece of its text.
    pub fn feed(&mut self, pieces: &mut Pieces) -> Result<(), NotADump> {
        let rest = self.volume.dump.source_from(self.at);
        let next = rest.get(..PIECE).unwrap_or(rest);
        self.at += next.len() as u32;
        if next.is_empty() {
            self.ended = true;
            pieces.end();
            return Ok(());
        }
        pieces.push(next)
    }

    /// Looks at what it was read into: in another layout than the one that was asked for it had no papers in that.
    pub fn check(&self, dump: &mut Dump, settings: &Settings) -> Result<(), NotADump> {
        if let Some(layout) = asked(settings).filter(|layout| layout.name != dump.layout) {
            return Err(NotADump::NoPapers { layout: layout.name.to_owned(), found: "none".to_owned() });
        }
        dump.was_decoded(self.volume.dump.decoded());
        Ok(())
    }
}
