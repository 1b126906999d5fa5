// Journey 3: the filters at the side. Years are brushed over bars by mouse, touch and keys; the view is in the address.

import type { Locator, Page } from "@playwright/test";
import { expectStatus, file, open } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

/** Papers per year; every tenth has no date. */
const YEARS = { 2019: 3, 2021: 10, 2022: 20, 2023: 40, 2024: 30 };

/** An exchange file of invented papers. */
function dump() {
  const papers = Object.entries(YEARS).flatMap(([year, count]) =>
    Array.from({ length: count }, (_, n) => ({
      title: `Notes on lantern number ${n} of ${year}`,
      abstract: "A lantern is carried through a dark archive and what it shows is written down. ".repeat(8).trim(),
      published: n % 10 === 9 ? null : `${year}-03-0${1 + (n % 9)}`,
      links: n % 2 ? [`https://github.com/lanterns/${year}-${n}`] : [],
    })));
  return file("lanterns.json", JSON.stringify({ format: "paperdeck.papers", version: 1, papers }));
}

async function start(page: Page) {
  await page.goto("./");
  await open(page, dump());
  await expectStatus(page, "103 papers");
}

function bar(page: Page, year: number) {
  return page.getByRole("group", { name: "Published" }).getByRole("button", { name: new RegExp(`^${year}, `) });
}

async function middle(locator: Locator): Promise<[number, number]> {
  const box = (await locator.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

test("years by mouse: a click, a drag, all again; the address keeps them", async ({ page }) => {
  await start(page);
  const published = page.getByRole("group", { name: "Published" });
  await expect(published).toContainText("All years · 103 papers");
  await expect(published.getByRole("button")).toHaveText(["", "", "", "", "", ""]);
  await expect(bar(page, 2020)).toHaveAccessibleName("2020, 0 papers");
  await expect(bar(page, 2023)).toHaveAccessibleName("2023, 36 papers");

  await bar(page, 2023).click();
  await expectStatus(page, "36 of 103 papers");
  await expect(bar(page, 2023)).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/#year=2023$/);
  // Bars are counted without their own filter.
  await expect(bar(page, 2024)).toHaveAccessibleName("2024, 27 papers");
  await bar(page, 2023).click();
  await expectStatus(page, "103 papers");

  await page.mouse.move(...(await middle(bar(page, 2024))));
  await page.mouse.down();
  await page.mouse.move(...(await middle(bar(page, 2022))), { steps: 6 });
  await expectStatus(page, "81 of 103 papers");
  await page.mouse.move(...(await middle(bar(page, 2021))), { steps: 3 });
  await page.mouse.up();
  await expectStatus(page, "90 of 103 papers");
  await page.mouse.move(0, 0);
  await expect(published).toContainText("2021 – 2024 · 90 papers");
  await expect(page.getByRole("button", { name: "Remove filter 2021 – 2024" })).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await open(page, dump());
  await expectStatus(page, "90 of 103 papers");
  await page.goBack();
  await expectStatus(page, "103 papers");
  await page.goForward();
  await expectStatus(page, "90 of 103 papers");
  await published.getByRole("button", { name: "All years" }).click();
  await expectStatus(page, "103 papers");
  await expect(bar(page, 2024)).toBeFocused();
  await published.getByRole("checkbox", { name: "Year not known" }).check();
  await expectStatus(page, "10 of 103 papers");
});

test("years by keys", { tag: "@core" }, async ({ page }) => {
  await start(page);
  await bar(page, 2024).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(bar(page, 2023)).toBeFocused();
  await page.keyboard.press("Space");
  await expectStatus(page, "36 of 103 papers");
  await page.keyboard.press("Shift+ArrowLeft");
  await expectStatus(page, "54 of 103 papers");
  await page.keyboard.press("Home");
  await expect(bar(page, 2019)).toBeFocused();
  await page.keyboard.press("Enter");
  await expectStatus(page, "3 of 103 papers");
  // One step in the history per choice, not per key.
  await page.goBack();
  await expectStatus(page, "54 of 103 papers");
  await page.goBack();
  await expectStatus(page, "36 of 103 papers");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test("the drawer holds the histogram, and nothing is wider than the screen", async ({ page }) => {
    await start(page);
    await page.getByRole("button", { name: "Filters" }).click();
    await bar(page, 2022).tap();
    await expect(page.getByRole("group", { name: "Published" })).toContainText("2022 · 18 papers");
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.getByRole("button", { name: "Close filters" }).click();
    await expectStatus(page, "18 of 103 papers");
  });
});

test("a change of the list keeps what is scrolled to, and the rest of the cards comes by itself", async ({ page }) => {
  await start(page);
  await expect(page.getByRole("article")).toHaveCount(30);
  const star = page.getByRole("article").nth(20).getByRole("button", { name: "Favourite" });
  await star.hover();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(1000);
  const cards = await page.getByRole("article").count();
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".only .number")).toHaveText("1");
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(before / 2);
  expect(await page.getByRole("article").count()).toBeGreaterThanOrEqual(cards);
});
