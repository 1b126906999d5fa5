// What a visitor feels of the release page: Lighthouse, what comes over the wire, when it answers, how late, and whether it grows.

import { join } from "node:path";
import { entry, HEADER } from "../corpus/listing.mjs";
import { write } from "../corpus/write.mjs";
import { KINDS } from "../queries.mjs";
import { launch } from "./chromium.mjs";
import { measureGrowth } from "./growth.mjs";
import { measureInteractive } from "./interactive.mjs";
import { measureLighthouse } from "./lighthouse.mjs";
import { measureSession } from "./session.mjs";
import { measureTransfer } from "./transfer.mjs";

/** The parts of `--only vitals`, which can be asked for one by one as well. */
export const VITALS = ["lighthouse", "transfer", "interactive", "session", "growth"];
/** How many papers are open while the session and the growth are measured. */
const PAPERS = 10_000;
/** How many papers a dump has that is opened and removed again. */
const SMALL = 300;

export async function measureVitals(url, wanted, corpus, queriesOf, files, say) {
  const results = {};
  // A browser for each, so that none inherits what another left.
  const part = async (name, measure) => {
    if (!wanted(name)) return;
    const browser = await launch();
    try {
      results[name] = await measure(browser);
    } finally {
      await browser.close();
    }
  };
  const listing = join(files, `${PAPERS}.txt`);
  if (wanted("session") || wanted("growth")) write(corpus, PAPERS, listing, null);
  const asked = queriesOf(corpus, PAPERS);
  const texts = (count) => KINDS.filter((kind) => kind !== "phrase")
    .flatMap((kind) => asked[kind].slice(0, count).map(({ text }) => text));
  if (wanted("lighthouse")) results.lighthouse = await measureLighthouse(url, say);
  await part("transfer", (browser) => measureTransfer(browser, url));
  await part("interactive", (browser) => measureInteractive(browser, url));
  await part("session", (browser) => measureSession(browser, url, listing, PAPERS, texts(2), say));
  await part("growth", (browser) => {
    const others = Array.from({ length: SMALL }, (_, at) => entry(corpus.paper(PAPERS + at)));
    return measureGrowth(browser, url, listing, PAPERS, texts(20), HEADER + others.join(""), say);
  });
  return results;
}
