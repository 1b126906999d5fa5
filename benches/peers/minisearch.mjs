// BM25+, set up as its documentation shows for search as you type: all words, the last as a prefix, typos.
import MiniSearch from "/bench/node_modules/minisearch/dist/es/index.js";

export const name = "MiniSearch";
export const says = "BM25+, prefix, fuzzy 0.2, no phrases";

export function build(docs) {
  const index = new MiniSearch({
    fields: ["title", "abstract"],
    searchOptions: {
      boost: { title: 2 },
      combineWith: "AND",
      fuzzy: 0.2,
      prefix: (_, at, terms) => at === terms.length - 1,
    },
  });
  index.addAll(docs);
  return index;
}

export function search(index, { text }) {
  return index.search(text).slice(0, 10).map((found) => found.id);
}
