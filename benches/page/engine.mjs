// The wasm of the bench's engine, and the pieces a dump is fed to it in.
import init from "/engine/paperdeck_bench.js";

/** As in the worker of the page. One long call instead would stay in V8's first, slow tier of wasm code. */
const CHUNK = 2 * 1024 * 1024;

export function load() {
  return init();
}

export function* chunks(buffer) {
  for (let from = 0; from < buffer.byteLength; from += CHUNK) {
    yield new Uint8Array(buffer, from, Math.min(CHUNK, buffer.byteLength - from));
  }
}
