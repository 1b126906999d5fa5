// Every state of the page, by name, and how one gets there from nothing. What must hold of all of them (`access.spec.ts`)
// and the pictures (`pictures.spec.ts`) go through this table. A new dialog gets a line here.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectStatus, file, open, restore, SAMPLE } from "./dumps";
import { listing } from "./large";
import { expect } from "./paperdeck";

/** Brings a new page into a state, and comes back when it shows. */
type Way = (page: Page) => Promise<unknown>;

export const STATES: Record<string, Way> = {
  "first visit": home,
  "dragging": (page) => then(page, home, () => page.dispatchEvent("body", "dragover", {}), ".drop.open"),
  "loading": (page) => held(page, 1, ".reading"),
  "partial": (page) => held(page, 3, ".card"),
  "partial, narrow": async (page) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await held(page, 3, ".dump .reading");
    await page.getByRole("article").first().waitFor();
  },
  "error": (page) => then(page, sample, () => open(page, file("photo.txt", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))), ".message"),
  "nothing found": (page) => then(page, sample, () => search(page, "zeppelin"), ".nothing"),
  "results": sample,
  "results, compact": (page) => dense(page, "Compact"),
  "results, titles only": (page) => dense(page, "Titles only"),
  "open card": opened,
  "put aside": (page) => then(page, sample, () => keys(page, "j", "x"), ".aside"),
  "reading pane": (page) => then(page, sample, () => appearance(page, "Open beside it"), ".pane .card"),
  "open paper, narrow": full,
  "open paper, narrow and put aside": (page) => then(page, full, () => keys(page, "x"), ".over .aside"),
  "filters": filtered,
  "filters, narrow": drawer,
  "search suggestions": (page) => then(page, sample, () => typed(page, "has:"), ".search-offers"),
  "search problem": (page) => then(page, sample, () => typed(page, "tide year:foo "), ".search-problem:not(:empty)"),
  "query help": (page) => then(page, sample, () => press(page, "Query help"), "dialog[open] .operators"),
  "favourites": (page) => then(page, kept, () => page.getByLabel("Favourites only").check(), ".only :checked"),
  "favourites without dumps": (page) => then(page, home, () => restore(page, backup(2)), ".card"),
  "writing a note": (page) => then(page, kept, () => keys(page, "j", "j", "n"), ".note-field"),
  "tags": (page) => then(page, kept, () => press(page, "Rename tags"), "dialog[open] .tag-list li"),
  "tag all": (page) => then(page, kept, () => item(page, "Mark all", "Tag all …"), "dialog[open] #tag-all"),
  "changes": (page) => then(page, kept, () => press(page, "Changes"), "dialog[open] .history li"),
  "share": (page) => then(page, sample, () => item(page, "Copy", "Link …"), "dialog[open] [aria-live]:has-text('14 papers')"),
  "received": received,
  "references": references,
  "compare": compared,
  "export": (page) => then(page, sample, () => press(page, "Export"), ".menu:not([hidden]) :focus"),
  "paste": (page) => then(page, home, () => press(page, "Paste text"), "dialog[open] textarea"),
  "keys": (page) => then(page, sample, () => keys(page, "?"), "dialog[open] .keys"),
  "appearance": (page) => then(page, sample, () => press(page, "Appearance"), "dialog[open].look"),
  "commands": (page) => then(page, sample, () => keys(page, "Control+k"), "dialog[open] [role=option]"),
  "triage": (page) => then(page, sample, () => decided(page, "sx", 14), ".triage article"),
  "triage, summary": triaged,
  "audit": audited,
  "dump settings": settings,
  "restore": (page) => then(page, kept, () => restore(page, backup(3)), "dialog[open] ul"),
  "forget everything": (page) => then(page, filed, () => press(page, "Forget everything"), "dialog[open]"),
  "toast": toast,
};

/** Goes a way, does something, and waits for what comes of it. */
async function then(page: Page, way: Way, act: () => Promise<unknown>, shows: string) {
  await way(page);
  await act();
  await page.locator(shows).first().waitFor();
}

async function press(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).first().click();
}

async function item(page: Page, menu: string, name: string) {
  await press(page, menu);
  await page.getByRole("menuitem", { name, exact: true }).click();
}

async function keys(page: Page, ...all: string[]) {
  for (const key of all) {
    await page.keyboard.press(key);
  }
}

function search(page: Page, text: string) {
  return page.getByRole("searchbox", { name: "Search" }).fill(text);
}

function typed(page: Page, text: string) {
  return page.getByRole("searchbox", { name: "Search" }).pressSequentially(text);
}

async function home(page: Page) {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).waitFor();
}

async function sample(page: Page) {
  await home(page);
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
}

/** Three favourites with all that can be said of them. */
async function kept(page: Page) {
  await sample(page);
  for (const at of [0, 1, 3]) {
    await page.getByRole("button", { name: "Favourite", exact: true }).nth(at).click();
  }
  const card = page.getByRole("article").nth(1);
  await card.getByLabel("Add tag").fill("kelp, to discuss with the reading group");
  await card.getByLabel("Add tag").press("Enter");
  await card.getByRole("button", { name: "Add note" }).click();
  await card.getByLabel("Note").fill("Compare with https://lamp.example.org/paper/appendix-of-everything-that-was-not-found.html first.");
  await card.getByLabel("Note").press("Escape");
  await card.getByLabel("Status").selectOption("Reading");
  await card.locator(".note").waitFor();
}

async function opened(page: Page) {
  await kept(page);
  const card = page.getByRole("article").nth(1);
  await card.getByRole("button", { name: "More" }).click();
  await card.getByRole("button", { name: /^Seen in/ }).click();
  await card.locator(".sightings").waitFor();
}

/** On a telephone: over everything. */
async function full(page: Page) {
  await kept(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("article").nth(1).getByRole("heading").click();
  await page.locator(".over.pane .card").waitFor();
}

async function dense(page: Page, density: string) {
  await then(page, kept, () => appearance(page, density), `[data-density] .card`);
  await page.evaluate(() => scrollTo(0, 0));
}

async function appearance(page: Page, choice: string) {
  await press(page, "Appearance");
  await page.getByRole("radio", { name: choice }).check();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

/** Words, a year and an option: marks in the cards, chips above them. */
async function filtered(page: Page) {
  await kept(page);
  await search(page, "models");
  await page.getByRole("button", { name: /^2025, / }).click();
  await page.getByRole("group", { name: "Links" }).getByRole("checkbox", { name: "Code" }).check();
  await page.locator(".chips li").nth(3).waitFor();
  await page.getByRole("status").filter({ hasText: /of 14 papers$/ }).waitFor();
  await page.locator("article mark").first().waitFor();
}

async function drawer(page: Page) {
  await filtered(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await press(page, "Filters");
  await page.getByRole("button", { name: "Close filters" }).waitFor();
}

/** Reading stops for ever after so many pieces of a file: what shows meanwhile stays. */
async function held(page: Page, pieces: number, shows: string) {
  await home(page);
  await expect.poll(() => page.workers().length).toBe(1);
  await page.workers()[0].evaluate((pieces) => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = function () {
      return pieces-- > 0 ? read.call(this) : new Promise(() => {});
    };
  }, pieces);
  await open(page, file("everything.txt", [...listing(6_000)].join("")));
  await page.locator(shows).first().waitFor();
}

/** A list that came as a link, with a note. */
async function received(page: Page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await kept(page);
  await item(page, "Copy", "Link …");
  await page.getByLabel("With abstracts").check();
  await page.getByLabel("With my notes").check();
  await press(page, "Copy link");
  await page.getByText("The link is copied.").waitFor();
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await page.locator("dialog[open].received li").nth(13).waitFor();
}

/** A file of references, part of which cannot be read. */
async function references(page: Page) {
  await sample(page);
  const text = "@article{one,\n  title = {A Slow Survey of Fast Weights},\n}\n@misc{two,\n  title = {Never closed,\n";
  await open(page, file("a reading list exported from elsewhere.bib", text));
  const row = page.getByRole("region", { name: "Dumps" }).getByRole("listitem").filter({ hasText: "BibTeX" });
  await row.getByText("Details").click();
  await row.getByRole("list", { name: "Remarks" }).waitFor();
  await page.getByText("in my library", { exact: true }).waitFor();
}

async function compared(page: Page) {
  await home(page);
  const text = readFileSync(SAMPLE, "utf8");
  await open(page, [file("earlier.txt", text), file("later.txt", text.replace("Sep 24 12", "Sep 24 40").replace("Tidepool", "Rockpool"))]);
  await expectStatus(page, "15 papers");
  const row = page.getByRole("region", { name: "Dumps" }).getByRole("listitem").filter({ hasText: "later.txt" });
  await row.getByText("Details").click();
  await row.getByLabel("Compare with").selectOption("earlier.txt");
  await page.getByRole("group", { name: "Changes" }).waitFor();
  await page.getByRole("status").filter({ hasText: /of 15 papers$/ }).waitFor();
}

/** A dump that is kept on the device, with lines that are not understood. */
async function filed(page: Page) {
  await home(page);
  const stray = "\n\n  • 3 authors\n·\nJan 1, 2024\n\nStray words that belong to nothing at all\n";
  await open(page, file("saved from a page.txt", readFileSync(SAMPLE, "utf8") + stray));
  await page.getByRole("button", { name: "Forget everything" }).waitFor();
}

async function settings(page: Page) {
  await filed(page);
  await page.getByText("Details").click();
  await page.getByText("Forget this dump").waitFor();
}

/** The audit, at a line that belongs to a paper. */
async function audited(page: Page) {
  await filed(page);
  await press(page, "Audit");
  await page.getByRole("button", { name: /^Title/ }).first().click();
  await page.locator(".audit-acts").first().waitFor();
}

/** Goes through so many papers, and decides some by these keys. */
async function decided(page: Page, words: string, papers: number) {
  await keys(page, "d");
  for (const [at, key] of [...words].entries()) {
    await page.getByText(`${at + 1} of ${papers}, `).first().waitFor();
    // Before its paper has come there is nothing to decide.
    await page.locator(".triage article").waitFor();
    await keys(page, key);
  }
  if (words.length < papers) {
    await page.getByText(`${words.length + 1} of ${papers}, `).first().waitFor();
  }
}

/** Three papers decided: two kept, one put aside. */
async function triaged(page: Page) {
  await sample(page);
  await search(page, "has:code");
  await expectStatus(page, "3 of 14 papers");
  await page.getByRole("searchbox", { name: "Search" }).blur();
  await decided(page, "ssx", 3);
  await page.locator(".triage-kept li").first().waitFor();
}

/** With its button: it would go by itself. */
async function toast(page: Page) {
  await page.addInitScript(() => {
    const set = globalThis.setTimeout;
    globalThis.setTimeout = ((act: () => void, after = 0) => after < 4_000 ? set(act, after) : 0) as typeof setTimeout;
  });
  await then(page, sample, () => keys(page, "j", "x"), ".toast");
}

/** A backup of so many papers, the first of which the sample has too. */
function backup(papers: number) {
  const titles = ["A Slow Survey of Fast Weights", "Notes on Lanterns", "Bridges Built of Paper"];
  const paper = (title: string) => ({
    title, abstract: "A lantern is carried through an archive, and whatever it shows is written down.", authors: 2,
    published: "2024-03-02", favourite: { added: "2026-01-01T00:00:00Z", status: "read", tags: ["archive"], note: "A note." },
  });
  return JSON.stringify({ format: "paperdeck.papers", version: 1, papers: titles.slice(0, papers).map(paper) });
}
