// The browser, and pages that each have a process of their own.

import { chromium } from "playwright-core";

const { CHROMIUM_PATH, CHROMIUM_FLAGS = "" } = process.env;

export function launch(...more) {
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: [...CHROMIUM_FLAGS.split(" ").filter(Boolean), ...more] });
}

/** Runs `work` in a fresh page of the bench, with `call(name, ...arguments)` into page/in-page.mjs, and closes it. */
export async function inPage(browser, url, work) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const crash = new Promise((_, reject) => page.on("crash", () => reject(new Error("the page crashed (out of memory?)"))));
  crash.catch(() => {});
  page.setDefaultTimeout(0);
  try {
    await page.goto(url);
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error("expected an isolated page with a fine clock");
    const call = (name, ...values) => Promise.race([crash, page.evaluate(async ([name, values]) => {
      const module = await import("/bench/page/in-page.mjs");
      return module[name](...values);
    }, [name, values])]);
    return await work(call, await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/** Bytes of JavaScript's heap and its buffers in use, after garbage was collected. */
export async function heap(session) {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const usage = await session.send("Runtime.getHeapUsage");
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
