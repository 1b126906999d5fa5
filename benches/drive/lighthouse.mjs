// Lighthouse's four scores, as a telephone and as a desktop, and what it finds.

import desktop from "lighthouse/core/config/desktop-config.js";
import lighthouse from "lighthouse";
import { createServer } from "node:net";
import { launch } from "./chromium.mjs";
import { median } from "./interactive.mjs";

export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** Runs of which the median counts: only the score of performance differs between them. */
const RUNS = 3;

export async function measureLighthouse(url, say) {
  const port = await freePort();
  const browser = await launch(`--remote-debugging-port=${port}`);
  const results = {};
  try {
    for (const [form, config] of [["mobile", undefined], ["desktop", desktop]]) {
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) {
        const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES, throttlingMethod: "devtools" }, config);
        runs.push(read(lhr));
      }
      const scores = Object.fromEntries(CATEGORIES.map((name) => [name, median(runs.map(({ scores }) => scores[name]))]));
      const timings = Object.fromEntries(Object.keys(runs[0].timings).map((name) => [name, median(runs.map(({ timings }) => timings[name]))]));
      results[form] = { scores, timings, findings: runs.at(-1).findings };
      say(`lighthouse, ${form}: ${CATEGORIES.map((name) => `${name} ${scores[name]}`).join(", ")}`);
    }
  } finally {
    await browser.close();
  }
  return results;
}

function read({ categories, audits }) {
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(100 * categories[name].score)]));
  // Of what was looked at, all that is not as it could be.
  const used = new Set(CATEGORIES.flatMap((name) => categories[name].auditRefs.map(({ id }) => id)));
  const findings = Object.values(audits).filter(({ id, score }) => used.has(id) && score !== null && score < 1)
    .map(({ id, title, score, displayValue }) => ({ id, title, score, value: displayValue ?? "" }));
  const names = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];
  return { scores, findings, timings: Object.fromEntries(names.map((name) => [name, audits[name].numericValue])) };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
