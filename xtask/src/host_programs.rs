//! Where nginx, its module for brotli and Caddy are: the machine's own, or those of Debian's packages, which are unpacked below
//! `target/` and not installed: an installed one would start to serve by itself. Each package is fetched when it is missed, by itself.

use crate::{
    browser,
    shell::{Result, find, output, own_tools, program},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// A host by the name of its program.
pub fn server(name: &str) -> Result<PathBuf> {
    let packages: &[&str] = if name == "nginx" { &["nginx-common", "nginx"] } else { &["caddy"] };
    let folder = unpacked();
    let elsewhere = || {
        let places = [PathBuf::from("/usr/sbin"), folder.join("usr/sbin"), folder.join("usr/bin")];
        places.iter().map(|place| place.join(name)).find(|file| file.is_file())
    };
    if let Some(file) = find(name).or_else(elsewhere) {
        return Ok(file);
    }
    packages.iter().try_for_each(|package| unpack(package))?;
    elsewhere().ok_or_else(|| format!("the package has no program `{name}`"))
}

/// nginx's module that sends `.br` files, for this nginx.
pub fn brotli_module(nginx: &Path) -> Result<PathBuf> {
    const MODULE: &str = "lib/nginx/modules/ngx_http_brotli_static_module.so";
    let own = unpacked().join("usr").join(MODULE);
    let beside = nginx.parent().and_then(Path::parent).map(|top| top.join(MODULE));
    let there = || beside.iter().chain([&own]).find(|file| file.is_file()).cloned();
    let module = match there() {
        Some(module) => module,
        None => {
            unpack("libnginx-mod-http-brotli-static")?;
            there().ok_or("the package has no such module")?
        }
    };
    // It must have been built for this very version.
    let trial = unpacked().join("trial.conf");
    let text = format!("load_module {};\npid {}/trial.pid;\nevents {{}}\n", module.display(), unpacked().display());
    fs::write(&trial, text).map_err(|error| format!("{} cannot be written: {error}", trial.display()))?;
    output(program(&nginx.to_string_lossy()).args(["-t", "-q", "-e", "stderr", "-c"]).arg(&trial))
        .map(|_| module.clone())
        .ok_or_else(|| format!("{} is not for this nginx", module.display()))
}

/// The top of what was unpacked.
pub fn unpacked() -> PathBuf {
    own_tools().join("hosts")
}

fn unpack(package: &str) -> Result<()> {
    let folder = unpacked();
    if find("apt-get").and(find("dpkg-deb")).is_none() {
        return Err(format!(
            "it is not on PATH, and there are no apt-get and dpkg-deb to unpack the package {package}"
        ));
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let file = || {
        let files = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let wanted = format!("{package}_");
        let is_it = |file: &PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&wanted) && name.ends_with(".deb")
        };
        files.into_iter().find(is_it)
    };
    let fetch = || output(program("apt-get").args(["download", package]).current_dir(&folder));
    // A fresh machine's lists of packages are empty.
    static UPDATED: OnceLock<bool> = OnceLock::new();
    if file().is_none() && fetch().is_none() && *UPDATED.get_or_init(|| browser::apt_get(&["update"]).is_ok()) {
        fetch();
    }
    let file = file().ok_or_else(|| format!("it is not on PATH, and apt-get has no package {package}"))?;
    output(program("dpkg-deb").arg("--extract").arg(&file).arg(&folder))
        .map(drop)
        .ok_or_else(|| format!("{} could not be unpacked", file.display()))
}
