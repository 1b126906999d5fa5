// Files of references mark the papers that the user has elsewhere; the marks stay until the file is forgotten.

import { expectStatus, exported, file, open, SAMPLE, stored } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

const mark = (page: any) => page.getByRole("article").getByText("in my library", { exact: true });

test("what was exported marks every paper, in every format, and is remembered until it is forgotten", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, SAMPLE);
  await expectStatus(page, "14 papers");
  const dumps = page.getByRole("region", { name: "Dumps" }).getByRole("listitem");
  for (const format of ["BibTeX", "RIS", "CSL-JSON", "CSV"]) {
    const { text } = await exported(page, format);
    // The name says nothing: the structure does.
    await open(page, [file("export.txt", text)]);
    const row = dumps.filter({ hasText: "export.txt" });
    await expect(row).toContainText(`${format}, 14 references read, 14 of your papers are among them`);
    await expect(page.locator(".toast")).toContainText("14 of your papers are among them.");
    await expect(mark(page)).toHaveCount(14);
    await expectStatus(page, "14 papers");
    await row.getByRole("button", { name: "Remove" }).click();
    await expect(mark(page)).toHaveCount(0);
  }
});

const BIB = `% Encoding: UTF-8
@article{one,
  title = {{GlassWing}: {Drone} Navigation from {Reflections} Alone},
}
@misc{two, title = {Never in any dump}}
@misc{three,
  title = {Never closed,
@misc{four, year = 2020}
`;

test("marks: on cards, in the filters, in a query, after a reload; undone and forgotten", { tag: "@core" }, async ({ page }) => {
  await page.goto("./");
  await open(page, [file("zotero.bib", BIB)]);
  // Before there is any paper the page still says what to do first.
  const dumps = page.getByRole("region", { name: "Dumps" });
  await expect(dumps.getByRole("listitem")).toContainText("zotero.bib: BibTeX, 2 references read; papers among them will be marked");
  await expect(page.getByText("Drop files here")).toBeVisible();
  await expectAccessible(page);
  // The sample is not kept; the file is.
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "14 papers");
  const row = dumps.getByRole("listitem").filter({ hasText: "zotero.bib" });
  await expect(row).toContainText("1 of your papers is among them");
  await expect(mark(page)).toHaveCount(1);
  const card = page.getByRole("article").filter({ hasText: "in my library" });
  await expect(card.getByRole("heading")).toHaveText(/Reflections Alone/);

  // What could not be read is told with its place.
  await row.getByText("Details").click();
  await expect(row.getByRole("list", { name: "Remarks" })).toContainText("expected a closing brace, found");
  await expectAccessible(page);

  const group = page.getByRole("group", { name: "My library" });
  await group.getByRole("checkbox", { name: "Not in my library" }).check();
  await expectStatus(page, "13 of 14 papers");
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("-is:owned");
  await page.getByRole("searchbox", { name: "Search" }).fill("is:owned");
  await expectStatus(page, "1 of 14 papers");
  await expect(group.getByRole("checkbox", { name: "In my library", exact: true })).toBeChecked();

  await page.reload();
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "1 of 14 papers");
  await expect(mark(page)).toHaveCount(1);

  await row.getByRole("button", { name: "Remove" }).click();
  await expectStatus(page, "0 of 14 papers");
  await page.getByRole("button", { name: "Undo" }).click();
  await expectStatus(page, "1 of 14 papers");
  await expect.poll(() => stored(page)).toEqual(["zotero.bib"]);
  await row.getByText("Details").click();
  await row.getByRole("button", { name: "Forget this dump" }).click();
  await expect.poll(() => stored(page)).toEqual([]);
  await page.reload();
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expectStatus(page, "0 of 14 papers");
  await expect(dumps.getByRole("listitem")).toHaveCount(1);
});

test("what is neither a dump nor references is refused with the usual sentence", async ({ page }) => {
  await page.goto("./");
  await open(page, [file("letter.bib", "Dear all,\nwrite to ada@example.org {please}.\n")]);
  await expect(page.getByRole("alert")).toContainText("letter.bib: expected the text of a Daily Papers page");
});
