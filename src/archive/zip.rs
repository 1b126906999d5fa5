//! The directory of a zip file, read from its end: bytes in, entries out, and three short reads for it.
//!
//! [`Directory::find`] takes the last [`TAIL`] bytes and says where the directory is; [`Directory::list`] takes its bytes and
//! gives the entries; [`Entry::data`] takes an entry's own header and says where its data is. Sizes come from the directory,
//! which has them even where the entry's header has not.

use super::{is_bomb, names};
use std::fmt;

/// The most bytes at the end of a file that tell where its directory is: the longest comment and the three records of the end.
pub const TAIL: u64 = 22 + 65_535 + 20 + 56;
/// Bytes at the front of an entry that tell where its data is.
pub const HEADER: u64 = 30;
/// The most bytes of a directory that are read: some hundred thousand entries.
pub const MAX_DIRECTORY: u64 = 32 << 20;
/// The most entries that are opened.
pub const MAX_ENTRIES: usize = 10_000;
/// The most bytes that all entries may unpack to.
pub const MAX_TOTAL: u64 = 4 << 30;

const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
const IN_DIRECTORY: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
/// What stands in a field of 32 bits whose value is in a wider one.
const WIDE: u64 = 0xffff_ffff;

/// Whether a file that begins like this is a zip file: by its first entry, or by the end of one that has none.
pub fn is_zip(head: &[u8]) -> bool {
    matches!(u32_at(head, 0), Some(LOCAL | END))
}

/// Why a zip file cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotZip {
    /// It has no end.
    Cut,
    /// Its directory is not where its end says it is.
    NoDirectory,
    /// Its directory has more bytes than are read.
    TooLong(u64),
    /// Its entries have more bytes than the file: they lie over each other.
    Overlapping,
}

impl fmt::Display for NotZip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.write_str("expected a whole zip file, found one that is cut short"),
            Self::NoDirectory => f.write_str("expected a zip file, found one whose directory is damaged"),
            Self::TooLong(bytes) => {
                write!(f, "expected a zip file with a directory of at most {MAX_DIRECTORY} bytes, found {bytes}")
            }
            Self::Overlapping => {
                f.write_str("expected a zip file, found one whose entries lie over each other, as in a zip bomb")
            }
        }
    }
}

/// Why one entry is not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It needs a password.
    Encrypted,
    /// It is packed in a way (its number) that browsers do not unpack.
    Method(u16),
    /// It is a zip file itself.
    Nested,
    /// It unpacks to far more than a text would.
    Bomb {
        /// Bytes in the file.
        packed: u64,
        /// Bytes unpacked.
        unpacked: u64,
    },
    /// With it the file unpacks to more than [`MAX_TOTAL`].
    Total,
    /// It is one more than [`MAX_ENTRIES`].
    Many,
    /// Its header or its data are not where the directory says.
    Damaged,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => f.write_str("expected an entry without a password, found one that is encrypted"),
            Self::Method(method) => {
                write!(f, "expected an entry that is stored or deflated, found one packed by method {method}")
            }
            Self::Nested => f.write_str("expected a dump, found a zip file inside the zip file"),
            Self::Bomb { packed, unpacked } => {
                write!(f, "expected text, found {packed} bytes that unpack to {unpacked}, as in a zip bomb")
            }
            Self::Total => write!(f, "expected at most {} GB in one zip file, found more", MAX_TOTAL >> 30),
            Self::Many => write!(f, "expected at most {MAX_ENTRIES} files in one zip file, found more"),
            Self::Damaged => f.write_str("expected an entry where the zip file's directory says, found none"),
        }
    }
}

/// Where the directory of a zip file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Its first byte in the file.
    pub from: u64,
    /// Behind its last byte.
    pub to: u64,
    /// How far everything lies behind where it says it is: something stands before the zip file.
    shift: u64,
}

/// A file in a zip file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, with its folders.
    pub name: String,
    /// Where its header is.
    pub header: u64,
    /// Bytes of its data in the file.
    pub packed: u64,
    /// Bytes of it.
    pub unpacked: u64,
    /// Whether it is deflated; else its data is stored as it is.
    pub deflated: bool,
}

/// What the directory lists. Folders and junk are passed over in silence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What can be opened, in the order of the directory.
    pub entries: Vec<Entry>,
    /// What cannot, by name.
    pub unusable: Vec<(String, Unusable)>,
    /// Whether the directory breaks off.
    pub cut: bool,
}

impl Directory {
    /// Finds the directory of a file of `size` bytes by its last bytes: [`TAIL`] of them, or all there are.
    ///
    /// # Errors
    /// [`NotZip`] when it is not there.
    pub fn find(size: u64, tail: &[u8]) -> Result<Self, NotZip> {
        let start = size.checked_sub(tail.len() as u64).ok_or(NotZip::Cut)?;
        let end = end_record(tail).ok_or(NotZip::Cut)?;
        let end_at = start + end as u64;
        let narrow = (u32_at(tail, end + 12).map(u64::from), u32_at(tail, end + 16).map(u64::from), end_at);
        let (Some(length), Some(from), behind) = wide_end(tail, start, end).unwrap_or(narrow) else {
            return Err(NotZip::Cut);
        };
        if length > MAX_DIRECTORY {
            return Err(NotZip::TooLong(length));
        }
        // The directory ends where the records of the end begin; what it says of its own place may leave out a front part.
        let actual = behind.checked_sub(length).ok_or(NotZip::NoDirectory)?;
        let shift = actual.checked_sub(from).ok_or(NotZip::NoDirectory)?;
        Ok(Self { from: actual, to: behind, shift })
    }

    /// The entries in the bytes of the directory.
    ///
    /// # Errors
    /// [`NotZip`] when it is none.
    pub fn list(&self, bytes: &[u8]) -> Result<Listing, NotZip> {
        let mut listing = Listing::default();
        let (mut at, mut packed, mut total) = (0, 0_u64, 0_u64);
        while at < bytes.len() {
            let Some((record, next)) = record(bytes, at) else {
                // Behind the last entry there may be a signature.
                listing.cut = u32_at(bytes, at) != Some(0x0505_4b50);
                break;
            };
            at = next;
            packed = packed.saturating_add(record.entry.packed);
            if record.entry.name.ends_with('/') || names::is_junk(&record.entry.name) {
                continue;
            }
            match self.usable(record, listing.entries.len(), &mut total) {
                Ok(entry) => listing.entries.push(entry),
                Err(unusable) => listing.unusable.push(unusable),
            }
        }
        if listing.cut && listing.entries.is_empty() && listing.unusable.is_empty() {
            return Err(NotZip::NoDirectory);
        }
        if packed > self.from {
            return Err(NotZip::Overlapping);
        }
        Ok(listing)
    }

    fn usable(&self, record: Record, before: usize, total: &mut u64) -> Result<Entry, (String, Unusable)> {
        let Record { mut entry, method, encrypted } = record;
        let header = entry.header.checked_add(self.shift);
        let ends = header.and_then(|at| at.checked_add(HEADER)?.checked_add(entry.packed));
        let why = if encrypted {
            Unusable::Encrypted
        } else if method != 0 && method != 8 {
            Unusable::Method(method)
        } else if entry.name.to_ascii_lowercase().ends_with(".zip") {
            Unusable::Nested
        } else if is_bomb(entry.packed, entry.unpacked) {
            Unusable::Bomb { packed: entry.packed, unpacked: entry.unpacked }
        } else if ends.is_none_or(|end| end > self.from) || method == 0 && entry.packed != entry.unpacked {
            Unusable::Damaged
        } else if total.saturating_add(entry.unpacked) > MAX_TOTAL {
            Unusable::Total
        } else if before >= MAX_ENTRIES {
            Unusable::Many
        } else {
            *total += entry.unpacked;
            entry.header = header.unwrap_or(0);
            return Ok(entry);
        };
        Err((entry.name, why))
    }
}

impl Entry {
    /// Where its data is in the file, by the [`HEADER`] bytes from its header on.
    ///
    /// # Errors
    /// [`Unusable`] when no entry begins there, or it would reach into the directory.
    pub fn data(&self, header: &[u8], directory: &Directory) -> Result<(u64, u64), Unusable> {
        let lengths = u16_at(header, 26).zip(u16_at(header, 28)).filter(|_| u32_at(header, 0) == Some(LOCAL));
        let (name, extra) = lengths.ok_or(Unusable::Damaged)?;
        let from = self.header + HEADER + u64::from(name) + u64::from(extra);
        let to = from.saturating_add(self.packed);
        if to <= directory.from { Ok((from, to)) } else { Err(Unusable::Damaged) }
    }
}

/// Where the record of the end begins: the last one whose comment goes to the end, else the last one.
fn end_record(tail: &[u8]) -> Option<usize> {
    let at = |from: usize| u32_at(tail, from) == Some(END) && from + 22 <= tail.len();
    let whole =
        |from: &usize| u16_at(tail, from + 20).is_some_and(|length| from + 22 + usize::from(length) == tail.len());
    let mut last = None;
    for from in (0..tail.len()).rev().filter(|from| at(*from)) {
        if whole(&from) {
            return Some(from);
        }
        last = last.or(Some(from));
    }
    last
}

/// Length, place and end of the directory by the wide record of the end, where there is one.
fn wide_end(tail: &[u8], start: u64, end: usize) -> Option<(Option<u64>, Option<u64>, u64)> {
    let locator = end.checked_sub(20).filter(|at| u32_at(tail, *at) == Some(LOCATOR_64))?;
    // Where the locator says it is, else right before it: then something stands before the zip file.
    let said = u64_at(tail, locator + 8).and_then(|at| usize::try_from(at.checked_sub(start)?).ok());
    let is_wide = |at: &usize| u32_at(tail, *at) == Some(END_64);
    let at = said.filter(is_wide).or_else(|| locator.checked_sub(56).filter(is_wide))?;
    Some((u64_at(tail, at + 40), u64_at(tail, at + 48), start + at as u64))
}

struct Record {
    entry: Entry,
    method: u16,
    encrypted: bool,
}

/// The record at a place of the directory, and where the next one is.
fn record(bytes: &[u8], at: usize) -> Option<(Record, usize)> {
    let fixed = bytes.get(at..at.checked_add(46)?)?;
    if u32_at(fixed, 0)? != IN_DIRECTORY {
        return None;
    }
    let name_at = at + 46;
    let extra_at = name_at + usize::from(u16_at(fixed, 28)?);
    let comment_at = extra_at + usize::from(u16_at(fixed, 30)?);
    let next = comment_at + usize::from(u16_at(fixed, 32)?);
    let name = names::decode(bytes.get(name_at..extra_at)?);
    let mut wide = wide_fields(bytes.get(extra_at..comment_at)?);
    let mut size = |narrow: usize| match u32_at(fixed, narrow).map(u64::from)? {
        WIDE => {
            let value = u64_at(wide, 0)?;
            wide = wide.get(8..).unwrap_or_default();
            Some(value)
        }
        size => Some(size),
    };
    // In this order they stand in the wide fields.
    let (unpacked, packed, header) = (size(24)?, size(20)?, size(42)?);
    let (flags, method) = (u16_at(fixed, 8)?, u16_at(fixed, 10)?);
    let entry = Entry { name, header, packed, unpacked, deflated: method == 8 };
    Some((Record { entry, method, encrypted: flags & 1 != 0 }, next))
}

/// What the extra field has of values that do not fit in 32 bits.
fn wide_fields(mut extra: &[u8]) -> &[u8] {
    while let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let end = 4 + usize::from(length);
        if id == 1 {
            return extra.get(4..end).unwrap_or_default();
        }
        extra = extra.get(end..).unwrap_or_default();
    }
    &[]
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests;
