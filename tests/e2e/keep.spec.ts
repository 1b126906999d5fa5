// Journey 6: the library is kept on the device between visits, and forgotten when one asks for it.

import { chromium } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enter, expectStatus, file, forgetEverything, open, SAMPLE, stored } from "./dumps";
import { withListing } from "./large";
import { expect, expectAccessible, test, watch } from "./paperdeck";
import type { Page } from "@playwright/test";

const region = (page: Page) => page.getByRole("region", { name: "Dumps" });
const item = (page: Page, name: string) => region(page).getByRole("listitem").filter({ hasText: name });

/** A listing of invented papers without years. */
function listing(word: string, count = 2) {
  const abstract = `A paragraph of prose about ${word}, which goes on for a while so that nobody takes it for a title. `;
  const paper = (n: number) => `On ${word} number ${n}\n\n${abstract.repeat(3)}\n\n  • 2 authors\n·\nMar 20 ${n}\n`;
  return file(`${word}.txt`, `Daily Papers\n\nNov 3\n\n${Array.from({ length: count }, (_, n) => paper(n)).join("\n")}`);
}

test("dumps, their order and their years are there at the next visit", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  for (const word of ["zeolite", "amber", "marble"]) {
    await open(page, listing(word));
    await expect(item(page, `${word}.txt`)).toContainText("2 papers");
  }
  await expectStatus(page, "6 papers");
  await item(page, "amber").getByText("Details").click();
  await enter(item(page, "amber").getByLabel("Year used"), "2019");
  await expect(item(page, "amber")).toContainText("years taken as 2019");
  await expect(item(page, "amber")).toContainText("1 kB on this device");
  await expect(region(page)).toContainText("3 kB on this device");
  await expectAccessible(page);

  await page.reload();
  await expectStatus(page, "6 papers");
  await expect(region(page).locator("strong")).toHaveText(["zeolite.txt", "amber.txt", "marble.txt"]);
  await expect(item(page, "amber")).toContainText("years taken as 2019");
  await expect(item(page, "marble")).toContainText("years not known");
  await expect(page.getByRole("article").first()).toContainText("On zeolite");

  await item(page, "amber").getByText("Details").click();
  await item(page, "amber").getByRole("button", { name: "Take back" }).click();
  await expect(item(page, "amber")).toContainText("years not known");
  await page.reload();
  await expect(item(page, "amber")).toContainText("years not known");
  await expectStatus(page, "6 papers");
});

test("the sample is not kept", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  await expect(region(page)).not.toContainText(/kept|device/i);
  await page.reload();
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
});

test("a dump that is removed is forgotten, and comes back to its place by Undo", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  for (const word of ["amber", "basalt", "copper"]) {
    await open(page, listing(word));
    await expect(item(page, word)).toContainText("2 papers");
  }
  await expect.poll(() => stored(page)).toHaveLength(3);
  // Bytes that come from the storage itself outlive their record.
  await page.reload();
  await expectStatus(page, "6 papers");
  await item(page, "amber").getByRole("button", { name: "Remove" }).click();
  await expectStatus(page, "4 papers");
  await expect.poll(() => stored(page)).toHaveLength(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectStatus(page, "6 papers");
  await expect(region(page).locator("strong")).toHaveText(["amber.txt", "basalt.txt", "copper.txt"]);
  await expect.poll(() => stored(page)).toHaveLength(3);
  await page.reload();
  await expectStatus(page, "6 papers");
  await expect(region(page).locator("strong")).toHaveText(["amber.txt", "basalt.txt", "copper.txt"]);

  await item(page, "basalt").getByText("Details").click();
  await item(page, "basalt").getByRole("button", { name: "Forget this dump" }).click();
  await expect(page.getByText("basalt.txt is removed and forgotten.")).toBeVisible();
  await expectStatus(page, "4 papers");
  await expect.poll(async () => (await stored(page)).sort()).toEqual(["amber.txt", "copper.txt"]);
  await page.reload();
  await expectStatus(page, "4 papers");
});

test("everything is forgotten after a question, and favourites stay", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, [listing("amber"), listing("basalt")]);
  await expectStatus(page, "4 papers");
  await expect(page.getByText("2 files read: 4 papers.")).toBeVisible();
  await page.getByRole("article").first().getByRole("button", { name: "Favourite", exact: true }).click();
  await region(page).getByRole("button", { name: "Forget everything" }).click();
  const dialog = page.getByRole("dialog", { name: "Forget everything?" });
  await expect(dialog).toContainText("2 dumps, 2 kB.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expectStatus(page, "4 papers");
  await region(page).getByRole("button", { name: "Forget everything" }).click();
  await dialog.getByRole("button", { name: "Forget everything" }).click();
  await expectStatus(page, "1 paper");
  await expect(page.getByText("Every dump is removed and forgotten.")).toBeVisible();
  expect(await stored(page)).toEqual([]);
  await page.reload();
  await expectStatus(page, "1 paper");
  await expect(region(page).getByRole("listitem")).toHaveCount(0);
});

test("that everything is forgotten is said when it is", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expect(page.getByText(/on this device/).first()).toBeVisible();
  // A write that takes its time, as on a slow disk: what comes after it waits.
  await page.evaluate(() => new Promise<void>((begun) => {
    const opening = indexedDB.open("paperdeck");
    opening.onsuccess = () => {
      const store = opening.result.transaction(["dumps", "texts"], "readwrite").objectStore("dumps");
      const keepBusy = () => {
        store.count().onsuccess = () => {
          begun();
          if (!(globalThis as any).released) keepBusy();
        };
      };
      keepBusy();
    };
  }));
  await page.getByRole("region", { name: "Dumps" }).getByRole("button", { name: "Forget everything" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget everything" }).click();
  await expect(page.getByRole("article")).toHaveCount(0);
  const said = page.getByText("Every dump is removed and forgotten.");
  await expect(said).toHaveCount(0);
  await page.evaluate(() => { (globalThis as any).released = true; });
  await expect(said).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
});

test("the same text is one dump, whatever it is called and however it is packed", { tag: "@core" }, async ({ page }) => {
  const amber = listing("amber");
  await page.goto("./");
  await open(page, amber);
  await expectStatus(page, "2 papers");
  await open(page, { ...amber, name: "again.txt" });
  await expect(page.getByText("again.txt is here already: the same text, byte for byte.")).toBeVisible();
  await expect(region(page).getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("article").first()).not.toContainText("in 2 dumps");
  expect(await stored(page)).toEqual(["amber.txt"]);
});

test("two tabs have one library", { tag: "@core" }, async ({ page, context }) => {
  await page.goto("./");
  await open(page, listing("amber"));
  await expectStatus(page, "2 papers");
  const other = await context.newPage();
  await other.goto("./");
  await expectStatus(other, "2 papers");

  // Each opens something, at the same time.
  await Promise.all([open(page, listing("basalt")), open(other, listing("copper")), open(other, listing("diamond"))]);
  for (const tab of [page, other]) {
    await expectStatus(tab, "8 papers");
    await expect(region(tab).getByRole("listitem")).toHaveCount(4);
  }
  expect((await stored(page)).sort()).toEqual(["amber.txt", "basalt.txt", "copper.txt", "diamond.txt"]);

  await item(other, "amber").getByText("Details").click();
  await enter(item(other, "amber").getByLabel("Year used"), "2018");
  await expect(item(page, "amber")).toContainText("years taken as 2018");
  await item(page, "copper").getByRole("button", { name: "Remove" }).click();
  await expectStatus(other, "6 papers");
  await page.getByRole("button", { name: "Undo" }).click();
  await expectStatus(other, "8 papers");
  await region(other).getByRole("button", { name: "Forget everything" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Forget everything" }).click();
  await expect(page.getByRole("article")).toHaveCount(0);
  expect(await stored(page)).toEqual([]);
});

test("blocked storage is said on the dump, and everything else works", { tag: "@core" }, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await page.goto("./");
  await open(page, listing("amber"));
  await expectStatus(page, "2 papers");
  await expect(item(page, "amber")).toContainText("Not kept: this browser lets Paperdeck store nothing.");
  await expectAccessible(page);
  await item(page, "amber").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("amber.txt is removed.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expectStatus(page, "2 papers");
});

test("a dump that does not fit is said not to be kept, and what is kept stays", async ({ page, context, baseURL }) => {
  await page.goto("./");
  // Before anything is stored: the browser remembers for a while how much room there is.
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(baseURL!).origin, quotaSize: 4_000_000 });
  await open(page, listing("amber"));
  await expectStatus(page, "2 papers");
  await expect.poll(() => stored(page)).toHaveLength(1);
  // More than there is room for, whether the page itself is kept for use without a network by now or not.
  await open(page, listing("basalt", 12_000));
  await expectStatus(page, "12002 papers");
  await expect(item(page, "basalt")).toContainText(/Not kept: (this browser's storage is full|it takes \d MB, and this browser has \d MB left for Paperdeck)\./);
  await expectAccessible(page);
  await page.reload();
  await expectStatus(page, "2 papers");
});

test("a dump that stops the reader is shown with Retry at the next visit", async ({ page, trouble }) => {
  await page.goto("./");
  await open(page, [listing("amber"), listing("basalt")]);
  await expectStatus(page, "4 papers");
  await expect.poll(() => stored(page)).toHaveLength(2);
  // As it is after pages that died over it, twice.
  await page.evaluate(() => new Promise<void>((resolve) => {
    const opening = indexedDB.open("paperdeck");
    opening.onsuccess = () => {
      const keys = opening.result.transaction("dumps").objectStore("dumps").getAll();
      keys.onsuccess = () => {
        const record = keys.result.find((record) => record.name === "amber.txt");
        localStorage.setItem(`paperdeck.reading.${record.id}`, "2");
        opening.result.close();
        resolve();
      };
    };
  }));
  await page.reload();
  await expectStatus(page, "2 papers");
  await expect(item(page, "amber")).toContainText("It stopped the reader before");
  await expectAccessible(page);
  await item(page, "amber").getByRole("button", { name: "Retry" }).click();
  await expectStatus(page, "4 papers");
  await page.reload();
  await expectStatus(page, "4 papers");
  expect(trouble).toEqual([]);
});

test("a browser that is killed while a dump is stored keeps the others whole", async ({ baseURL }) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "paperdeck-profile-"));
  const { CHROMIUM_PATH, CHROMIUM_FLAGS = "" } = process.env;
  const start = () => chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM_PATH, args: CHROMIUM_FLAGS.split(" ").filter(Boolean), baseURL,
  });
  try {
    let context = await start();
    let page = context.pages()[0] ?? await context.newPage();
    await page.goto("./");
    await open(page, [listing("amber"), listing("basalt")]);
    await expectStatus(page, "4 papers");
    await expect.poll(() => stored(page)).toHaveLength(2);
    // Killed as soon as the large dump is read: it is being written then.
    await withListing(20_000, async (path) => {
      await open(page, path);
      await expect(item(page, "large.txt")).toContainText("20000 papers", { timeout: 60_000 });
      const killed = new Promise((resolve) => context.once("close", resolve));
      // The browser itself, by its own folder: it has no other name here.
      const found = spawnSync("pgrep", ["-f", "-o", `user-data-dir=${folder}`], { encoding: "utf8" });
      process.kill(Number(found.stdout.trim()), "SIGKILL");
      await killed;
    });
    context = await start();
    const trouble: string[] = [];
    await watch(context, new URL(baseURL!).origin, trouble);
    page = await context.newPage();
    await page.goto("./");
    await expect(item(page, "amber")).toContainText("2 papers", { timeout: 30_000 });
    await expect(item(page, "basalt")).toContainText("2 papers");
    // The large one is there whole, or not at all.
    const names = await stored(page);
    expect(names).not.toContain("records and texts differ");
    await expectStatus(page, names.includes("large.txt") ? "20004 papers" : "4 papers");
    expect(trouble).toEqual([]);
    await context.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("100,000 kept papers show before all of them are read, and can be cancelled without being forgotten", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("./");
  await withListing(100_000, async (path) => {
    await open(page, path);
    await expectStatus100(page);
    // In a profile that leaves nothing on the disk, as a test's is, the file itself is what is kept.
    await expect.poll(() => stored(page), { timeout: 30_000 }).toEqual(["large.txt"]);
    await page.reload();
    await expect(page.getByRole("article").first()).toContainText("Paper 0:", { timeout: 20_000 });
    await expect(page.getByRole("status").filter({ hasText: /papers so far$/ })).toBeVisible();
    await expectStatus100(page);

    await page.reload();
    await item(page, "large.txt").getByRole("button", { name: "Cancel" }).click();
    await expect(item(page, "large.txt")).toContainText("Not read, because it was cancelled.");
    expect(await stored(page)).toEqual(["large.txt"]);
    await page.reload();
    await expect(page.getByRole("article").first()).toContainText("Paper 0:", { timeout: 20_000 });
  });
  // Where it is gone, the dump is not forgotten for that, nor does it hold up the page.
  await page.reload();
  await expect(item(page, "large.txt")).toContainText("Expected a file that the browser can read");
  await expect(item(page, "large.txt").getByRole("button", { name: "Retry" })).toBeVisible();
});

async function expectStatus100(page: Page) {
  await expect(page.getByRole("status").filter({ hasText: /papers$/ })).toHaveText("100000 papers", { timeout: 90_000 });
}

test("what a later Paperdeck wrote into a record stays", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, file("sample.txt", readFileSync(SAMPLE)));
  await expectStatus(page, "14 papers");
  await expect.poll(() => stored(page)).toHaveLength(1);
  const record = (write: boolean) => page.evaluate((write) => new Promise<any>((resolve) => {
    const opening = indexedDB.open("paperdeck");
    opening.onsuccess = () => {
      const store = opening.result.transaction("dumps", "readwrite").objectStore("dumps");
      const all = store.getAll();
      all.onsuccess = () => {
        const [record] = all.result;
        if (write) {
          store.put({ ...record, mood: "calm" }, record.id);
        }
        opening.result.close();
        resolve(record);
      };
    };
  }), write);
  await record(true);
  await page.reload();
  await item(page, "sample.txt").getByText("Details").click();
  await enter(item(page, "sample.txt").getByLabel("Year used"), "2020");
  await expect(item(page, "sample.txt")).toContainText("years taken as 2020");
  await expect.poll(async () => (await record(false)).settings).toContain("2020");
  expect(await record(false)).toMatchObject({ mood: "calm", version: 1, name: "sample.txt" });
});

test("files that are chosen while another tab changes the page are opened and restored", async ({ page, context }) => {
  await page.goto("./");
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open files" }).click();
  const chooser = await choosing;
  const other = await context.newPage();
  await other.goto("./");
  await open(other, listing("beryl"));
  await expectStatus(page, "2 papers");
  await chooser.setFiles(listing("topaz"));
  await expectStatus(page, "4 papers");

  const restoring = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Restore favourites" }).click();
  const backup = await restoring;
  await forgetEverything(other);
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  await backup.setFiles(file("backup.json", "{"));
  await expect(page.getByRole("alert").filter({ hasText: "backup.json" })).toBeVisible();
});
