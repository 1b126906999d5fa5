// What a first visit brings over the wire: until the sample is listed, until the page is quiet, and beyond.

import { relay } from "./counted.mjs";

/** After so long without a request nothing more comes. */
const QUIET = 2_000;

export async function measureTransfer(browser, url) {
  const wire = await relay(url);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(wire.url);
    await page.getByRole("button", { name: "Try the sample" }).click();
    await page.getByRole("article").first().waitFor();
    const end = Date.now() + 30_000;
    for (let seen = -1; seen !== wire.answers.length && Date.now() < end;) {
      seen = wire.answers.length;
      await page.waitForTimeout(QUIET);
    }
  } finally {
    await context.close();
    wire.stop();
  }
  const [first, second, again] = [[], [], []];
  const seen = new Set();
  for (const answer of wire.answers) {
    const file = answer.path.split("?")[0];
    (seen.has(file) ? again : /_later\.wasm$/.test(file) ? second : first).push({ file, bytes: answer.bytes });
    seen.add(file);
  }
  const bytes = (list) => list.reduce((sum, answer) => sum + answer.bytes, 0);
  return { first: bytes(first), second: bytes(second), again: bytes(again), all: bytes(wire.answers), files: [...first, ...second], repeated: again };
}
