// Whether memory grows: over many searches, and over dumps that are opened and removed again. Everything there is once is made in the
// first half; what still grows in the second, leaks.

import { heap } from "./chromium.mjs";

export const SEARCHES = 1_000;
export const ROUNDS = 100;

export async function measureGrowth(browser, url, file, papers, texts, text, say) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    const session = await context.newCDPSession(page);
    const worker = await workerOf(session);
    const said = page.getByRole("status").filter({ hasText: /papers$/ });
    const listed = (text) => said.filter({ hasText: text }).waitFor({ timeout: 60_000 });
    const input = page.getByLabel("Open files", { exact: true });
    const measure = async () => {
      // Timers and what was let go of by frames that are not painted yet.
      await page.waitForTimeout(1_500);
      const wasm = "import(document.getElementById('app-js').href).then((app) => app.exported().memory.buffer.byteLength)";
      const engines = "import(new URL(self.name, location).href).then((app) => app.exported().memory.buffer.byteLength)";
      const nodes = await session.send("Memory.getDOMCounters");
      return {
        page: await heap(session), worker: await heap(worker), pageWasm: await page.evaluate(wasm),
        workerWasm: await evaluated(worker, engines), nodes: nodes.nodes, listeners: nodes.jsEventListeners,
      };
    };
    const quarters = async (many, one) => {
      const seen = [await measure()];
      for (let at = 0; at < many; at += 1) {
        await one(at);
        if ((at + 1) % (many / 4) === 0) seen.push(await measure());
      }
      return seen;
    };

    await input.setInputFiles(file);
    await listed(new RegExp(`^${papers} papers$`));
    const search = page.getByRole("searchbox", { name: "Search" });
    const feed = page.locator("[role=feed][aria-busy=false]");
    const searches = await quarters(SEARCHES, async (at) => {
      const word = texts[at % texts.length];
      // Every round other filters of the same words, so that hardly a query is like one before.
      await search.fill(at < texts.length ? word : `${word} year:${2015 + Math.floor(at / texts.length) % 12}..`);
      await page.waitForTimeout(40);
      await feed.waitFor({ state: "attached" });
    });
    say(`growth: ${SEARCHES} searches`);
    await search.fill("");
    await listed(new RegExp(`^${papers} papers$`));

    const dumps = page.getByRole("region", { name: "Dumps" });
    const before = await dumps.getByRole("listitem").count();
    const rounds = await quarters(ROUNDS, async (at) => {
      await input.setInputFiles({ name: `round ${at}.txt`, mimeType: "text/plain", buffer: Buffer.from(text) });
      const item = dumps.getByRole("listitem").filter({ hasText: `round ${at}.txt` });
      const remove = item.getByRole("button", { name: "Remove" });
      await remove.waitFor();
      await listed(new RegExp(`^(?!${papers} )\\d+ papers$`));
      await remove.click();
      await item.waitFor({ state: "detached" });
      await listed(new RegExp(`^${papers} papers$`));
    });
    say(`growth: ${ROUNDS} dumps opened and removed`);
    const left = (await dumps.getByRole("listitem").count()) - before;
    return { searches, rounds, left };
  } finally {
    await context.close();
  }
}

/** A session with the engine's worker. */
async function workerOf(session) {
  const attached = new Promise((resolve) => session.on("Target.attachedToTarget", (target) => {
    // The service worker is another.
    if (target.targetInfo.type === "worker") resolve(target);
  }));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const { sessionId } = await attached;
  let last = 0;
  const waiting = new Map();
  session.on("Target.receivedMessageFromTarget", ({ sessionId: from, message }) => {
    const { id, result, error } = JSON.parse(message);
    if (from !== sessionId || !waiting.has(id)) return;
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
  });
  const send = (method, params = {}) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: last, method, params }) }).catch(reject);
  });
  return { send };
}

async function evaluated(session, expression) {
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
