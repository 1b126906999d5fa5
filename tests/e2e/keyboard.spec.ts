// By keyboard alone: wherever Tab stops, in every state of the page, it can be seen, in the order of reading, there and back.

import { focused, troubles, walk } from "./focus";
import { expect, test } from "./paperdeck";
import { STATES } from "./states";

test.describe.configure({ mode: "parallel" });

for (const [name, reach] of Object.entries(STATES)) {
  test(`${name}: every stop of Tab is seen, in order, there and back, and dialogs hold it`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await reach(page);
    // One paper is as the next.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".papers > article:nth-child(n + 4) { display: none }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
    // What is over the page when Tab begins is there when it ends, and holds it.
    const over = () => page.evaluate(() => document.querySelector("dialog[open], .over") !== null);
    const held = await over();
    const on = await walk(page, "Tab");
    const back = await walk(page, "Shift+Tab");
    const wrong = [...troubles(on.stops, false), ...troubles(back.stops, true)];
    const names = (stops: typeof on.stops) => [...new Set(stops.map((stop) => stop.name))].sort();
    expect.soft([...new Set(wrong)], "what is wrong with its stops").toEqual([]);
    expect.soft(on.round && back.round, `comes round: ${on.stops.at(-1)?.name}, ${back.stops.at(-1)?.name}`).toBe(true);
    expect.soft(names(back.stops), "the stops on the way back").toEqual(names(on.stops));
    expect(await over()).toBe(held);
    if (held) {
      const outside = await page.evaluate(() => !document.activeElement!.closest("dialog[open], .over, body") );
      expect(outside).toBe(false);
      expect(await focused(page)).not.toBeNull();
    }
  });
}
