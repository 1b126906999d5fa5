// Ours: fed with the listing instead of records, and asked for what the page asks for at a key: the cards of the first
// screen with marks, and all facets.
import { Deck } from "/engine/paperdeck_bench.js";
import { chunks, load } from "../page/engine.mjs";

export const name = "Paperdeck";
export const says = "BM25 with fields; the time holds all facets and four cards as bytes for the page";
export const reads = true;

/** As the page asks for: on 1280×800 the fourth ends below the screen. The others follow when these are painted. */
const CARDS = 4;

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

/** Titles are what an answer has: the way to the numbers that peers give. */
export function learn(state, docs) {
  for (const doc of docs) state.numbers.set(doc.title, doc.id);
}

export function search(state, { kind, text }, cards = CARDS) {
  return state.deck.query(kind === "phrase" ? `"${text}"` : text, cards);
}

/** The first ten of a query; no part of its time. */
export function ids(state, query) {
  search(state, query, 10);
  return state.deck.titles(10).split("\n").map((title) => state.numbers.get(title) ?? -1);
}

export function memory() {
  return wasm.memory.buffer.byteLength;
}
