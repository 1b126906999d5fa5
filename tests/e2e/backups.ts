// Backups of many favourites, and how many changes are made of them.

import type { Page } from "@playwright/test";

/** A backup of invented papers with abstracts as long as real ones. */
export function backup(papers: number, from = 0) {
  const words = ("we present a method that learns to balance porcelain cups while pouring and show on several benchmarks "
    + "that it improves over strong baselines by a large margin with less training data robots often spill because their "
    + "models of liquids are too coarse our approach uses vision language and touch").split(" ");
  let seed = 7;
  const word = () => words[(seed = (seed * 1103515245 + 12345) % 2147483648) % words.length];
  const text = (length: number) => {
    let out = "";
    while (out.length < length) {
      out += (out ? " " : "") + word() + (seed % 11 === 0 ? "." : "");
    }
    return out;
  };
  return JSON.stringify({
    format: "paperdeck.papers",
    version: 1,
    papers: Array.from({ length: papers }, (_, n) => ({
      title: `${text(60)} number ${from + n}`,
      abstract: text(1250),
      authors: n % 9,
      published: `202${n % 6}-0${1 + n % 9}-1${n % 9}`,
      year_inferred: false,
      comments: n % 5,
      upvotes: n % 300,
      arxiv_id: `2${500 + n % 12}.${String(10000 + n)}`,
      links: [`https://github.com/cups/${from + n}`],
      seen_in: [{ dump: `${n % 40}.txt`, position: n % 77, lines: [n % 3000, n % 3000 + 6] }],
      favourite: { added: `2026-01-01T00:00:00Z`, status: "unread", tags: [], note: "" },
    })),
  });
}

/** Makes the storage take its time, so that on any machine there is something to see while many favourites change. */
export async function storeSlowly(page: Page) {
  await page.addInitScript(() => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, text) {
      set.call(this, key, text);
      for (const until = performance.now() + 1; key.startsWith("paperdeck.favourite.") && performance.now() < until;);
    };
  });
}

/** Fills the storage with junk, really up to the browser's own limit but for so many characters; junk from before goes first. */
export function fillStorage(page: Page, left = 0) {
  return page.evaluate((left) => {
    Object.keys(localStorage).filter((key) => key.startsWith("junk")).forEach((key) => localStorage.removeItem(key));
    localStorage.setItem("junk left", "x".repeat(left));
    for (let size = 1 << 20; size > 0; size >>= 1) {
      for (let n = 0; ; n += 1) {
        try {
          localStorage.setItem(`junk ${size} ${n}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
    localStorage.removeItem("junk left");
  }, left);
}

/** Texts of what is kept: all but what remembers that something was taken away. */
export const keptTexts = (page: Page) => page.evaluate(() => Object.entries(localStorage)
  .filter(([key, text]) => key.startsWith("paperdeck.favourite.") && text.includes('"paper":["') && !text.includes('"paper":["",'))
  .map(([, text]) => text));
