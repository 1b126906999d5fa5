// Invented papers, each made from its number alone: `inventedPapers().paper(7)` is the same on every machine.
// A paper is { title, abstract, authors, date, comments }; `date` is "2024-03-08", or "--03-20" where a listing prints no year.

import { Random, mix } from "./random.mjs";
import { ACCENTED, SYMBOLS, capital, contentWord, functionWord, properName, topicWord } from "./words.mjs";

const SEED = 20260;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Endless: every number has a paper, and no two numbers the same title. */
export function inventedPapers() {
  return { about: "invented papers, seed " + SEED, paper };
}

function paper(number) {
  const random = new Random(mix(SEED, number));
  const topics = Array.from({ length: random.int(14, 22) }, () => topicWord(random));
  const name = properName(random) + tag(number);
  return {
    title: title(random, topics, name),
    abstract: abstract(random, topics, name),
    authors: authors(random),
    date: date(random),
    comments: random.percent(62) ? Math.max(1, Math.floor(30 / random.int(1, 30))) : null,
  };
}

/** Letters that tell one number from every other: names alone would meet once in a while. */
function tag(number) {
  let letters = "";
  for (let rest = mixed(number); rest > 0; rest = Math.floor(rest / 26)) letters += String.fromCharCode(97 + rest % 26);
  return letters;
}

/** One to one on the numbers below 2²⁴, so that neighbours do not look alike. */
function mixed(number) {
  return number < 0x1000000 ? Math.imul(number, 0x9e3779) & 0xffffff : number;
}

function title(random, topics, name) {
  const words = [];
  for (let left = random.int(3, 7); left > 0; left -= 1) {
    words.push(capital(random.pick(topics)));
    if (left > 1 && random.percent(35)) words.push(random.pick(["for", "of", "with", "in", "via", "and", "from", "to"]));
  }
  if (/^(for|of|with|in|via|and|from|to)$/.test(words.at(-1))) words.pop();
  const rest = words.join(" ");
  const ending = random.percent(6) ? "?" : "";
  return random.percent(70) ? `${name}: ${rest}${ending}` : `${rest} with ${name}${ending}`;
}

function abstract(random, topics, name) {
  // The mean of three draws: most are near 180 words, few below 100 or above 260.
  let left = 60 + Math.floor((random.int(0, 240) + random.int(0, 240) + random.int(0, 240)) / 3);
  const sentences = [];
  while (left > 0) {
    const length = Math.max(6, Math.min(left, random.int(10, 30)));
    sentences.push(sentence(random, topics, name, length));
    left -= length;
  }
  const ends = link(random, name);
  if (ends) sentences.push(ends);
  return sentences.join(" ");
}

function sentence(random, topics, name, length) {
  let text = "";
  for (let at = 0; at < length; at += 1) {
    const last = at + 1 === length;
    let next = word(random, topics, name, last);
    if (at === 0) next = capital(next);
    if (at > 0) text += glue(random);
    text += next;
    if (!last && random.percent(5)) text += ",";
  }
  return text + ".";
}

function glue(random) {
  const draw = random.int(0, 9999);
  if (draw < 6) return " – ";
  if (draw < 12) return "--";
  return " ";
}

function word(random, topics, name, last) {
  const draw = random.int(0, 999);
  if (!last && draw < 390) return functionWord(random);
  if (draw < 640) return random.pick(topics);
  if (draw < 945) return contentWord(random);
  if (draw < 965) return `${contentWord(random)}-${contentWord(random)}`;
  if (draw < 977) return name;
  if (draw < 981) return properName(random);
  if (draw < 984) return `(${properName(random)})`;
  if (draw < 999) return figure(random);
  return rare(random);
}

function figure(random) {
  const number = random.percent(50) ? `${random.int(2, 400)}` : `${random.int(1, 99)}.${random.int(1, 9)}`;
  if (!random.percent(40)) return number;
  return number + (random.percent(6) ? "\\%" : "%");
}

/** What a hundred abstracts hold a few of: LaTeX leftovers, accents, symbols. */
function rare(random) {
  switch (random.int(0, 9)) {
    case 0: return "(\\ie, " + contentWord(random) + ")";
    case 1: return `\`\`${contentWord(random)} ${contentWord(random)}''`;
    case 2: return `$O(n^${random.int(2, 3)})$`;
    case 3: return `\\textit{${contentWord(random)}}`;
    case 4: return `${random.int(1, 9)}.${random.int(1, 9)}times`;
    case 5: return `${contentWord(random)}~${random.int(1, 9)}`;
    case 6: return random.pick(random.percent(50) ? SYMBOLS : ACCENTED);
    case 7: return `${contentWord(random)}’s`;
    default: return `\\eg ${contentWord(random)}`;
  }
}

function link(random, name) {
  const path = name.toLowerCase();
  const draw = random.int(0, 99);
  if (draw < 16) return `Code is available at https://github.com/${topicWord(random)}-lab/${path}.`;
  if (draw < 18) return `Code: https://gitlab.com/${topicWord(random)}/${path}.`;
  if (draw < 24) return `The project page is https://${path}.github.io/.`;
  if (draw < 27) return `Models and data are at https://huggingface.co/${topicWord(random)}/${path}.`;
  return "";
}

function authors(random) {
  const draw = random.int(0, 999);
  if (draw < 40) return 1;
  if (draw < 900) return random.int(2, 9);
  if (draw < 990) return random.int(10, 24);
  return random.int(25, 400);
}

/** 2019 to 2025 with a year; the year after, in which the page was captured, without. */
function date(random) {
  const year = random.pick([2019, 2020, 2021, 2022, 2023, 2023, 2024, 2024, 2024, 2025, 2025, 2025, 2025, null, null, null]);
  // The page is of 31 October: a date without a year lies before it.
  const month = random.int(1, year === null ? 10 : 12);
  const day = String(random.int(1, MONTH_DAYS[month - 1])).padStart(2, "0");
  return `${year ?? "-"}-${String(month).padStart(2, "0")}-${day}`;
}
