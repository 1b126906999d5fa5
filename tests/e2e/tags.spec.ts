// Tags: their colours go along with names, tabs, backups and undo; a card says when it was starred, read and written to.

import { backedUp, expectStatus, file, open, restore, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Locator, Page } from "@playwright/test";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Tags" });
const pill = (card: Locator, name: string) => card.getByRole("list", { name: "Tags" }).getByRole("listitem").filter({ hasText: name });
const manage = (page: Page) => page.getByRole("button", { name: "Rename tags" }).click();

async function tagged(page: Page, at: number, tags: string) {
  const card = page.getByRole("article").nth(at);
  await card.getByRole("button", { name: "Favourite", exact: true }).click();
  await card.getByLabel("Add tag").fill(tags);
  await card.getByLabel("Add tag").press("Enter");
  return card;
}

test("a tag has a colour, which goes along with its name, to other tabs, and back", async ({ page, context }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const card = await tagged(page, 0, "to do, later");
  await tagged(page, 1, "to do");
  await manage(page);
  await dialog(page).getByLabel("Colour of tag to do").selectOption("teal");
  await expect(pill(card, "to do")).toHaveAttribute("data-colour", "teal");
  await expect(pill(card, "later")).not.toHaveAttribute("data-colour");
  await expectAccessible(page);
  // Nothing is cut off, on a phone either.
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const room = await dialog(page).evaluate((element) => [element.scrollWidth, element.clientWidth]);
    expect(room[0]).toBe(room[1]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });

  const other = await context.newPage();
  await other.goto("./");
  await expect(pill(other.getByRole("article").first(), "to do")).toHaveAttribute("data-colour", "teal");

  // Another name, the same colour; joined with a tag that has its own, that one's.
  await dialog(page).getByLabel("Name of tag to do").fill("soon");
  await dialog(page).getByLabel("Name of tag to do").press("Tab");
  await expect(pill(card, "soon")).toHaveAttribute("data-colour", "teal");
  await expect(pill(other.getByRole("article").first(), "soon")).toHaveAttribute("data-colour", "teal");
  await dialog(page).getByLabel("Colour of tag later").selectOption("pink");
  await dialog(page).getByLabel("Name of tag soon").fill("later");
  await dialog(page).getByLabel("Name of tag soon").press("Tab");
  await expect(dialog(page).getByRole("listitem")).toHaveCount(1);
  await expect(pill(card, "later")).toHaveAttribute("data-colour", "pink");

  // Undone, step by step, by keys.
  await page.bringToFront();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  // That it closed is heard with the next frame.
  await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
  await page.keyboard.press("u");
  await expect(pill(card, "soon")).toHaveAttribute("data-colour", "teal");
  await page.keyboard.press("u");
  await expect(pill(card, "later")).not.toHaveAttribute("data-colour");
  await page.keyboard.press("u");
  await expect(pill(card, "to do")).toHaveAttribute("data-colour", "teal");
  await page.keyboard.press("u");
  await expect(pill(card, "to do")).not.toHaveAttribute("data-colour");
  await other.close();
});

test("colours are there after a reload, and in a backup", async ({ page, browser, baseURL }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await tagged(page, 0, "hot");
  await manage(page);
  await dialog(page).getByLabel("Colour of tag hot").selectOption("red");
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(pill(page.getByRole("article").first(), "hot")).toHaveAttribute("data-colour", "red");
  const { text } = await backedUp(page);
  expect(JSON.parse(text).papers[0].favourite.changed.colours).toEqual({ hot: "red" });

  const context = await browser.newContext({ baseURL });
  const other = await context.newPage();
  await other.goto("./");
  await restore(other, text);
  await expect(pill(other.getByRole("article").first(), "hot")).toHaveAttribute("data-colour", "red");
  await expect(other.locator(".toast")).toContainText("1 favourite restored");
  await context.close();
});

test("a card says when it was starred, read, and when its note was written", async ({ page }) => {
  await page.clock.setFixedTime(new Date("2026-11-03T12:00:00"));
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const card = page.getByRole("article").first();
  const dates = card.locator(".dates");
  await expect(dates).toHaveCount(0);
  await card.getByRole("button", { name: "Favourite", exact: true }).click();
  await expect(dates).toHaveText("starred 3 Nov");
  await page.clock.setFixedTime(new Date("2026-11-10T12:00:00"));
  await card.getByRole("combobox", { name: "Status" }).selectOption("Read");
  await expect(dates).toHaveText("starred 3 Nov, read 10 Nov");
  await card.getByRole("button", { name: "Add note" }).click();
  await card.getByRole("textbox", { name: "Note" }).fill("good");
  await page.keyboard.press("Escape");
  await expect(dates).toHaveText("starred 3 Nov, read 10 Nov, note of 10 Nov");
  // Another year is said.
  await page.clock.setFixedTime(new Date("2027-01-02T12:00:00"));
  await page.reload();
  await expect(dates).toHaveText("starred 3 Nov 2026, read 10 Nov 2026, note of 10 Nov 2026");
  await expectAccessible(page);
});
