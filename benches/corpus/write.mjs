// `cargo xtask corpus --papers N --out FILE [--corpus FILE.jsonl]`: writes a listing of N papers, and for the peers of the
// bench the same papers as JSON lines. Streams: a million papers need no more memory than a few.

import { closeSync, openSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { entry, HEADER } from "./listing.mjs";
import { mixedPapers } from "./mixed.mjs";
import { inventedPapers } from "./papers.mjs";

/** Where papers come from: ours, or those of a file. */
export function papersOf(file) {
  return file ? mixedPapers(file) : inventedPapers();
}

/** Writes the listing and, where asked, the JSON lines. Returns the bytes of the listing. */
export function write(papers, count, listing, jsonl) {
  const text = new Sink(listing);
  const records = jsonl ? new Sink(jsonl) : null;
  text.put(HEADER);
  for (let number = 0; number < count; number += 1) {
    const paper = papers.paper(number);
    text.put(entry(paper));
    records?.put(JSON.stringify(paper) + "\n");
  }
  records?.end();
  return text.end();
}

/** A file written in pieces of a few megabytes. */
class Sink {
  constructor(path) {
    this.file = openSync(path, "w");
    this.parts = [];
    this.length = 0;
    this.written = 0;
  }

  put(text) {
    this.parts.push(text);
    this.length += text.length;
    if (this.length > 4_000_000) this.flush();
  }

  flush() {
    const bytes = Buffer.from(this.parts.join(""));
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    this.written += bytes.length;
    this.parts = [];
    this.length = 0;
  }

  end() {
    this.flush();
    closeSync(this.file);
    return this.written;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [papers, out, corpus] = process.argv.slice(2);
  const bytes = write(papersOf(corpus), Number(papers), out);
  console.log(`${out}: ${papers} papers, ${(bytes / 1e6).toFixed(1)} MB`);
}
