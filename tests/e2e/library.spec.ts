// Journey: one library from several dumps. A paper in two of them is one card that says where it was seen and how its counts
// grew; two dumps are compared; a year that is set can be undone.

import type { Page } from "@playwright/test";
import { enter, expectStatus, exported, file, open } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

const TEXTS: Record<string, string> = {
  "Lanterns in a Dark Archive": "A lantern is carried through an archive and whatever it shows is written down by patient clerks.",
  "Bridges Built of Paper": "Folded bridges span a pond while engineers argue about ducks, wind and the weight of ink.",
  "Clocks that Forget": "Mechanical clocks lose their memory whenever somebody asks politely for the exact time.",
  "Kites for Rainy Afternoons": "Waterproof kites are flown above umbrellas, which measure the strength of every gust.",
};
const REST = " The rest of this abstract is filler, written for a journey of Paperdeck, so that it has the length of a " +
  "paragraph. It reports experiments that nobody made, on data that nobody has, with results that nobody doubts.";

/** A listing that says when it was retrieved; papers as title and date with comments. */
function listing(name: string, day: string, papers: [string, string][]) {
  const entries = papers.map(([title, date]) =>
    `${title}\n\n${TEXTS[title.replace(/ v2$/, "")]}${REST}\n\n  • 3 authors\n·\n${date}\n`);
  const head = `Retrieved: ${day}\n\nnew\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n`;
  return file(name, `${head}\n${entries.join("\n")}`);
}

async function start(page: Page) {
  await page.goto("./");
  await open(page, [
    // Opened in the wrong order: what is newer is told by the days.
    listing("later.txt", "2025-03-27", [
      ["Kites for Rainy Afternoons", "Mar 26"],
      ["Bridges Built of Paper", "Mar 18 9"],
      ["Lanterns in a Dark Archive v2", "Mar 17 2"],
    ]),
    listing("earlier.txt", "2025-03-20", [
      ["Lanterns in a Dark Archive", "Mar 17 2"],
      ["Bridges Built of Paper", "Mar 18 4"],
      ["Clocks that Forget", "Mar 19 1"],
    ]),
  ]);
  await expectStatus(page, "4 papers");
}

function card(page: Page, title: string) {
  return page.getByRole("article", { name: title, exact: true });
}

function dump(page: Page, name: string) {
  const named = page.locator("strong").getByText(name, { exact: true });
  return page.getByRole("region", { name: "Dumps" }).getByRole("listitem").filter({ has: named });
}

test("a paper in two dumps is one card that says where it was seen and what was new", { tag: "@core" }, async ({ page }) => {
  await start(page);
  const bridges = card(page, "Bridges Built of Paper");
  await expect(bridges).toContainText("9 comments (+5 since 20 Mar 2025)");
  await expect(card(page, "Lanterns in a Dark Archive")).toContainText("2 comments");
  await expect(card(page, "Lanterns in a Dark Archive")).not.toContainText("since");
  const seen = bridges.getByRole("button", { name: "Seen in 2 dumps" });
  await seen.focus();
  await page.keyboard.press("Enter");
  await expect(seen).toHaveAttribute("aria-expanded", "true");
  const places = bridges.getByRole("list", { name: "Where it was seen" });
  await expect(places.getByRole("listitem")).toHaveText([
    /^later\.txt: paper 2, lines 19–25; 27 Mar 2025, 9 comments$/,
    /^earlier\.txt: paper 2, lines 19–25; 20 Mar 2025, 4 comments$/,
  ]);
  await expectAccessible(page);

  // The exchange file keeps it, and gives the same library back.
  const first = JSON.parse((await exported(page, "JSON")).text);
  expect(first.papers.find((paper: any) => paper.title === "Bridges Built of Paper").seen_in).toMatchObject([
    { dump: "later.txt", captured: "2025-03-27", comments: 9 },
    { dump: "earlier.txt", captured: "2025-03-20", comments: 4 },
  ]);
  await open(page, file("again.json", JSON.stringify(first)));
  await expect(card(page, "Bridges Built of Paper").getByRole("button", { name: "Seen in 3 dumps" })).toBeVisible();
  await expectStatus(page, "4 papers");
});

test("two dumps compared: new, gone, more comments; by keys, and in the address", async ({ page }) => {
  await start(page);
  const earlier = dump(page, "earlier.txt");
  await earlier.getByText("Details").click();
  await earlier.getByLabel("Compare with").selectOption("later.txt");
  await expectStatus(page, "3 of 4 papers");
  await expect(page).toHaveURL(/#compare=earlier\.txt,later\.txt$/);
  const changes = page.getByRole("group", { name: "Changes" });
  await expect(changes).toContainText("From earlier.txt (20 Mar 2025) to later.txt (27 Mar 2025)");
  await expect(changes.locator(".option")).toHaveText(["New1", "Gone1", "More comments1", "More upvotes0"]);
  await expectAccessible(page);

  await changes.getByRole("checkbox", { name: "New" }).focus();
  await page.keyboard.press("Space");
  await expectStatus(page, "1 of 4 papers");
  await expect(card(page, "Kites for Rainy Afternoons")).toBeVisible();
  await expect(page).toHaveURL(/&change=new$/);
  await page.getByRole("button", { name: "Remove filter New" }).click();
  await changes.getByRole("checkbox", { name: "More comments" }).check();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(card(page, "Bridges Built of Paper")).toBeVisible();

  await page.getByRole("button", { name: "Remove filter earlier.txt → later.txt" }).click();
  await expectStatus(page, "4 papers");
  await expect(changes).toHaveCount(0);
  await expect(earlier.getByLabel("Compare with")).toHaveValue("");
});

test("a comparison says which of its dumps was removed, and goes on when that comes back", async ({ page }) => {
  await start(page);
  await dump(page, "earlier.txt").getByText("Details").click();
  await dump(page, "earlier.txt").getByLabel("Compare with").selectOption("later.txt");
  await expectStatus(page, "3 of 4 papers");
  await dump(page, "later.txt").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("later.txt, which is compared, is not open.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expectStatus(page, "3 of 4 papers");
});

test("seen in several dumps, and the rank in a dump", async ({ page }) => {
  await start(page);
  const seen = page.getByRole("group", { name: "Seen in" });
  await expect(seen.locator(".option")).toHaveText(["2 or more dumps2"]);
  await seen.getByRole("checkbox", { name: "2 or more dumps" }).check();
  await expectStatus(page, "2 of 4 papers");
  await expect(page).toHaveURL(/#dumps=2$/);
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("searchbox", { name: "Search" }).fill("rank:1 dumps:1");
  await expectStatus(page, "1 of 4 papers");
  await expect(card(page, "Kites for Rainy Afternoons")).toBeVisible();
});

test("the year used can be set, re-dates the cards at once, and can be undone", { tag: "@core" }, async ({ page }) => {
  await start(page);
  const clocks = card(page, "Clocks that Forget").locator("time");
  await expect(clocks).toHaveAttribute("datetime", "2025-03-19");
  const earlier = dump(page, "earlier.txt");
  await expect(earlier).toContainText("years taken as 2025");
  await earlier.getByText("Details").click();
  await expect(earlier).toContainText("captured on 2025-03-20");
  await enter(earlier.getByLabel("Year used"), "2024");
  await expect(clocks).toHaveAttribute("datetime", "2024-03-19");
  await expect(earlier).toContainText(/you set this year/i);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(clocks).toHaveAttribute("datetime", "2025-03-19");
  await expect(earlier.getByLabel("Year used")).toHaveValue("2025");
});
