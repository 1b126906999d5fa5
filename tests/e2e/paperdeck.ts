// What every journey imports instead of "@playwright/test": the same `test` and `expect`, with a watch over the promises
// that hold on every page. A test fails when any page or worker of its context
//   - writes an error or a warning to the console, or lets an error go uncaught,
//   - violates the content security policy,
//   - asks any other origin than its own for anything.

import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import axe from "axe-core";

type Watch = {
  /** What was seen so far. A test that provokes trouble asserts it here and empties the list. */
  trouble: string[];
};

export const test = base.extend<Watch>({
  page: async ({ page }, use) => {
    // What was closed a moment ago goes back over its step in the history, and a visit that begins in that same moment is
    // given up by the browser for it. A hand is not as quick, and would ask again.
    for (const name of ["goto", "reload"] as const) {
      const visit = page[name].bind(page) as (...how: unknown[]) => Promise<never>;
      page[name] = (...how: unknown[]) => visit(...how).catch((error) => {
        if (!/ERR_ABORTED|NS_BINDING_ABORTED/.test(String(error))) {
          throw error;
        }
        return visit(...how);
      });
    }
    await use(page);
  },
  trouble: [
    async ({ context, baseURL }, use) => {
      const trouble: string[] = [];
      await watch(context, new URL(baseURL!).origin, trouble);
      await use(trouble);
      expect(trouble, "console messages, policy violations and foreign requests").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Watches a context that a test made itself; the context of `page` is watched already. */
export async function watch(context: BrowserContext, origin: string, trouble: string[]) {
  context.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) {
      trouble.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => trouble.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const local = ["data:", "blob:"].includes(url.protocol);
    if (!local && url.origin !== origin) {
      trouble.push(`foreign request: ${request.url()}`);
    }
  });
  // Chromium writes violations of pages to the console by itself, but not where or what was refused, and those of workers not at all.
  await context.addInitScript(reportViolations);
  context.on("page", (page) => page.on("worker", (worker) => {
    // A worker that has ended meanwhile cannot be asked, and has nothing more to say.
    worker.evaluate(reportViolations).catch(() => {});
  }));
}

function reportViolations() {
  globalThis.addEventListener("securitypolicyviolation", (event) => {
    const { effectiveDirective, blockedURI, sample, sourceFile, lineNumber } = event;
    console.error(`policy violation: ${effectiveDirective} ${blockedURI} "${sample}" ${sourceFile}:${lineNumber}`);
  });
}

/** What axe is asked: WCAG 2.2 up to AA, and what it calls best practice. */
const ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with every finding of axe, its element and the advice. */
export async function expectAccessible(page: Page) {
  expect(await findings(page), "findings of axe").toEqual([]);
}

/** What axe finds, by all that it is asked or by some rules alone: rule, element and advice. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
  // What is on its way to its colour is looked at when it has it.
  await page.evaluate(async () => {
    const ends = (animation: Animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished));
  });
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    await page.evaluate(axe.source);
  }
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: ASKED };
  return page.evaluate(async (runOnly) => {
    const { violations } = await (globalThis as any).axe.run({ runOnly, resultTypes: ["violations"] });
    return violations.flatMap((violation: any) =>
      violation.nodes.map((node: any) => `${violation.id} (${violation.impact}) ${node.target}: ${node.failureSummary}`));
  }, runOnly);
}
