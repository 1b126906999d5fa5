// The chain from index.html over the wasm to the engine's worker, and back, wherever the files lie.

import { expectStatus } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

test("the page mounts and its worker answers", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  await expect(page.locator("#boot")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
});

test("it works in a folder of a host that sends no headers and does not know wasm", async ({ page }) => {
  const answer = await page.goto("./some/folder/");
  expect(answer!.headers()).not.toHaveProperty("content-security-policy");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
});
