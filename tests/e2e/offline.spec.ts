// Without a network, and with a newer version on the host.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isKept } from "./dumps";
import { expect, test } from "./paperdeck";
import type { Page } from "@playwright/test";

const sample = readFileSync("../samples/sample.txt", "utf8");

async function readSample(page: Page) {
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expect(page.getByRole("article").first()).toBeVisible();
}

for (const path of ["./", "./some/folder/"]) {
  test(`everything works without a network at ${path}`, { tag: "@core" }, async ({ page, context }) => {
    await page.goto(path);
    await isKept(page);
    await context.setOffline(true);
    await page.reload();
    await readSample(page);
    await page.getByRole("searchbox", { name: "Search" }).fill("learning");
    await expect(page.getByRole("status")).toContainText(/^\d+ of \d+ papers/);
  });
}

for (const [what, name] of [["a file", "shared ä.txt"], ["text", "papers"]]) {
  test(`${what} that another app shares is read`, async ({ page }) => {
    await page.goto("./");
    await isKept(page);
    await page.reload();
    await page.evaluate(([text, what, name]) => {
      // As the browser does for the manifest's share target; a form of the page's own is forbidden by its policy.
      const data = new FormData();
      if (what === "text") data.append("text", text);
      else data.append("files", new File([text], name));
      return fetch("share", { method: "POST", body: data });
    }, [sample, what, name]);
    await page.goto("./?shared");
    await expect(page.getByRole("article").first()).toBeVisible();
    await expect(page.getByRole("region", { name: "Dumps" })).toContainText(name);
    await expect(page).toHaveURL(/\/$/);
  });
}

test("files that the system opens with Paperdeck are read", async ({ page }) => {
  await page.addInitScript((text) => {
    // As an installed page gets them: with handles, once it asks.
    const file = (name: string) => ({ getFile: async () => new File([name, "\n", text], name) });
    const launchQueue = { setConsumer: (take: (launch: object) => void) => take({ files: [file("one.txt"), file("two.md")] }) };
    Object.defineProperty(globalThis, "launchQueue", { value: launchQueue });
  }, sample);
  await page.goto("./");
  await expect(page.getByRole("article").first()).toBeVisible();
  for (const name of ["one.txt", "two.md"]) {
    await expect(page.getByRole("region", { name: "Dumps" })).toContainText(name);
  }
});

test("a newer version waits until the user wants it, and is never mixed", { tag: "@core" }, async ({ page, context, request, baseURL, trouble }) => {
  // The host that is asked again later: the same files, but for the version and a mark in the page.
  let version = 1;
  const host = createServer(async (asked, answer) => {
    const from = await request.get(new URL(asked.url!.slice(1), baseURL).href).catch(() => undefined);
    // A file that was asked for as the test ended.
    if (!from) return void answer.destroy();
    const headers = from.headers();
    // The body has been unpacked.
    delete headers["content-length"];
    delete headers["content-encoding"];
    let body: string | Buffer = await from.body();
    if (version > 1 && asked.url === "/sw.js") body = body.toString().replace(/"[0-9a-f]{16}"/, `"${"0".repeat(16)}"`);
    if (version > 1 && asked.url === "/") body = body.toString().replace("<title>", "<title>Newer ");
    answer.writeHead(from.status(), headers).end(body);
  });
  await new Promise<void>((listening) => host.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
  try {
    await page.goto(url);
    await isKept(page);
    await page.reload();
    await readSample(page);
    version = 2;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const message = page.getByRole("list", { name: "Messages" });
    await expect(message).toContainText("A new version of Paperdeck is ready.");
    // Another visit before that is one of the old version, whole.
    const other = await context.newPage();
    await other.goto(url);
    await expect(other).toHaveTitle(/^Paperdeck/);
    await other.close();
    await message.getByRole("button", { name: "Reload" }).click();
    await expect(page).toHaveTitle(/^Newer Paperdeck/);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expect(message).toHaveCount(0);
  } finally {
    await page.close();
    host.closeAllConnections();
    host.close();
  }
  // This host has another address than the one that the watch knows.
  expect(trouble.filter((line) => !line.includes(url))).toEqual([]);
  trouble.length = 0;
});
