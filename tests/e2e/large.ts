// Large dumps of invented papers, written to disk by the journeys that need them: always the same for the same count.

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Numbers in 0…1, the same in every run (mulberry32). */
function random(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = "ba co di fe gu ha ji ke lo mu na po qui ra se ti vo wu ya zé mar len tor sin cal pre den fol gri stu".split(" ");

/** A text made of invented words, the first of which are the most frequent, as in any language. */
function language(seed: number) {
  const next = random(seed);
  const pick = <T>(list: T[]) => list[Math.floor(next() * list.length)];
  const words = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 1 + Math.floor(next() * 4) }, () => pick(SYLLABLES)).join(""));
  const word = () => words[Math.floor(words.length ** next()) - 1] ?? words[0];
  const sentence = () => {
    const text = Array.from({ length: 12 + Math.floor(next() * 14) }, word).join(" ");
    return text[0].toUpperCase() + text.slice(1) + (next() < 0.1 ? " – 42 % –." : ".");
  };
  const sentences = Array.from({ length: 6_000 }, sentence);
  return {
    next,
    title: () => Array.from({ length: 4 + Math.floor(next() * 8) }, word).map((w) => w[0].toUpperCase() + w.slice(1)).join(" "),
    abstract: () => Array.from({ length: 9 + Math.floor(next() * 4) }, () => pick(sentences)).join(" "),
  };
}

/** The text of a listing of `count` papers, in parts of some megabytes. */
export function* listing(count: number): Generator<string> {
  const { next, title, abstract } = language(7);
  let part = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\nNov 3\n\n";
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"];
  for (let n = 0; n < count; n++) {
    const year = next() < 0.3 ? "" : `, ${2023 + Math.floor(next() * 3)}`;
    const comments = next() < 0.5 ? ` ${Math.floor(next() * 30)}` : "";
    const date = `${months[Math.floor(next() * months.length)]} ${1 + Math.floor(next() * 28)}${year}${comments}`;
    const code = n % 10 === 0 ? ` Code: https://github.com/invented/paper-${n}` : "";
    part += `Paper ${n}: ${title()}\n\n${abstract()}${code}\n\n  • ${1 + Math.floor(next() * 20)} authors\n·\n${date}\n\n`;
    if (part.length > 4e6) {
      yield part;
      part = "";
    }
  }
  yield part;
}

/** A listing of `count` papers as a file on disk, which is gone when `use` ends; `use` gets its path and size in bytes. */
export async function withListing<T>(count: number, use: (path: string, size: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "paperdeck-"));
  try {
    const path = join(folder, "large.txt");
    const file = openSync(path, "w");
    let size = 0;
    for (const part of listing(count)) {
      size += writeSync(file, part);
    }
    closeSync(file);
    return await use(path, size);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
