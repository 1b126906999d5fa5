// Pictures of the main states, light and dark, at three widths: a change of the looks that nobody meant shows here.
//
// Other fonts, or another browser, draw other pictures. So `pictures/drawn-with.json` says what they were drawn with, and
// where that differs they are not compared, which is said. `--update-snapshots` draws them anew (CONTRIBUTING).

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./paperdeck";
import { STATES } from "./states";

test.describe.configure({ mode: "parallel" });

const SHOWN = [
  "first visit", "error", "nothing found", "results", "results, compact", "open card", "filters", "query help", "favourites",
  "triage", "triage, summary", "audit", "open paper, narrow",
];
const WIDTHS = [390, 1280, 1920];
const NARROW = [320, 390];
const DRAWN_WITH = join(dirname(fileURLToPath(import.meta.url)), "pictures", "drawn-with.json");

/** The browser, and how wide its fonts are: the page's letters in each of their kinds. */
async function drawnWith(page: Page) {
  const widths = await page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d")!;
    const tokens = getComputedStyle(document.documentElement);
    return ["--sans", "--serif", "--mono"].flatMap((token) => ["400", "700"].map((weight) => {
      pen.font = `${weight} 100px ${tokens.getPropertyValue(token)}`;
      return pen.measureText("Paperdeck reads 1,234 dumps – “quietly” ↗").width;
    }));
  });
  return JSON.stringify({ browser: page.context().browser()!.version().split(".")[0], widths });
}

for (const name of SHOWN) {
  test(`${name} looks as it did`, async ({ page }, { config }) => {
    // The day of a star is shown.
    await page.clock.setFixedTime("2026-01-15T12:00:00Z");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await STATES[name](page);
    const now = await drawnWith(page);
    if (["all", "changed"].includes(config.updateSnapshots)) {
      writeFileSync(DRAWN_WITH, now);
    }
    const then = readFileSync(DRAWN_WITH, "utf8");
    if (now !== then) {
      console.log(`The pictures of “${name}” are not compared: they were drawn with ${then}, here is ${now}.`);
      test.skip();
    }
    await page.mouse.move(0, 0);
    for (const width of name.endsWith("narrow") ? NARROW : WIDTHS) {
      await page.setViewportSize({ width, height: width < 500 ? 844 : 800 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const picture = `${name.replace(/\W+/g, "-")}-${width}-${colorScheme}.png`;
        // A difference in one picture must not hide the others.
        await expect.soft(page).toHaveScreenshot(picture, { maxDiffPixelRatio: 0.001 });
      }
    }
  });
}
