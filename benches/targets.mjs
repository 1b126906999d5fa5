// The targets, each with the value of this run: ratios within one run, since machines differ.

import { KINDS } from "./queries.mjs";

const MB = 1e6;

/**
 * [{ what, wanted, value, met }] for one number of papers; `met` is true, false or a qualification. What was not measured has
 * no line.
 */
export function targets({ papers, read, search, page }) {
  const { lines, add, atLeast, atMost } = list();
  if (read) {
    const ours = read.wasm.copy.best + read.wasm.read.best;
    atLeast("reading, times as fast as the JavaScript parser", read.script.read.best / ours, 3);
    const share = read.wasm.newlines.best / read.wasm.read.best;
    add("reading, share of the rate of counting newlines", share, "≥ 1/4", share >= 1 / 4, "");
  }
  const peer = (name) => search?.peers.find((peer) => peer.module === name && !peer.failed);
  const [ours, mini, wade] = ["paperdeck", "minisearch", "wade"].map(peer);
  if (ours && mini) {
    const { index, indexSize } = search.stages;
    atLeast("index build, times as fast as MiniSearch", mini.build / index.first, 15);
    if (wade) atLeast("index build, times as fast as wade", wade.build / index.first, 8);
    atLeast("index memory, times as small as MiniSearch's", mini.memory / indexSize, 8);
    // Peers answer with numbers of papers. Ours is judged with the first screen of cards made and marked as well; without them it says so.
    const faster = (kind, at, wanted) => {
      const [whole, bare] = [ours.kinds[kind], ours.kinds[kind].bare].map((times) => mini.kinds[kind][at] / times[at]);
      const met = whole >= wanted ? true : bare >= wanted ? "met without cards" : false;
      add(`${kind} ${at}, times as fast as MiniSearch`, whole, `≥ ${wanted}×`, met, `× (${digits(bare)}× without cards)`);
    };
    faster("prefix", "p95", 50);
    faster("three words", "p95", 50);
    faster("one typo", "p95", 20);
    faster("one word", "p50", 10);
    for (const kind of KINDS) {
      const [a, b] = [share(ours.kinds[kind]), share(mini.kinds[kind])];
      add(`${kind}, known items in the top 10`, 100 * a, `≥ ${digits(100 * b)} % (MiniSearch)`, a >= b, " %");
    }
  }
  if (page?.typing) atMost("key press to painted results, p95", page.typing.painted.p95, papers > 10_000 ? 25 : 16, "ms");
  if (page && page.papers > 0) {
    atMost("longest task of the page while reading", page.longest, 50, "ms");
    atLeast("first card, times before the whole read ends", page.read / page.firstCard, 10);
    // The browser itself has some 50 MB, which say nothing beside a small dump.
    const memory = page.memory && page.bytes > 100 * MB ? page.memory / page.bytes : NaN;
    add("peak memory of page and worker, times the text", memory, "≤ 3×", memory <= 3, "×");
  }
  return lines;
}

/** The same for favourites. */
export function favouriteTargets({ load, star, restore }) {
  const { lines, atMost } = list();
  atMost("opening with 10,000 favourites, times JSON.parse of the same records (one text)", load.task / load.parseOne, 2, "×");
  atMost("the same, times JSON.parse of each from a text of its own", load.task / load.parse, 2, "×");
  atMost("longest task of the page while it opens with them", load.longest, 50, "ms");
  atMost("longest task of the page while they are restored", restore.longest, 50, "ms");
  // To tell it from noise.
  atMost("a star with 10,000 favourites, times one with 10", star.many.stored / star.few.stored, 1.25, "×");
  return lines;
}

/** The same for what a visitor feels. */
export function vitalTargets({ lighthouse, transfer, interactive, session, growth }) {
  const { lines, add, atMost } = list();
  for (const [form, { scores }] of Object.entries(lighthouse ?? {})) {
    const all = Object.values(scores);
    add(`Lighthouse, ${form}, the least of four scores`, Math.min(...all), "100", all.every((score) => score === 100), "");
  }
  if (transfer) {
    const kilobytes = (bytes) => bytes / 1000;
    atMost("a first visit over the wire, with the second part", kilobytes(transfer.first + transfer.second), 300, "kB");
    // The page itself and what has no hash in its name is asked for anew, for use without a network.
    atMost("  what comes once more", kilobytes(transfer.again), 10, "kB");
  }
  if (interactive) atMost("time to interactive, times a hello-world page's", interactive.ours.interactive / interactive.hello.interactive, 1.3, "×");
  if (session) {
    atMost("from an interaction to its next frame, p95, four times slower", session.p95, 100, "ms");
    // To three digits, as Lighthouse gives it.
    const rounded = (value) => Math.round(1_000 * value) / 1_000;
    atMost("cumulative layout shift, while it loads", rounded(session.shifts.load), 0, "");
    atMost("  over the session", rounded(session.shifts.session), 0, "");
  }
  for (const [what, samples] of [["searches", growth?.searches], ["dumps opened and removed", growth?.rounds]]) {
    if (!samples) continue;
    const { heap, wasm } = secondHalf(samples);
    // What the browser itself keeps of a page that lives on is less than a tenth of a megabyte.
    atMost(`growth in the second half of ${what}: heaps`, heap / MB, 0.2, "MB");
    // The page has a signal for every paper that was ever shown, and wasm's memory grows in steps of a quarter of a megabyte.
    atMost("  wasm's memories", wasm / MB, 0.3, "MB");
  }
  return lines;
}

/** By how much memory has grown from the middle of what was measured to its end. */
export function secondHalf(samples) {
  const [middle, end] = [samples[Math.floor(samples.length / 2)], samples.at(-1)];
  const grown = (...names) => names.reduce((sum, name) => sum + end[name] - middle[name], 0);
  return { heap: grown("page", "worker"), wasm: grown("pageWasm", "workerWasm"), nodes: grown("nodes"), listeners: grown("listeners") };
}

function list() {
  const lines = [];
  const atLeast = (what, value, wanted, unit = "×") => add(what, value, `≥ ${wanted}${unit}`, value >= wanted, unit);
  const atMost = (what, value, wanted, unit) => add(what, value, `≤ ${wanted} ${unit}`.trim(), value <= wanted, unit && ` ${unit}`);
  const add = (what, value, wanted, met, unit) => {
    if (Number.isFinite(value)) lines.push({ what, wanted, value: digits(value) + unit, met });
  };
  return { lines, add, atLeast, atMost };
}

export function share({ hits, asked }) {
  return asked ? hits / asked : 0;
}

export function digits(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
