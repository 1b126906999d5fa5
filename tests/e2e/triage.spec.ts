// Journey 2: search, filter, sort; the view comes back from the address; favourites outlive the dumps.

import { expectStatus, forgetEverything, NO_REAL, open, REAL, real } from "./dumps";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./paperdeck";

test("three dumps: search, filter, sort, reload, star, reload", { tag: "@core" }, async ({ page }) => {
  test.skip(!REAL, NO_REAL);
  const files = ["000.txt", "001.txt", "002.txt"].map(real);
  await page.goto("./");
  await open(page, files);
  // All three are read: until then a count may change without having been asked anything.
  const read = page.getByRole("region", { name: "Dumps" }).getByRole("listitem").filter({ hasText: "not understood" });
  await expect(read).toHaveCount(3);

  // Search narrows, marks what it found, and the last word is a prefix.
  await page.getByRole("searchbox", { name: "Search" }).fill("TASK vec");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of \d+ papers$/ })).toBeVisible();
  const found = await page.getByRole("article").all();
  expect(found.length).toBeGreaterThan(2);
  for (const card of found) {
    await expect(card.locator("mark").first()).toBeAttached();
    expect((await card.textContent())!.toLowerCase()).toMatch(/task/);
  }

  // Filter and sort, all in the address. Each answer is waited for: what is read next must not be of the one before.
  const status = page.getByRole("status").filter({ hasText: /papers?$/ });
  const answered = async (act: () => Promise<unknown>) => {
    const old = await status.textContent();
    await act();
    await expect(status).not.toHaveText(old!);
  };
  await answered(() => page.getByRole("searchbox", { name: "Search" }).fill("learning"));
  await answered(() =>
    page.getByRole("group", { name: "Links" }).getByRole("checkbox", { name: /Code/ }).check(),
  );
  const first = await page.getByRole("article").first().textContent();
  await page.getByRole("combobox", { name: "Sort by" }).selectOption("title");
  await expect(page.getByRole("article").first()).not.toHaveText(first!);
  await expect(status).toHaveText(/^\d+ of \d+ papers$/);
  const before = await status.textContent();
  const titles = await page.getByRole("article").getByRole("heading").allTextContents();
  expect(titles.length).toBeGreaterThan(3);
  expect(titles.map((t) => t.toLowerCase())).toEqual(titles.map((t) => t.toLowerCase()).sort());
  await expectAccessible(page);

  // Reload: the dumps and the view are there by themselves.
  await page.reload();
  await expect(page.getByRole("region", { name: "Dumps" }).getByRole("listitem")).toHaveCount(3);
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("learning");
  await expect(page.getByRole("combobox", { name: "Sort by" })).toHaveValue("title");
  await expect(status).toHaveText(before!);
  expect(await page.getByRole("article").getByRole("heading").allTextContents()).toEqual(titles);

  // Back takes the last step back, forward brings it again.
  await page.getByRole("group", { name: "Links" }).getByRole("checkbox", { name: /Code/ }).uncheck();
  await expect(status).not.toHaveText(before!);
  await page.goBack();
  await expect(status).toHaveText(before!);

  // Five stars, and they are there after a reload without any dump.
  const kept: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    const card = page.getByRole("article").nth(i);
    const star = card.getByRole("button", { name: "Favourite" });
    await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "true");
    await expect(star).toBeFocused();
    kept.push((await card.getByRole("heading").textContent())!);
  }
  await forgetEverything(page);
  await page.goto("./#");
  await page.reload();
  await expectStatus(page, "5 papers");
  const cards = page.getByRole("article");
  expect((await cards.getByRole("heading").allTextContents()).sort()).toEqual([...kept].sort());
  await expect(cards.first().getByRole("button", { name: "Favourite" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);

  // They can be searched and, beside a dump, shown alone.
  await open(page, real("001.txt"));
  await expectStatus(page, "77 papers");
  await page.getByRole("checkbox", { name: "Favourites only" }).check();
  await expect(cards).toHaveCount(5);
  await cards.first().getByRole("button", { name: "Favourite" }).click();
  await expect(cards).toHaveCount(4);
});

test("keys: search, next, open, star, undo, help", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("sj");
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("sj");
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await expectStatus(page, "14 papers");
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search" }).blur();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = page.getByRole("article").nth(1);
  await expect(second).toBeFocused();
  await page.keyboard.press("s");
  const star = second.getByRole("button", { name: "Favourite" });
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("u");
  await expect(star).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a key can be changed, changes places with another, is kept, and all come back", { tag: "@core" }, async ({ page, context }) => {
  const dialog = page.getByRole("dialog", { name: "Keys" });
  const key = (name: string) => dialog.getByRole("button", { name: `${name}:` });
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  await page.keyboard.press("?");
  await expect(dialog).toBeVisible();
  // By the keyboard alone, too.
  await key("Next paper").focus();
  await page.keyboard.press("Enter");
  await expect(key("Next paper")).toHaveAccessibleName("Next paper: press the new key");
  await expectAccessible(page);
  await page.keyboard.press("m");
  await expect(key("Next paper")).toHaveText("m");
  await expect(dialog).toContainText("Next paper: m");
  // One that is taken changes places; Escape leaves it as it is, and the dialog open.
  await key("Previous paper").click();
  await page.keyboard.press("m");
  await expect(dialog).toContainText("Previous paper: m. Next paper has k now.");
  await key("Search").click();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expect(key("Search")).toHaveText("/");
  // What is no key is said.
  await key("Search").click();
  await page.keyboard.press("F2");
  await expect(dialog).toContainText("Expected a letter, a digit or a sign.");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();

  const hold = async (tab: Page) => {
    await tab.goto("./");
    await tab.getByRole("button", { name: "Try the sample" }).click();
    await expectStatus(tab, "14 papers");
    await tab.keyboard.press("j");
    await tab.keyboard.press("k");
    await expect(tab.getByRole("article").nth(0)).toBeFocused();
    await tab.keyboard.press("k");
    await expect(tab.getByRole("article").nth(1)).toBeFocused();
    await tab.keyboard.press("m");
    await expect(tab.getByRole("article").nth(0)).toBeFocused();
  };
  await hold(page);
  const other = await context.newPage();
  await hold(other);
  await page.bringToFront();
  await page.keyboard.press("?");
  await dialog.getByRole("button", { name: "All keys as they came" }).click();
  await expect(key("Next paper")).toHaveText("j");
  await expect(dialog.getByRole("button", { name: "All keys as they came" })).toBeHidden();
  // The other tab heard of it.
  await other.bringToFront();
  await other.keyboard.press("j");
  await expect(other.getByRole("article").nth(1)).toBeFocused();
  await other.close();
});
