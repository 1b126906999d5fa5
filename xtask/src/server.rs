//! A small static server for this machine only: `serve` shows the release with it, and the journeys test it there.

use crate::{
    headers::{self, Header},
    precompressed,
    shell::Result,
};
use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

/// A request may be this long, which is far more than a browser sends here.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// A folder, where it is seen, and what its answers carry.
pub struct Mount {
    prefix: &'static str,
    folder: PathBuf,
    headers: Vec<Header>,
    names_types: bool,
}

impl Mount {
    /// As a good host serves it, packed and with every security header.
    pub fn strict(prefix: &'static str, folder: PathBuf) -> Result<Self> {
        let headers = headers::security(&folder)?;
        Ok(Self { prefix, folder, headers, names_types: true })
    }

    /// Likewise, with the headers of the page in another folder.
    pub fn like(prefix: &'static str, folder: PathBuf, other: &Path) -> Result<Self> {
        Ok(Self { prefix, folder, headers: headers::security(other)?, names_types: true })
    }

    /// As the plainest host serves it: no headers of ours, and a wasm file whose type it does not know.
    pub fn plain(prefix: &'static str, folder: PathBuf) -> Self {
        Self { prefix, folder, headers: Vec::new(), names_types: false }
    }

    /// How its answers may be packed for who accepts these encodings: ends of names, and what HTTP calls them.
    fn packed(&self, accepted: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let knows =
            |encoding: &str| accepted.split(',').any(|word| word.split(';').next().unwrap_or("").trim() == encoding);
        // The plainest host knows as little of twins as of types.
        precompressed::TWINS.into_iter().filter(move |(_, encoding)| self.names_types && knows(encoding))
    }
}

/// A server that runs until the program ends.
pub struct Server {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Server {
    /// The URL of its root.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns only when the server can no longer accept anybody.
    pub fn wait(self) {
        // A panic of the accepting thread has been printed by then; there is nothing to add.
        let _ = self.accepting.join();
    }
}

/// Starts to serve on 127.0.0.1. Port 0 takes any free one. The first mount whose prefix fits a path answers it.
pub fn start(mounts: Vec<Mount>, port: u16) -> Result<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("port {port} cannot be served on ({error}); choose another with --port"))?;
    let address = listener.local_addr().map_err(|error| format!("the server's own address is unknown: {error}"))?;
    let mounts = Arc::new(mounts);
    let accepting = thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mounts = Arc::clone(&mounts);
            // A browser that goes away in the middle of an answer is no news.
            thread::spawn(move || serve(&stream, &mounts).ok());
        }
    });
    Ok(Server { address, accepting })
}

fn serve(stream: &TcpStream, mounts: &[Mount]) -> io::Result<()> {
    // Browsers open connections in advance and may never use them.
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut lines = BufReader::new(stream.take(LONGEST_REQUEST));
    let mut request = String::new();
    lines.read_line(&mut request)?;
    let (mut header, mut accepted) = (String::new(), String::new());
    while lines.read_line(&mut header)? > 2 {
        match header.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("accept-encoding") => {
                accepted = value.to_ascii_lowercase()
            }
            _ => {}
        }
        header.clear();
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let answer = match method {
        "GET" | "HEAD" => answer(target, &accepted, mounts),
        _ => Answer::say("405 Method Not Allowed", "Only GET and HEAD are answered here."),
    };
    answer.send(stream, method != "HEAD")
}

struct Answer {
    status: &'static str,
    headers: Vec<Header>,
    body: Vec<u8>,
}

impl Answer {
    fn say(status: &'static str, sentence: &str) -> Self {
        let headers = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Self { status, headers, body: sentence.into() }
    }

    fn send(&self, mut to: impl Write, with_body: bool) -> io::Result<()> {
        let mut head =
            format!("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        to.write_all(head.as_bytes())?;
        if with_body {
            to.write_all(&self.body)?;
        }
        to.flush()
    }
}

fn answer(target: &str, accepted: &str, mounts: &[Mount]) -> Answer {
    const MISSING: (&str, &str) = ("404 Not Found", "There is no such file.");
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some((mount, rest)) = mounts.iter().find_map(|mount| Some((mount, path.strip_prefix(mount.prefix)?))) else {
        return Answer::say(MISSING.0, MISSING.1);
    };
    let found = safe(rest).and_then(|file| Some((read(&mount.folder.join(&file), mount.packed(accepted))?, file)));
    let mut answer = match found {
        Some(((body, encoding), file)) => {
            let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            let kind = mime(&file, mount.names_types).to_owned();
            let keep = headers::cache_control(&name).to_owned();
            let mut headers =
                vec![("Content-Type", kind), ("Cache-Control", keep), ("Vary", "Accept-Encoding".to_owned())];
            headers.extend(encoding.map(|encoding| ("Content-Encoding", encoding.to_owned())));
            Answer { status: "200 OK", headers, body }
        }
        None => Answer::say(MISSING.0, MISSING.1),
    };
    answer.headers.extend(mount.headers.iter().cloned());
    answer
}

/// A file's bytes as they are sent: packed in the first of these ways in which they lie beside it, or plainly.
fn read(
    file: &Path,
    packed: impl Iterator<Item = (&'static str, &'static str)>,
) -> Option<(Vec<u8>, Option<&'static str>)> {
    for (end, encoding) in packed {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        if let Ok(bytes) = fs::read(name) {
            return Some((bytes, Some(encoding)));
        }
    }
    Some((fs::read(file).ok()?, None))
}

/// The file a path stands for, as names below the served folder; nothing for whatever could lead out of it.
fn safe(path: &str) -> Option<PathBuf> {
    let mut file = PathBuf::new();
    for part in path.split('/') {
        let name = decode(part)?;
        if name.is_empty() {
            continue;
        }
        // A dot in front covers `.`, `..` and hidden files, the rest what some system takes for a separator or a drive.
        if name.starts_with('.') || name.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        file.push(name);
    }
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    Some(file)
}

fn decode(part: &str) -> Option<String> {
    let mut bytes = part.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            plain.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            plain.push(byte);
        }
    }
    String::from_utf8(plain).ok()
}

fn mime(file: &Path, all: bool) -> &'static str {
    match file.extension().and_then(|end| end.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" if all => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder() {
        let allowed = [("", "index.html"), ("a/", "a/index.html"), ("a%20b.txt", "a b.txt"), ("a//b.js", "a/b.js")];
        for (path, file) in allowed {
            assert_eq!(safe(path), Some(PathBuf::from(file)), "{path}");
        }
        for path in
            ["../x", "a/../x", "%2e%2e/x", "..%2fx", "a%5c..%5cx", "C:/x", ".git/config", "%", "%zz", "%ff", "a%00"]
        {
            assert_eq!(safe(path), None, "{path}");
        }
    }

    #[test]
    fn an_answer_comes_over_the_wire() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let server = start(vec![Mount::plain("/here/", folder)], 0).unwrap();
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(format!("{request} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        assert!(ask("GET /here/Cargo.toml?x=1").contains("name = \"xtask\""));
        assert!(ask("HEAD /here/Cargo.toml").ends_with("\r\n\r\n"));
        assert!(ask("GET /Cargo.toml").starts_with("HTTP/1.1 404 "));
        assert!(ask("GET /here/../Cargo.toml").starts_with("HTTP/1.1 404 "));
        assert!(ask("POST /here/Cargo.toml").starts_with("HTTP/1.1 405 "));
    }
    #[test]
    fn what_lies_there_packed_is_sent_so() {
        let folder = crate::shell::target().join("tmp/server");
        fs::create_dir_all(&folder).unwrap();
        let page = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#;
        for (name, text) in [("index.html", page), ("a.js", "plain"), ("a.js.br", "short"), ("b.js", "bare")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let mounts = [Mount::plain("/plain/", folder.clone()), Mount::strict("/", folder).unwrap()];
        let sent = |path: &str, accepted: &str| {
            let answer = answer(path, accepted, &mounts);
            let encoding =
                answer.headers.iter().find(|(name, _)| *name == "Content-Encoding").map(|(_, value)| value.clone());
            (String::from_utf8(answer.body).unwrap(), encoding)
        };
        let plainly = |text: &str| (text.to_owned(), None);
        assert_eq!(sent("/a.js", "gzip, br;q=1.0"), ("short".to_owned(), Some("br".to_owned())));
        assert_eq!(sent("/a.js", "gzip"), plainly("plain"));
        assert_eq!(sent("/b.js", "br"), plainly("bare"));
        assert_eq!(sent("/plain/a.js", "br"), plainly("plain"));
    }
}
