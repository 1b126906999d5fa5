// What goes wrong in the middle of a change of many favourites: the storage is full, the reader dies, the tab is closed. What was
// done and what was not is said, nothing that was kept is lost, and undo takes back what was done.

import { backup, fillStorage, keptTexts, storeSlowly } from "./backups";
import { expectStatus, file, open, restore } from "./dumps";
import { listing } from "./large";
import { expect, test } from "./paperdeck";
import type { Page } from "@playwright/test";

const ALL = 1_500;

const isReading = (text: string) => text.includes('"status":["reading",');
const reading = async (page: Page) => (await keptTexts(page)).filter(isReading).length;

async function markAll(page: Page, status: string) {
  await page.getByRole("button", { name: "Mark all" }).click();
  await page.getByRole("menuitem", { name: status, exact: true }).click();
}

async function restoreAll(page: Page) {
  await page.goto("./");
  await restore(page, backup(ALL));
  await expect(page.locator(".toast")).toContainText("1,500 favourites restored", { timeout: 20_000 });
  await expectStatus(page, `${ALL} papers`);
}

/** How many papers a sentence is about. */
async function said(page: Page, sentence: RegExp) {
  const place = page.getByText(sentence);
  await expect(place).toBeVisible({ timeout: 20_000 });
  return Number(sentence.exec((await place.textContent())!)![1].replace(",", ""));
}

/** A panic of the engine is a trap in one of the worker's tasks: this is one. */
async function trap(page: Page) {
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
  });
}

/** The browser itself writes the trap to the console; nothing else was written. */
function expectTrapAlone(trouble: string[]) {
  expect(trouble.filter((line) => !line.includes("unreachable"))).toEqual([]);
  trouble.length = 0;
}

test("a storage that is full in the middle: said how far it came, and undo takes back what was done", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await restore(page, backup(5));
  await expectStatus(page, "5 papers");
  const before = await keptTexts(page);

  // A backup, of which a third or so has room.
  await fillStorage(page, 250_000);
  await restore(page, backup(ALL));
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  const restored = await said(page, /storage is full: restoring stopped after ([\d,]+) of 1,495 papers\. What is stored is safe/);
  expect(restored).toBeGreaterThan(100);
  expect(restored).toBeLessThan(1_000);
  await expectStatus(page, `${5 + restored} papers`);
  const texts = await keptTexts(page);
  expect(texts).toHaveLength(5 + restored);
  expect(before.filter((text) => !texts.includes(text))).toEqual([]);

  // Marks for all of them, of which some have room; what was marked is one step.
  await fillStorage(page, 4_000);
  await markAll(page, "Reading");
  const marked = await said(page, /storage is full: marking stopped after ([\d,]+) of/);
  expect(marked).toBeGreaterThan(10);
  expect(marked).toBeLessThan(restored);
  expect(await reading(page)).toBe(marked);
  await expect(page.locator(".toast")).toContainText("Marking:");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => reading(page)).toBe(0);
  expect((await keptTexts(page)).length).toBe(5 + restored);

  // A visit finds what was stored; nothing is damaged.
  await page.reload();
  await expectStatus(page, `${5 + restored} papers`);
  await expect(page.getByText(/cannot be read/)).toBeHidden();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("paperdeck.backup.")))).toEqual([]);
});

test("a reader that dies while a backup is read, and while it is restored", async ({ page, trouble }) => {
  await storeSlowly(page);
  // What the page asks of the reader comes late, and in its order.
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    let last = 0;
    Worker.prototype.postMessage = function (...what: any) {
      const now = performance.now();
      last = Math.max(last, now + ((globalThis as any).late ?? 0));
      setTimeout(() => post.apply(this, what), last - now);
    };
  });
  const late = (by: number) => page.evaluate((by) => { (globalThis as any).late = by; }, by);
  await page.goto("./");
  await restore(page, backup(5));
  await expectStatus(page, "5 papers");
  await late(100);
  await restore(page, backup(ALL));
  await expect(page.getByRole("progressbar", { name: "Reading the backup" })).toBeVisible();
  await trap(page);
  await expect(page.getByText(/reader stopped, and nothing was restored: try again/)).toBeVisible();
  await late(0);
  await expectStatus(page, "5 papers");
  expect(await keptTexts(page)).toHaveLength(5);

  // Once it is read, the reader has nothing to do with it.
  await restore(page, backup(ALL));
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByRole("progressbar", { name: "Restoring" })).toBeVisible();
  await trap(page);
  await expect(page.locator(".toast")).toContainText("1,495 favourites restored", { timeout: 20_000 });
  await expectStatus(page, `${ALL} papers`);

  expectTrapAlone(trouble);
});

test("a reader that dies while papers are starred: those that are not are said, and starred by the next try", async ({ page, trouble }) => {
  await storeSlowly(page);
  await page.goto("./");
  await open(page, file("many.txt", [...listing(ALL)].join("")));
  await expectStatus(page, `${ALL} papers`);
  await markAll(page, "Star all");
  await expect(page.getByRole("progressbar", { name: "Marking" })).toBeVisible();
  await trap(page);
  await expect(page.getByText("Paperdeck's reader stopped before all papers were marked. Mark them again.")).toBeVisible();
  const starred = await said(page, /^Star: ([\d,]+) papers\./);
  expect(starred).toBeLessThan(ALL);
  expect(await keptTexts(page)).toHaveLength(starred);
  await expectStatus(page, `${ALL} papers`);
  await markAll(page, "Star all");
  expect(await said(page, new RegExp(`^Star: (${(ALL - starred).toLocaleString("en")}) papers`))).toBe(ALL - starred);
  expect(await keptTexts(page)).toHaveLength(ALL);
  await page.keyboard.press("u");
  await expect(page.locator(".toast")).toContainText(/^Undone: Star/, { timeout: 20_000 });
  expect(await keptTexts(page)).toHaveLength(starred);
  expectTrapAlone(trouble);
});

test("a tab that is closed while all papers are marked leaves each marked or as it was", { tag: "@core" }, async ({ page, context }) => {
  await restoreAll(page);
  const tab = await context.newPage();
  await storeSlowly(tab);
  await tab.goto("./");
  await expectStatus(tab, `${ALL} papers`);
  await markAll(tab, "Reading");
  await expect(tab.getByRole("progressbar", { name: "Marking" })).toBeVisible();
  await tab.close();

  // The tab that was open all along has heard of each; a new visit finds the same, whole.
  await page.getByRole("searchbox", { name: "Search" }).fill("status:reading");
  const shown = page.getByRole("status").filter({ hasText: /papers?$/ });
  await expect.poll(async () => `${await reading(page)} of ${ALL} papers` === await shown.textContent()).toBe(true);
  const marked = await reading(page);
  expect(marked).toBeGreaterThan(0);
  expect(marked).toBeLessThan(ALL);
  await page.reload();
  await expectStatus(page, `${marked} of ${ALL} papers`);
  await expect(page.getByText(/cannot be read/)).toBeHidden();

  // And all are marked when that is done once more.
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await expectStatus(page, `${ALL} papers`);
  await markAll(page, "Reading");
  await expect(page.locator(".toast")).toContainText(`Reading: ${(ALL - marked).toLocaleString("en")} papers`, { timeout: 20_000 });
  expect(await reading(page)).toBe(ALL);
});
