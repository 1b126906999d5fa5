// By finger: every control is large enough, swipes keep a paper or put it aside, and up and down stays scrolling.

import { expectStatus, open, SAMPLE } from "./dumps";
import { STATES } from "./states";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Locator, Page } from "@playwright/test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Controls in sight that are smaller than a finger. Links in the middle of a sentence are as large
 * as their words, and bars as wide as there is room for: years can be typed too. */
function tooSmall(page: Page) {
  return page.evaluate(() => {
    const least = 44 - 0.5;
    const modal = document.querySelector("dialog[open]");
    const controls = [...(modal ?? document).querySelectorAll<HTMLElement>("button, input, select, textarea, summary, a[href], [role=button]")];
    const small = [];
    for (const control of controls) {
      // The label of a box is part of its target.
      const target = control.closest("label") ?? control;
      const { width, height } = target.getBoundingClientRect();
      const style = getComputedStyle(control);
      const unseen = width * height === 0 || style.visibility === "hidden" || control.closest("[inert], .unseen, .skip");
      if (!unseen && control.checkVisibility() && (height < least || width < least && !control.matches("a, .slot"))) {
        small.push(`${target.tagName} ${target.className} “${target.textContent!.trim().slice(0, 30)}” ${width.toFixed(0)}×${height.toFixed(0)}`);
      }
    }
    return [...new Set(small)];
  });
}

/** A finger goes down in the middle of a card, moves, and goes up. */
async function finger(page: Page, card: Locator, across: number, along = 0) {
  const { x, y, width } = (await card.getByRole("heading").boundingBox())!;
  const touches = await page.context().newCDPSession(page);
  const at = (part: number) => [{ x: x + width / 2 + across * part, y: y + 8 + along * part }];
  await touches.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let step = 1; step <= 8; step += 1) {
    await touches.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(step / 8) });
  }
  await touches.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touches.detach();
}

test("every control is as large as a finger", async ({ page }) => {
  const check = async (state: string) => expect(await tooSmall(page), state).toEqual([]);
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  await check("first visit");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await check("list");
  const card = page.getByRole("article").first();
  await card.getByRole("button", { name: "More" }).click();
  await card.getByRole("button", { name: "Favourite" }).click();
  await expect(card.getByRole("combobox", { name: "Status" })).toBeVisible();
  const tag = card.getByRole("combobox", { name: "Add tag" });
  await tag.fill("kelp");
  await tag.press("Enter");
  await card.getByRole("button", { name: /^Seen in/ }).click();
  await check("open card");
  await page.getByRole("button", { name: /^Filters/ }).click();
  await check("filters");
  await page.keyboard.press("Escape");
  for (const name of ["Appearance", "Commands", "Paste text"]) {
    await page.getByRole("button", { name, exact: true }).first().click();
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await check(name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  // Without a button where there is hardly a keyboard.
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await check("Keys");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await check("menu");
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search" }).fill("zzzqqqxxy");
  await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
  await check("nothing found");
});

test("a swipe to the right keeps, to the left puts aside, and both can be undone", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const cards = page.getByRole("article");
  const star = cards.first().getByRole("button", { name: "Favourite" });
  // Not far enough: nothing.
  await finger(page, cards.first(), 60);
  await expect(cards.first()).not.toHaveAttribute("data-swipe");
  await expect(star).toHaveAttribute("aria-pressed", "false");
  await finger(page, cards.first(), 140);
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);
  // What is kept stays kept.
  await finger(page, cards.first(), 140);
  await expect(cards.first()).not.toHaveAttribute("data-swipe");
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(star).toHaveAttribute("aria-pressed", "false");

  const aside = cards.nth(1);
  await finger(page, aside, -140);
  await expect(aside).toHaveClass(/aside/);
  await expect(aside).not.toHaveAttribute("data-swipe");
  await finger(page, aside, -140);
  await expect(aside).not.toHaveAttribute("data-swipe");
  await expect(aside).toHaveClass(/aside/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(aside).not.toHaveClass(/aside/);

  // Up is scrolling, and swipes nothing; the page is never wider than the screen.
  await finger(page, cards.first(), 20, -300);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
  await expect(page.locator("[data-swipe]")).toHaveCount(0);
  await expect(page.locator(".star[aria-pressed=true]")).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("papers are in the first screen; the dumps are one line until they are asked for", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const dumps = page.getByRole("region", { name: "Dumps" });
  await expect(dumps.getByRole("button", { name: "Show 1" })).toBeVisible();
  await expect(dumps.getByRole("button", { name: "Audit" })).toBeHidden();
  const title = (await page.getByRole("article").first().getByRole("heading").boundingBox())!;
  expect(title.y + title.height).toBeLessThan(844 / 2);
  await dumps.getByRole("button", { name: "Show 1" }).click();
  await expect(dumps.getByRole("button", { name: "Audit" })).toBeVisible();
  await expectAccessible(page);
  await dumps.getByRole("button", { name: "Hide" }).click();
  await expect(dumps.getByRole("button", { name: "Audit" })).toBeHidden();
});

test("how far a long dump is, and Cancel, are in sight behind the one line of dumps", async ({ page }) => {
  await STATES["partial, narrow"](page);
  const dumps = page.getByRole("region", { name: "Dumps" });
  await expect(dumps.getByRole("button", { name: /^Reading/ })).toHaveAttribute("aria-expanded", "false");
  await expect(dumps.getByRole("progressbar")).toBeInViewport();
  expect(await tooSmall(page)).toEqual([]);
  await dumps.getByRole("button", { name: "Cancel" }).tap();
  await expect(dumps.getByRole("progressbar")).toHaveCount(0);
});

test.describe("an open paper takes the whole screen", () => {
  const paper = (page: Page) => page.locator(".over.pane");
  const listed = (page: Page, at: number) => page.getByRole("feed").locator("article").nth(at);

  test("from the list and back to its place, with what can be said of it under the thumb", async ({ page }) => {
    await page.goto("./");
    await open(page, SAMPLE);
    await expectStatus(page, "14 papers");
    const titles = await page.getByRole("article").getByRole("heading").allTextContents();
    await listed(page, 3).getByRole("button", { name: titles[3] }).scrollIntoViewIfNeeded();
    const top = await page.evaluate(() => scrollY);
    await listed(page, 3).getByRole("button", { name: titles[3] }).tap();
    const dialog = page.getByRole("dialog", { name: titles[3], exact: true });
    await expect(dialog.getByRole("region", { name: titles[3] })).toBeFocused();
    await expect(dialog.getByRole("heading", { name: titles[3] })).toBeVisible();
    await expect(dialog.getByText("4 of 14")).toBeVisible();
    expect(await tooSmall(page)).toEqual([]);
    await expectAccessible(page);
    const words = (await dialog.getByRole("group", { name: "Decision" }).boundingBox())!;
    expect(words.y).toBeGreaterThan(844 * 0.85);

    // Said of it, undone, and the row of a favourite.
    await dialog.getByRole("button", { name: "Favourite" }).tap();
    await expect(dialog.getByRole("button", { name: "Favourite" })).toHaveAttribute("aria-pressed", "true");
    await dialog.getByLabel("Add tag").fill("kelp");
    await dialog.getByLabel("Add tag").press("Enter");
    await expect(dialog.getByRole("list", { name: "Tags" })).toContainText("kelp");
    expect(await tooSmall(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Not interested" }).tap();
    await expect(dialog.getByRole("button", { name: "Not interested" })).toHaveAttribute("aria-pressed", "true");
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect(dialog.getByRole("button", { name: "Not interested" })).toHaveAttribute("aria-pressed", "false");

    // Back is where it was.
    await page.goBack();
    await expect(paper(page)).toHaveCount(0);
    await expect(listed(page, 3).getByRole("button", { name: titles[3] })).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(top);

    // To the next ones, closed by its button: the last that was seen is in sight.
    await listed(page, 3).getByRole("button", { name: titles[3] }).tap();
    await dialog.waitFor();
    for (const name of ["Next paper", "Later", "Next paper", "Previous paper"]) {
      await paper(page).getByRole("button", { name, exact: true }).tap();
    }
    await expect(page.getByRole("dialog", { name: titles[5], exact: true })).toContainText("6 of 14");
    await page.getByRole("button", { name: "Close the paper" }).tap();
    await expect(paper(page)).toHaveCount(0);
    await expect(listed(page, 5).getByRole("button", { name: titles[5] })).toBeFocused();
    await expect(listed(page, 5).getByRole("heading")).toBeInViewport();
  });

  test("by keys, with what lies over it, and its tag as another view", async ({ page }) => {
    await page.goto("./");
    await open(page, SAMPLE);
    await expectStatus(page, "14 papers");
    const titles = await page.getByRole("article").getByRole("heading").allTextContents();
    const at = (number: number) => page.getByRole("dialog", { name: titles[number], exact: true }).getByRole("region");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(at(0)).toBeFocused();
    await page.keyboard.press("j");
    await expect(at(1)).toBeFocused();
    await page.keyboard.press("k");
    await page.keyboard.press("k");
    await expect(at(0)).toBeFocused();
    await page.keyboard.press("o");
    await expect(paper(page)).toHaveCount(0);
    await expect(listed(page, 0)).toBeFocused();
    await page.keyboard.press("o");
    await page.keyboard.press("l");
    await expect(at(1)).toBeFocused();
    await page.keyboard.press("t");
    await expect(paper(page).getByLabel("Add tag")).toBeFocused();
    await page.keyboard.type("kelp");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await expect(at(1)).toBeFocused();

    // A dialog over it, and the audit, which Back takes away one by one.
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(at(1)).toBeFocused();
    await paper(page).getByRole("button", { name: /^Seen in/ }).tap();
    await paper(page).getByRole("list", { name: "Where it was seen" }).getByRole("button").tap();
    await expect(page.locator(".audit")).toBeVisible();
    await page.goBack();
    await expect(page.locator(".audit")).toHaveCount(0);
    await expect(paper(page)).toBeVisible();

    await paper(page).getByRole("button", { name: "kelp", exact: true }).tap();
    await expect(paper(page)).toHaveCount(0);
    await expectStatus(page, "1 of 14 papers");
    await page.goBack();
    await expectStatus(page, "14 papers");
    await expect(paper(page)).toHaveCount(0);
  });

  test("sideways too, and gives way to the next where it leaves the list", async ({ page }) => {
    await page.setViewportSize({ width: 844, height: 390 });
    await page.goto("./");
    await open(page, SAMPLE);
    await expectStatus(page, "14 papers");
    for (const at of [0, 1]) {
      await listed(page, at).getByRole("button", { name: "Favourite" }).tap();
    }
    await page.getByRole("checkbox", { name: "Favourites only" }).check();
    await expectStatus(page, "2 of 14 papers");
    const titles = await page.getByRole("article").getByRole("heading").allTextContents();
    await listed(page, 0).getByRole("button", { name: titles[0] }).tap();
    await page.getByRole("dialog").getByRole("button", { name: "Favourite" }).tap();
    await expect(page.getByRole("dialog", { name: titles[1], exact: true })).toContainText("1 of 1");
    await expectAccessible(page);
    expect(await tooSmall(page)).toEqual([]);
    const text = (await page.getByRole("dialog").getByRole("region").boundingBox())!;
    expect(text.height).toBeGreaterThan(390 * 0.6);
    await page.getByRole("dialog").getByRole("button", { name: "Favourite" }).tap();
    await expect(paper(page)).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
  });
});
