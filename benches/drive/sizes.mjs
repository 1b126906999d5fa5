// What a visit downloads.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** Bytes in brotli of the wasm and of all that is loaded. */
export function sizes(dist) {
  // Hosts read what begins with `_`, and send the packed twins in place of the files.
  const files = readdirSync(dist).filter((name) => !name.startsWith("_") && !/\.(png|jpg|webp|br|gz)$/.test(name));
  const weights = files.map((name) => [name, brotliCompressSync(readFileSync(join(dist, name))).length]);
  const sum = (list) => list.reduce((total, [, weight]) => total + weight, 0);
  return { wasm: sum(weights.filter(([name]) => name.endsWith(".wasm"))), all: sum(weights) };
}
