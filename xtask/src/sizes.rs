//! What a visitor downloads, and the most it may weigh.

use crate::shell::{Result, output, program};
use crate::small_std;
use std::path::Path;

/// In bytes of brotli, over everything that a visit loads which opens, searches and keeps a listing.
const LIMIT: u64 = 323_700;
/// The same for what is loaded when it is needed, or in the background for use without a network.
const LATER: u64 = 116_000;

/// Prints raw, gzip and brotli size of every file, tab-separated. Node has both compressors, so xtask needs none.
const WEIGH: &str = "
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { brotliCompressSync, gzipSync } = require('node:zlib');
const top = process.argv[1];
for (const entry of readdirSync(top, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || /\\.(br|gz)$/.test(entry.name)) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(file);
  const name = file.slice(top.length + 1);
  console.log([bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length, name].join('\\t'));
}";

/// Prints the sizes of the files in `dist`, and fails if they weigh more together than they may. `small` tells that the
/// wasm has the [`small_std`]; where that cannot be had, the limit is as much higher as it saves.
pub fn weigh(dist: &Path, small: bool) -> Result<()> {
    let more = if small { 0 } else { small_std::SAVES };
    // A quarter of the wasm is in the second part.
    let (limit, later_limit) = (LIMIT + more, LATER + more / 4);
    let table = output(program("node").args(["-e", WEIGH]).arg(dist))
        .ok_or_else(|| format!("the files in {} could not be weighed with Node", dist.display()))?;
    println!("\n{:>9} {:>9} {:>9}  file", "raw", "gzip", "brotli");
    let (mut total, mut later) = ([0; 3], [0; 3]);
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [raw, gzip, brotli, name] = columns.as_slice() else {
            return Err(format!("expected three sizes and a name, found `{line}`"));
        };
        let (sums, note) = match name {
            name if !is_loaded(name) => (None, "  (not counted)"),
            name if is_later(name) => (Some(&mut later), "  (when it is needed)"),
            _ => (Some(&mut total), ""),
        };
        for (sum, size) in sums.into_iter().flatten().zip([raw, gzip, brotli]) {
            *sum += size.parse::<u64>().map_err(|_| format!("`{size}` is no size"))?;
        }
        println!("{raw:>9} {gzip:>9} {brotli:>9}  {name}{note}");
    }
    let [raw, gzip, brotli] = total;
    println!("{raw:>9} {gzip:>9} {brotli:>9}  at first, of {limit} allowed in brotli");
    println!("{:>9} {:>9} {:>9}  later, of {later_limit}", later[0], later[1], later[2]);
    println!("{:>9} {:>9} {:>9}  in all\n", raw + later[0], gzip + later[1], brotli + later[2]);
    for (weighs, limit, when) in [(brotli, limit, "at first"), (later[2], later_limit, "later")] {
        if weighs > limit {
            return Err(format!("what dist/ loads {when} weighs {weighs} bytes in brotli, and may weigh {limit}"));
        }
    }
    Ok(())
}

/// The second part of the wasm.
fn is_later(name: &str) -> bool {
    name.split('.').next().is_some_and(|stem| stem.ends_with(crate::bundle::LATER))
}

/// What begins with `_` is for hosts, and pictures are for shop windows: no visit to the app loads either.
fn is_loaded(name: &str) -> bool {
    let picture = [".png", ".jpg", ".webp"].iter().any(|end| name.ends_with(end));
    !name.starts_with('_') && !picture
}
