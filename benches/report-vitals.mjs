// The tables of `--only vitals`.

import { megabytes, milliseconds, table } from "./report.mjs";
import { digits, secondHalf } from "./targets.mjs";

export function vital({ lighthouse, transfer, interactive, session, growth }) {
  return [
    lighthouse && scores(lighthouse),
    transfer && wire(transfer),
    interactive && answers(interactive),
    session && slow(session),
    growth && grown(growth),
  ].filter(Boolean);
}

function scores(forms) {
  const rows = Object.entries(forms).flatMap(([form, { scores, timings, findings }]) => [
    [form, ...Object.values(scores).map(String), Object.entries(timings).map(([name, value]) => `${name} ${digits(value)}`).join(", ")],
    ...findings.map(({ id, score, value }) => ["", "", "", "", "", `not full: ${id} ${digits(score)} ${value}`]),
  ]);
  return table(["Lighthouse", "performance", "accessibility", "best practices", "seo", ""], rows);
}

function wire({ first, second, again, all, files, repeated }) {
  const row = (what, bytes, note = "") => [what, `${(bytes / 1000).toFixed(1)} kB`, note];
  return table(["A first visit over the wire, heads and all", "", ""], [
    row("at first", first),
    row("the second part", second),
    row("for use without a network, once more", again, repeated.map(({ file }) => file).join(" ")),
    row("in all", all),
    ...files.map(({ file, bytes }) => row(`  ${file}`, bytes)),
  ]);
}

function answers({ ours, hello, loads }) {
  const row = (what, name) => [what, milliseconds(ours[name]), milliseconds(hello[name]), `${digits(ours[name] / hello[name])}×`];
  return table([`From the navigation (medians of ${loads})`, "Paperdeck", "hello world", ""], [
    row("all files here", "fetched"), row("what is used is in the document", "there"), row("its use answered, and painted", "answered"),
    row("its wasm runs, and the page is in its hands", "runs"), row("interactive: and no task of 50 ms left", "interactive"),
  ]);
}

function slow({ papers, interactions, kinds, slowest, shifts, p50, p95, max }) {
  const row = (what, count, spread) => [what, String(count), ...["p50", "p95", "max"].map((name) => milliseconds(spread[name]))];
  return [
    table([`Interaction to next frame, ${papers} papers, CPU 4× slower`, "", "p50", "p95", "max"], [
      row("all", interactions, { p50, p95, max }), ...kinds.map((kind) => row(`  ${kind.kind}`, kind.count, kind)),
    ]),
    table(["The slowest", "", "waited", "worked", "until the frame"], slowest.map(({ kind, name, waited, worked, ms }) =>
      [kind, name, milliseconds(waited), milliseconds(worked), milliseconds(ms)])),
    ...shifts.where.map(({ kind, value, what }) => `layout shift of ${digits(value)} (${kind}): ${what.join(", ")}`),
  ].join("\n");
}

function grown({ searches, rounds, left }) {
  const rows = (what, samples) => [
    ...samples.map((one, at) => [at ? `  after ${at} quarters` : what, ...["page", "pageWasm", "worker", "workerWasm"].map((name) => megabytes(one[name])), `${one.nodes} nodes, ${one.listeners} listeners`]),
    ((half) => ["  second half", megabytes(half.heap), megabytes(half.wasm), "", "", `${half.nodes} nodes, ${half.listeners} listeners`])(secondHalf(samples)),
  ];
  return table(["Memory after garbage collection", "page", "its wasm", "worker", "its wasm", ""],
    [...rows("searches", searches), ...rows("dumps opened and removed", rounds), ["dumps left", String(left), "", "", "", ""]]);
}
