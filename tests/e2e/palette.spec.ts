// The command palette: everything that the page can do, by what is typed of it.

import { expectStatus, file, open } from "./dumps";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./paperdeck";

const field = (page: Page) => page.getByRole("combobox", { name: "Command" });
const options = (page: Page) => page.getByRole("listbox", { name: "Commands" }).getByRole("option");

async function sample(page: Page) {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
}

/** Opens it, types, waits for what comes first, and runs that. */
async function run(page: Page, typed: string, first: string | RegExp) {
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(typed);
  await expect(options(page).first()).toHaveText(first);
  await page.keyboard.press("Enter");
  await expect(field(page)).toBeHidden();
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`opens, moves, closes, and the focus goes back: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await sample(page);
    await page.keyboard.press("j");
    const card = page.getByRole("article").first();
    await expect(card).toBeFocused();
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused();
    // The first command is chosen; arrows go round.
    await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
    await expect(field(page)).toHaveAttribute("aria-activedescendant", "palette-0");
    await page.keyboard.press("ArrowUp");
    await expect(options(page).last()).toHaveAttribute("aria-selected", "true");
    await expect(options(page).last()).toBeInViewport();
    await page.keyboard.press("ArrowDown");
    await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
    await expectAccessible(page);
    await page.keyboard.type("keep fav");
    await expect(options(page).first()).toContainText("Keep as a favourite");
    await expect(options(page).first().locator("kbd")).toHaveText("s");
    await page.keyboard.type(" nothing");
    await expect(page.getByText("No command is called that.")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(field(page)).toBeHidden();
    await expect(card).toBeFocused();
  });
}

test("reaches actions, filters, orders, dumps, tags, dialogs and looks", async ({ page }) => {
  await sample(page);
  // An action on the paper that has the focus, which it keeps.
  await page.keyboard.press("j");
  const card = page.getByRole("article").first();
  await expect(card).toBeFocused();
  await run(page, "favourite or not", /^Keep as a favourite/);
  await expect(card.getByRole("button", { name: "Favourite" })).toHaveAttribute("aria-pressed", "true");
  await expect(card).toBeFocused();
  // A tag, and then the filter of that name.
  await run(page, "add a tag", /^Add a tag/);
  await page.keyboard.type("robots");
  await page.keyboard.press("Enter");
  await run(page, "robots", /^robots/);
  await expectStatus(page, "1 of 14 papers");
  await run(page, "clf", "Clear filters");
  await expectStatus(page, "14 papers");
  await run(page, "code links", /^Code/);
  await expect(page.getByRole("checkbox", { name: "Code" })).toBeChecked();
  await run(page, "code links", /^Code/);
  await expect(page.getByRole("checkbox", { name: "Code" })).not.toBeChecked();
  await run(page, "newest", /^Newest first/);
  await expect(page.getByRole("combobox", { name: "Sort by" })).toHaveValue("newest");
  await run(page, "theme dark", /^Theme: Dark/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  // Dialogs open from it, and give the focus back to where it was.
  await run(page, "paste", "Paste text …");
  await expect(page.getByRole("dialog", { name: "Paste text" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // What was run last comes first, also after a reload; names of the user's are not kept.
  await page.keyboard.press("Control+k");
  await expect(options(page).first()).toHaveText(/^Paste text/);
  expect(await page.evaluate(() => localStorage.getItem("paperdeck.recent"))).not.toContain("robots");
  await page.keyboard.press("Escape");
  await run(page, "audit sample", /^Audit /);
  await expect(page.locator(".audit")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await run(page, "remove sample", /^Remove /);
  await expectStatus(page, "1 paper");
});

test("by touch, on a phone", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await sample(page);
  await page.getByRole("button", { name: "Commands" }).tap();
  await expect(options(page).first()).toBeVisible();
  const box = (await page.getByRole("dialog", { name: "Commands" }).boundingBox())!;
  expect(box.x >= 0 && box.x + box.width <= 390).toBe(true);
  await expectAccessible(page);
  await field(page).fill("oldest");
  await options(page).first().tap();
  await expect(page.getByRole("combobox", { name: "Sort by" })).toHaveValue("oldest");
  // What is beside it closes it.
  await page.getByRole("button", { name: "Commands" }).tap();
  await field(page).fill("nothing like this");
  await page.touchscreen.tap(195, 800);
  await expect(field(page)).toBeHidden();
  await context.close();
});

test("hundreds of dumps: each is reached", async ({ page }) => {
  await page.goto("./");
  const paper = (number: number) => JSON.stringify({
    format: "paperdeck.papers", version: 1,
    papers: [{ title: `Paper ${number} on a bench`, abstract: `Abstract ${number} of it.`, links: [] }],
  });
  await open(page, Array.from({ length: 300 }, (_, number) => file(`dump ${number}.json`, paper(number))));
  await expectStatus(page, "300 papers");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("remove dump 271");
  await expect(options(page).first()).toHaveText(/^Remove dump 271.json/);
  await page.keyboard.press("Enter");
  await expectStatus(page, "299 papers");
});

test("over triage and the audit it has what makes sense there", async ({ page }) => {
  await sample(page);
  await page.keyboard.press("d");
  const triage = page.getByRole("dialog", { name: "Triage" });
  await expect(triage.getByRole("article")).toBeVisible();
  await run(page, "keep fav", /^Keep as a favourite/);
  await expect(triage.getByText("2 of 14, 1 kept").first()).toBeVisible();
  await run(page, "undo", /^Undo the last change/);
  await expect(triage.getByText("1 of 14, 0 kept").first()).toBeVisible();
  // Nothing that is about the list behind.
  await page.keyboard.press("p");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("newest");
  await expect(page.getByText("No command is called that.")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(field(page)).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(triage).toHaveCount(0);

  await run(page, "audit sample", /^Audit /);
  await expect(page.locator(".audit")).toBeVisible();
  await run(page, "theme dark", /^Theme: Dark/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator(".audit")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".audit")).toHaveCount(0);
});
