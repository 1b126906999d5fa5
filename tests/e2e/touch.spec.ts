// By finger: every control is large enough, swipes keep a paper or put it aside, and up and down stays scrolling.

import { expectStatus, open, SAMPLE } from "./dumps";
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
