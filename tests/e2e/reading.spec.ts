// Journey 1: a dump comes in by every way there is, becomes cards, and goes out again without a loss.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { drop, exported, expectPerfect, expectStatus, file, NO_REAL, open, paste, REAL, real, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

const TRUTHS = [
  { name: "000", papers: 38 },
  { name: "001", papers: 77 },
  { name: "002", papers: 209 },
];

for (const { name, papers } of TRUTHS) {
  test(`${name} by file: every field of every paper is right`, { tag: "@core" }, async ({ page }) => {
    test.skip(!REAL, NO_REAL);
    await page.goto("./");
    await open(page, real(`${name}.txt`));
    await expectStatus(page, `${papers} papers`);
    expectPerfect((await exported(page, "JSON")).text, `${name}.truth.json`);
  });

  test(`${name} by paste: every field of every paper is right`, async ({ page }) => {
    test.skip(!REAL, NO_REAL);
    await page.goto("./");
    await page.getByRole("button", { name: "Paste text" }).first().click();
    await page.getByRole("textbox", { name: "Dump text" }).fill(readFileSync(real(`${name}.txt`), "utf8"));
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await expectStatus(page, `${papers} papers`);
    expectPerfect((await exported(page, "JSON")).text, `${name}.truth.json`);
  });
}

test("the sample opens in one click and is said to be invented", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByText(/invented papers/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  await expect(page.getByRole("article")).toHaveCount(14);
  await expectAccessible(page);
});

test("Ctrl+V anywhere outside a field reads at once, inside a field it does not", async ({ page }) => {
  await page.goto("./");
  await paste(page, readFileSync(SAMPLE, "utf8"));
  await expectStatus(page, "14 papers");
  await page.getByRole("searchbox", { name: "Search" }).focus();
  await paste(page, readFileSync(SAMPLE, "utf8").replace("Tidepool", "Rockpool"));
  await expectStatus(page, "14 papers");
});

test("what is pasted and dropped before the page runs is read as soon as it does", async ({ page }) => {
  const [one, two] = [readFileSync(SAMPLE, "utf8"), readFileSync(SAMPLE, "utf8").replace("Tidepool", "Rockpool")];
  let start = () => {};
  const waits = new Promise<void>((resolve) => { start = resolve; });
  await page.route("**/*.wasm", async (route) => { await waits; await route.continue(); });
  await page.goto("./", { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("heading", { name: "From a page of abstracts" })).toBeVisible();
  await paste(page, one);
  await drop(page, [{ name: "two.txt", content: two }]);
  start();
  await expectStatus(page, "15 papers");
  await expect(page.getByRole("region", { name: "Dumps" }).getByRole("listitem")).toHaveText([/Pasted text/, /two\.txt/]);
});

test("dropping files anywhere reads them all", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  const sample = readFileSync(SAMPLE, "utf8");
  await drop(page, [
    { name: "one.txt", content: sample },
    { name: "two.txt", content: sample.replace("Tidepool", "Rockpool") },
  ]);
  await expectStatus(page, "15 papers");
  await expect(page.getByRole("region", { name: "Dumps" }).getByRole("listitem")).toHaveCount(2);
});

test("a file packed with gzip reads as what is in it, whatever its name", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, file("packed.txt", gzipSync(readFileSync(SAMPLE))));
  await expectStatus(page, "14 papers");
  const packed = JSON.parse((await exported(page, "JSON")).text).papers;
  await page.getByRole("region", { name: "Dumps" }).getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("article")).toHaveCount(0);
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const plain = (await exported(page, "JSON")).text.replaceAll("sample.txt", "packed.txt");
  expect(packed).toEqual(JSON.parse(plain).papers);
});

test("a damaged gzip file is refused with a sentence, and the library stays as it was", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const packed = gzipSync(readFileSync(SAMPLE));
  const half = packed.length >> 1;
  const spoiled = Buffer.from(packed).fill(0x5a, half, half + 40);
  for (const [name, content] of [["short.gz", packed.subarray(0, half)], ["spoiled.gz", spoiled]] as const) {
    await open(page, file(name, content));
    const alert = page.getByRole("alert").filter({ hasText: name });
    await expect(alert).toContainText("expected a whole gzip file, found one that is damaged or cut short");
    await expectStatus(page, "14 papers");
  }
});

test("the result line of a dump tells layout, papers, dates, years and lines", async ({ page }) => {
  test.skip(!REAL, NO_REAL);
  await page.goto("./");
  await open(page, real("001.txt"));
  await expectStatus(page, "77 papers");
  const dumps = page.getByRole("region", { name: "Dumps" });
  await expect(dumps).toContainText(
    "001.txt: listing, 77 papers, 7 without date, years taken as 2025, 0 lines not understood",
  );
  await dumps.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("article")).toHaveCount(0);
});

test("an inferred year looks inferred and says why", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  const time = page.getByRole("article").first().locator("time");
  await expect(time).toHaveAttribute("datetime", "2025-09-24");
  await expect(time).toHaveAttribute("title", /2024 is the newest year/);
});

test("what was exported opens again as the same library", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  const first = await exported(page, "JSON");
  expect(first.name).toMatch(/\.json$/);
  const papers = JSON.parse(first.text).papers;
  expect(papers).toHaveLength(14);
  expect(papers[0]).toMatchObject({
    authors: 4,
    published: "2025-09-24",
    year_inferred: true,
    comments: 12,
    links: ["https://github.com/paperdeck-samples/tidepool"],
    favourite: null,
  });
  for (const format of ["BibTeX", "RIS", "CSV", "Markdown", "CSL-JSON"]) {
    expect((await exported(page, format)).text).toContain("Slow Survey of Fast Weights");
  }
});
