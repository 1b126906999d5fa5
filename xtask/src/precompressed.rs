//! The `.br` and `.gz` twins of the files of a build, for hosts that send what is packed already.

use crate::{
    bundle::Build,
    shell::{Result, output, program},
};
use std::path::Path;

/// How the twins' names end, and what HTTP calls their packing.
pub const TWINS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// Node has both compressors, so xtask needs none. A twin that saves nothing is not written; neither holds a time or name, so
/// that equal files have equal twins.
const PACK: &str = "
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { brotliCompressSync, constants, gzipSync } = require('node:zlib');
const [top, quality, level] = process.argv.slice(1);
for (const entry of readdirSync(top, { withFileTypes: true })) {
  if (!entry.isFile() || !/\\.(css|html|js|svg|wasm|webmanifest)$/.test(entry.name)) continue;
  const file = join(top, entry.name);
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: +quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const twins = { br: brotliCompressSync(bytes, { params }), gz: gzipSync(bytes, { level: +level }) };
  for (const [end, twin] of Object.entries(twins)) {
    if (twin.length < bytes.length) writeFileSync(`${file}.${end}`, twin);
  }
}";

/// Writes the twins of what can be packed in the top folder: as small as can be, or quickly.
pub fn write_twins(dist: &Path, build: Build) -> Result<()> {
    let [quality, level] = match build {
        Build::Release => ["11", "9"],
        Build::Quick => ["4", "4"],
    };
    output(program("node").args(["-e", PACK]).arg(dist).args([quality, level]))
        .map(drop)
        .ok_or_else(|| format!("the files in {} could not be packed with Node", dist.display()))
}

/// Whether a name is a twin's.
pub fn is_twin(name: &str) -> bool {
    TWINS.iter().any(|(end, _)| name.ends_with(end))
}
