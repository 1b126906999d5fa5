// Back closes what is open and nothing else; what was closed otherwise leaves no step behind.

import { expectStatus, open, SAMPLE } from "./dumps";
import type { Page } from "@playwright/test";
import { expect, test } from "./paperdeck";

const dialogs = (page: Page) => page.getByRole("dialog");

/** Waits until the page has written down what is open: it does so after the change itself. */
function settled(page: Page) {
  return page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 50)), 0)));
}

async function back(page: Page) {
  await settled(page);
  await page.goBack();
}

/** A page before the sample's list, which is before the same with code alone. */
async function steps(page: Page, late = 0) {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Command" })).toBeFocused();
  await page.keyboard.type("code links");
  await expect(page.getByRole("listbox", { name: "Commands" }).getByRole("option").first()).toHaveText(/^Code/);
  await settled(page);
  // From now on the page's own timers are late, as on a machine that has much to do: hands are quicker than it settles.
  await page.evaluate((late) => {
    const set = globalThis.setTimeout;
    globalThis.setTimeout = ((act: () => void, after = 0) => set(act, after + late)) as typeof setTimeout;
  }, late);
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

for (const late of [0, 400]) test(`triage, and a dialog in it${late ? ", while the page is slow" : ""}`, async ({ page }) => {
  await steps(page, late);
  const triage = page.getByRole("dialog", { name: "Triage" });
  // From the palette, whose step it takes over.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Command" })).toBeFocused();
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

for (const late of [0, 400]) test(`what lies over the page, closed right after a dialog${late ? ", while the page is slow" : ""}`, async ({ page }) => {
  await steps(page, late);
  const triage = page.getByRole("dialog", { name: "Triage" });
  for (const close of ["key", "button"]) {
    await page.keyboard.press("d");
    await expect(triage.getByRole("article")).toBeVisible();
    await settled(page);
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await settled(page);
    // Two in one breath: neither is lost.
    await page.keyboard.press("Escape");
    await (close === "button" ? triage.getByRole("button", { name: "Close triage" }).dispatchEvent("click") : page.keyboard.press("Escape"));
    await expect(triage).toHaveCount(0);
    await settled(page);
    await expect(page).toHaveURL(/#has=code$/);
  }
  await back(page);
  await expectStatus(page, "14 papers");
});

test("a page that is loaded anew with something open is the step below it", async ({ page }) => {
  await steps(page);
  await page.keyboard.press("d");
  await expect(page.getByRole("dialog", { name: "Triage" }).getByRole("article")).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  const deep = await page.evaluate(() => history.length);
  await page.reload();
  await expectStatus(page, "3 of 14 papers");
  await expect(dialogs(page)).toHaveCount(0);
  // The step of the filter again, with what was open gone on before it.
  await expect.poll(() => page.evaluate(() => history.state)).toBeFalsy();
  expect(await page.evaluate(() => history.length)).toBe(deep);
  await page.goBack();
  await expectStatus(page, "14 papers");
  await expect(page).toHaveURL(/\/$/);
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
