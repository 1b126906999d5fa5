// Journey 7: many dumps at once, in zip files and folders.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { expectStatus, file, open, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";
import type { Page } from "@playwright/test";

const region = (page: Page) => page.getByRole("region", { name: "Dumps" });
const names = (page: Page) => region(page).locator("strong");

/** A listing of invented papers. */
function listing(word: string, count = 2) {
  const abstract = `A paragraph of prose about ${word}, which goes on for a while so that nobody takes it for a title. `;
  const paper = (n: number) => `On ${word} number ${n}\n\n${abstract.repeat(3)}\n\n  • 2 authors\n·\nMar 20, 2024 ${n}\n`;
  return `Daily Papers\n\nNov 3\n\n${Array.from({ length: count }, (_, n) => paper(n)).join("\n")}`;
}

type Entry = {
  name: string | Buffer;
  content: string | Buffer;
  stored?: boolean;
  /** What the directory says of it, in place of the truth. */
  size?: number;
  method?: number;
  flags?: number;
  /** Changes the packed data. */
  damage?: boolean;
};

/** A zip file. */
function zip(entries: Entry[], comment = ""): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored, size, method, flags = 0, damage } of entries) {
    const plain = Buffer.from(content as string);
    const packed = stored ? plain : deflateRawSync(plain);
    if (damage) {
      packed.fill(0xff, 0, packed.length / 2);
    }
    const called = Buffer.from(name as string);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(called.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(method ?? (stored ? 0 : 8), 10);
    record.writeUInt32LE(crc32(plain), 16);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(size ?? plain.length, 24);
    record.writeUInt16LE(called.length, 28);
    record.writeUInt32LE(at, 42);
    parts.push(header, called, packed);
    directory.push(record, called);
    at += 30 + called.length + packed.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, Buffer.from(comment)]);
}

const alert = (page: Page) => page.getByRole("alert");

test("a zip file is as many dumps as it has files, and they are kept packed", { tag: "@core" }, async ({ page }) => {
  const exchange = { format: "paperdeck.papers", version: 1, papers: [
    { title: "Slow clocks", abstract: "An abstract that was exported.", published: "2024-02-03" },
  ] };
  await page.goto("./");
  await open(page, file("pages.zip", zip([
    { name: "amber.txt", content: listing("amber") },
    { name: "2024/", content: "", stored: true },
    { name: "2024/basalt.txt", content: listing("basalt", 40), stored: true },
    { name: Buffer.from([0x32, 0x30, 0x32, 0x34, 0x2f, 0x4d, 0x84, 0x72, 0x7a, 0x2e, 0x74, 0x78, 0x74]), content: listing("copper", 40) },
    { name: "exported.json", content: JSON.stringify(exchange) },
    { name: "packed/diamond.txt.gz", content: gzipSync(listing("diamond")) },
    { name: "stored.txt.gz", content: gzipSync(listing("emerald")), stored: true },
    { name: "__MACOSX/._amber.txt", content: "junk" },
    { name: ".DS_Store", content: "junk" },
  ], "a comment")));
  await expectStatus(page, "87 papers");
  const all = ["amber.txt", "2024/basalt.txt", "2024/März.txt", "exported.json", "packed/diamond.txt.gz", "stored.txt.gz"];
  await expect(names(page)).toHaveText(all);
  await expect(page.getByText("6 files read: 87 papers.")).toBeVisible();
  await expect(alert(page)).toHaveCount(0);
  await expectAccessible(page);
  await expect(region(page)).toContainText("on this device");
  await page.reload();
  await expectStatus(page, "87 papers");
  await expect(names(page)).toHaveText(all);

  // The same text, not packed, is known.
  await open(page, file("copper.txt", listing("copper", 40)));
  await expect(page.getByText("copper.txt is here already")).toBeVisible();
  await expectStatus(page, "87 papers");
});

test("what cannot be opened in a zip file is named, once and together, and the rest is read", async ({ page }) => {
  await page.goto("./");
  await open(page, [
    file("bad.zip", zip([
      { name: "amber.txt", content: listing("amber") },
      { name: "bomb.txt", content: Buffer.alloc(1 << 26) },
      { name: "liar.txt", content: Buffer.alloc(1 << 26, "word "), size: 1 << 20 },
      { name: "secret.txt", content: "x", flags: 1 },
      { name: "odd.txt", content: "x", method: 93 },
      { name: "broken.txt", content: listing("broken", 30), damage: true },
      { name: "more.zip", content: zip([]), stored: true },
      { name: "picture.png", content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]) },
    ])),
    file("cut.zip", zip([{ name: "a.txt", content: listing("cut", 400) }]).subarray(0, 900)),
    file("empty.zip", zip([])),
    file("basalt.txt", listing("basalt")),
  ]);
  await expectStatus(page, "4 papers");
  await expect(alert(page)).toHaveCount(1);
  const said = alert(page);
  await expect(said).toContainText("9 of 11 files could not be read.");
  await expect(said).toContainText(/bomb\.txt: expected text, found \d+ bytes that unpack to 67108864, as in a zip bomb\./);
  await expect(said).toContainText("liar.txt: expected a whole entry of a zip file, found one that is damaged");
  await expect(said).toContainText("secret.txt: expected an entry without a password");
  await expect(said).toContainText("odd.txt: expected an entry that is stored or deflated, found one packed by method 93.");
  await expect(said).toContainText("broken.txt: expected a whole entry of a zip file");
  await expect(said).toContainText("more.zip: expected a dump, found a zip file inside the zip file.");
  await expect(said).toContainText("picture.png: expected");
  await expect(said).toContainText("cut.zip: expected a whole zip file, found one that is cut short.");
  await expect(said).toContainText("empty.zip: expected dumps in this zip file, found none.");
  await expectAccessible(page);
});

test("a gzip bomb is stopped", async ({ page }) => {
  await page.goto("./");
  await open(page, file("bomb.txt.gz", gzipSync(Buffer.alloc(300 << 20, "a word\n"))));
  await expect(alert(page)).toContainText(/bomb\.txt\.gz: expected text, found \d+ bytes that unpack to \d+ and more\./, { timeout: 30_000 });
});

test("where the browser does not unpack, that is said", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  // The worker is where it is missing; the page cannot reach into it but before its start.
  await expect.poll(() => page.workers().length).toBe(1);
  const [worker] = page.workers();
  await worker.evaluate(() => {
    (globalThis as any).DecompressionStream = class {
      constructor() {
        throw new TypeError("unknown format");
      }
    };
  });
  await open(page, file("pages.zip", zip([{ name: "amber.txt", content: listing("amber") }])));
  await expect(alert(page)).toContainText("amber.txt: expected a browser that unpacks such files");
});

test("a folder is dropped whole: all its folders in order, without what is hidden", async ({ page, context }) => {
  const folder = mkdtempSync(join(tmpdir(), "paperdeck-folder-"));
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  try {
    write("pages/b/basalt.txt", listing("basalt"));
    write("pages/a.txt", listing("amber"));
    write("pages/b/c/copper.zip", zip([{ name: "copper.txt", content: listing("copper") }]));
    write("pages/.git/config.txt", listing("hidden"));
    write("pages/b/.hidden.txt", listing("hidden"));
    write("pages/z.bin", Buffer.from([0, 1, 2, 3, 255, 254, 0, 0, 7]));
    for (let n = 0; n < 150; n++) {
      write(`pages/many/${String(n).padStart(3, "0")}.txt`, listing(`matter${n}x`, 1));
    }
    await page.goto("./");
    await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
    const session = await context.newCDPSession(page);
    const data = { items: [], files: [join(folder, "pages")], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    }
    await expectStatus(page, "156 papers");
    await expect(names(page)).toHaveCount(60);
    await region(page).getByRole("button", { name: "Show all 153" }).click();
    await expect(names(page)).toHaveCount(153);
    const all = await names(page).allTextContents();
    expect(all.slice(0, 4)).toEqual(["pages/a.txt", "pages/b/basalt.txt", "copper.txt", "pages/many/000.txt"]);
    expect(all).toHaveLength(153);
    await expect(page.getByText("153 files read: 156 papers.")).toBeVisible();
    await expect(alert(page)).toHaveCount(1);
    await expect(alert(page)).toContainText("1 of 154 files could not be read. pages/z.bin: expected");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the first dump is shown from its top", async ({ page }) => {
    await page.goto("./");
    await open(page, SAMPLE);
    await expect(page.locator("#papers")).toBeFocused();
    await expectStatus(page, "14 papers");
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
});
