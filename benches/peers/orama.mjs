// Any of the words (its default: with `threshold: 0` a word with two spellings in a text loses that text), ranked.
import { create, insertMultiple, search as find } from "/bench/node_modules/@orama/orama/dist/browser/index.js";

export const name = "Orama";
export const says = "BM25, any word, prefix, tolerance 1, no phrases";

export async function build(docs) {
  const index = create({ schema: { title: "string", abstract: "string" } });
  // It keeps ids as text and would take the numbers for its own.
  await insertMultiple(index, docs.map(({ id, title, abstract }) => ({ id: String(id), title, abstract })));
  return index;
}

export async function search(index, { text }) {
  const { hits } = await find(index, { term: text, properties: ["title", "abstract"], boost: { title: 2 }, tolerance: 1, limit: 10 });
  return hits.map((hit) => Number(hit.id));
}
