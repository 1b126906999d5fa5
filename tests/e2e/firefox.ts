// What journeys do otherwise in Firefox, where Playwright speaks WebDriver BiDi to the browser as it is.

import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";

/** The path of Firefox, when the journeys run there. */
export const FIREFOX = process.env.FIREFOX_PATH;

/** Where Firefox puts downloads: a folder of this process, which is one worker of the test runner. */
export function downloads() {
  const folder = join(tmpdir(), `paperdeck-downloads-${process.pid}`);
  if (FIREFOX) {
    mkdirSync(folder, { recursive: true });
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
  return folder;
}

/** The next file that is downloaded there. Of a download that a page makes itself Playwright hears nothing in Firefox. */
export async function nextDownload(act: () => Promise<unknown>) {
  const folder = downloads();
  readdirSync(folder).forEach((name) => rmSync(join(folder, name), { recursive: true }));
  await act();
  let names: string[] = [];
  await expect.poll(() => {
    names = readdirSync(folder);
    return names.length === 1 && !names[0].endsWith(".part") && readFileSync(join(folder, names[0])).length > 0;
  }).toBe(true);
  return { name: names[0], text: readFileSync(join(folder, names[0]), "utf8") };
}
