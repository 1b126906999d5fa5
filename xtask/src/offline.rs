//! What the service worker (`sw.js`) keeps for use without a network: every file that a visit loads.

use crate::{
    bundle::{hash, read, write},
    headers,
    shell::Result,
};
use std::{fs, path::Path};

/// Tells `sw.js` in `dist` which files there are. Its version is a hash of their names and contents.
pub fn fill_in(dist: &Path) -> Result<()> {
    let script = dist.join("sw.js");
    let mut files = headers::files(dist)?;
    files.retain(|name| is_kept(name));
    let mut all = Vec::new();
    for name in &files {
        all.extend(name.bytes());
        all.extend(fs::read(dist.join(name)).map_err(|error| format!("{name} in dist/ cannot be read: {error}"))?);
    }
    // The page goes by the name under which it is visited.
    let names: Vec<String> =
        files.iter().map(|name| format!("\"{}\"", if name == "index.html" { "./" } else { name })).collect();
    let text = read(&script)?;
    let filled = text
        .replace("__VERSION__", &format!("{:016x}", hash(&all)))
        .replace("__FILES__", &format!("[{}]", names.join(", ")));
    write(&script, &filled)
}

/// The worker itself is kept by the browser, and what begins so is for hosts.
fn is_kept(name: &str) -> bool {
    name != "sw.js" && !name.starts_with('_')
}
