//! What a visitor downloads, and the most it may weigh.

use crate::shell::{Result, output, program};
use crate::small_std;
use std::path::Path;

/// In bytes of brotli, over everything a visit loads.
const LIMIT: u64 = 395_000;

/// Prints raw, gzip and brotli size of every file, tab-separated. Node has both compressors, so xtask needs none.
const WEIGH: &str = "
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { brotliCompressSync, gzipSync } = require('node:zlib');
const top = process.argv[1];
for (const entry of readdirSync(top, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(file);
  const name = file.slice(top.length + 1);
  console.log([bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length, name].join('\\t'));
}";

/// Prints the sizes of the files in `dist`, and fails if they weigh more together than they may. `small` tells that the
/// wasm has the [`small_std`]; where that cannot be had, the limit is as much higher as it saves.
pub fn weigh(dist: &Path, small: bool) -> Result<()> {
    let limit = LIMIT + if small { 0 } else { small_std::SAVES };
    let table = output(program("node").args(["-e", WEIGH]).arg(dist))
        .ok_or_else(|| format!("the files in {} could not be weighed with Node", dist.display()))?;
    println!("\n{:>9} {:>9} {:>9}  file", "raw", "gzip", "brotli");
    let mut total = [0; 3];
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [raw, gzip, brotli, name] = columns.as_slice() else {
            return Err(format!("expected three sizes and a name, found `{line}`"));
        };
        let counted = is_loaded(name);
        for (sum, size) in total.iter_mut().zip([raw, gzip, brotli]) {
            let size: u64 = size.parse().map_err(|_| format!("`{size}` is no size"))?;
            *sum += if counted { size } else { 0 };
        }
        let note = if counted { "" } else { "  (not counted)" };
        println!("{raw:>9} {gzip:>9} {brotli:>9}  {name}{note}");
    }
    let [raw, gzip, brotli] = total;
    println!("{raw:>9} {gzip:>9} {brotli:>9}  in all, of {limit} allowed in brotli\n");
    if brotli > limit {
        return Err(format!("dist/ weighs {brotli} bytes in brotli, and may weigh {limit}"));
    }
    Ok(())
}

/// Hosts read `_headers` themselves, and pictures are for shop windows: no visit to the app loads either.
fn is_loaded(name: &str) -> bool {
    let picture = [".png", ".jpg", ".webp"].iter().any(|end| name.ends_with(end));
    name != "_headers" && !picture
}
