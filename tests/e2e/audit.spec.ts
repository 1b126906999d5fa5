// The audit: a dump's text with what became of it, the way to the cards and back, and corrections.

import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expectStatus, file, NO_REAL, open, REAL, real, SAMPLE } from "./dumps";
import { withListing } from "./large";
import { expect, expectAccessible, test } from "./paperdeck";

const text = (page: Page) => page.getByRole("listbox", { name: /^Text of/ });
const line = (page: Page, number: number) => page.locator(`#line-${number}`);
const selected = (page: Page) => text(page).locator("[aria-selected=true]");
const act = (page: Page, name: string) => page.locator(".audit-acts").getByRole("button", { name, exact: true });

async function openPlace(card: Locator, dump: string) {
  const seen = card.getByRole("button", { name: /^Seen in/ });
  if ((await seen.getAttribute("aria-expanded")) === "false") {
    await seen.click();
  }
  await card.getByRole("button", { name: dump, exact: true }).click();
}

async function openAudit(page: Page, n = 0) {
  await page.getByRole("region", { name: "Dumps" }).getByRole("button", { name: "Audit" }).nth(n).click();
  await expect(text(page)).toBeFocused();
}

test("every line of the sample says what it became, and leads to its card and back", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await openAudit(page);
  await expect(page.getByRole("heading", { name: "Audit of sample.txt" })).toBeVisible();
  const lines = readFileSync(SAMPLE, "utf8").split("\n");
  const title = await page.getByRole("article").nth(2).getByRole("heading").textContent();
  const at = lines.findIndex((text) => text.trim() === title) + 1;
  await page.getByRole("searchbox", { name: "Go to a line or to words" }).fill(String(at));
  await page.keyboard.press("Enter");
  await expect(selected(page)).toHaveCount(1);
  await expect(selected(page)).toHaveAccessibleName(`${at} Title ${title}`);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  // What lies behind is out of reach.
  await expect(page.locator(".page")).toHaveAttribute("inert");
  await page.getByRole("button", { name: "Show its card" }).click();
  await expect(text(page)).toHaveCount(0);
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: title!, exact: true }) });
  await expect(card).toBeFocused();
  await openPlace(card, "sample.txt");
  await expect(selected(page).first()).toHaveAccessibleName(`${at} Title ${title}`);
  await page.goBack();
  await expect(text(page)).toHaveCount(0);
  await expect(card.getByRole("button", { name: "sample.txt" })).toBeFocused();
});

test("Back, Escape and the cross close the audit, and focus returns", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const button = page.getByRole("region", { name: "Dumps" }).getByRole("button", { name: "Audit" });
  for (const close of [() => page.goBack(), () => page.keyboard.press("Escape"), () => page.getByRole("button", { name: "Close the audit" }).click()]) {
    await openAudit(page);
    await close();
    await expect(text(page)).toHaveCount(0);
    await expect(button).toBeFocused();
  }
  await expectStatus(page, "14 papers");
});

test("a dump that another tab removes takes its audit with it", async ({ page, context }) => {
  await page.goto("./");
  const dump = (name: string) => file(name, readFileSync(SAMPLE, "utf8").replaceAll("Tidepool", name));
  await open(page, [dump("one.txt"), dump("two.txt")]);
  const dumps = (tab: Page) => tab.getByRole("region", { name: "Dumps" }).getByRole("listitem");
  await expect(dumps(page)).toHaveCount(2);
  const other = await context.newPage();
  await other.goto("./");
  await expect(dumps(other)).toHaveCount(2);
  await page.bringToFront();
  await openAudit(page);
  await dumps(other).filter({ hasText: "one.txt" }).getByRole("button", { name: "Remove" }).click();
  await expect(text(page)).toHaveCount(0);
  await expect(page.locator(".page")).not.toHaveAttribute("inert");
  await expect(dumps(page)).toHaveCount(1);
  await expect(page.getByText("The dump of the audit was removed.")).toBeAttached();
});

test("corrections by hand are undone, redone, taken back, and survive another reading", async ({ page, trouble }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await openAudit(page);
  const titles = page.locator(".role.is-title .number");
  await expect(titles).toHaveText("14");
  // The second paper is none, by key; the toast brings it back.
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: /^Title/ }).first().click();
  await page.getByRole("button", { name: /^Title/ }).first().click();
  // The way to the line is the worker's to find.
  await expect(selected(page)).toHaveAccessibleName(/^\d+ Title /);
  await text(page).focus();
  await page.keyboard.press("x");
  await expect(titles).toHaveText("13");
  await expect(page.getByRole("button", { name: /^Take back: The paper at line/ })).toBeVisible();
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(titles).toHaveText("14");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(titles).toHaveText("13");
  await expectAccessible(page);
  // One that does not fit is said, and nothing changes.
  await page.getByRole("searchbox", { name: "Go to a line or to words" }).fill("1");
  await page.keyboard.press("Enter");
  await act(page, "Abstract").click();
  await expect(page.getByRole("alert").filter({ hasText: "expected" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Take back/ })).toHaveCount(1);
  // The reader dies; the dump is read once more, with its corrections.
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
  });
  await expect(page.getByText(/reader stopped and was started again/)).toBeAttached();
  await expect(titles).toHaveText("13");
  await page.getByRole("button", { name: /^Take back/ }).click();
  await expect(titles).toHaveText("14");
  await expect(page.getByRole("button", { name: /^Take back/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expectStatus(page, "14 papers");
  expect(trouble.filter((line) => !line.includes("unreachable"))).toEqual([]);
  trouble.length = 0;
});

test("a star stays with a paper whose title is corrected", async ({ page }) => {
  const abstract = "A paragraph of prose about teapots, which goes on for a while so that nobody takes it for a title. ".repeat(3);
  const remark = "An earlier remark on teapots, which reads like prose and stands in a paragraph of its own. ".repeat(3).trim();
  const lines = ["On Teapots", "", remark, abstract, "", "  • 2 authors", "·", "Mar 20, 2024", ""];
  await page.goto("./");
  await open(page, file("teapots.txt", lines.join("\n")));
  await expectStatus(page, "1 paper");
  const card = page.getByRole("article");
  await expect(card.getByRole("heading")).toHaveText("On Teapots");
  await card.getByRole("button", { name: "Favourite" }).click();
  await openPlace(card, "teapots.txt");
  await page.getByRole("searchbox", { name: "Go to a line or to words" }).fill("3");
  await page.keyboard.press("Enter");
  await act(page, "Title").click();
  await expect(page.getByRole("button", { name: /^Take back/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(card.getByRole("heading")).toHaveText(remark);
  await expectStatus(page, "1 paper");
  await expect(card.getByRole("button", { name: "Favourite" })).toHaveAttribute("aria-pressed", "true");
});

test("reading a long dump again says how far it is", async ({ page }) => {
  test.setTimeout(120_000);
  await withListing(20_000, async (path) => {
    await page.goto("./");
    await open(page, path);
    await expectStatus(page, "20000 papers");
    await openAudit(page);
    // It is there for a second or two: what was shown is noted.
    await page.evaluate(() => {
      const bar = document.querySelector<HTMLProgressElement>(".audit-again progress")!;
      const seen = ((globalThis as any).seen = [] as number[]);
      new MutationObserver(() => bar.checkVisibility() && seen.push(bar.value)).observe(bar.parentElement!, { attributes: true, subtree: true });
    });
    await page.getByRole("button", { name: /^Title/ }).first().click();
    // The way to the line is the worker's to find.
    await expect(selected(page)).toHaveAccessibleName(/^\d+ Title /);
    await text(page).focus();
    await page.keyboard.press("x");
    await expect(page.getByRole("button", { name: /^Take back/ })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("progressbar", { name: "Reading it again" })).toBeHidden();
    expect(await page.evaluate(() => (globalThis as any).seen.length)).toBeGreaterThan(0);
  });
});

test("corrections are there at the next visit", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, file("mine.txt", readFileSync(SAMPLE)));
  await expectStatus(page, "14 papers");
  await openAudit(page);
  await page.getByRole("button", { name: /^Title/ }).first().click();
  // The way to the line is the worker's to find.
  await expect(selected(page)).toHaveAccessibleName(/^\d+ Title /);
  await text(page).focus();
  await page.keyboard.press("x");
  await expect(page.locator(".role.is-title .number")).toHaveText("13");
  await expect.poll(() => settings(page)).toContain('"drop"');
  await page.reload();
  await expectStatus(page, "13 papers");
  await openAudit(page);
  await page.getByRole("button", { name: /^Take back/ }).click();
  await expect(page.locator(".role.is-title .number")).toHaveText("14");
  await expect.poll(() => settings(page)).not.toContain('"drop"');
});

/** What is kept of what the user said of the dumps. */
async function settings(page: Page): Promise<string> {
  return page.evaluate(() => new Promise<string>((resolve, reject) => {
    const opening = indexedDB.open("paperdeck");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const records = opening.result.transaction("dumps").objectStore("dumps").getAll();
      records.onsuccess = () => {
        opening.result.close();
        resolve(records.result.map((record) => record.settings).join());
      };
    };
  }));
}

test("a paper begins at another line, gets a date and authors, and goes with the one before again", async ({ page }) => {
  const lines = readFileSync(SAMPLE, "utf8").split("\n");
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await openAudit(page);
  await page.getByRole("button", { name: /^Abstract/ }).first().click();
  await expect(selected(page).locator(".line-role")).toHaveText("Abstract");
  const number = Number((await selected(page).locator(".line-number").textContent())!.replace(",", ""));
  await act(page, "Begins").click();
  await expect(page.locator(".role.is-title .number")).toHaveText("15");
  await page.getByLabel("Date", { exact: true }).fill("2019-02-03");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /Take back.*date 2019-02-03/ })).toBeVisible();
  await page.getByLabel("Authors", { exact: true }).fill("Ada Invented, Carl Invented");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /Take back.*authors Ada/ })).toBeVisible();
  await page.getByRole("button", { name: "Show its card" }).click();
  const card = page.getByRole("article").filter({ hasText: "Ada Invented, Carl Invented" });
  await expect(card).toBeFocused();
  await expect(card.locator("time")).toHaveAttribute("datetime", "2019-02-03");
  await expect(card.getByRole("heading")).toContainText(lines[number - 1].trim().slice(0, 30));
  await openPlace(card, "sample.txt");
  await act(page, "Goes with the one before").click();
  await expect(page.locator(".role.is-title .number")).toHaveText("14");
});

test("a layout is forced and given back; one without papers is refused", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await openAudit(page);
  const select = page.getByLabel("Read as");
  await select.selectOption("trending page");
  await expect(page.locator(".audit-name")).toContainText("trending page");
  await expect(select).toHaveValue("trending page");
  await select.selectOption("API JSON");
  await expect(page.getByRole("alert").filter({ hasText: "expected papers in this API JSON" })).toBeVisible();
  await expect(page.locator(".audit-name")).toContainText("trending page");
  await expect(select).toHaveValue("trending page");
  await select.selectOption({ label: "Find out by itself" });
  await expect(page.locator(".audit-name")).toContainText("listing, 14 papers");
});

test("what was not understood is found, and can be said to be part of the page", async ({ page }) => {
  const stray = "Stray words that belong to nothing at all";
  await page.goto("./");
  await open(page, file("stray.txt", `${readFileSync(SAMPLE, "utf8")}\n\n  • 3 authors\n·\nJan 1, 2024\n\n${stray}\n`));
  await openAudit(page);
  const count = page.locator(".role.is-unclear .number");
  const before = Number(await count.textContent());
  expect(before).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Next line not understood" }).click();
  await expect(selected(page)).toContainText("Unclear");
  await text(page).focus();
  await page.keyboard.press("f");
  await expect(count).toHaveText(String(before - 1));
});

test("a text of more than 100,000 lines opens at once and has few lines in the document", async ({ page }) => {
  test.setTimeout(120_000);
  await withListing(12_500, async (path) => {
    await page.goto("./");
    await open(page, path);
    await expect(page.getByRole("region", { name: "Dumps" })).toContainText("listing, 12500 papers", { timeout: 60_000 });
    await openAudit(page);
    await expect(line(page, 1)).toBeVisible();
    const go = page.getByRole("searchbox", { name: "Go to a line or to words" });
    for (const number of [100_000, 50_000, 1]) {
      await go.fill(String(number));
      await go.press("Enter");
      await expect(line(page, number)).toBeInViewport();
      expect(await text(page).getByRole("option").count()).toBeLessThan(400);
    }
    await go.fill("paper 12345:");
    await go.press("Enter");
    await expect(selected(page)).toContainText("Paper 12345:");
    await expect(selected(page)).toBeInViewport();
    // By wheel, too: what comes in sight is filled.
    await text(page).hover();
    await page.mouse.wheel(0, -20_000);
    await expect(page.locator(".line").first()).toBeAttached();
    await expect.poll(() => page.evaluate(() => {
      const box = document.querySelector(".audit-text")!.getBoundingClientRect();
      return document.elementFromPoint(box.x + 200, box.y + box.height / 2)?.closest(".line") != null;
    })).toBe(true);
    await text(page).focus();
    await page.keyboard.press("End");
    await expect(selected(page)).toBeInViewport();
  });
});

for (const name of ["001.txt", "103_firecrawl_markdown.md", "201_api_daily_papers_2026-08-21.json"]) {
  test(`the audit of ${name} opens at the place of a card`, async ({ page }) => {
    test.skip(!REAL, NO_REAL);
    await page.goto("./");
    await open(page, real(name));
    await expect(page.getByRole("article").first()).toBeVisible();
    const card = page.getByRole("article").nth(1);
    await openPlace(card, name);
    await expect(selected(page).first()).toBeInViewport();
    await expect(page.locator(".audit-side")).toContainText(/Paper \d+|papers/);
    await expectAccessible(page);
  });
}

test("on a phone the text and the tools share the screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await page.getByRole("button", { name: "Show 1" }).click();
  await openAudit(page);
  await expect(text(page)).toBeInViewport();
  await expect(page.getByRole("heading", { name: /^Lines? / })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
