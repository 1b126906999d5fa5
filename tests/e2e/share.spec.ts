// What is listed leaves the page only by the user's hand: copied as any format, or as a link that holds the list.

import { backedUp, copied, exported, expectStatus, open, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Page } from "@playwright/test";

const dialog = (page: Page) => page.getByRole("dialog");

async function choose(page: Page, item: string) {
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** Makes a link to what is listed, and goes there in the same page. Gives its fragment. */
async function linked(page: Page) {
  await choose(page, "Link …");
  await dialog(page).getByRole("button", { name: "Copy link" }).click();
  await expect(page.locator(".toast")).toHaveText("The link is copied.");
  const hash = new URL(await copied(page)).hash;
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  return hash;
}

test("every format can be copied, and what is copied is what would be in the file", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await page.getByRole("searchbox", { name: "Search" }).fill("drone");
  await expectStatus(page, "1 of 14 papers");
  // By keys alone.
  await page.getByRole("button", { name: "Copy", exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "JSON", exact: true })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "BibTeX" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast")).toHaveText("1 paper copied as BibTeX.");
  await expect(page.getByRole("button", { name: "Copy", exact: true })).toBeFocused();
  // Last, for a tab that was behind another has no focus in Firefox.
  for (const format of ["JSON", "BibTeX", "RIS", "CSV", "Markdown", "CSL-JSON"]) {
    await choose(page, format);
    await expect(page.locator(".toast")).toHaveText(`1 paper copied as ${format}.`);
    const { text } = await exported(page, format);
    expect((await copied(page)).replaceAll("\r\n", "\n")).toBe(text.replaceAll("\r\n", "\n").replace(/^\ufeff/, ""));
  }
});

test("a clipboard that is refused is said", { tag: "@core" }, async ({ page }) => {
  await page.addInitScript(() => {
    // The page before the first has none in Firefox.
    const clipboard = navigator.clipboard ?? {};
    clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await choose(page, "RIS");
  await expect(page.getByRole("alert")).toHaveText(
    "This browser did not let Paperdeck write to the clipboard. Export gives the same as a file.",
  );
  await expectAccessible(page);
});

test("a reading list goes by link, and is kept only when that is said", { tag: "@core" }, async ({ page, browser }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const first = page.getByRole("article").first();
  await first.getByRole("button", { name: "Favourite", exact: true }).click();
  await first.getByRole("button", { name: "Add note" }).click();
  await first.getByRole("textbox", { name: "Note" }).fill("for Ada");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Sort by" }).selectOption("added");

  await choose(page, "Link …");
  await expect(dialog(page)).toContainText(/14 papers, \d kB\./);
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Copy link" }).click();
  await expect(page.locator(".toast")).toHaveText("The link is copied.");
  const short = await copied(page);
  expect(short.length).toBeLessThan(2600);
  expect(new URL(short).hash).toMatch(/^#list=1[\w-]+$/);

  // Abstracts and notes only where they are asked for.
  await choose(page, "Link …");
  await dialog(page).getByLabel("With abstracts").check();
  await dialog(page).getByLabel("With my notes").check();
  await expect(dialog(page)).toContainText(/14 papers, \d kB\./);
  await dialog(page).getByRole("button", { name: "Copy link" }).click();
  await expect.poll(() => copied(page)).not.toBe(short);
  const long = await copied(page);

  // Somebody else gets it, and nothing is kept by looking at it.
  const context = await browser.newContext({ baseURL: new URL(short).origin });
  const other = await context.newPage();
  await other.goto(short);
  await expect(dialog(other)).toContainText("A reading list of 14 papers.");
  await expect(dialog(other).getByRole("listitem")).toHaveCount(14);
  await expect(dialog(other)).not.toContainText("for Ada");
  await expectAccessible(other);
  expect(await other.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("favourite")))).toEqual([]);
  await other.keyboard.press("Escape");
  await expect(dialog(other)).toBeHidden();
  expect(new URL(other.url()).hash).toBe("");
  await other.reload();
  await expect(other.getByText("Drop files here")).toBeVisible();
  await expect(dialog(other)).toBeHidden();

  // One is starred, the others are kept, and that is one step back.
  await other.goto(long);
  await expect(dialog(other).getByRole("listitem").first()).toContainText("for Ada");
  // Keys for cards do nothing behind it.
  await other.keyboard.press("?");
  await expect(dialog(other)).toHaveCount(1);
  const star = dialog(other).getByRole("button", { name: "Favourite" }).first();
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await dialog(other).getByRole("button", { name: "Keep all" }).click();
  await expect(other.locator(".toast")).toContainText("Reading list kept: 13 papers.");
  await expectStatus(other, "14 papers");
  await expect(other.getByRole("article").filter({ hasText: "for Ada" })).toHaveCount(1);
  await expect(other.getByRole("article").first().locator(".abstract")).toBeVisible();
  await other.getByRole("button", { name: "Undo" }).click();
  await expectStatus(other, "1 paper");
  await expectAccessible(other);
  await context.close();
});

test("a link that comes while the page is open leaves the view; what is no list is said", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await page.getByRole("searchbox", { name: "Search" }).fill("drone");
  await expectStatus(page, "1 of 14 papers");
  const hash = await linked(page);
  await expect(dialog(page)).toContainText("A reading list of 1 paper.");
  await dialog(page).getByRole("button", { name: "Close" }).last().click();
  await expectStatus(page, "1 of 14 papers");
  expect(new URL(page.url()).hash).toBe("#q=drone");
  for (const [broken, said] of [[hash.slice(0, -9), "cut short or changed"], ["#list=9abc", "made by a newer Paperdeck"], ["#list=<b>", "cut short"]]) {
    await page.evaluate((hash) => { location.hash = hash; }, broken);
    await expect(page.getByRole("alert").filter({ hasText: said }).first()).toBeVisible();
    await expect(dialog(page)).toBeHidden();
    expect(new URL(page.url()).hash).toBe("#q=drone");
  }
  // The page may write the view into the address between the change and its event.
  await page.evaluate((hash) => { location.hash = hash; history.replaceState(null, "", "#q=drone"); }, hash);
  await expect(dialog(page)).toContainText("A reading list of 1 paper.");
});

test("what is kept of a list has what one's own library knows of it", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await page.getByRole("searchbox", { name: "Search" }).fill("drone");
  await expectStatus(page, "1 of 14 papers");
  const { text } = await exported(page, "JSON");
  const hash = await linked(page);
  // The link has no abstracts.
  await expect(dialog(page)).toContainText("A reading list of 1 paper.");
  await expect(dialog(page).locator(".abstract")).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Keep all" }).click();
  await expect(page.locator(".toast")).toContainText("Reading list kept: 1 paper.");
  const facts = (file: string) => JSON.parse(file).papers.map(({ favourite, authors_count, date, ...facts }: any) => facts);
  expect(facts((await backedUp(page)).text)).toEqual(facts(text));
  expect(facts(text)[0].abstract).toMatch(/\w/);
});

test("what is too long for a link is said before it is copied", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const card = page.getByRole("article").first();
  await card.getByRole("button", { name: "Favourite", exact: true }).click();
  const note = async (length: number) => {
    await card.getByRole("button", { name: / note$/ }).click();
    // Letters that follow on no others.
    const letters = Array.from({ length }, (_, at) => String.fromCharCode(97 + ((at * at * 7919 + at * 31) >> 3) % 26));
    await card.getByRole("textbox", { name: "Note" }).fill(letters.join(""));
    await page.keyboard.press("Escape");
    await choose(page, "Link …");
    await dialog(page).getByLabel("With my notes").check();
  };
  await note(6000);
  await expect(dialog(page)).toContainText("Some chat programs cut a link as long as that; mail takes it.");
  await expect(dialog(page).getByRole("button", { name: "Copy link" })).toBeEnabled();
  await page.keyboard.press("Escape");
  await note(60_000);
  await expect(dialog(page)).toContainText(/Expected a link of at most 32 kB, found \d+ kB: leave something out/);
  await expect(dialog(page).getByRole("button", { name: "Copy link" })).toBeDisabled();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Send a file instead" }).click();
  expect((await download).suggestedFilename()).toBe("paperdeck.json");
});
