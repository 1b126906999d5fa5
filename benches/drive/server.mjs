// Serves the bench's page, its modules and files, isolated from other origins: only then does performance.now() tick every
// 5 µs instead of every 100.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html; charset=utf-8" };
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp", "Cache-Control": "no-store" };

/** Serves folders by the first part of the path; "/" is an empty page. Returns the URL and how to stop. */
export async function serve(folders) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(request.url.split("?")[0]));
    if (path === "/") {
      response.writeHead(200, { "Content-Type": TYPES[".html"], ...ISOLATED });
      return response.end("<!doctype html><title>bench</title><link rel=icon href=data:,>");
    }
    const [, top, ...rest] = path.split("/");
    const file = folders[top] && join(folders[top], ...rest);
    const stat = file && statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) {
      response.writeHead(404, ISOLATED);
      return response.end();
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Length": stat.size, ...ISOLATED });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
