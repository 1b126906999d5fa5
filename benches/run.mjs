// `cargo xtask bench [--papers N,…] [--corpus FILE.jsonl] [--only read|peers|page|favourites|vitals,…] [--json FILE]`: see README.md.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { papersOf, write } from "./corpus/write.mjs";
import { launch } from "./drive/chromium.mjs";
import { measureFavourites } from "./drive/favourites.mjs";
import { measurePage } from "./drive/page.mjs";
import { measureReading } from "./drive/read.mjs";
import { measureSearch } from "./drive/search.mjs";
import { serve } from "./drive/server.mjs";
import { sizes } from "./drive/sizes.mjs";
import { measureVitals, VITALS } from "./drive/vitals.mjs";
import { KINDS, queries } from "./queries.mjs";
import { report } from "./report.mjs";
import { favouriteTargets, targets, vitalTargets } from "./targets.mjs";

const { PAPERDECK_URL, PAPERDECK_DIST, BENCH_ENGINE, BENCH_FILES } = process.env;
if (!PAPERDECK_URL) throw new Error("run it with: cargo xtask bench");

/** What is measured at each number of papers, and what is on its own. */
const BY_PAPERS = ["read", "peers", "page"];
const PARTS = [...BY_PAPERS, "favourites", ...VITALS];
/** Above it only the page is measured: peers need minutes and gigabytes. */
const MOST_FOR_PEERS = 100_000;
/** Queries typed key by key: some 8 keys each, 200 in all. */
const TYPED = 26;

const options = readOptions(process.argv.slice(2));
const say = (line) => console.log(`  ${line}`);

function readOptions(words) {
  const options = { papers: [1_000, 10_000], only: PARTS };
  for (let at = 0; at < words.length; at += 2) {
    const [name, value] = [words[at], words[at + 1]];
    if (value === undefined) throw new Error(`${name}: expected a value`);
    if (name === "--papers") options.papers = value.split(",").map(Number);
    else if (name === "--corpus") options.corpus = resolve(value);
    else if (name === "--only") options.only = value.split(",").flatMap((part) => (part === "vitals" ? VITALS : [part]));
    else if (name === "--json") options.json = resolve(value);
    else throw new Error(`${name} is no option: expected --papers, --corpus, --only or --json`);
  }
  if (options.papers.some((papers) => !Number.isInteger(papers) || papers < 10)) {
    throw new Error("--papers: expected whole numbers from 10, parted by commas");
  }
  if (options.only.some((part) => !PARTS.includes(part))) throw new Error(`--only: expected ${PARTS.join(", ")} or vitals`);
  return options;
}

async function measure(browser, url, papers) {
  const corpus = papersOf(options.corpus);
  const listing = join(BENCH_FILES, `${papers}.txt`);
  const bytes = write(corpus, papers, listing, papers <= MOST_FOR_PEERS ? join(BENCH_FILES, `${papers}.jsonl`) : null);
  console.log(`${papers} papers, ${(bytes / 1e6).toFixed(1)} MB`);
  const asked = queries(corpus, papers);
  const run = { papers, bytes };
  const wanted = (part) => options.only.includes(part) && (part === "page" || papers <= MOST_FOR_PEERS);
  if (wanted("read")) run.read = await measureReading(browser, url, papers);
  if (wanted("peers")) run.search = await measureSearch(browser, url, papers, asked, say);
  if (wanted("page")) {
    const typed = KINDS.filter((kind) => kind !== "phrase").flatMap((kind) => asked[kind].slice(0, TYPED / 4 + 1));
    run.page = await measurePage(PAPERDECK_URL, listing, bytes, papers, typed.slice(0, TYPED).map(({ text }) => text), say);
  }
  return { ...run, targets: targets(run) };
}

mkdirSync(BENCH_FILES, { recursive: true });
const server = await serve({ bench: dirname(fileURLToPath(import.meta.url)), engine: BENCH_ENGINE ?? "", files: BENCH_FILES });
const browser = await launch();
try {
  const [cpu] = cpus();
  const machine = { browser: `Chromium ${browser.version()}`, cores: cpus().length, cpu: cpu?.model ?? "unknown", load: [loadavg()[0]] };
  const results = { machine, corpus: papersOf(options.corpus).about, sizes: sizes(PAPERDECK_DIST), runs: [] };
  const save = () => options.json && writeFileSync(options.json, JSON.stringify(results, null, 1) + "\n");
  if (options.only.includes("favourites")) {
    results.favourites = await measureFavourites(PAPERDECK_URL, say);
    results.favourites.targets = favouriteTargets(results.favourites);
    save();
  }
  if (options.only.some((part) => VITALS.includes(part))) {
    results.vitals = await measureVitals(PAPERDECK_URL, (part) => options.only.includes(part), papersOf(options.corpus), queries, BENCH_FILES, say);
    results.vitals.targets = vitalTargets(results.vitals);
    save();
  }
  for (const papers of options.only.some((part) => BY_PAPERS.includes(part)) ? options.papers : []) {
    results.runs.push(await measure(browser, server.url, papers));
    save();
  }
  machine.load.push(loadavg()[0]);
  console.log(report(results));
} finally {
  await browser.close();
  server.stop();
}
