// No index but a normalised copy: every search runs over all texts.
import Fuse from "/bench/node_modules/fuse.js/dist/fuse.mjs";

export const name = "Fuse.js";
export const says = "scan, fuzzy, all words in one field, no phrases";

export function build(docs) {
  return new Fuse(docs, {
    keys: [{ name: "title", weight: 2 }, { name: "abstract", weight: 1 }],
    ignoreLocation: true,
    threshold: 0.2,
    useExtendedSearch: true,
  });
}

export function search(index, { text }) {
  return index.search(text, { limit: 10 }).map((found) => found.refIndex);
}
