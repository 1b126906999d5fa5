// The list is a feed: every paper knows its place, Page Up and Down go from one to the next. On wide screens the paper that
// has the focus may be open beside it.

import { expectStatus, file, open, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Page } from "@playwright/test";

/** A listing of invented papers. */
function listing(papers: number) {
  const paper = (_: unknown, at: number) => `Published on Mar ${at % 28 + 1}, 2025\n\nAn invented paper on kelp, part ${at}\n\n`
    + `We count kelp in bay ${at} and find more of it than in the bay before, which nobody had expected of it at all.\n\nUpvote\n\n${at}\n\n`;
  return file("kelp.txt", Array.from({ length: papers }, paper).join(""));
}

async function beside(page: Page) {
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("radio", { name: "Open beside it" }).check();
  await page.keyboard.press("Escape");
}

test("feed: each paper says which of how many it is; pages are papers", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const feed = page.getByRole("feed", { name: "Papers" });
  await expect(feed).toHaveAttribute("aria-busy", "false");
  const cards = feed.getByRole("article");
  const places = () => cards.evaluateAll((cards) =>
    cards.map((card) => `${card.getAttribute("aria-posinset")}/${card.getAttribute("aria-setsize")}`));
  await expect.poll(places).toEqual(Array.from({ length: 14 }, (_, at) => `${at + 1}/14`));
  await page.keyboard.press("j");
  await expect(cards.nth(0)).toBeFocused();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect(cards.nth(2)).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(cards.nth(1)).toBeFocused();
  // From a control in a paper too, but not while typing.
  await cards.nth(1).getByRole("button", { name: "Favourite" }).focus();
  await page.keyboard.press("PageDown");
  await expect(cards.nth(2)).toBeFocused();
  // What is left after a search is counted anew.
  await page.getByRole("combobox", { name: "Sort by" }).selectOption("title");
  await expect.poll(places).toEqual(Array.from({ length: 14 }, (_, at) => `${at + 1}/14`));
  await page.getByRole("searchbox", { name: "Search" }).fill("forecasts");
  await expect(page.getByRole("status").filter({ hasText: /of 14 papers$/ })).toBeVisible();
  const left = await cards.count();
  await expect.poll(places).toEqual(Array.from({ length: left }, (_, at) => `${at + 1}/${left}`));
  await expectAccessible(page);
});

test("reading pane: follows the keys, acts on its paper, keeps the focus", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const cards = page.getByRole("article");
  const titles = await cards.getByRole("heading").allTextContents();
  await beside(page);
  const pane = page.locator(".pane");
  const opened = (title: string) => expect(pane.getByRole("region", { name: title, exact: true })).toBeVisible();
  await opened(titles[0]);
  await expect(cards).toHaveCount(14);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(cards.nth(2)).toBeFocused();
  await opened(titles[2]);
  await expect(cards.nth(2)).toHaveAttribute("aria-current", "true");
  await expect(page.locator("article[aria-current]")).toHaveCount(1);
  await expect(pane.locator(".clamped")).toHaveCount(0);
  await expectAccessible(page);

  // A star and a note: in the pane, and the list hears of it.
  await page.keyboard.press("s");
  await expect(cards.nth(2).getByRole("button", { name: "Favourite" })).toHaveAttribute("aria-pressed", "true");
  await expect(cards.nth(2)).toBeFocused();
  await page.keyboard.press("n");
  await expect(pane.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type("kelp");
  await page.keyboard.press("Escape");
  await expect(pane.locator(".note")).toHaveText("kelp");
  await expect(pane.getByRole("region")).toBeFocused();
  // From the paper on with the list, and there and back.
  await page.keyboard.press("j");
  await expect(cards.nth(3)).toBeFocused();
  await opened(titles[3]);
  await page.keyboard.press("o");
  await expect(pane.getByRole("region")).toBeFocused();
  await page.keyboard.press("o");
  await expect(cards.nth(3)).toBeFocused();

  // A click opens too. Without room the cards open as ever.
  await cards.nth(1).getByRole("heading").click();
  await opened(titles[1]);
  await page.reload();
  await expectStatus(page, "14 papers");
  await opened(titles[0]);
  await page.setViewportSize({ width: 900, height: 800 });
  await expect(pane).toHaveCount(0);
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await expect(cards.first().getByRole("button", { name: "Less" })).toBeVisible();
});

test("reading pane: a paper that leaves the list gives way to the one after it", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("./");
  await open(page, listing(5));
  await expectStatus(page, "5 papers");
  await beside(page);
  const cards = page.getByRole("article");
  await page.keyboard.press("j");
  for (let at = 0; at < 3; at += 1) {
    await page.keyboard.press("s");
    await page.keyboard.press("j");
  }
  await page.getByRole("checkbox", { name: "Favourites only" }).check();
  await expect(cards).toHaveCount(3);
  const titles = await cards.getByRole("heading").allTextContents();
  await cards.nth(1).focus();
  await page.keyboard.press("o");
  await page.locator(".pane").getByRole("button", { name: "Favourite" }).click();
  await expect(cards).toHaveCount(2);
  await expect(page.locator(".pane").getByRole("region", { name: titles[2], exact: true })).toBeVisible();
  await expect(cards.nth(1)).toBeFocused();
  await page.keyboard.press("u");
  await expect(cards).toHaveCount(3);
});
