// No index: every search runs over all texts.
import uFuzzy from "/bench/node_modules/@leeoniya/ufuzzy/dist/uFuzzy.mjs";

export const name = "uFuzzy";
export const says = "scan, substrings in any order, one error per word, no phrases";

export function build(docs) {
  return { fuzzy: new uFuzzy({ intraMode: 1 }), texts: docs.map((doc) => `${doc.title} ${doc.abstract}`) };
}

export function search({ fuzzy, texts }, { text }) {
  const [found, info, order] = fuzzy.search(texts, text, 1);
  if (!found) return [];
  return order ? order.slice(0, 10).map((at) => info.idx[at]) : found.slice(0, 10);
}
