// Nothing jumps: what is seen moves only where the reader moves it.

import type { Page } from "@playwright/test";
import { expectStatus, open, SAMPLE } from "./dumps";
import { expect, test } from "./paperdeck";

/** Notes whatever moves from here on: how much, and from where to where. The metric leaves out what comes within half a second of
 * the user's doing; how long an answer takes is up to the machine, so here all counts, and `late` answers take longer than that. */
async function watchShifts(page: Page, late = false) {
  await page.addInitScript((late) => {
    const shifts: { listed: boolean, what: string }[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as any[]) {
        const place = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round);
        const element = (node: any): Element | null | undefined => node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        const moved = sources.map(({ node, previousRect, currentRect }: any) =>
          `${element(node)?.localName}.${element(node)?.className} from ${place(previousRect)} to ${place(currentRect)}`);
        // What is gone by now was in a list.
        const listed = sources.every(({ node }: any) => !node?.isConnected || element(node)?.closest(".papers, .side"));
        if (value > 0.001) shifts.push({ listed, what: `${value.toFixed(4)}: ${moved.join("; ")}` });
      }
    }).observe({ type: "layout-shift", buffered: true });
    if (!late) return;
    const listen = Worker.prototype.addEventListener;
    Worker.prototype.addEventListener = function (name: string, hear: any, ...how: any[]) {
      const later = (event: Event) => setTimeout(() => hear(event), 700);
      listen.call(this, name, name === "message" ? later : hear, ...how);
    };
  }, late);
}

function shifts(page: Page): Promise<{ listed: boolean, what: string }[]> {
  return page.evaluate(() => (globalThis as any).shifts);
}

test("nothing that is seen jumps while a dump is read, and when it comes back with the next visit", async ({ page }) => {
  await watchShifts(page);
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  await expect(page.getByRole("button", { name: "Forget everything" })).toBeVisible();
  expect(await shifts(page)).toEqual([]);
  await page.reload();
  await expectStatus(page, "14 papers");
  await expect(page.getByRole("button", { name: "Forget everything" })).toBeVisible();
  expect(await shifts(page)).toEqual([]);
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`nothing jumps where the first files are dropped, ${width} px wide`, async ({ page }) => {
    await watchShifts(page, true);
    await page.setViewportSize({ width, height });
    await page.goto("./");
    await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
    const client = await page.context().newCDPSession(page);
    const data = { items: [], files: [SAMPLE], dragOperationsMask: 1 };
    const drag = (type: "dragEnter" | "dragOver" | "drop") => client.send("Input.dispatchDragEvent", { type, x: 200, y: 300, data });
    await drag("dragEnter");
    await drag("dragOver");
    await expect(page.getByText("Drop to read")).toBeVisible();
    await drag("drop");
    await expectStatus(page, "14 papers");
    await expect(page.getByText("Forget everything", { exact: true }).first()).toBeAttached();
    expect(await shifts(page)).toEqual([]);
  });
}

test("in a session nothing moves but papers and filters, however late the answers", async ({ page }) => {
  await watchShifts(page, true);
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const some = page.getByRole("status").filter({ hasText: /of 14 papers$/ });
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.fill("model");
  await expect(some).toBeVisible();
  await search.fill("");
  await expectStatus(page, "14 papers");
  const cards = page.getByRole("feed", { name: "Papers" }).getByRole("article");
  await cards.first().getByRole("button", { name: "Favourite" }).click();
  await expect(cards.first().getByRole("combobox", { name: "Status" })).toBeVisible();
  await cards.nth(1).getByRole("button", { name: "More" }).click();
  await expect(cards.nth(1).getByRole("button", { name: "Less" })).toBeVisible();
  // All of it has come, and moved the cards below.
  await expect(cards.nth(1).locator(".abstract")).toContainText("https://lamp.example.org/paper");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
  expect((await shifts(page)).filter(({ listed }) => !listed).map(({ what }) => what)).toEqual([]);

  // What lies over the page moves nothing of it.
  const before = (await shifts(page)).length;
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.getByRole("button", { name: "Triage" }).click();
  const triage = page.getByRole("heading", { level: 2, name: "Triage" });
  await expect(triage).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(triage).toBeHidden();
  expect((await shifts(page)).slice(before)).toEqual([]);
});
