// Ours: fed with the listing instead of records, and asked for what the page is shown: 30 cards with marks, and all facets.
import { Deck } from "/engine/paperdeck_bench.js";
import { chunks, load } from "../page/engine.mjs";

export const name = "Paperdeck";
export const says = "BM25 with fields; the time holds all facets and 30 cards as bytes for the page";
export const reads = true;

const wasm = await load();

export function build(listing) {
  const deck = new Deck();
  deck.open(listing.byteLength);
  for (const chunk of chunks(listing)) {
    deck.push(chunk);
    while (deck.step());
  }
  deck.finish();
  while (deck.step());
  if (deck.refused()) throw new Error(deck.refused());
  deck.query("", 1);
  return { deck, numbers: new Map(), papers: deck.papers() };
}

/** Titles are what the answer has: the page's way to the numbers that peers give. */
export function learn(state, docs) {
  for (const doc of docs) state.numbers.set(doc.title, doc.id);
}

export function search(state, { kind, text }, cards = 30) {
  return state.deck.query(kind === "phrase" ? `"${text}"` : text, cards);
}

export function ids(state) {
  return state.deck.titles(10).split("\n").map((title) => state.numbers.get(title) ?? -1);
}

export function memory() {
  return wasm.memory.buffer.byteLength;
}
