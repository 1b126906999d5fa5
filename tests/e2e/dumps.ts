// Dumps for the journeys: our own sample, and the real ones where they lie beside the project.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { FIREFOX, nextDownload } from "./firefox";
import { expect } from "./paperdeck";

const here = dirname(fileURLToPath(import.meta.url));
const shared = join(here, "../../../shared");

/** Whether the real dumps are there. */
export const REAL = existsSync(join(shared, "dumps"));
/** Why a journey was skipped. */
export const NO_REAL = "no ../shared/dumps beside the project";
/** Our own dump: 14 invented papers. */
export const SAMPLE = join(here, "../samples/sample.txt");

/** The path of a real dump. */
export function real(name: string) {
  return join(shared, "dumps", name);
}

/** A file for the file input, made up on the spot. */
export function file(name: string, content: string | Buffer) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}

/** Opens files as a user does; the input is one and the same in every state of the page. */
export async function open(page: Page, files: Parameters<ReturnType<Page["locator"]>["setInputFiles"]>[0]) {
  await page.getByLabel("Open files", { exact: true }).setInputFiles(files);
}

/** Waits for "N papers". */
export async function expectStatus(page: Page, text: string) {
  await expect(page.getByRole("status").filter({ hasText: /papers?$/ })).toHaveText(text, { timeout: 15_000 });
}

/** Takes all dumps out of the library and off the device; favourites stay. */
export async function forgetEverything(page: Page) {
  await page.getByRole("region", { name: "Dumps" }).getByRole("button", { name: "Forget everything" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget everything" }).click();
  await expect(page.getByText("Every dump is removed and forgotten.")).toBeVisible();
}

/** The file that is downloaded when something is done. */
export async function downloaded(page: Page, act: () => Promise<unknown>): Promise<{ name: string; text: string }> {
  if (FIREFOX) {
    return nextDownload(act);
  }
  const download = page.waitForEvent("download");
  await act();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

/** What the Export menu gives for one of its formats. */
export async function exported(page: Page, format: string) {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  return downloaded(page, () => page.getByRole("menuitem", { name: format, exact: true }).click());
}

/** What the backup button gives. */
export function backedUp(page: Page) {
  return downloaded(page, () => page.getByRole("button", { name: "Back up favourites" }).click());
}

/** Restores favourites from a file of this text. */
export async function restore(page: Page, text: string) {
  const backup = file("backup.json", text);
  const button = page.getByRole("button", { name: "Restore favourites" });
  if (FIREFOX) {
    // Its dialog for files opens once under WebDriver BiDi; what the button does is to open it.
    await expect(button.first()).toBeVisible();
    return page.getByLabel("Favourites file").first().setInputFiles(backup);
  }
  const chooser = page.waitForEvent("filechooser");
  await button.click();
  await (await chooser).setFiles(backup);
}

/** Types into a field as a hand does, and Enter. */
export async function enter(field: Locator, text: string) {
  await field.fill("");
  await field.pressSequentially(text);
  await field.press("Enter");
}

/** Scores an exported exchange file against a truth file: every field of every paper must be right. */
export function expectPerfect(json: string, truth: string) {
  const file = join(mkdtempSync(join(tmpdir(), "paperdeck-")), "export.json");
  writeFileSync(file, json);
  let said: string;
  try {
    said = execFileSync("python3", [join(shared, "tools/score.py"), file, real(truth), "-v"], { encoding: "utf8" });
  } catch (error: any) {
    said = error.stdout || String(error);
  }
  expect(said).toContain("PERFECT");
}

/** Pastes text as Ctrl+V does, at whatever has the focus. */
export async function paste(page: Page, text: string) {
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** What is in the clipboard: pasted into a tab of its own, for which no browser asks the user. */
export async function copied(page: Page): Promise<string> {
  const tab = await page.context().newPage();
  await tab.setContent("<textarea></textarea>");
  const field = tab.locator("textarea");
  await field.press("ControlOrMeta+V");
  const text = await field.inputValue();
  await tab.close();
  await page.bringToFront();
  return text;
}

/** Drops files on the page. */
export async function drop(page: Page, files: { name: string; content: string }[]) {
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const { name, content } of files) {
      data.items.add(new File([content], name));
    }
    return data;
  }, files);
  await page.dispatchEvent("body", "dragenter", { dataTransfer: data });
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}

/** What the browser has of the dumps: their names, in no order. */
export async function stored(page: Page): Promise<string[]> {
  return page.evaluate(() => new Promise<string[]>((resolve, reject) => {
    const opening = indexedDB.open("paperdeck");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const all = database.transaction(["dumps", "texts"]);
      const records = all.objectStore("dumps").getAll();
      const texts = all.objectStore("texts").count();
      all.oncomplete = () => {
        database.close();
        const names = records.result.map((record) => record.name);
        resolve(texts.result === names.length ? names : ["records and texts differ"]);
      };
    };
  }));
}

/** The service worker is installed and has its files. */
export async function isKept(page: Page) {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.active!.state === "activated" || new Promise((resolve) => {
      registration.active!.addEventListener("statechange", resolve, { once: true });
    });
  });
}
