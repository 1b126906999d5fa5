// The release page itself, under its strict policy: a dump through the file input, then keys into the search field.

import { existsSync, readFileSync } from "node:fs";
import { launch } from "./chromium.mjs";
import { spread } from "./search.mjs";
import { watch } from "./watch.mjs";

/** Frames are made when they are due instead of 60 times a second: else a wait of 0–17 ms for the next would hide the work. */
const UNTHROTTLED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/** A moonshot may take minutes; nobody waits longer. */
const LONGEST = 15 * 60_000;

export async function measurePage(url, file, bytes, papers, texts, say) {
  const browser = await launch(...UNTHROTTLED);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    let crashed = false;
    page.on("crash", () => (crashed = true));
    await page.addInitScript(watch);
    await page.goto(url);
    const input = page.locator("input[type=file]").first();
    await input.waitFor({ state: "attached" });
    await page.waitForTimeout(500);
    const system = await browser.newBrowserCDPSession();
    await input.setInputFiles(file);
    const reading = await waitForPapers(page, papers, () => crashed);
    const memory = await peakMemory(system);
    say(`page: ${reading.papers} of ${papers} papers`);
    const typing = reading.papers > 0 ? await type(page, texts) : null;
    return { bytes, ...reading, memory, typing };
  } finally {
    await browser.close();
  }
}

async function waitForPapers(page, papers, crashed) {
  const end = Date.now() + LONGEST;
  let seen;
  while (Date.now() < end && !crashed()) {
    await page.waitForTimeout(100);
    seen = await page.evaluate(() => {
      const { opened, firstCard, papers, papersAt, tasks } = globalThis.paperdeckBench;
      const said = [...document.querySelectorAll("[role=alert]")].map((alert) => alert.textContent.trim()).filter(Boolean);
      return { opened, firstCard, papers, papersAt, tasks, said };
    });
    if (seen.papers >= papers && seen.papersAt > 0 || seen.said.length > 0) break;
  }
  const tasks = (seen?.tasks ?? []).filter((task) => task.start >= seen.opened);
  const after = (at) => (at > 0 ? at - seen.opened : null);
  return {
    read: after(seen?.papersAt),
    firstCard: after(seen?.firstCard),
    papers: seen?.papers ?? 0,
    longest: Math.max(0, ...tasks.map((task) => task.ms)),
    said: crashed() ? ["the page crashed"] : seen?.said ?? [],
  };
}

/** Types texts key by key, each key into a page at rest; milliseconds from the key to its painted results. */
async function type(page, texts) {
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.click();
  await page.evaluate(() => { paperdeckBench.tasks.length = 0; });
  const [changed, painted] = [[], []];
  let unchanged = 0;
  for (const text of texts) {
    // Back to all papers, by keys that do not count.
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Backspace");
    await page.evaluate(() => paperdeckBench.settled(200, 1_000));
    for (const letter of text) {
      await page.keyboard.press(letter === " " ? "Space" : letter);
      const key = await page.evaluate(() => paperdeckBench.settled(60, 500));
      if (!key.painted) {
        unchanged += 1;
        continue;
      }
      changed.push(key.changed - key.at);
      painted.push(key.painted - key.at);
    }
  }
  const longest = await page.evaluate(() => Math.max(0, ...paperdeckBench.tasks.map((task) => task.ms)));
  return { keys: painted.length, unchanged, changed: spread(changed), painted: spread(painted), longest };
}

/** The most memory of its own that the renderer (page and worker) ever had, in bytes; on Linux only. */
async function peakMemory(system) {
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const sizes = processInfo.filter(({ type, id }) => type === "renderer" && existsSync(`/proc/${id}/status`)).map(({ id }) => {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    // Without the pages of the browser's own files.
    return (kilobytes("VmHWM") - kilobytes("RssFile")) * 1024;
  });
  return sizes.length ? Math.max(...sizes) : null;
}
