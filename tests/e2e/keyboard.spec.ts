// By keyboard alone: wherever Tab stops, in every state of the page, it can be seen, in the order of reading, there and back.

import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { downloaded, expectStatus, SAMPLE } from "./dumps";
import { expectFocusSeen, troubles, walk } from "./focus";
import { expect, test } from "./paperdeck";
import { STATES } from "./states";

test.describe.configure({ mode: "parallel" });

/** Those whose stops are all in others. */
const ELSEWHERE = ["dragging", "results, compact", "results, titles only", "put aside", "favourites", "search problem",
  "open paper, narrow and put aside", "references"];

for (const [name, reach] of Object.entries(STATES).filter(([name]) => !ELSEWHERE.includes(name))) {
  test(`${name}: every stop of Tab is seen, in order, there and back, and dialogs hold it`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await reach(page);
    // One paper is as the next.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".papers > article:nth-child(n + 4) { display: none }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
    // What is over the page when Tab begins is there when it ends, and holds it.
    const over = () => page.evaluate(() => document.querySelector("dialog[open], .over") !== null);
    const held = await over();
    const on = await walk(page, "Tab");
    const back = await walk(page, "Shift+Tab");
    const wrong = [...troubles(on.stops, false), ...troubles(back.stops, true)];
    const names = (stops: typeof on.stops) => [...new Set(stops.map((stop) => stop.name))].sort();
    expect.soft([...new Set(wrong)], "what is wrong with its stops").toEqual([]);
    // The filters of small screens go when the focus leaves them, and a long list grows when its end comes near.
    if (!/narrow$|partial/.test(name)) {
      expect.soft(on.round && back.round, `comes round: ${on.stops.at(-1)?.name}, ${back.stops.at(-1)?.name}`).toBe(true);
      expect.soft(names(back.stops), "the stops on the way back").toEqual(names(on.stops));
    }
    expect(await over()).toBe(held);
    if (held) {
      expect(on.stops.every((stop) => stop.over), "Tab stays in what is over the page").toBe(true);
    }
  });
}

test("a visit from the first paste to the last undo, and the focus is seen after each act", async ({ page }) => {
  test.setTimeout(60_000);
  const status = (text: string) => expectStatus(page, text);
  const feed = page.getByRole("feed").getByRole("article");
  /** Presses keys, waits for what comes of it, and looks where the focus is. */
  const act = async (what: string, keys: string[], done: () => Promise<unknown>) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
    await done();
    await expectFocusSeen(page, `after: ${what}`);
  };
  /** Tab, until something has the focus. */
  const to = async (target: Locator, key: "Tab" | "Shift+Tab" = "Tab") => {
    for (let at = 0; at < 150 && !(await target.evaluate((element) => element === document.activeElement)); at += 1) {
      await page.keyboard.press(key);
    }
    await expect(target).toBeFocused();
    await expectFocusSeen(page, "on the way");
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });

  await page.goto("./");
  await to(button("Paste text").first());
  await act("paste", ["Enter"], () => expect(page.getByLabel("Dump text")).toBeFocused());
  await page.keyboard.insertText(readFileSync(SAMPLE, "utf8"));
  await to(button("Read"));
  await act("read", ["Enter"], () => status("14 papers"));

  // Search, filter, order.
  await act("to the search", ["/"], () => expect(page.getByRole("searchbox")).toBeFocused());
  await page.keyboard.type("models");
  await expect(page.getByRole("status").filter({ hasText: /of 14 papers$/ })).toBeVisible();
  await act("search", ["Control+a", "Delete"], () => status("14 papers"));
  const code = page.getByRole("group", { name: "Links" }).getByRole("checkbox", { name: "Code" });
  await to(code);
  await act("filter", ["Space"], () => status("3 of 14 papers"));
  const chip = button("Remove filter Code");
  await to(chip);
  await act("take the filter out", ["Enter"], () => status("14 papers"));
  const sort = page.getByRole("combobox", { name: "Sort by" });
  await to(sort);
  await act("order", ["t"], () => expect(sort).toHaveValue("title"));

  // One paper.
  await act("move", ["Tab", "j", "j"], () => expect(feed.nth(1)).toBeFocused());
  await act("open", ["Enter"], () => expect(feed.nth(1).getByRole("button", { name: "Less" })).toBeVisible());
  const star = feed.nth(1).getByRole("button", { name: "Favourite" });
  await act("star", ["s"], () => expect(star).toHaveAttribute("aria-pressed", "true"));
  await act("to the tags", ["t"], () => expect(feed.nth(1).getByLabel("Add tag")).toBeFocused());
  await page.keyboard.type("kelp");
  await act("tag", ["Enter", "Escape"], () => expect(feed.nth(1)).toBeFocused());
  await act("to the note", ["n"], () => expect(feed.nth(1).getByLabel("Note")).toBeFocused());
  await page.keyboard.type("to be read");
  await act("note", ["Escape"], () => expect(feed.nth(1).locator(".note")).toHaveText("to be read"));
  await act("put aside", ["j", "x"], () => expect(feed.nth(2)).toHaveClass(/aside/));
  await act("undo", ["u"], () => expect(feed.nth(2)).not.toHaveClass(/aside/));

  // The palette, and triage to its end.
  await act("palette", ["Control+k"], () => expect(page.getByRole("combobox", { name: "Command" })).toBeFocused());
  await page.keyboard.type("code links");
  await expect(page.getByRole("listbox", { name: "Commands" }).getByRole("option").first()).toHaveText(/^Code/);
  await act("a command", ["Enter"], () => status("3 of 14 papers"));
  const triage = page.getByRole("dialog", { name: "Triage" });
  await act("triage", ["d"], () => expect(triage.getByRole("article")).toBeVisible());
  const papers = await triage.getByText(/^1 of \d/).first().textContent();
  for (let at = 1; at < Number(papers!.match(/of (\d+)/)![1]); at += 1) {
    await act("keep", ["s"], () => expect(triage.getByText(new RegExp(`^${at + 1} of`)).first()).toBeVisible());
    await expect(triage.getByRole("article")).toBeVisible();
  }
  await act("the last", ["x"], () => expect(triage.getByRole("list", { name: "Kept" })).toBeVisible());
  await to(button("Export what was kept"));
  await act("export", ["Enter"], () => expect(page.getByRole("menuitem", { name: "JSON", exact: true })).toBeFocused());
  expect((await downloaded(page, () => page.keyboard.press("Enter"))).name).toMatch(/\.json$/);
  await expectFocusSeen(page, "after: the file");
  await act("back to the list", ["Escape"], () => expect(triage).toHaveCount(0));

  // A backup, a dump that goes and comes back, the keys.
  await to(button("Back up favourites"));
  expect((await downloaded(page, () => page.keyboard.press("Enter"))).text).toContain("to be read");
  await expectFocusSeen(page, "after: backup");
  const dumps = page.getByRole("region", { name: "Dumps" });
  await to(dumps.getByRole("button", { name: "Remove" }));
  await act("remove the dump", ["Enter"], () => expect(page.getByText(/is removed/)).toBeVisible());
  await act("undo", ["u"], () => expect(dumps.getByRole("button", { name: "Remove" })).toBeVisible());
  const keys = page.getByRole("dialog", { name: "Keys" });
  await act("help", ["?"], () => expect(keys).toBeVisible());
  const next = keys.getByRole("button", { name: /^Next paper:/ });
  await to(next);
  await act("another key", ["Enter", "m"], () => expect(next).toHaveText("m"));
  await act("close", ["Escape"], () => expect(keys).toHaveCount(0));
  await act("the new key", ["m"], () => expect(page.locator(".papers > article:focus")).toHaveCount(1));
});
