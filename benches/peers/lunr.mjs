import { commonjs } from "./commonjs.mjs";

const lunr = await commonjs("/bench/node_modules/lunr/lunr.js");

export const name = "Lunr";
export const says = "TF-IDF with stemming, all words, prefix or one edit, no phrases";

export function build(docs) {
  return lunr(function () {
    this.ref("id");
    this.field("title", { boost: 2 });
    this.field("abstract");
    for (const doc of docs) this.add(doc);
  });
}

export function search(index, { text }) {
  const words = text.split(" ");
  const presence = lunr.Query.presence.REQUIRED;
  const found = index.query((query) => {
    words.forEach((word, at) => {
      if (at + 1 < words.length) return query.term(word, { presence, editDistance: word.length > 4 ? 1 : 0 });
      // A word with a wildcard is not stemmed, but the words of the index are.
      const stem = lunr.stemmer(new lunr.Token(word)).toString();
      return query.term(stem, { presence, wildcard: lunr.Query.wildcard.TRAILING });
    });
  });
  return found.slice(0, 10).map(({ ref }) => Number(ref));
}
