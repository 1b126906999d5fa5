// The language of the search field: what is not understood is underlined and said, values are offered, help is at hand.

import type { Page } from "@playwright/test";
import { expectStatus } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

async function start(page: Page) {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.focus();
  return search;
}

/** Where the letters of a part of the text stand in the field, by the metrics of its font. */
async function expectUnderlined(page: Page, part: string) {
  const { drawn, letters, scrolled } = await page.evaluate((part) => {
    const input = document.querySelector<HTMLInputElement>("input[type=search]")!;
    const style = getComputedStyle(input);
    const pen = document.createElement("canvas").getContext("2d")!;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const left = input.getBoundingClientRect().left + input.clientLeft + parseFloat(style.paddingLeft) - input.scrollLeft;
    const start = left + pen.measureText(input.value.slice(0, input.value.indexOf(part))).width;
    const box = document.querySelector(".wrong")!.getBoundingClientRect();
    const over = document.querySelector(".search-over")!;
    return {
      drawn: [box.left, box.right],
      letters: [start, start + pen.measureText(part).width],
      scrolled: [over.scrollLeft, input.scrollLeft],
    };
  }, part);
  expect(Math.abs(drawn[0] - letters[0])).toBeLessThan(2);
  expect(Math.abs(drawn[1] - letters[1])).toBeLessThan(2);
  expect(scrolled[0]).toBe(scrolled[1]);
}

test("the part that is not understood is underlined and said once it is typed", async ({ page }) => {
  const search = await start(page);
  await search.pressSequentially("tide year:foo");
  await expect(search).not.toHaveAttribute("aria-invalid");
  await search.press("Space");
  await expect(search).toHaveAttribute("aria-invalid", "true");
  await expect(search).toHaveAccessibleDescription(/^Expected a year, .*found “foo”\.$/);
  await expect(page.locator(".wrong")).toHaveText("year:foo");
  await expectUnderlined(page, "year:foo");
  await expectAccessible(page);

  // Going back into it is typing it; leaving the field is leaving it.
  await search.press("ArrowLeft");
  await expect(page.locator(".wrong")).toHaveCount(0);
  await search.blur();
  await expect(page.locator(".wrong")).toHaveText("year:foo");
  await search.focus();
  await search.press("End");

  // The underline follows the text when that is longer than the field.
  await search.pressSequentially(`yaer:2024 ${"and so on ".repeat(20)}year:x `);
  await expect(page.locator(".wrong")).toHaveCount(3);
  await expect.poll(() => page.locator(".search-over").evaluate((over) => over.scrollLeft)).toBeGreaterThan(100);
  await expectUnderlined(page, "year:foo");
  await search.press("Home");
  await expect.poll(() => page.locator(".search-over").evaluate((over) => over.scrollLeft)).toBe(0);
  await expectUnderlined(page, "year:foo");

  await page.getByRole("button", { name: /^Remove filter/ }).click();
  await expect(search).toHaveValue("");
  await expect(search).not.toHaveAttribute("aria-invalid");
  await expectStatus(page, "14 papers");
});

test("operators and their values are offered; arrows, Enter, Tab, Escape and the mouse work", { tag: "@core" }, async ({ page }) => {
  const search = await start(page);
  const offers = page.getByRole("listbox", { name: "Suggestions" });
  await search.pressSequentially("has:");
  await expect(offers.getByRole("option")).toHaveText(["code", "project", "link", "date", "abstract", "comments"]);
  await expectAccessible(page);
  await search.press("ArrowDown");
  await search.press("ArrowDown");
  await search.press("ArrowUp");
  const chosen = offers.getByRole("option", { name: "code" });
  await expect(chosen).toHaveAttribute("aria-selected", "true");
  await expect(search).toHaveAttribute("aria-activedescendant", (await chosen.getAttribute("id"))!);
  await expect(search).toBeFocused();
  await expectAccessible(page);
  await search.press("Enter");
  await expect(search).toHaveValue("has:code ");
  await expect(offers).toBeHidden();

  await search.pressSequentially("is");
  await search.press("ArrowDown");
  await search.press("Tab");
  await expect(search).toHaveValue("has:code is:");
  await expect(search).toBeFocused();
  await expect(offers).toBeVisible();
  await search.press("Escape");
  await expect(offers).toBeHidden();
  await expect(search).toHaveValue("has:code is:");

  await search.fill("");
  await search.pressSequentially("is:");
  await offers.getByRole("option", { name: "favourite" }).click();
  await expect(search).toHaveValue("is:favourite ");
  await expect(search).toBeFocused();
  await expect(offers).toBeHidden();

  // Without a choice the keys are the field's own.
  await search.fill("");
  await search.pressSequentially("has");
  await expect(offers).toBeVisible();
  await search.press("Enter");
  await expect(search).toHaveValue("has");
  await search.pressSequentially("jk");
  await expect(search).toHaveValue("hasjk");
  await search.fill("");
  await search.pressSequentially("has:");
  await search.press("Tab");
  await expect(search).not.toBeFocused();
  await expect(search).toHaveValue("has:");
  await expect(offers).toBeHidden();
});

test("the help lists the operators, and a click on an example types it", async ({ page }) => {
  const search = await start(page);
  const opener = page.getByRole("button", { name: "Query help" });
  await opener.click();
  const help = page.getByRole("dialog", { name: "Query help" });
  await expect(help).toBeVisible();
  for (const name of ["title:", "year:", "authors:", "has:", "is:", "tag:", "dump:", "host:", "after:", "before:"]) {
    await expect(help.getByText(name, { exact: true })).toBeVisible();
  }
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(opener).toBeFocused();

  await search.fill("tide");
  await opener.click();
  await help.getByRole("button", { name: "has:code" }).click();
  await expect(help).toBeHidden();
  await expect(search).toHaveValue("tide has:code ");
  await expect(search).toBeFocused();
  await page.keyboard.type("x");
  await expect(search).toHaveValue("tide has:code x");
  await search.blur();

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).getByRole("button", { name: /search field/ }).click();
  await expect(help).toBeVisible();
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
});

test("what is typed is what is found, and a wrong part never blanks the list", async ({ page }) => {
  const search = await start(page);
  const found = [
    ["has:code ", 3],
    ["-has:code", 11],
    ["year:2024..", 12],
    ["year: 2023,none", 2],
    ["authors:>10", 3],
    ["(authors:1 OR authors:none) ", 2],
    ["title:(weights OR tidepool) ", 2],
    ["title:\"fast weights\"", 1],
    ["title:weights year:foo ", 1],
    ["title:weights -survey ", 0],
    ["-year:2025 authors:>10 OR title:tidep", 2],
  ] as const;
  for (const [text, papers] of found) {
    await search.fill(text);
    await expect(page.getByRole("status").filter({ hasText: /papers$/ }), text).toHaveText(`${papers} of 14 papers`);
  }
});
