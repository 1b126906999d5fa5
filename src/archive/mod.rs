//! What holds many dumps: the directory of a zip file, and which files of an archive or a folder are none of the user's.
//!
//! Only directories are read here. What an entry holds stays packed in the file until its turn comes, and is unpacked then by
//! the browser, chunk by chunk: a zip file is never in memory as a whole.

pub mod names;
pub mod zip;

/// From this many unpacked bytes on, what a file or an entry unpacks to is held against [`MOST_TIMES`].
pub const SURE: u64 = 32 << 20;
/// The most times its packed size that something large may unpack to. Text packs to a third, a page of mark-up to a
/// twentieth; what goes beyond this is made to fill memory.
pub const MOST_TIMES: u64 = 200;

/// Whether so many packed bytes become more than any text would.
pub fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > SURE && unpacked / MOST_TIMES > packed
}
