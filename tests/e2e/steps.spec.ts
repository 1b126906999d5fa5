// Back closes what is open and nothing else; what was closed otherwise leaves no step behind.

import { expectStatus } from "./dumps";
import type { Page } from "@playwright/test";
import { expect, test } from "./paperdeck";

const dialogs = (page: Page) => page.getByRole("dialog");

/** Goes back, once the page has written down what is open: it does so after the change itself. */
async function back(page: Page) {
  await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 50)), 0)));
  await page.goBack();
}

/** A page before the sample's list, which is before the same with code alone. */
async function steps(page: Page) {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("code links");
  await expect(page.getByRole("listbox", { name: "Commands" }).getByRole("option").first()).toHaveText(/^Code/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#has=code$/);
  await expect(dialogs(page)).toHaveCount(0);
}

test("dialogs", async ({ page }) => {
  await steps(page);
  const appearance = page.getByRole("button", { name: "Appearance" });
  await appearance.click();
  await expect(dialogs(page)).toBeVisible();
  await back(page);
  await expect(dialogs(page)).toHaveCount(0);
  await expect(appearance).toBeFocused();
  await expect(page).toHaveURL(/#has=code$/);
  // One after the other, and closed by other means.
  for (const key of ["Control+k", "?"]) {
    await page.keyboard.press(key);
    await expect(dialogs(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialogs(page)).toHaveCount(0);
  }
  // From one to another is still one step.
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "What can be typed into the search field" }).click();
  await expect(page.getByRole("dialog", { name: "Query help" })).toBeVisible();
  await back(page);
  await expect(dialogs(page)).toHaveCount(0);
  // The filter of the palette is the step before, and the only one.
  await back(page);
  await expectStatus(page, "14 papers");
  await expect(page).toHaveURL(/\/$/);
  await page.goForward();
  await expect(page).toHaveURL(/#has=code$/);
});

test("triage, and a dialog in it", async ({ page }) => {
  await steps(page);
  const triage = page.getByRole("dialog", { name: "Triage" });
  // From the palette, whose step it takes over.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("triage");
  await expect(page.getByRole("listbox", { name: "Commands" }).getByRole("option").first()).toHaveText(/^Triage/);
  await page.keyboard.press("Enter");
  await expect(triage.getByRole("article")).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await back(page);
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
  await expect(triage).toBeVisible();
  await back(page);
  await expect(triage).toHaveCount(0);
  await expect(page).toHaveURL(/#has=code$/);
  await back(page);
  await expectStatus(page, "14 papers");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the filters, whose choices stay", async ({ page }) => {
    await steps(page);
    await page.getByRole("button", { name: /^Filters/ }).click();
    await page.getByRole("checkbox", { name: "Code" }).uncheck();
    await page.getByRole("checkbox", { name: "Project page" }).check();
    await expect(page).toHaveURL(/#has=project$/);
    await back(page);
    await expect(page.getByRole("button", { name: "Close filters" })).toBeHidden();
    await expect(page).toHaveURL(/#has=project$/);
    await expect(page.getByRole("button", { name: "Remove filter Project page" })).toBeVisible();
    await back(page);
    await expect(page).toHaveURL(/#has=code$/);
  });
});
