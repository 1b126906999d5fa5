// The vocabulary of the invented papers: English function words as frequent as in abstracts, and invented content words
// that look like words and end like English ones, so that stemming, prefixes and typos have something to work on.

import { Random, Weighted } from "./random.mjs";

/** Function words and how often each stands in 10,000 words of an abstract. */
const FUNCTION_WORDS = {
  and: 306, the: 295, of: 260, to: 230, a: 190, in: 180, we: 130, for: 120, that: 95, with: 94, on: 90, is: 80, are: 58, by: 56,
  this: 54, as: 48, from: 44, an: 40, while: 30, which: 30, our: 52, these: 26, their: 26, it: 26, can: 28, be: 26, or: 20, at: 20,
  have: 16, its: 22, not: 16, but: 14, has: 16, such: 18, more: 18, than: 18, both: 14, into: 14, across: 18, through: 18, over: 10,
  however: 14, they: 10, between: 12, when: 10, only: 10, also: 10, without: 12, where: 6, how: 8, each: 8, under: 6, further: 8,
  first: 10, two: 9, most: 6, all: 7, other: 6, existing: 14, using: 14, show: 12, use: 5, new: 14, one: 6, then: 5, up: 5, if: 4,
};

export const STOP = new Set(Object.keys(FUNCTION_WORDS));

const functionWords = Object.keys(FUNCTION_WORDS);
const functionTable = new Weighted(Object.values(FUNCTION_WORDS));

export function functionWord(random) {
  return functionWords[functionTable.pick(random)];
}

const ONSETS = ["b", "c", "d", "f", "g", "h", "j", "l", "m", "n", "p", "r", "s", "t", "v", "w", ""];
const CLUSTERS = ["br", "ch", "cl", "cr", "dr", "fl", "gr", "pl", "pr", "qu", "sc", "sh", "sp", "st", "str", "th", "tr", "k", "z"];
const NUCLEI = ["a", "a", "e", "e", "i", "i", "o", "o", "u", "a", "e", "i", "o", "ai", "ea", "io", "ou", "y"];
const CODAS = ["b", "ck", "d", "l", "m", "n", "n", "nd", "ng", "nt", "p", "r", "r", "rt", "s", "st", "t", "t", "x"];
const ENDINGS = ["", "", "", "", "s", "s", "s", "ed", "ed", "ing", "ing", "er", "al", "ation", "ity", "ive", "ly", "ment", "ize", "able",
  "ic"];

function syllables(random, count) {
  let word = "";
  for (let at = 0; at < count; at += 1) {
    word += random.pick(random.percent(72) ? ONSETS : CLUSTERS) + random.pick(NUCLEI);
    if (random.percent(at + 1 === count ? 70 : 15)) word += random.pick(CODAS);
  }
  return word;
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * Content words by rank. Their weights follow Zipf's law as Mandelbrot shifted it, 1 / (rank + shift), and fall as rank^-1.5
 * after the first thousand, as counted in real abstracts (Ferrer i Cancho and Solé's two regimes).
 */
const SIZE = 60_000;
export const VOCABULARY = vocabulary();
const contentTable = new Weighted(VOCABULARY.map(weight));

function weight(_, rank) {
  return Math.round(1e9 / (rank + 20) * (rank < 1000 ? 1 : Math.sqrt(1000 / rank)));
}

function vocabulary() {
  const random = new Random(0x70617065);
  const words = new Set();
  while (words.size < SIZE) {
    // Frequent words are short, as they are in any language; and words come in families of one stem.
    const stem = syllables(random, words.size < 800 ? random.int(1, 2) : random.percent(70) ? 2 : 3);
    if (stem.length < 3) continue;
    for (let more = random.int(1, 3); more > 0 && words.size < SIZE; more -= 1) {
      const word = stem + random.pick(ENDINGS);
      if (!STOP.has(word)) words.add(word);
    }
  }
  return [...words];
}

export function contentWord(random) {
  return VOCABULARY[contentTable.pick(random)];
}

/** A content word of the middle ranks: what papers differ by. */
export function topicWord(random) {
  return VOCABULARY[Math.min(SIZE - 1, contentTable.pick(random) + random.int(20, 400))];
}

/** A name that hardly any other paper has: `Plentoria`, `StraiNet`, `GROUL-2`. New ones never run out, as in real text. */
export function properName(random) {
  const stem = capital(syllables(random, 2));
  const kind = random.int(0, 9);
  if (kind < 4) return stem + random.pick(["ia", "Net", "Bench", "Former", "LM", "Gen", "Diff", "RL"]);
  if (kind < 6) return stem.slice(0, 5).toUpperCase();
  if (kind < 8) return `${stem}-${random.int(2, 70)}${random.pick(["", "B", "M", ".5"])}`;
  return stem + capital(syllables(random, 1));
}

/** A person's name with letters outside ASCII. */
export const ACCENTED = ["Schrödinger", "Poincaré", "Erdős", "Gödel", "Bézier", "Löwner", "Šidák", "Itô", "Rényi", "naïve", "Hölder",
  "Fréchet", "Kähler", "Müller"];
export const SYMBOLS = ["α", "β", "τ", "Δ", "π", "λ", "ε", "±", "×", "→", "≤", "°"];

export { capital };
