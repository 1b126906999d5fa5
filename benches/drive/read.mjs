// Reading the listing: ours by stages, a JavaScript parser, and the floors of both.

import { inPage } from "./chromium.mjs";

export async function measureReading(browser, url, papers) {
  const repeats = papers > 20_000 ? 4 : 8;
  const script = await inPage(browser, url, (call) => call("readInScript", papers, repeats));
  const wasm = await inPage(browser, url, (call) => call("readInWasm", papers, repeats));
  return { bytes: script.bytes, script, wasm };
}
