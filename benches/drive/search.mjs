// Building and asking: ours and the peers, one page each, one after another.

import { KINDS } from "../queries.mjs";
import { heap, inPage } from "./chromium.mjs";

const PEERS = [
  { module: "paperdeck" },
  // What the targets compare with: it gets the time to answer all.
  { module: "minisearch", budget: 60_000 },
  { module: "flexsearch" },
  { module: "orama" },
  { module: "wade" },
  { module: "ufuzzy" },
  // Minutes at 100,000 papers.
  { module: "lunr", most: 10_000 },
  { module: "fuse", most: 10_000 },
];

/** Milliseconds for a pass over the queries of one kind; who is slower answers fewer of them. */
const BUDGET = 5_000;

export async function measureSearch(browser, url, papers, queries, say) {
  const results = [];
  for (const { module, budget } of PEERS.filter((peer) => papers <= (peer.most ?? Infinity))) {
    try {
      const ask = (call, session) => measure(call, session, module, budget ?? BUDGET, papers, queries, say);
      results.push({ module, ...(await inPage(browser, url, ask)) });
    } catch (error) {
      say(`${module}: ${error.message.split("\n")[0]}`);
      results.push({ module, name: module, failed: error.message.split("\n")[0] });
    }
  }
  return { peers: results, stages: await inPage(browser, url, (call) => call("readInWasm", papers, 1)) };
}

async function measure(call, session, module, budget, papers, queries, say) {
  const { name, says } = await call("prepare", module, papers);
  const before = await heap(session);
  const build = await call("build");
  const memory = (await heap(session)) - before;
  say(`${name}: built in ${(build.ms / 1000).toFixed(2)} s`);
  await call("learn", papers);
  const kinds = {};
  for (const kind of KINDS) {
    const { times, hits } = await call("run", queries[kind], budget);
    kinds[kind] = { ...spread(times), asked: times.length, hits, of: queries[kind].length };
    // Without cards: what the peers are asked for.
    if (module === "paperdeck") kinds[kind].bare = spread((await call("run", queries[kind], budget, 0)).times);
  }
  return { name, says, build: build.ms, papers: build.papers, memory: build.grown ?? memory, kinds };
}

/** The clock's step in an isolated page: less than this cannot be told from nothing. */
const STEP = 0.005;

export function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Math.max(STEP, sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
