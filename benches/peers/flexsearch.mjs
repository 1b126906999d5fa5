// Its fields are searched apart, so the second holds both texts: else words of title and abstract would never meet.
import FlexSearch from "/bench/node_modules/flexsearch/dist/flexsearch.bundle.module.min.mjs";

export const name = "FlexSearch";
export const says = "Document, strict: whole words, unranked, no typos, no phrases";

export function build(docs) {
  const index = new FlexSearch.Document({
    tokenize: "strict",
    document: {
      id: "id",
      index: [{ field: "title" }, { field: "all", custom: (doc) => `${doc.title} ${doc.abstract}` }],
    },
  });
  for (const doc of docs) index.add(doc);
  return index;
}

export function search(index, { text }) {
  const ids = new Set();
  for (const field of index.search(text, { limit: 10 })) {
    for (const id of field.result) ids.add(id);
  }
  return [...ids].slice(0, 10);
}
