// The results as text.

import { KINDS } from "./queries.mjs";
import { digits, share, targets } from "./targets.mjs";
import { vital } from "./report-vitals.mjs";

export const megabytes = (bytes) => `${digits(bytes / 1e6)} MB`;
const seconds = (ms) => (ms === null ? "never" : `${digits(ms / 1000)} s`);
export const milliseconds = (ms) => `${digits(ms)} ms`;

export function report({ machine, corpus, sizes, favourites, vitals, runs }) {
  const parts = [`${machine.browser}, ${machine.cores} cores (${machine.cpu}), ${corpus}`];
  if (Math.max(...machine.load) > 1.5) {
    parts.push(`Other programs may have been running (load ${machine.load.map(digits).join(" before, ")} after): times may be too high.`);
  }
  if (sizes) parts.push(`Page in brotli: wasm ${(sizes.wasm / 1000).toFixed(1)} kB, all ${(sizes.all / 1000).toFixed(1)} kB`);
  if (favourites) {
    parts.push(`\n━━━ ${favourites.papers.toLocaleString("en")} favourites, ${favourites.characters} characters stored ━━━`);
    parts.push(kept(favourites), targetTable(favourites.targets));
  }
  if (vitals) parts.push("\n━━━ What a visitor feels ━━━", ...vital(vitals), targetTable(vitals.targets));
  for (const run of runs) {
    parts.push(`\n━━━ ${run.papers.toLocaleString("en")} papers, ${megabytes(run.bytes)} ━━━`);
    if (run.read) parts.push(reading(run.read, run.papers));
    if (run.search) parts.push(searching(run.search, run.papers));
    if (run.page) parts.push(page(run.page));
    const lines = targets(run);
    if (lines.length) parts.push(targetTable(lines));
  }
  return parts.join("\n");
}

function targetTable(lines) {
  const row = ({ what, wanted, value, met }) => [what, wanted, value, met === true ? "met" : met || "MISSED"];
  return table(["Target", "wanted", "here", ""], lines.map(row));
}

function kept({ restore, load, star }) {
  return table(["Favourites", "", ""], [
    ["opening the page, of the page's thread", milliseconds(load.task), "CPU time beyond that with 40 favourites, until all is listed"],
    ["  of it reading localStorage alone", milliseconds(load.floor), "in a page of the same site that does nothing else"],
    ["JSON.parse of the same records, one text", milliseconds(load.parseOne), "CPU time, plain as in an exchange file"],
    ["  each from a text of its own", milliseconds(load.parse), ""],
    ["longest task of the page meanwhile", load.longest ? milliseconds(load.longest) : "under 50 ms", "median of the visits"],
    ["first card after", milliseconds(load.firstCard), `${milliseconds(load.firstCardOfFew)} with 40`],
    ["restored from a backup in", milliseconds(restore.all), `longest task ${restore.longest ? milliseconds(restore.longest) : "under 50 ms"}`],
    ["key to stored star, with 10", milliseconds(star.few.stored), `median of ${star.few.keys}`],
    ["  with 10,000", milliseconds(star.many.stored), ""],
  ]);
}

function reading({ bytes, script, wasm }, papers) {
  const row = (what, { first, best }, note = "") => [what, seconds(first), seconds(best), `${digits(bytes / 1e3 / best)} MB/s`, note];
  const right = (count) => (count === papers ? "all papers right" : `ONLY ${count} of ${papers} papers right: the rate does not count`);
  const sum = (...stages) => ({ first: stages.reduce((a, s) => a + s.first, 0), best: stages.reduce((a, s) => a + s.best, 0) });
  return table(["Reading", "first", "best", "rate", ""], [
    row("Paperdeck, bytes to papers", sum(wasm.copy, wasm.read), right(wasm.right)),
    row("  of it copying into wasm", wasm.copy),
    row("JavaScript, bytes to papers", script.read, right(script.right)),
    row("floor: TextDecoder and split", script.floor),
    row("floor: newlines counted in wasm", wasm.newlines),
    row("Paperdeck, index alone", wasm.index, `${megabytes(wasm.indexSize)}`),
  ]);
}

function searching({ peers, stages }, papers) {
  const mini = peers.find((peer) => peer.module === "minisearch" && !peer.failed);
  const build = peers.map((peer) => {
    if (peer.failed) return [peer.name, peer.failed, "", "", ""];
    const ours = peer.module === "paperdeck";
    const [ms, bytes] = ours ? [stages.index.first, stages.indexSize] : [peer.build, peer.memory];
    const note = ours ? `reading and index ${seconds(peer.build)}; with the text, wasm grew by ${megabytes(peer.memory)}` : peer.says;
    const missing = peer.papers === papers ? "" : ` ONLY ${peer.papers} PAPERS;`;
    const ratios = mini ? [`${digits(mini.build / ms)}×`, `1/${digits(mini.memory / bytes)}`] : ["", ""];
    return [peer.name, seconds(ms), ratios[0], megabytes(bytes), ratios[1], missing + note];
  });
  const parts = [table(["Index", "build", "faster", "memory", "of it", ""], build)];
  for (const kind of KINDS) {
    const rows = peers.filter((peer) => !peer.failed).flatMap((peer) => {
      const row = (name, { p50, p95, max }, of) => [name, milliseconds(p50), milliseconds(p95), milliseconds(max),
        mini ? `${digits(mini.kinds[kind].p50 / p50)}×` : "", mini ? `${digits(mini.kinds[kind].p95 / p95)}×` : "", of];
      const own = peer.kinds[kind];
      const asked = own.asked < own.of ? ` (${own.asked} of ${own.of} asked)` : "";
      const rows = [row(peer.name, own, `${digits(100 * share(own))} %${asked}`)];
      if (own.bare) rows.push(row("  without cards", own.bare, ""));
      return rows;
    });
    parts.push(table([`Query: ${kind}`, "p50", "p95", "max", "p50 faster", "p95 faster", "found in top 10"], rows));
  }
  return parts.join("\n");
}

function page({ papers, read, firstCard, longest, memory, typing, said }) {
  const rows = [
    ["papers on the page", String(papers), said.join(" ")],
    ["opened to all papers", seconds(read), ""],
    ["opened to first card", seconds(firstCard), ""],
    ["longest task of the page meanwhile", longest ? milliseconds(longest) : "under 50 ms", ""],
    ["peak memory, page and worker", memory ? megabytes(memory) : "not known here", ""],
  ];
  if (typing) {
    const { changed, painted, keys, unchanged, longest: task } = typing;
    const three = ({ p50, p95, max }) => `p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)}, max ${milliseconds(max)}`;
    rows.push(["key to painted results", three(painted), `${keys} keys (${unchanged} more changed nothing)`]);
    rows.push(["  of it until the document changed", three(changed), ""]);
    rows.push(["longest task of the page while typing", task ? milliseconds(task) : "under 50 ms", ""]);
  }
  return table(["Release page", "", ""], rows);
}

/** Columns as wide as their widest cell; the first to the left, numbers to the right, the last as it is. */
export function table(head, rows) {
  const width = head.map((_, at) => Math.max(...[head, ...rows].map((row) => [...(row[at] ?? "")].length)));
  const line = (row) => row.map((cell, at) => {
    if (at === head.length - 1) return cell;
    return at === 0 ? cell.padEnd(width[at]) : cell.padStart(width[at]);
  }).join("  ").trimEnd();
  return ["", line(head), "─".repeat(width.reduce((a, b) => a + b + 2, -2)), ...rows.map(line)].join("\n");
}
