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

/** Line height and spaces that users may set for every text. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`;

/** What makes the page, or what lies over it, wider than the window; runs in the page. */
function tooWide() {
  const over = [...document.querySelectorAll("dialog[open], .over")].filter((element) => element.checkVisibility());
  const wide = [document.documentElement, ...over].filter((element) => element.scrollWidth > element.clientWidth + 1);
  return wide.map((element) => {
    const inner = [...element.querySelectorAll("*")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1);
    return `${element.tagName}.${element.className} is ${element.scrollWidth} wide, for ${inner.slice(-3)
      .map((part) => `${part.tagName}.${part.className}`).join(", ")}`;
  });
}

for (const [name, reach] of Object.entries(STATES)) {
  test(`${name}: axe finds nothing, in any look or size of text, and nothing is too wide`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await reach(page);
    // What shows under a pointer would come while axe looks.
    await page.mouse.move(0, 0);
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
    await session.send("Page.setFontSizes", { fontSizes: { standard: SIZES[0], fixed: SIZES[0] } });
    // A small telephone, 400 % zoom of 1280 × 1024, and the spaces that users may set for every text (WCAG 1.4.10, 1.4.12).
    for (const [width, height] of [[320, 640], [320, 256]]) {
      await page.setViewportSize({ width, height });
      found.push(...(await page.evaluate(tooWide)).map((what) => `${width} × ${height}: ${what}`));
    }
    await page.evaluate((rules) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets.push(sheet);
    }, SPACED);
    found.push(...(await page.evaluate(tooWide)).map((what) => `wide spaces: ${what}`));
    expect(found).toEqual([]);
  });
}
