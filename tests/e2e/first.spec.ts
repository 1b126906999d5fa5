// The chain from index.html over the wasm to the engine's worker, and back, wherever the files lie.

import { expectStatus, open, SAMPLE } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

test("the page mounts and its worker answers", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  await expect(page.locator("#boot")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
});

test.describe(() => {
  // It would bring the wasm past those who hold it up.
  test.use({ serviceWorkers: "block" });

  test("the words of a first visit stand where they stay before the wasm has come; later visits only wait", async ({ page, trouble }) => {
    let start = () => {};
    const hold = () => {
      const waits = new Promise<void>((resolve) => { start = resolve; });
      return page.route("**/*.wasm", async (route) => { await waits; await route.continue(); });
    };
    const words = [page.getByRole("heading", { name: "Paperdeck", exact: true }), page.getByRole("heading", { name: /^From a page/ }),
      page.locator(".lead"), page.getByRole("button", { name: "Try the sample" }), page.getByRole("button", { name: "Restore favourites" })];
    const places = () => Promise.all(words.map((one) => one.boundingBox()));
    for (const [width, height] of [[1280, 800], [390, 844]]) {
      await page.setViewportSize({ width, height });
      await hold();
      await page.goto("./", { waitUntil: "domcontentloaded" });
      await expect(words[1]).toBeVisible();
      await expect(page.getByText("Opening Paperdeck")).toBeHidden();
      await expectAccessible(page);
      const before = await places();
      start();
      await expect(page.locator("#first")).toHaveCount(0);
      expect(await places()).toEqual(before);
      await page.unrouteAll();
    }
    await open(page, SAMPLE);
    await expectStatus(page, "14 papers");
    // It is kept; on small screens the word on that is folded away.
    await expect(page.getByText("Forget everything", { exact: true }).first()).toBeAttached();
    await hold();
    await page.reload({ waitUntil: "domcontentloaded" });
    await expect(page.getByText("Opening Paperdeck")).toBeVisible();
    await expect(words[1]).toBeHidden();
    start();
    await expectStatus(page, "14 papers");
    expect(trouble.filter((line) => !line.includes("Service Worker registration blocked"))).toEqual([]);
    trouble.length = 0;
  });

  test("what is done before the wasm has come is seen at once, and done then", async ({ page, trouble }) => {
    const held = async () => {
      let start = () => {};
      const waits = new Promise<void>((resolve) => { start = resolve; });
      await page.route("**/*.wasm", async (route) => { await waits; await route.continue(); });
      await page.goto("./", { waitUntil: "domcontentloaded" });
      await expect(page.getByText("Opening Paperdeck")).toBeHidden();
      return async () => { start(); await page.unrouteAll({ behavior: "wait" }); };
    };
    const waiting = page.locator("#held").getByRole("listitem");

    // A file, before even the script that takes it has come.
    let script = () => {};
    const waits = new Promise<void>((resolve) => { script = resolve; });
    await page.route("**/boot-*.js", async (route) => { await waits; await route.continue(); });
    const start = held();
    await page.getByLabel("Open files", { exact: true }).setInputFiles(SAMPLE);
    script();
    const first = await start;
    await expect(waiting).toHaveText("sample.txt: Waiting");
    await expectAccessible(page);
    await first();
    await expectStatus(page, "14 papers");
    await page.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
    await expect(waiting).toHaveCount(0);

    // The sample, by keyboard; a second press does no more.
    const second = await held();
    const sample = page.getByRole("button", { name: "Try the sample" });
    await sample.press("Enter");
    await expect(sample).toHaveAttribute("aria-busy", "true");
    await sample.press("Enter");
    await expect(waiting).toHaveText("Sample: Waiting");
    await second();
    await expectStatus(page, "14 papers");
    await expect(page.getByRole("region", { name: "Dumps" }).getByRole("listitem")).toHaveCount(1);
    await page.getByRole("button", { name: "Remove" }).click();

    // A dialog; focus stays where it is.
    const third = await held();
    const paste = page.getByRole("button", { name: "Paste text" });
    await paste.press("Enter");
    await third();
    await expect(page.getByRole("dialog", { name: "Paste text" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(paste).toBeFocused();
    await expect(paste).not.toHaveAttribute("aria-busy");
    await paste.blur();
    expect(trouble.filter((line) => !line.includes("Service Worker registration blocked"))).toEqual([]);
    trouble.length = 0;
  });
});

test("it works in a folder of a host that sends no headers and does not know wasm", async ({ page }) => {
  const answer = await page.goto("./some/folder/");
  expect(answer!.headers()).not.toHaveProperty("content-security-policy");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
});
