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
    /// How many corrections it has.
    corrections: usize,
    /// What its bytes are known by.
    pub fingerprint: String,
    /// What is missing of it, and why.
    pub incomplete: Option<String>,
}

impl Again {
    pub fn of(held: &Held) -> Self {
        let (fingerprint, incomplete) = (held.fingerprint.clone(), held.incomplete.clone());
        let (volume, corrections) = (held.input.volume.clone(), held.settings.corrections.len());
        Self { volume, at: 0, ended: false, corrections, fingerprint, incomplete }
    }

    /// Whether there is more of its text.
    pub fn waits(&self) -> bool {
        !self.ended
    }

    /// How many bytes of its text were handed over, and how many there are.
    pub fn progress(&self) -> (u64, Option<u64>) {
        (u64::from(self.at), Some(u64::from(self.volume.dump.text_len())))
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

    /// Looks at what it was read into: in another layout than the one that was asked for it had no papers in that, and a
    /// correction that was added must fit.
    pub fn check(&self, dump: &mut Dump, settings: &Settings) -> Result<(), String> {
        if let Some(layout) = asked(settings).filter(|layout| layout.name != dump.layout) {
            return Err(NotADump::NoPapers { layout: layout.name.to_owned(), found: "none".to_owned() }.to_string());
        }
        if let Some(unfit) = dump.unfit.as_ref().filter(|_| settings.corrections.len() > self.corrections) {
            return Err(unfit.to_string());
        }
        dump.was_decoded(self.volume.dump.decoded());
        Ok(())
    }
}
