// The wasm in two parts: what a visit needs at once, and what is fetched when it is needed.

import { expectStatus, exported, isKept, open, SAMPLE } from "./dumps";
import { expect, test } from "./paperdeck";
import type { Page } from "@playwright/test";

const SECOND = /_later\.wasm$/;
const MARKDOWN = "../samples/reader-markdown.md";

/** The dump that only the second part reads is in the library. */
async function isRead(page: Page) {
  const item = page.getByRole("region", { name: "Dumps" }).getByRole("listitem").filter({ hasText: "reader-markdown.md" });
  await expect(item).toContainText(/\d+ papers/);
}

test("a visit that reads, searches, filters and stars needs the first part alone", async ({ page, context, trouble }) => {
  await context.route(SECOND, (route) => route.abort());
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await page.getByRole("searchbox", { name: "Search" }).fill("tidepol");
  await expectStatus(page, "1 of 14 papers");
  await page.getByRole("article").first().getByRole("button", { name: "Favourite", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await page.getByRole("checkbox", { name: "Favourites only" }).check();
  await expectStatus(page, "1 of 14 papers");
  await page.reload();
  await expectStatus(page, "1 of 14 papers");
  await expect(page.getByRole("list", { name: "Messages" })).toBeHidden();
  // The browser itself writes that it was not fetched.
  expect(trouble.filter((line) => !/ERR_FAILED/.test(line))).toEqual([]);
  trouble.length = 0;
});

test("the second part is there soon after the start, should the network go", async ({ page, context }) => {
  // Without the service worker's copy.
  await context.route("**/sw.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  const fetched = page.waitForResponse(SECOND);
  await page.goto("./");
  await (await fetched).finished();
  // The worker has started.
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await context.setOffline(true);
  await open(page, MARKDOWN);
  await isRead(page);
});

test("the second part is there without a network", { tag: "@core" }, async ({ page, context }) => {
  await page.goto("./");
  await isKept(page);
  await context.setOffline(true);
  await page.reload();
  await open(page, MARKDOWN);
  await isRead(page);
  const { text } = await exported(page, "BibTeX");
  expect(text).toContain("@");
});

test("a second part that cannot be had is said, the library stays, and later it is read", async ({ page, context, trouble }) => {
  await context.route(SECOND, (route) => route.abort());
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await open(page, MARKDOWN);
  await expect(page.getByRole("list", { name: "Messages" })).toContainText("a part of Paperdeck that could not be fetched");
  await expectStatus(page, "14 papers");
  await context.unroute(SECOND);
  await page.getByRole("button", { name: "Retry" }).click();
  await isRead(page);
  // The browser itself writes both to the console.
  expect(trouble.filter((line) => !/part of Paperdeck|ERR_FAILED/.test(line))).toEqual([]);
  trouble.length = 0;
});

test("a dialog and an audit whose code cannot be had are said, and open later", async ({ page, context, trouble }) => {
  await context.route(SECOND, (route) => route.abort());
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const messages = page.getByRole("list", { name: "Messages" });
  const said = messages.getByText("a part of Paperdeck that could not be fetched");
  await page.keyboard.press("?");
  await expect(said).toBeVisible();
  await page.getByRole("region", { name: "Dumps" }).getByRole("button", { name: "Audit" }).click();
  // The page is there again, and works.
  const star = page.getByRole("article").first().getByRole("button", { name: "Favourite", exact: true });
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await context.unroute(SECOND);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
  expect(trouble.filter((line) => !line.includes("ERR_FAILED"))).toEqual([]);
  trouble.length = 0;
});
