//! `cargo xtask test --only hosts`: nginx and Caddy serve the build with the configurations in it. Every file must come with
//! its headers and packed as it lies there, and the first journey must go through.
//! What `_headers` tells other hosts must be the same.

use crate::{
    browser,
    bundle::{read, write},
    headers, host_programs, hosts, precompressed,
    shell::{Result, output, program, target},
};
use std::{
    fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::Duration,
};

/// Serves `dist` with each host there is, looks at all it sends and has `journey` go through it.
pub fn run(dist: &Path, journey: impl Fn(&str) -> Result<()>) -> Result<()> {
    let own = target().join("hosts");
    fs::create_dir_all(&own).map_err(|error| format!("{} cannot be made: {error}", own.display()))?;
    for (name, configure) in [("nginx", nginx as Configure), ("caddy", caddy)] {
        let file = match host_programs::server(name) {
            Ok(file) => file,
            Err(why) => {
                println!("{name}: SKIPPED: {why}");
                continue;
            }
        };
        println!("{name}: {}", file.display());
        let port = free_port()?;
        let (command, encodings) = configure(&file, dist, &own, port)?;
        let _running = Running::start(command, name, port)?;
        let files = check(dist, port, encodings).map_err(|sentence| format!("{name}: {sentence}"))?;
        println!("{name}: {files} files came with their headers and packed ({})", encodings.join(", "));
        journey(&format!("http://127.0.0.1:{port}/")).map_err(|sentence| format!("{name}: {sentence}"))?;
    }
    Ok(())
}

/// Makes a host's command for a program, a build, a folder of its own and a port, and says which encodings it can send.
type Configure = fn(&Path, &Path, &Path, u16) -> Result<(Command, &'static [&'static str])>;

fn nginx(file: &Path, dist: &Path, own: &Path, port: u16) -> Result<(Command, &'static [&'static str])> {
    let top = file.parent().and_then(Path::parent).unwrap_or(Path::new("/usr"));
    let module = host_programs::brotli_module(file);
    if let Err(why) = &module {
        println!("nginx: brotli is NOT CHECKED: no module for it: {why}");
    }
    let (module, brotli) = (module.as_ref().ok(), module.is_ok());
    let site = read(&dist.join(hosts::NGINX))?;
    let site = replace(&site, hosts::NGINX_LISTEN, &format!("listen 127.0.0.1:{port};"))?;
    let site = replace(&site, hosts::FOLDER, &dist.display().to_string())?;
    let site = if brotli { replace(&site, hosts::NGINX_BROTLI, "brotli_static on;")? } else { site };
    let types = [top.join("../etc/nginx/mime.types"), PathBuf::from("/etc/nginx/mime.types")];
    let types = types.iter().find(|file| file.is_file()).ok_or("nginx has no mime.types beside it")?;
    let load = module.map(|module| format!("load_module {};\n", module.display())).unwrap_or_default();
    // Else its workers would be somebody who may not read a build of root's.
    let user = if browser::is_root() { "user root;\n" } else { "" };
    let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("{name}_temp_path {}/{name};\n", own.display()))
        .collect();
    let configuration = own.join("nginx.conf");
    let text = format!(
        "{load}{user}daemon off;\npid {own}/nginx.pid;\nerror_log stderr warn;\nevents {{}}\nhttp {{\n{folders}\
         access_log off;\ninclude {types};\n{site}}}\n",
        own = own.display(),
        types = types.display(),
    );
    write(&configuration, &text)?;
    let mut command = Command::new(file);
    command.args(["-e", "stderr", "-p"]).arg(own).arg("-c").arg(configuration);
    Ok((command, if brotli { &["br", "gzip"] } else { &["gzip"] }))
}

fn caddy(file: &Path, dist: &Path, own: &Path, port: u16) -> Result<(Command, &'static [&'static str])> {
    let site = read(&dist.join(hosts::CADDY))?;
    let site = replace(&site, &format!("\n{} {{", hosts::CADDY_SITE), &format!("\nhttp://127.0.0.1:{port} {{"))?;
    let site = replace(&site, hosts::FOLDER, &dist.display().to_string())?;
    let configuration = own.join("Caddyfile");
    write(&configuration, &format!("{{\n\tadmin off\n\tauto_https off\n}}\n{site}"))?;
    let mut command = Command::new(file);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(configuration);
    // It tells of every step; what it cannot do stays to be read there.
    let log = fs::File::create(own.join("caddy.log")).map_err(|error| format!("its log cannot be made: {error}"))?;
    command.stderr(log).env("XDG_DATA_HOME", own).env("XDG_CONFIG_HOME", own);
    Ok((command, &["br", "gzip"]))
}

/// Asks for every file plainly and in each encoding, and compares what comes with what lies there. Tells how many files.
fn check(dist: &Path, port: u16, encodings: &[&str]) -> Result<usize> {
    let security = headers::security(dist)?;
    let rules = read(&dist.join(headers::FILE))?;
    let mut count = 0;
    for name in headers::files(dist)?.iter().filter(|name| !precompressed::is_twin(name)) {
        let path = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
        if name.starts_with('_') {
            ask(port, &path, "identity")?.expect_status("404", &path)?;
            continue;
        }
        for encoding in ["identity"].iter().chain(encodings) {
            let end = precompressed::TWINS.iter().find(|(_, token)| token == encoding).map_or("", |(end, _)| end);
            let twin = dist.join(format!("{name}{end}"));
            let packed = !end.is_empty() && twin.is_file();
            let bytes = fs::read(if packed { twin } else { dist.join(name) })
                .map_err(|error| format!("{name} cannot be read: {error}"))?;
            let answer = ask(port, &path, encoding)?;
            answer.expect_status("200", &path)?;
            answer.expect(&path, "Content-Encoding", if packed { encoding } else { "" })?;
            answer.expect(&path, "Cache-Control", headers::cache_control(name))?;
            for (header, value) in &security {
                answer.expect(&path, header, value)?;
            }
            // Where such hosts are told of caching at all, it is the same; for other files their own default is.
            let told = headers::of_file(&rules, &path);
            for (header, value) in &told {
                answer.expect(&path, header, value)?;
            }
            if told.iter().filter(|(header, _)| *header != "Cache-Control").count() != security.len() {
                return Err(format!(
                    "{path}: expected {} headers in {}, found {told:?}",
                    security.len(),
                    headers::FILE
                ));
            }
            if name.ends_with(".wasm") {
                answer.expect(&path, "Content-Type", "application/wasm")?;
            } else if name.ends_with(".webmanifest") {
                answer.expect(&path, "Content-Type", "application/manifest+json")?;
            }
            if answer.body != bytes {
                return Err(format!(
                    "{path} ({encoding}): expected the {} bytes of the build, found {} that differ",
                    bytes.len(),
                    answer.body.len()
                ));
            }
        }
        count += 1;
    }
    Ok(count)
}

struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn expect_status(&self, status: &str, path: &str) -> Result<()> {
        match self.head.split_whitespace().nth(1) {
            Some(found) if found == status => Ok(()),
            found => Err(format!("{path}: expected status {status}, found {}", found.unwrap_or("none"))),
        }
    }

    /// A header must be there once with this value, or not at all where that is empty.
    fn expect(&self, path: &str, header: &str, value: &str) -> Result<()> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let values: Vec<&str> =
            lines.filter(|(name, _)| name.eq_ignore_ascii_case(header)).map(|(_, value)| value.trim()).collect();
        let found = values.join(" | ");
        if found == value { Ok(()) } else { Err(format!("{path}: expected {header} `{value}`, found `{found}`")) }
    }
}

fn ask(port: u16, path: &str, encoding: &str) -> Result<Answer> {
    let talk = || -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        let host = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
        )?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        Ok(all)
    };
    let all = talk().map_err(|error| format!("{path} was not answered: {error}"))?;
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| format!("{path}: no head came"))?;
    let (head, body) = all.split_at(end);
    let (head, body) = (String::from_utf8_lossy(head).into_owned(), body.get(4..).unwrap_or_default());
    let chunked = head.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked");
    let body = if chunked {
        unchunk(body).ok_or_else(|| format!("{path}: the chunks do not fit together"))?
    } else {
        body.to_vec()
    };
    Ok(Answer { head, body })
}

/// Puts the chunks of an answer together: each has its length in hexadecimal before it, and the last is empty.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..end)?).ok()?, 16).ok()?;
        if length == 0 {
            return Some(all);
        }
        let start = end + 2;
        all.extend(rest.get(start..start.checked_add(length)?)?);
        rest = rest.get(start + length + 2..)?;
    }
}

/// A host that runs until this is dropped.
struct Running(Child);

/// How often a host is looked for before it is given up, and how long the wait in between is: half a minute in all.
const TRIES: u32 = 600;
const PAUSE: Duration = Duration::from_millis(50);

impl Running {
    fn start(mut command: Command, name: &str, port: u16) -> Result<Self> {
        let child = command.spawn().map_err(|error| format!("{name} could not be started: {error}"))?;
        let mut running = Self(child);
        for _ in 0..TRIES {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(running);
            }
            if let Ok(Some(status)) = running.0.try_wait() {
                return Err(format!("{name} ended at once ({status})"));
            }
            thread::sleep(PAUSE);
        }
        Err(format!("{name} does not listen"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // nginx ends its workers only when it is asked to.
        let id = self.0.id().to_string();
        if output(program("kill").args(["-TERM", &id])).is_none() {
            self.0.kill().ok();
        }
        self.0.wait().ok();
    }
}

/// A text in a configuration must be there to be replaced.
fn replace(text: &str, what: &str, by: &str) -> Result<String> {
    if text.contains(what) { Ok(text.replace(what, by)) } else { Err(format!("expected `{what}` in a configuration")) }
}

fn free_port() -> Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no port is free: {error}"))
}

#[cfg(test)]
mod tests {
    use super::unchunk;

    #[test]
    fn chunks_are_put_together() {
        assert_eq!(unchunk(b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n").as_deref(), Some(&b"abc0123456789"[..]));
        for broken in [&b""[..], b"3\r\nab", b"x\r\nabc\r\n", b"ffffffffffffffff\r\nabc\r\n", b"3\r\nabc\r\n"] {
            assert_eq!(unchunk(broken), None, "{broken:?}");
        }
    }
}
