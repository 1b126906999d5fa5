// Queries with a known answer: a paper is drawn and asked for with words of its own, as somebody who remembers it would.

import { Random } from "./corpus/random.mjs";
import { STOP } from "./corpus/words.mjs";

export const KINDS = ["one word", "three words", "prefix", "one typo", "phrase"];
const EACH = 200;
const SEED = 99;

/** [{ kind, text, wanted }], `EACH` of every kind; `wanted` is the paper's number. */
export function queries(papers, count) {
  const random = new Random(SEED);
  return Object.fromEntries(KINDS.map((kind) => {
    const made = [];
    for (let attempts = 0; made.length < EACH && attempts < 100 * EACH; attempts += 1) {
      const wanted = random.int(0, count - 1);
      const text = MAKE[kind](random, papers.paper(wanted));
      if (text) made.push({ kind, text, wanted });
    }
    return [kind, made];
  }));
}

const MAKE = {
  // From the title: a single word of an abstract names no paper.
  "one word": (random, paper) => draw(random, content(paper.title), 1)?.[0],
  "three words": (random, paper) => three(random, paper)?.join(" "),
  // As typed: one, two or three words, the last not finished.
  prefix(random, paper) {
    const words = three(random, paper)?.slice(random.int(0, 2));
    const last = words?.pop();
    return last && last.length > 4 ? [...words, last.slice(0, random.int(3, last.length - 1))].join(" ") : undefined;
  },
  // Two words of the title, one of them with an edit in it.
  "one typo"(random, paper) {
    const words = draw(random, content(paper.title), 2);
    const at = random.int(0, 1);
    if (!words || words[at].length < 5) return undefined;
    words[at] = misspelt(random, words[at]);
    return words.join(" ");
  },
  // Two to four words in a row, from either text.
  phrase(random, paper) {
    const runs = (random.percent(50) ? paper.title : paper.abstract).toLowerCase().match(/[a-z]+(?: [a-z]+){1,}/g) ?? [];
    const words = runs.length ? random.pick(runs).split(" ") : [];
    const length = random.int(2, 4);
    if (words.length < length) return undefined;
    const from = random.int(0, words.length - length);
    const chosen = words.slice(from, from + length);
    return chosen.filter((word) => !STOP.has(word)).length >= 2 ? chosen.join(" ") : undefined;
  },
};

function three(random, paper) {
  const title = content(paper.title);
  const others = content(paper.abstract).filter((word) => !title.includes(word));
  const words = [...(draw(random, title, 2) ?? []), ...(draw(random, others, 1) ?? [])];
  return words.length === 3 ? words : undefined;
}

/** The words of a text that say something, each once. Plain letters: how peers part other words is not the question. */
function content(text) {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words)].filter((word) => /^[a-z]{3,}$/.test(word) && !STOP.has(word));
}

function draw(random, words, count) {
  if (words.length < count) return undefined;
  const rest = [...words];
  return Array.from({ length: count }, () => rest.splice(random.int(0, rest.length - 1), 1)[0]);
}

/** One letter changed, left out or too many; never the first. */
function misspelt(random, word) {
  const at = random.int(1, word.length - 1);
  const letter = String.fromCharCode(97 + random.int(0, 25));
  const other = letter === word[at] ? (letter === "z" ? "a" : "z") : letter;
  return random.pick([
    word.slice(0, at) + other + word.slice(at + 1),
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + other + word.slice(at),
  ]);
}
