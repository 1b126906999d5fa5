// What a screen reader gets: the structure of the main states as it is read, places in the list, and what is said of changes,
// each once.

import { expectStatus, file, open } from "./dumps";
import { listing } from "./large";
import type { Page } from "@playwright/test";
import { expect, test } from "./paperdeck";
import { STATES } from "./states";

test("a list of papers as it is read", async ({ page }) => {
  await STATES.results(page);
  await expect(page.getByRole("banner")).toMatchAriaSnapshot(`
    - banner:
      - heading "Paperdeck" [level=1]
      - search:
        - searchbox "Search"
        - button "Query help"
      - button "Triage"
      - button "Open files"
      - button "Paste text"
      - button "Commands"
      - button "Appearance"
      - button "Keys"
  `);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - status: 14 papers
      - checkbox "Favourites only"
      - combobox "Sort by"
      - button "Mark all"
      - button "Export"
      - button "Copy"
      - feed "Papers":
        - 'article "Tidepool: Letting Small Language Models Rest Between Thoughts"':
          - button "Favourite"
          - 'heading "Tidepool: Letting Small Language Models Rest Between Thoughts" [level=2]'
          - paragraph:
            - time: /24 Sep 2025/
            - text: /4 authors . 12 comments/
            - link "GitHub"
          - paragraph: /Small language models/
          - button "More"
          - button "Seen in 1 dump"
          - button "Not interested"
          - paragraph:
            - link "arXiv"
            - link "Hugging Face"
            - link "Google Scholar"
            - link "Semantic Scholar"
  `);
  // In a list of all buttons, those of a card say of which paper they are.
  const card = page.getByRole("article").first();
  const title = (await card.getByRole("heading").textContent())!;
  for (const name of ["Favourite", "More", "Seen in 1 dump", "Not interested"]) {
    await expect(card.getByRole("button", { name, exact: true })).toHaveAccessibleDescription(title);
  }
  for (const name of ["Audit", "Remove"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveAccessibleDescription("sample.txt");
  }
});

test("one paper as it is read, over a small screen", async ({ page }) => {
  await STATES["open paper, narrow"](page);
  await expect(page.locator(".over")).toMatchAriaSnapshot(`
    - 'dialog "The Librarian and the Lamp: Retrieval That Admits What It Did Not Find"':
      - button "Close the paper"
      - paragraph: 2 of 14
      - 'region "The Librarian and the Lamp: Retrieval That Admits What It Did Not Find"':
        - 'heading "The Librarian and the Lamp: Retrieval That Admits What It Did Not Find" [level=2]'
        - paragraph:
          - time: /18 Sep 2025/
        - paragraph: /A retriever that finds nothing/
        - combobox "Status"
        - list "Tags"
        - combobox "Add tag"
        - button "Edit note"
      - button "Previous paper"
      - group "Decision":
        - button "Not interested"
        - button "Later"
        - button "Favourite" [pressed]
      - button "Next paper"
  `);
});

test("one paper as it is read in triage", async ({ page }) => {
  await STATES.triage(page);
  await expect(page.locator(".over")).toMatchAriaSnapshot(`
    - dialog "Triage":
      - button "Close triage"
      - heading "Triage" [level=2]
      - paragraph: 3 of 14, 1 kept
      - progressbar "Papers looked at"
      - article "A Slow Survey of Fast Weights":
        - heading "A Slow Survey of Fast Weights" [level=3]
      - button "Undo"
      - button "Previous paper"
      - button "Next paper"
      - group "Decision":
        - button "Not interested"
        - button "Later"
        - button "Keep"
  `);
});

test("every paper knows its place, over several pages of the list", async ({ page }) => {
  await page.goto("./");
  await open(page, file("many.txt", [...listing(100)].join("")));
  await expectStatus(page, "100 papers");
  const cards = page.getByRole("feed").locator("article");
  const wrong = () => cards.evaluateAll((cards) => cards.flatMap((card, at) => {
    const place = `${card.getAttribute("aria-posinset")} of ${card.getAttribute("aria-setsize")}`;
    return place === `${at + 1} of 100` ? [] : [`${at + 1}: ${place}`];
  }));
  await expect.poll(wrong).toEqual([]);
  await expect(async () => {
    await cards.last().scrollIntoViewIfNeeded();
    expect(await cards.count()).toBe(100);
  }).toPass();
  await expect.poll(wrong).toEqual([]);
  await expect(page.getByRole("feed")).toHaveAttribute("aria-busy", "false");
});

/** Notes what live regions say, from now on. */
function listen(page: Page) {
  return page.evaluate(() => {
    const said: string[] = ((globalThis as any).said = []);
    new MutationObserver((records) => {
      const nodes = records.map(({ target }) => target instanceof Element ? target : target.parentElement);
      const live = new Set(nodes.map((node) => node?.closest("[aria-live], [role=status], [role=alert]")));
      for (const region of live) {
        const text = region?.textContent?.trim();
        if (text && region!.checkVisibility({ visibilityProperty: true })) {
          said.push(text);
        }
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

test("what changes is said, each once", async ({ page }) => {
  await STATES.results(page);
  await listen(page);
  /** Does something, and waits until exactly this was said. */
  const says = async (act: () => Promise<unknown>, ...sentences: (string | RegExp)[]) => {
    await act();
    const said = () => page.evaluate(() => (globalThis as any).said as string[]);
    await expect.poll(async () => (await said()).length).toBeGreaterThanOrEqual(sentences.length);
    // What is said twice is said in the next moment.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 150)));
    const all = await said();
    expect(all).toHaveLength(sentences.length);
    sentences.forEach((sentence, at) => expect(all[at]).toMatch(sentence));
    await page.evaluate(() => (globalThis as any).said.splice(0));
  };
  const press = (...keys: string[]) => async () => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const code = page.getByRole("group", { name: "Links" }).getByRole("checkbox", { name: "Code" });
  await says(() => code.check(), /^3 of 14 papers$/);
  await says(() => code.uncheck(), /^14 papers$/);
  await says(press("j", "s", "s"), /^No longer a favourite/);
  await says(press("u"), /^Undone: Star taken away/);
  await says(press("x"), /^Put aside/);
  await says(press("u"), /^Undone: Not interested/);
  await page.keyboard.press("d");
  await page.getByRole("dialog", { name: "Triage" }).getByRole("article").waitFor();
  await page.evaluate(() => (globalThis as any).said.splice(0));
  await says(press("s"), /\. 2 of 13, 1 kept$/);
  await says(press("u"), /^Undone\. .*\. 1 of 13, 0 kept$/);
});
