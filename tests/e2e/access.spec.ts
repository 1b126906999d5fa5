// What must hold of every state of the page (`states.ts`), in every look and size.

import { expect, findings, test } from "./paperdeck";
import { STATES } from "./states";

test.describe.configure({ mode: "parallel" });

/** The size of text in pixels, as users set it in the browser: media queries in `em` and `rem` hear of it too. */
const SIZES = [16, 32];

const LOOKS = [
  { colorScheme: "light", contrast: "no-preference" },
  { colorScheme: "dark", contrast: "no-preference" },
  { colorScheme: "light", contrast: "more" },
  { colorScheme: "dark", contrast: "more" },
] as const;

/** The rules that depend on colours; the others are asked once in each size. */
const COLOURS = ["color-contrast", "link-in-text-block"];

for (const [name, reach] of Object.entries(STATES)) {
  test(`${name}: axe finds nothing, in any look or size of text`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await reach(page);
    const session = await page.context().newCDPSession(page);
    const found: string[] = [];
    for (const standard of SIZES) {
      await session.send("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
      for (const look of LOOKS) {
        await page.emulateMedia(look);
        const all = await findings(page, look === LOOKS[0] ? undefined : COLOURS);
        const where = `${standard} px, ${look.colorScheme}${look.contrast === "more" ? ", high contrast" : ""}: `;
        found.push(...all.map((finding) => where + finding));
      }
    }
    expect(found).toEqual([]);
  });
}
