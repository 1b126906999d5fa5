// Ten thousand favourites in the release page: restoring them, opening the page with them beside JSON.parse of the same records,
// and what one star costs with ten and with ten thousand.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../corpus/random.mjs";
import { capital } from "../corpus/words.mjs";
import { launch } from "./chromium.mjs";

/** How many are "many", and what is taken off a load as the page's own: a visit with as many cards in the document. */
export const MANY = 10_000;
const FEW = 10;
const CARDS = 40;
/** Visits of which the median is taken. */
const VISITS = 7;
const SAMPLE = join(import.meta.dirname, "../../tests/samples/sample.txt");

export async function measureFavourites(url, say) {
  const browser = await launch();
  const visits = async (papers, work) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addInitScript(watch);
    try {
      const page = await context.newPage();
      const restored = await restore(page, url, papers);
      await page.close();
      return { restored, ...(await work(context)) };
    } finally {
      await context.close();
    }
  };
  const load = (papers) => async (context) => ({ visits: await times(VISITS, () => visit(context, url, papers)) });
  const star = async (context) => ({ stars: await stars(context, url) });
  try {
    const base = await visits(CARDS, load(CARDS));
    const many = await visits(MANY, load(MANY));
    say(`favourites: ${MANY} opened`);
    const few = (await visits(FEW, star)).stars;
    const starred = (await visits(MANY, star)).stars;
    const middle = (list, of) => median(list.map(of));
    const load_ = middle(many.visits, ({ task }) => task) - middle(base.visits, ({ task }) => task);
    return {
      papers: MANY,
      characters: many.restored.characters,
      restore: { all: many.restored.all, longest: many.restored.longest },
      load: {
        // CPU time of the page's thread, less that of a visit with few.
        task: load_,
        // Of it, what reading localStorage costs any page.
        floor: middle(many.visits, ({ floor }) => floor) - middle(base.visits, ({ floor }) => floor),
        parse: middle(many.visits, ({ parse }) => parse),
        parseOne: middle(many.visits, ({ parseOne }) => parseOne),
        longest: middle(many.visits, ({ longest }) => longest),
        firstCard: middle(many.visits, ({ firstCard }) => firstCard),
        firstCardOfFew: middle(base.visits, ({ firstCard }) => firstCard),
        runs: { few: base.visits, many: many.visits },
      },
      star: { few, many: starred },
    };
  } finally {
    await browser.close();
  }
}

/** Runs in the page before its own scripts. */
function watch() {
  const bench = { tasks: [], firstCard: 0, keyed: 0, stored: 0 };
  globalThis.favouritesBench = bench;
  new PerformanceObserver((list) => bench.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask", buffered: true });
  new MutationObserver(() => {
    if (!bench.firstCard && document.querySelector("article")) bench.firstCard = performance.now();
  }).observe(document, { childList: true, subtree: true });
  addEventListener("keydown", (event) => { bench.keyed = event.timeStamp; }, true);
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, text) {
    set.call(this, key, text);
    if (key.startsWith("paperdeck.favourite.")) bench.stored = performance.now();
  };
}

const WORDS = ("we present a method that learns to balance porcelain cups while pouring and show on several benchmarks that it "
  + "improves over strong baselines by a large margin with less training data robots often spill because their models of liquids "
  + "are too coarse our approach uses vision language and touch").split(" ");

/** Records as the exchange file has them: what a page without packing would store of each. In plain English, as papers are. */
function records(papers) {
  const random = new Random(7);
  const text = (length) => {
    let out = capital(random.pick(WORDS));
    while (out.length < length) out += ` ${random.pick(WORDS)}${random.percent(9) ? "." : ""}`;
    return out;
  };
  return Array.from({ length: papers }, (_, number) => ({
    title: `${text(60)} ${number}`,
    abstract: text(1_250),
    authors: 1 + number % 9,
    published: `202${number % 6}-0${1 + number % 9}-1${number % 9}`,
    year_inferred: false,
    comments: number % 5,
    upvotes: number % 300,
    arxiv_id: `2${500 + number % 12}.${10_000 + number}`,
    links: [`https://github.com/cups/${number}`],
    seen_in: [{ dump: `${number % 40}.txt`, position: 1 + number % 77, lines: [1 + number % 3_000, 7 + number % 3_000] }],
    favourite: {
      added: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().replace(".000", ""),
      status: ["unread", "reading", "read"][number % 3],
      tags: number % 4 ? [] : ["to do", "robots"].slice(number % 8 ? 1 : 0),
      note: number % 10 ? "" : "Why “spill”?\nSee the appendix.",
    },
  }));
}

const all = (page, papers) => page.getByRole("status").filter({ hasText: new RegExp(`^${papers} papers$`) });

async function restore(page, url, papers) {
  await page.goto(url);
  const text = JSON.stringify({ format: "paperdeck.papers", version: 1, papers: records(papers) });
  // As a file: a buffer would be made into one by the page, in a task of its own.
  const backup = join(mkdtempSync(join(tmpdir(), "paperdeck-bench-")), "backup.json");
  writeFileSync(backup, text);
  const input = page.getByLabel("Favourites file").first();
  await input.waitFor({ state: "attached" });
  await page.waitForTimeout(300);
  await page.evaluate(() => { favouritesBench.tasks.length = 0; });
  const from = Date.now();
  await input.setInputFiles(backup);
  await all(page, papers).waitFor({ timeout: 120_000 });
  const end = Date.now() - from;
  await page.waitForTimeout(500);
  return page.evaluate((all) => ({
    all,
    longest: Math.max(0, ...favouritesBench.tasks),
    characters: Object.entries(localStorage).reduce((sum, [key, text]) => sum + key.length + text.length, 0),
  }), end);
}

/** A page of its own, with a clock of its thread. */
async function clocked(context, work) {
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const busy = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
    };
    return await work(page, async (act) => {
      const before = await busy();
      await act();
      return (await busy()) - before;
    });
  } finally {
    await page.close();
  }
}

/** Opens the page anew; and parses the same records there, each from a text of its own and all from one. Then a page of the same
 * site that has nothing in it reads all that is stored. */
async function visit(context, url, papers) {
  const opened = await clocked(context, async (page, cost) => {
    const task = await cost(async () => {
      await page.goto(url);
      await all(page, papers).waitFor({ timeout: 120_000 });
      await page.waitForTimeout(600);
    });
    const { longest, firstCard } = await page.evaluate(() => (
      { longest: Math.max(0, ...favouritesBench.tasks), firstCard: favouritesBench.firstCard }));
    await page.evaluate((records) => {
      globalThis.each = records.map((record) => JSON.stringify(record));
      globalThis.one = JSON.stringify(records);
    }, records(papers));
    const parse = await cost(() => page.evaluate(() => each.forEach((text) => JSON.parse(text))));
    const parseOne = await cost(() => page.evaluate(() => void JSON.parse(one)));
    return { task, longest, firstCard, parse, parseOne };
  });
  const floor = await clocked(context, async (page, cost) => {
    await page.goto(new URL("icon.svg", url).href);
    // A process that is used again would have them still from the page before.
    await page.waitForTimeout(1_000);
    return cost(() => page.evaluate(() => Object.keys(localStorage).map((key) => localStorage.getItem(key)).length));
  });
  return { ...opened, floor };
}

/** Stars all papers of the sample by keys; the median from the key to the stored record, and of the page's time for it. */
async function stars(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("article").first().waitFor();
  await page.getByLabel("Open files", { exact: true }).setInputFiles(SAMPLE);
  await all(page, 14).waitFor();
  const stored = [];
  for (let round = 0; round < 3; round += 1) {
    for (let card = 0; card < 14; card += 1) {
      await page.locator("article").nth(card).focus();
      await page.keyboard.press("s");
      await page.waitForTimeout(60);
      // The first round warms up; taking a star away is another thing.
      const one = await page.evaluate(() => favouritesBench.stored - favouritesBench.keyed);
      if (round === 2) stored.push(one);
    }
  }
  await page.close();
  return { stored: median(stored), keys: stored.length };
}

async function times(count, work) {
  const results = [];
  for (let at = 0; at < count; at += 1) results.push(await work());
  return results;
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}
