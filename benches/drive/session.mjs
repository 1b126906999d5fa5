// A session with many papers on a machine four times as slow: real keys and clicks, each answered how late, and whether anything
// in sight jumped meanwhile.

/** How much slower the page's thread is made. */
export const SLOWER = 4;
/** A quick hand: milliseconds between two keys, and after a click until the next. */
const [KEY, CLICK] = [120, 300];
/** What is not reported was faster than this. */
const LEAST = 16;

export async function measureSession(browser, url, file, papers, texts, say) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(watch, LEAST);
    await page.goto(url);
    await page.getByLabel("Open files", { exact: true }).setInputFiles(file);
    await page.getByRole("status").filter({ hasText: new RegExp(`^${papers} papers$`) }).waitFor({ timeout: 120_000 });
    await page.waitForTimeout(2_000);
    const load = await page.evaluate(() => sessionBench.shifts.splice(0));
    const client = await context.newCDPSession(page);
    await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const acts = await act(page, texts);
    await client.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await page.waitForTimeout(500);
    const { events, shifts } = await page.evaluate(() => globalThis.sessionBench);
    say(`session: ${acts.reduce((sum, { count }) => sum + count, 0)} interactions`);
    return { papers, ...late(events, acts), shifts: { load: sum(load), session: sum(shifts), where: [...load.map((shift) => ({ ...shift, kind: "loading" })), ...shifts.map((shift) => ({ ...shift, kind: during(acts, shift.at) }))] } };
  } finally {
    await context.close();
  }
}

/** Runs in the page before its own scripts. */
function watch(least) {
  const bench = { events: [], shifts: [] };
  globalThis.sessionBench = bench;
  new PerformanceObserver((list) => {
    for (const { interactionId, name, startTime, duration, processingStart, processingEnd } of list.getEntries()) {
      if (interactionId) {
        bench.events.push({ id: interactionId, name, at: startTime, ms: duration, waited: processingStart - startTime, worked: processingEnd - processingStart });
      }
    }
  }).observe({ type: "event", durationThreshold: least, buffered: true });
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries()) {
      // What follows an input within half a second is what the user asked for.
      if (hadRecentInput) continue;
      const what = sources.map(({ node }) => (node?.nodeType === 1 ? `${node.localName}.${node.className}` : node?.parentElement?.className ?? "?"));
      bench.shifts.push({ value, at: startTime, what });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** What a reader does in some minutes. Returns how many interactions of each kind there were, and from when to when. */
async function act(page, texts) {
  const acts = [];
  const phase = async (kind, work) => {
    const from = await page.evaluate(() => performance.now());
    let count = 0;
    const key = async (key, wait = KEY) => {
      await page.keyboard.press(key);
      await page.waitForTimeout(wait);
      count += 1;
    };
    const click = async (locator) => {
      await locator.scrollIntoViewIfNeeded();
      const box = await locator.boundingBox();
      await page.waitForTimeout(KEY);
      // Not by the locator, which works in the page before it clicks.
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForTimeout(CLICK);
      count += 1;
    };
    await work({ key, click });
    acts.push({ kind, count, from, to: await page.evaluate(() => performance.now()) });
  };
  const search = page.getByRole("searchbox", { name: "Search" });
  const clear = async ({ key }) => {
    await key("ControlOrMeta+a");
    await key("Backspace", CLICK);
  };
  await phase("typing", async (hand) => {
    await hand.click(search);
    for (const text of texts) {
      for (const letter of text) await hand.key(letter === " " ? "Space" : letter);
      for (let back = 0; back < 3; back += 1) await hand.key("Backspace");
      await clear(hand);
    }
    await page.keyboard.press("Escape");
  });
  const side = page.getByRole("complementary", { name: "Dumps and filters" });
  await phase("filters", async ({ click }) => {
    const boxes = side.getByRole("checkbox");
    const many = Math.min(8, await boxes.count());
    for (let at = 0; at < many; at += 1) {
      const name = boxes.nth(at);
      if (!(await name.isVisible()) || (await name.isDisabled())) continue;
      await click(name);
      await click(name);
    }
    const bars = page.getByRole("group", { name: "Published" }).getByRole("button");
    for (const at of [1, 2]) {
      await click(bars.nth(at));
      await click(bars.nth(at));
    }
  });
  await phase("order", async ({ key }) => {
    await page.getByRole("combobox", { name: "Sort by" }).focus();
    for (const way of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]) await key(way, CLICK);
  });
  const cards = page.getByRole("feed", { name: "Papers" }).getByRole("article");
  await phase("stars", async ({ key, click }) => {
    for (let at = 0; at < 6; at += 1) await click(cards.nth(at).getByRole("button", { name: "Favourite" }));
    for (let at = 0; at < 12; at += 1) {
      await key("j");
      await key("s");
    }
    for (let at = 0; at < 4; at += 1) await key("u");
  });
  await phase("more", async ({ click }) => {
    for (let at = 0; at < 12; at += 1) {
      await page.mouse.move(700, 500);
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(KEY);
    }
    await click(page.getByRole("button", { name: "Show more" }));
    for (let at = 0; at < 5; at += 1) await click(cards.nth(20 + at).getByRole("button", { name: /^(More|Less)$/ }));
  });
  await phase("dialogs", async ({ key, click }) => {
    await key("?", CLICK);
    await key("Escape", CLICK);
    await click(page.getByRole("button", { name: "Appearance" }));
    await click(page.getByRole("radio", { name: "Open beside it" }));
    await key("Escape", CLICK);
  });
  await phase("pane", async ({ key }) => {
    for (let at = 0; at < 15; at += 1) await key("j");
    for (let at = 0; at < 5; at += 1) await key("k");
    await key("o");
    await key("s");
    await key("o");
  });
  await phase("typing beside the pane", async (hand) => {
    await hand.click(search);
    for (const text of texts.slice(0, 3)) {
      for (const letter of text) await hand.key(letter === " " ? "Space" : letter);
      await clear(hand);
    }
  });
  return acts;
}

/** Of every interaction its longest event; those that were not reported took less than can be told. */
function late(events, acts) {
  const interactions = new Map();
  for (const event of events) {
    const known = interactions.get(event.id);
    if (!known || known.ms < event.ms) interactions.set(event.id, event);
  }
  const reported = [...interactions.values()];
  const kinds = acts.map(({ kind, count, from, to }) => {
    const own = reported.filter(({ at }) => at >= from && at < to).map(({ ms }) => ms);
    return { kind, count, ...spread(own, count) };
  });
  const count = acts.reduce((sum, one) => sum + one.count, 0);
  const slowest = reported.sort((a, b) => b.ms - a.ms).slice(0, 12).map((event) => ({
    ...event, kind: during(acts, event.at),
  }));
  return { interactions: count, reported: reported.length, kinds, slowest, ...spread(reported.map(({ ms }) => ms), count) };
}

function during(acts, at) {
  return acts.find(({ from, to }) => at >= from && at < to)?.kind ?? "between";
}

function spread(list, count) {
  const all = [...list, ...Array(Math.max(0, count - list.length)).fill(LEAST)].sort((a, b) => a - b);
  const at = (share) => all[Math.min(all.length - 1, Math.ceil(share * all.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: all.at(-1) ?? 0 };
}

function sum(shifts) {
  return shifts.reduce((sum, { value }) => sum + value, 0);
}
