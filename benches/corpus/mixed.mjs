// Real papers for the bench: `--corpus FILE.jsonl`, one object per line with title, abstract, authors_count, date, comments.
// As many as are asked for: the first are the papers as they are; the others are mixed of three of them, so that no text is a
// copy. The title joins the first half of one title to the second half of another, the abstract draws its sentences from all
// three in turn. Word statistics stay those of the papers; the vocabulary does not grow any further, unlike that of more papers.

import { readFileSync } from "node:fs";
import { Random, mix } from "./random.mjs";

const SEED = 4711;

export function mixedPapers(file) {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line.trim() !== "");
  const papers = lines.map((line) => JSON.parse(line)).filter((paper) => paper.title && paper.abstract).map(plain);
  if (papers.length < 3) throw new Error(`${file}: expected at least 3 papers with title and abstract, found ${papers.length}`);
  // A listing prints no year in the year of its capture, which is that of the newest paper.
  const newest = papers.map((paper) => paper.date.slice(0, 4)).reduce((a, b) => (a > b ? a : b));
  for (const paper of papers) {
    if (paper.date.startsWith(newest)) paper.date = "-" + paper.date.slice(4);
  }
  const titles = new Set();
  const made = [];
  const paper = (number) => {
    // In order, since a title already taken makes the next draw count.
    while (made.length <= number) made.push(next(papers, made.length, titles));
    return made[number];
  };
  return { about: `${papers.length} papers of a file, mixed`, paper };
}

function plain(paper) {
  const text = (value) => value.split(/\s+/).filter(Boolean).join(" ");
  return {
    title: text(paper.title),
    abstract: text(paper.abstract),
    authors: paper.authors_count ?? 1,
    date: paper.date,
    comments: paper.comments || null,
  };
}

function next(papers, number, titles) {
  for (let attempt = 0; ; attempt += 1) {
    const random = new Random(mix(SEED + attempt, number));
    const made = attempt === 0 && number < papers.length ? papers[number] : mixture(random, papers, attempt);
    const key = made.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    if (!titles.has(key)) {
      titles.add(key);
      return made;
    }
  }
}

function mixture(random, papers, attempt) {
  const [a, b, c] = [random.pick(papers), random.pick(papers), random.pick(papers)];
  const sources = [a, b, c].map((paper) => paper.abstract.split(/(?<=[.?!]) (?=[A-Z])/));
  const sentences = [];
  for (let at = 0; at < 9; at += 1) {
    const source = sources[at % 3];
    const from = Math.floor(at / 3) * 2 + random.int(0, 1);
    if (from < source.length) sentences.push(source[from]);
  }
  const [start, end] = [a.title.split(" "), b.title.split(" ")];
  const words = [...start.slice(0, Math.ceil(start.length / 2)), ...end.slice(Math.floor(end.length / 2))];
  // Only where thousands of draws have taken every pair is a number needed.
  const title = words.join(" ") + (attempt > 20 ? ` ${random.int(2, 1_000_000)}` : "");
  return { title, abstract: sentences.join(" "), authors: b.authors, date: c.date, comments: a.comments };
}
