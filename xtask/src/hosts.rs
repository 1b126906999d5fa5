//! Configurations for nginx and Caddy, written beside the page: `_nginx.conf` and `_Caddyfile`. Their headers come from
//! `headers.rs`; `cargo xtask test --only hosts` serves a build with both.

use crate::{headers, shell::Result};
use std::path::Path;

/// The names of the two files in `dist`.
pub const NGINX: &str = "_nginx.conf";
/// The other's.
pub const CADDY: &str = "_Caddyfile";

/// What an owner changes in nginx's, and the tests too.
pub const NGINX_LISTEN: &str = "listen 80;";
/// Who has nginx's module for brotli takes the mark away.
pub const NGINX_BROTLI: &str = "# brotli_static on;";
/// What an owner changes in Caddy's.
pub const CADDY_SITE: &str = "paperdeck.example";
/// Where both look for the page until they are told otherwise.
pub const FOLDER: &str = "/var/www/paperdeck";

/// Files whose names change with their content, for both; the checks compare it with [`headers::cache_control`].
const HASHED: &str = r"-[0-9a-f]+(_[a-z]+)?\.(css|js|wasm)$";

/// A file for `conf.d` or `sites-enabled`.
pub fn nginx(dist: &Path) -> Result<String> {
    let (forever, asked) = caching();
    let headers: String = headers::security(dist)?
        .iter()
        .map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"))
        .collect();
    Ok(format!(
        r#"# Paperdeck on nginx. Put this file where the configuration of sites is read (conf.d/, or sites-enabled/), change the
# name, the port and the folder, and add TLS as for any other site.

map $uri $paperdeck_cache {{
    default "{asked}";
    "~{HASHED}" "{forever}";
}}

server {{
    {NGINX_LISTEN}
    server_name {CADDY_SITE};
    root {FOLDER};
    charset utf-8;

    # The files stand beside their packed twins. Brotli saves a fifth more; it needs a module (Debian:
    # libnginx-mod-http-brotli-static).
    gzip_static on;
    gzip_vary on;
    {NGINX_BROTLI}

    add_header Cache-Control $paperdeck_cache;
{headers}
    # Older lists of types lack these two.
    location ~ \.wasm$ {{
        types {{ application/wasm wasm; }}
    }}
    location ~ \.webmanifest$ {{
        types {{ application/manifest+json webmanifest; }}
    }}
    # What is for hosts.
    location ~ ^/_ {{
        return 404;
    }}
}}
"#
    ))
}

/// A Caddyfile.
pub fn caddy(dist: &Path) -> Result<String> {
    let (forever, asked) = caching();
    let headers: String =
        headers::security(dist)?.iter().map(|(name, value)| format!("\t\t{name} \"{value}\"\n")).collect();
    Ok(format!(
        r#"# Paperdeck on Caddy, which fetches the certificate by itself. Change the name and the folder.

{CADDY_SITE} {{
	root * {FOLDER}

	header {{
{headers}	}}
	@hashed path_regexp hashed {HASHED}
	header @hashed Cache-Control "{forever}"
	@asked not path_regexp asked {HASHED}
	header @asked Cache-Control "{asked}"

	# Machines without a list of types lack this one.
	@manifest path *.webmanifest
	header @manifest Content-Type application/manifest+json

	# What is for hosts.
	respond /_* 404
	file_server {{
		precompressed br gzip
	}}
}}
"#
    ))
}

/// For files that are named by their content, and for the others.
fn caching() -> (&'static str, &'static str) {
    (headers::cache_control("any-0123456789abcdef.js"), headers::cache_control("index.html"))
}
