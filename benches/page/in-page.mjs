// What runs in the bench's page; the driver calls these one after another, so that it can collect garbage and measure
// memory in between. One page measures one thing, then it is closed: heaps do not mix.

import { chunks, load } from "./engine.mjs";
import { parse } from "./parser.mjs";

const held = {};

/** The first run is that of a visitor; of the others the best counts, which other programs have disturbed least. */
const firstAndBest = (times) => ({ first: times[0], best: Math.min(...times.slice(1)) });

async function documents(papers) {
  const text = await (await fetch(`/files/${papers}.jsonl`)).text();
  return text.split("\n").filter(Boolean).map((line, id) => ({ id, ...JSON.parse(line) }));
}

async function listing(papers) {
  return (await fetch(`/files/${papers}.txt`)).arrayBuffer();
}

function time(repeats, work) {
  const times = [];
  for (let at = 0; at < repeats; at += 1) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return firstAndBest(times);
}

function same(paper, record) {
  return paper.title === record.title && paper.abstract === record.abstract && paper.authors === record.authors
    && paper.date === record.date && paper.comments === record.comments;
}

// ---- reading

/** The JavaScript parser and its floor. `right` is how many papers have every field as generated. */
export async function readInScript(papers, repeats) {
  const bytes = await listing(papers);
  const floor = time(repeats, () => new TextDecoder().decode(bytes).split("\n").length);
  let records;
  const read = time(repeats, () => (records = parse(new TextDecoder().decode(bytes))));
  const truth = await documents(papers);
  return { bytes: bytes.byteLength, floor, read, right: truth.filter((doc) => records[doc.id] && same(doc, records[doc.id])).length };
}

/** Ours by stages: copying in, counting newlines, reading, indexing. */
export async function readInWasm(papers, repeats) {
  const { Stages } = await import("/engine/paperdeck_bench.js");
  await load();
  const bytes = await listing(papers);
  const runs = [];
  let truth;
  for (let at = 0; at < repeats; at += 1) {
    const run = {};
    const took = (name, work) => {
      const start = performance.now();
      const value = work();
      run[name] = performance.now() - start;
      return value;
    };
    const stages = took("room", () => new Stages(bytes.byteLength));
    took("copy", () => { for (const chunk of chunks(bytes)) stages.push(chunk); });
    took("newlines", () => stages.newlines());
    const count = took("read", () => stages.read());
    if (at === 0) {
      truth = { read: count, right: 0 };
      for (const doc of await documents(papers)) truth.right += same(doc, record(stages.record(doc.id)));
    }
    run.indexSize = took("index", () => { stages.index(); while (stages.step()); return stages.size(); });
    stages.free();
    runs.push(run);
  }
  const stage = (name) => firstAndBest(runs.map((run) => run[name]));
  return {
    ...truth, bytes: bytes.byteLength, copy: stage("copy"), newlines: stage("newlines"), read: stage("read"), index: stage("index"),
    indexSize: runs[0].indexSize, papers: truth.read,
  };
}

function record(text) {
  const [title, abstract, authors, date, comments] = text.split("\n");
  return { title, abstract, authors: Number(authors), date, comments: comments === "" ? null : Number(comments) };
}

// ---- search

/** Loads a peer and what it is built from. */
export async function prepare(module, papers) {
  held.peer = await import(`/bench/peers/${module}.mjs`);
  held.docs = held.peer.reads ? await listing(papers) : await documents(papers);
  return { name: held.peer.name, says: held.peer.says };
}

/** Builds the index; milliseconds, and for ours the growth of its own memory. */
export async function build() {
  const before = held.peer.memory?.();
  const start = performance.now();
  held.index = await held.peer.build(held.docs);
  const ms = performance.now() - start;
  return { ms, papers: held.index.papers ?? held.docs.length, grown: before === undefined ? null : held.peer.memory() - before };
}

/** What is needed to see whether results are right, after the memory was measured. */
export async function learn(papers) {
  if (held.peer.learn) held.peer.learn(held.index, await documents(papers));
}

/**
 * Runs queries of one kind, three times: the first pass warms up, of the other two the better time of each query counts. A pass
 * stops after `budget` milliseconds.
 */
export async function run(queries, budget, cards) {
  await pass(queries, budget / 3, cards);
  const one = await pass(queries, budget, cards);
  const two = await pass(queries, budget, cards);
  return { ...one, times: one.times.map((ms, at) => Math.min(ms, two.times[at] ?? ms)) };
}

async function pass(queries, budget, cards) {
  const { peer, index } = held;
  const times = [];
  let hits = 0;
  const end = performance.now() + budget;
  for (const query of queries) {
    const start = performance.now();
    let found = peer.search(index, query, cards);
    if (found instanceof Promise) found = await found;
    times.push(performance.now() - start);
    if (peer.ids) found = cards === 0 ? [] : peer.ids(index, query);
    hits += found.includes(query.wanted);
    if (performance.now() > end) break;
  }
  return { times, hits };
}
