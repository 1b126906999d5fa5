// From the navigation to the moment from which the page answers: beside a hello-world page of the same framework, built with the
// same tools and sent by the same server, opened in turn.

/** Loads of each page; the first of each warms up and does not count. */
export const LOADS = 15;

/** A page counts as quiet when no task of 50 ms began in so long. */
const QUIET = 700;

/** What is done to which element of each page, and what shows that it was answered. */
const OURS = { element: "input[type=file][multiple]", file: "one.txt", answer: ".dump, article", runs: "#app > .page" };
const HELLO = { element: "button", answer: "button", then: "Hello, world: 1", runs: "button" };

export async function measureInteractive(browser, url) {
  const runs = { ours: [], hello: [] };
  for (let load = 0; load <= LOADS; load += 1) {
    const ours = await visit(browser, url, OURS);
    const hello = await visit(browser, `${url}hello/`, HELLO);
    if (load > 0) {
      runs.ours.push(ours);
      runs.hello.push(hello);
    }
  }
  const of = (list) => Object.fromEntries(["fetched", "there", "answered", "runs", "interactive"].map((name) => [name, median(list.map((one) => one[name]))]));
  return { ours: of(runs.ours), hello: of(runs.hello), loads: LOADS, runs };
}

/** Opens a page in a context of its own, with nothing cached. */
async function visit(browser, url, what) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    await page.addInitScript(probe, { ...what, quiet: QUIET });
    await page.goto(url);
    await page.waitForFunction(() => globalThis.probed, null, { polling: 100, timeout: 30_000 });
    return await page.evaluate(() => globalThis.probed);
  } finally {
    await context.close();
  }
}

/**
 * Runs in the page before its own scripts. As soon as the element is there it is used, in the next task, so that whatever made it
 * has ended; the page is interactive when the answer has been painted and every task of 50 ms or more is over.
 */
function probe({ element, file, answer, then, runs, quiet }) {
  const found = () => document.querySelector(element);
  const use = () => {
    if (!file) return found().click();
    const data = new DataTransfer();
    data.items.add(new File(["Nothing that is known."], file));
    found().files = data.files;
    found().dispatchEvent(new Event("change", { bubbles: true }));
  };
  const answered = () => [...document.querySelectorAll(answer)].some((one) => !then || one.textContent.trim() === then);
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  const next = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then();
    port2.postMessage(0);
  };
  let [there, running] = [0, 0];
  const watch = new MutationObserver(() => {
    if (document.querySelector(runs)) {
      running = performance.now();
      watch.disconnect();
    }
    if (there || !found()) return;
    there = performance.now();
    next(() => {
      // Heard of rather than asked for over and over, which would keep the thread from what is waited for.
      const change = new MutationObserver(() => wait(change));
      change.observe(document, { childList: true, subtree: true, characterData: true });
      use();
    });
  });
  watch.observe(document, { childList: true, subtree: true });
  const wait = (change) => {
    if (!answered()) return;
    change.disconnect();
    requestAnimationFrame(() => next(painted));
  };
  const painted = () => {
    const at = performance.now();
    const fetched = Math.max(...performance.getEntriesByType("resource").map((one) => one.responseEnd));
    const settle = () => {
      const last = Math.max(at, ...tasks.map((task) => task.startTime + task.duration));
      // What was done is only acknowledged until the wasm runs, which is no end of the start.
      if (!running || performance.now() - Math.max(last, running) < quiet) return setTimeout(settle, 50);
      globalThis.probed = { fetched, there, answered: at, runs: running, interactive: last };
    };
    settle();
  };
}

export function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}
