// Triage: the papers that are listed one at a time, decided by keys alone, and what becomes of them.

import { downloaded, expectStatus } from "./dumps";
import { FIREFOX } from "./firefox";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Page } from "@playwright/test";

const triage = (page: Page) => page.getByRole("dialog", { name: "Triage", exact: true });
const title = (page: Page) => triage(page).getByRole("article").getByRole("heading");
const progress = (page: Page, text: string) => expect(triage(page).locator(".triage-progress")).toHaveText(text);

async function withSample(page: Page) {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
}

/** The titles of the list, in its order. */
function titles(page: Page) {
  return page.getByRole("article").getByRole("heading").allTextContents();
}

test("a list is decided by keys alone, with a reload in the middle", { tag: "@core" }, async ({ page }) => {
  await withSample(page);
  const all = await titles(page);
  await page.keyboard.press("d");
  await expect(title(page)).toHaveText(all[0]);
  await progress(page, "1 of 14, 0 kept");
  await expect(page.locator(".page")).toHaveAttribute("inert");
  await expect(page.locator("#triage-stage")).toBeFocused();
  await expectAccessible(page);

  // Each word brings the next paper.
  await page.keyboard.press("s");
  await expect(title(page)).toHaveText(all[1]);
  await progress(page, "2 of 14, 1 kept");
  await expect(triage(page).locator("[aria-live]")).toHaveText(`${all[1]}. 2 of 14, 1 kept`);
  await page.keyboard.press("x");
  await expect(title(page)).toHaveText(all[2]);
  await page.keyboard.press("l");
  await expect(title(page)).toHaveText(all[3]);

  // Looking decides nothing, and shows what was decided.
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(title(page)).toHaveText(all[1]);
  await expect(triage(page).getByRole("button", { name: "Not interested" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(title(page)).toHaveText(all[0]);
  await expect(triage(page).getByRole("button", { name: "Keep" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);

  // Undo goes to the paper and takes the decision back, the last first.
  await page.keyboard.press("u");
  await expect(title(page)).toHaveText(all[2]);
  await page.keyboard.press("u");
  await expect(title(page)).toHaveText(all[1]);
  await expect(triage(page).getByRole("button", { name: "Not interested" })).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("s");
  await expect(title(page)).toHaveText(all[2]);
  await progress(page, "3 of 14, 2 kept");

  // A reload loses nothing: what is decided is left out.
  await page.reload();
  await expectStatus(page, "2 papers");
  await page.getByRole("button", { name: "Try the sample" }).first().click();
  await expectStatus(page, "14 papers");
  await page.keyboard.press("d");
  await expect(title(page)).toHaveText(all[2]);
  await progress(page, "1 of 12, 0 kept");
  await expect(triage(page).getByText("2 decided papers are left out.")).toBeVisible();
  await triage(page).getByRole("button", { name: "Include" }).click();
  await progress(page, "1 of 14, 0 kept");
  await expect(title(page)).toHaveText(all[0]);
  await expect(triage(page).getByRole("button", { name: "Keep" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
  await expect(triage(page)).toHaveCount(0);
  const stars = page.getByRole("article").getByRole("button", { name: "Favourite" });
  await expect(stars.nth(0)).toHaveAttribute("aria-pressed", "true");
  await expect(stars.nth(1)).toHaveAttribute("aria-pressed", "true");
});

test("the end says what was decided, exports what was kept, and leads back", async ({ page }) => {
  await withSample(page);
  await page.getByRole("searchbox", { name: "Search" }).fill("model");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of 14 papers$/ })).toBeVisible();
  const all = await titles(page);
  expect(all.length).toBeGreaterThan(1);
  const opener = page.getByRole("button", { name: "Triage" });
  await opener.focus();
  await page.keyboard.press("Enter");
  for (const [at, paper] of all.entries()) {
    await expect(title(page)).toHaveText(paper);
    await expect(triage(page).getByRole("article").locator("mark").first()).toBeAttached();
    await page.keyboard.press(at === 0 ? "s" : at === 1 ? "x" : "l");
  }
  const left = all.length - 2;
  await expect(triage(page).getByRole("heading", { name: `1 kept, 1 not interested, ${left} left` })).toBeVisible();
  await expect(triage(page).getByRole("list", { name: "Kept" }).getByRole("listitem")).toHaveText([all[0]]);
  await expect(page.locator("#triage-stage")).toBeFocused();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark", forcedColors: FIREFOX ? undefined : "active" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });

  await triage(page).getByRole("button", { name: "Export what was kept" }).click();
  const file = await downloaded(page, () => page.getByRole("menuitem", { name: "JSON", exact: true }).click());
  expect(JSON.parse(file.text).papers.map((paper: any) => paper.title)).toEqual([all[0]]);

  // The last decision is taken back from here too.
  await page.keyboard.press("u");
  await expect(title(page)).toHaveText(all[all.length - 1]);
  await page.goBack();
  await expect(triage(page)).toHaveCount(0);
  await expect(opener).toBeFocused();

  // A list that is decided says so.
  await page.getByRole("checkbox", { name: "Favourites only" }).check();
  await expect(page.getByRole("article")).toHaveCount(1);
  await opener.click();
  await expect(triage(page).getByRole("heading", { name: "Nothing is left to decide." })).toBeVisible();
  await expectAccessible(page);
  await triage(page).getByRole("button", { name: "Include them" }).click();
  await expect(title(page)).toHaveText(all[0]);
});

test("on a phone the words are within reach of a thumb", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await withSample(page);
  await page.getByRole("button", { name: "Triage" }).click();
  await expect(title(page)).toBeVisible();
  for (const name of ["Not interested", "Later", "Keep", "Undo", "Previous paper", "Next paper"]) {
    const box = (await triage(page).getByRole("button", { name, exact: true }).boundingBox())!;
    expect(Math.min(box.width, box.height), name).toBeGreaterThanOrEqual(44);
    expect(box.y, name).toBeGreaterThan(700);
  }
  const keep = triage(page).getByRole("button", { name: "Keep" });
  const before = await keep.boundingBox();
  await keep.click();
  await progress(page, "2 of 14, 1 kept");
  expect(await keep.boundingBox()).toEqual(before);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
