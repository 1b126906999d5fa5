// What browsers do to a page: storage that is denied, full or damaged, another tab, a worker that dies.

import { backedUp, expectStatus, forgetEverything, open, restore, SAMPLE } from "./dumps";
import { withListing } from "./large";
import { expect, expectAccessible, test } from "./paperdeck";

const star = (page: import("@playwright/test").Page, n = 0) =>
  page.getByRole("article").nth(n).getByRole("button", { name: "Favourite", exact: true });

test("blocked storage is said, and favourites work as long as the page lives", { tag: "@core" }, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await star(page).click();
  await expect(star(page)).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText(/lets Paperdeck store nothing/)).toBeVisible();
  await page.getByRole("checkbox", { name: "Favourites only" }).check();
  await expectStatus(page, "1 of 14 papers");
  await expectAccessible(page);
});

test("full storage is said, nothing stored is lost, and the star stays", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await star(page, 0).click();
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await star(page, 1).click();
  await expect(page.getByText(/storage is full/)).toBeVisible();
  await expect(star(page, 1)).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expectStatus(page, "14 papers");
  await expect(page.locator(".only .number")).toHaveText("1");
});

test("a damaged record is kept under a backup key and said; the others are there", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await star(page, 0).click();
  await star(page, 1).click();
  await expect(page.locator(".only .number")).toHaveText("2");
  // Between two visits: a page that is there mends what it knows better.
  await page.addInitScript(() => {
    if (sessionStorage.getItem("damaged")) return;
    const key = Object.keys(localStorage).find((key) => key.startsWith("paperdeck.favourite."))!;
    localStorage.setItem(key, '{"version":1,"title":"half a rec');
    sessionStorage.setItem("damaged", key);
  });
  await page.reload();
  await expectStatus(page, "14 papers");
  await expect(page.locator(".only .number")).toHaveText("1");
  await expect(page.getByText(/stored favourite cannot be read/)).toBeVisible();
  const kept = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => key.startsWith("paperdeck.backup.")).map(([, text]) => text));
  expect(kept).toEqual(['{"version":1,"title":"half a rec']);
  const damaged = await page.evaluate(() => sessionStorage.getItem("damaged"));
  expect(damaged).toMatch(/^paperdeck\.favourite\.[0-9a-f]{16}$/);
});

test("a star in one tab shows in the other", { tag: "@core" }, async ({ page, context }) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto("./");
    await open(tab, SAMPLE);
    await expectStatus(tab, "14 papers");
  }
  await star(page, 2).click();
  await expect(star(other, 2)).toHaveAttribute("aria-pressed", "true");
  await star(other, 2).click();
  await expect(star(page, 2)).toHaveAttribute("aria-pressed", "false");
});

test("a trap in the worker starts another one, and the dumps are read again", async ({ page, trouble }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await star(page, 3).click();
  const [first] = page.workers();
  // A panic of the engine is a trap in one of the worker's tasks: this is one.
  await first.evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
  });
  await expect(page.getByText(/reader stopped and was started again/)).toBeVisible();
  await expectStatus(page, "14 papers");
  await expect(star(page, 3)).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("searchbox", { name: "Search" }).fill("tidepool");
  await expectStatus(page, "1 of 14 papers");
  expect(page.workers()).toHaveLength(1);
  expect(page.workers()[0]).not.toBe(first);
  // The browser itself writes the trap to the console, and nothing else was written.
  expect(trouble.filter((line) => !line.includes("unreachable"))).toEqual([]);
  trouble.length = 0;
});

// Large enough that reading it takes a while on any machine.
for (const [when, sign] of [["at once", "Cancel"], ["when its first papers are shown", "so far"]]) {
  test(`long work can be cancelled ${when} and leaves the library as it was`, { tag: "@core" }, async ({ page }) => {
    await page.goto("./");
    await open(page, SAMPLE);
    await expectStatus(page, "14 papers");
    const dumps = page.getByRole("region", { name: "Dumps" });
    await expect(dumps.getByRole("listitem")).toHaveCount(1);
    await withListing(80_000, async (path) => {
      // Pressed in the very moment, however fast the machine is.
      await page.evaluate((sign) => {
        const press = (_: unknown, seen: MutationObserver) => {
          const cancel = [...document.querySelectorAll("button")].find((button) => button.textContent === "Cancel");
          if (cancel && document.querySelector(".deck")!.textContent!.includes(sign)) {
            seen.disconnect();
            cancel.click();
            document.documentElement.dataset.pressed = sign;
          }
        };
        new MutationObserver(press).observe(document.body, { subtree: true, childList: true, characterData: true });
      }, sign);
      await open(page, path);
      await expect(page.locator("html")).toHaveAttribute("data-pressed", sign, { timeout: 20_000 });
      await expect(page.getByRole("button", { name: "Cancel" })).toHaveCount(0);
      await expectStatus(page, "14 papers");
      await expect(dumps.getByRole("listitem")).toHaveCount(1);
      await expect(dumps).toContainText("sample.txt");
    });
  });
}

test("favourites are backed up to a file and restored from it", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await star(page, 0).click();
  await star(page, 5).click();
  const backup = await backedUp(page);
  await forgetEverything(page);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(0);
  await restore(page, backup.text);
  await expectStatus(page, "2 papers");
  await page.reload();
  await expectStatus(page, "2 papers");
});
