// Scores but does not sort: the best ten are taken here, within the time.
import { commonjs } from "./commonjs.mjs";

const Wade = await commonjs("/bench/node_modules/wade/dist/wade.js");

export const name = "wade";
export const says = "TF-IDF like weights, any word, prefix, no typos, no phrases";

export function build(docs) {
  return Wade(docs.map((doc) => `${doc.title} ${doc.abstract}`));
}

export function search(index, { text }) {
  return index(text).sort((a, b) => b.score - a.score).slice(0, 10).map((found) => found.index);
}
