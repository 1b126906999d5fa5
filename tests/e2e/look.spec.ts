// How the page looks is the user's choice: density, contrast, theme. Kept on the device, accessible in each, and on paper.

import { expectStatus, SAMPLE, open } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Page } from "@playwright/test";

async function choose(page: Page, group: string, choice: string) {
  await page.getByRole("button", { name: "Appearance" }).click();
  const dialog = page.getByRole("dialog", { name: "Appearance" });
  await dialog.getByRole("group", { name: group }).getByRole("radio", { name: choice }).check();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Appearance" })).toBeFocused();
}

test("density: cards come closer, or are titles that open, and stay so", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const height = async () => (await page.getByRole("article").first().boundingBox())!.height;
  const comfortable = await height();
  await choose(page, "Cards", "Compact");
  const compact = await height();
  expect(compact).toBeLessThan(comfortable);
  await choose(page, "Cards", "Titles only");
  expect(await height()).toBeLessThan(compact);
  const card = page.getByRole("article").first();
  const text = card.locator(".abstract").first();
  await expect(text).toBeHidden();
  await expectAccessible(page);
  await page.reload();
  await expectStatus(page, "14 papers");
  await expect(text).toBeHidden();
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await expect(text).toBeVisible();
  await expect(card).toBeFocused();
  await page.keyboard.press("o");
  await expect(text).toBeHidden();
  await choose(page, "Cards", "Comfortable");
  expect(await height()).toBeCloseTo(comfortable, 0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`high contrast by choice is that of the system, ${colorScheme}`, async ({ page }) => {
    const paper = () => page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color];
    });
    await page.emulateMedia({ colorScheme });
    await page.goto("./");
    await open(page, SAMPLE);
    await expectStatus(page, "14 papers");
    const usual = await paper();
    await page.emulateMedia({ colorScheme, contrast: "more" });
    const system = await paper();
    expect(system).not.toEqual(usual);
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme });
    await choose(page, "Contrast", "High");
    expect(await paper()).toEqual(system);
    await choose(page, "Theme", colorScheme === "light" ? "Dark" : "Light");
    expect(await paper()).not.toEqual(system);
    await expectAccessible(page);
    await page.reload();
    await expectStatus(page, "14 papers");
    expect(await paper()).not.toEqual(system);
  });
}

test("on paper: titles, metadata, addresses and whole abstracts, and nothing that acts", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("./");
  await open(page, SAMPLE);
  await page.getByRole("searchbox", { name: "Search" }).fill("silence");
  await expect(page.getByRole("status").filter({ hasText: /of 14 papers$/ })).toBeVisible();
  const card = page.getByRole("article").first();
  const text = card.locator(".abstract").first();
  await expect(card.locator("mark").first()).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(text).not.toHaveClass(/clamped/);
  await expect(text).not.toContainText("…");
  for (const gone of await page.locator("button, input, select, .side, .header").all()) {
    await expect(gone).toBeHidden();
  }
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(0, 0, 0)");
  const written = page.locator(".meta a").first();
  const content = await written.evaluate((link) => getComputedStyle(link, "::before").content);
  expect(content).toContain("https://");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
});

test("forced colours: what is chosen, marked and focused is still told apart", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const star = page.getByRole("article").first().getByRole("button", { name: "Favourite" });
  const fill = () => star.locator(".icon").evaluate((icon) => getComputedStyle(icon).fill);
  const before = await fill();
  await star.click();
  await expect.poll(fill).not.toBe(before);
  const moving = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
  expect(moving).toBe(0);
});
