// Journey 3: whatever is not a dump, or not a whole one, gives the right cards or a clear sentence.

import { readFileSync } from "node:fs";
import { expectStatus, forgetEverything, file, NO_REAL, open, REAL, real, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

const novel = Array.from({ length: 400 }, (_, i) =>
  "It was a dark and invented night, and nobody had read a paper in years. ".repeat(1 + ((i * 7) % 11)).trim(),
).join("\n\n");

const REFUSED: [string, string | Buffer, RegExp][] = [
  ["picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /PNG picture/],
  ["document.pdf", "%PDF-1.7\n%âãÏÓ", /PDF document/],
  ["empty.txt", "", /empty/],
  ["blank.txt", " \r\n\t\n", /empty/],
  ["novel.txt", novel, /no layout that Paperdeck knows/],
  ["word.txt", "hello", /no layout that Paperdeck knows/],
  ["noise.bin", Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 197 + (i >> 3)) % 256)), /binary data/],
  ["submitters.txt", "Daily Papers\nSubmitted by\nalice\nSubmitted by\nbob\n", /submitters/],
];

for (const [name, content, sentence] of REFUSED) {
  test(`${name} is refused with a sentence`, async ({ page }) => {
    await page.goto("./");
    await open(page, file(name, content));
    const alert = page.getByRole("alert").filter({ hasText: sentence });
    await expect(alert).toBeVisible();
    await expect(alert).toContainText(name);
    await expect(alert).toContainText("expected");
    await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
    await expectAccessible(page);
  });
}

test("a refused file leaves the library as it was", async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await open(page, [file("novel.txt", novel)]);
  await expect(page.getByRole("alert").filter({ hasText: "novel.txt" })).toBeVisible();
  await expectStatus(page, "14 papers");
});

test("copies of 001 in other encodings and with other line ends read the same", async ({ page }) => {
  test.skip(!REAL, NO_REAL);
  const text = readFileSync(real("001.txt"), "utf8");
  const big = Buffer.from(text, "utf16le").swap16();
  const copies: [string, string | Buffer][] = [
    ["crlf.txt", text.replaceAll("\n", "\r\n")],
    ["cr.txt", text.replaceAll("\n", "\r")],
    ["bom.txt", `\ufeff${text}`],
    ["utf16le.txt", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf16be.txt", Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
  ];
  for (const [name, content] of copies) {
    await page.goto("./");
    await open(page, file(name, content));
    await expectStatus(page, "77 papers");
    await expect(page.getByRole("region", { name: "Dumps" })).toContainText(
      `${name}: listing, 77 papers, 7 without date, years taken as 2025, 0 lines not understood`,
    );
    await forgetEverything(page);
    await page.reload();
  }
});

test("a dump cut in the middle of an entry gives the papers before the cut", async ({ page }) => {
  const text = readFileSync(SAMPLE, "utf8");
  const cut = text.indexOf("We climb out of this habit");
  await page.goto("./");
  await open(page, file("cut.txt", text.slice(0, cut)));
  await expectStatus(page, "12 papers");
  await expect(page.getByRole("article").last()).toContainText("Ladder");
});

test("a line of a gigabyte is refused in time, and the page lives", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("./");
  await page.evaluate(() => {
    const part = new Blob(["word ".repeat(1 << 20)]);
    const file = new File(Array.from({ length: 200 }, () => part), "line.txt");
    const data = new DataTransfer();
    data.items.add(file);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("alert").filter({ hasText: "line.txt" })).toBeVisible({ timeout: 100_000 });
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
});

test("a million brackets, and entities made of entities, are refused in time, and the page lives", async ({ page }) => {
  test.setTimeout(120_000);
  const million = 1_000_000;
  const lol = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("\n");
  const hostile: [string, string][] = [
    ["arrays.json", "[".repeat(million)],
    ["pairs.json", `${"[".repeat(million)}${"]".repeat(million)}`],
    ["objects.json", `${'{"papers":'.repeat(million)}`],
    ["nested.html", `<!doctype html><html><body>${"<div>".repeat(million)}`],
    ["brackets.md", `# Daily Papers\n\n${"[".repeat(million)}\n`],
    ["links.md", `# Daily Papers\n\n${"[a](".repeat(million)}\n`],
    ["laughs.xml", `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">${lol}]><rss><channel><item><title>&l12;</title></item></channel></rss>`],
  ];
  await page.goto("./");
  for (const [name, content] of hostile) {
    await open(page, file(name, content));
    // Refused with a sentence, or read to what little it says: never a reader that dies.
    await expect(page.getByRole("alert").or(page.getByRole("region", { name: "Dumps" })).filter({ hasText: name }).first()).toBeVisible({ timeout: 30_000 });
  }
  await expect(page.getByText(/reader stopped/)).toHaveCount(0);
  await open(page, SAMPLE);
  await expect(page.getByRole("region", { name: "Dumps" })).toContainText("sample.txt: listing, 14 papers", { timeout: 30_000 });
});
