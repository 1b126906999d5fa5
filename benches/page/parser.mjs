// The listing layout in JavaScript, as a careful web developer would write it: one pass, indexOf, no regex per line, texts as
// slices of the one string.

const MONTHS = { Jan: "01", Feb: "02", Mar: "03", Apr: "04", May: "05", Jun: "06", Jul: "07", Aug: "08", Sep: "09", Oct: "10", Nov: "11",
  Dec: "12" };
const AUTHORS = "\n\n  • ";
const BYLINE = "byAK and the research community\n\n";

/** Records { title, abstract, authors, date, comments }; `date` is "2024-03-08", or "--03-20" where no year is. */
export function parse(text) {
  const papers = [];
  let at = text.indexOf("\n\n", text.indexOf(BYLINE) + BYLINE.length) + 2;
  for (;;) {
    const meta = text.indexOf(AUTHORS, at);
    if (meta < 0) return papers;
    const titleEnd = text.indexOf("\n\n", at);
    const authorsEnd = text.indexOf(" ", meta + AUTHORS.length);
    // " authors\n·\n" lies between.
    const dateStart = text.indexOf("\n", text.indexOf("\n", authorsEnd) + 1) + 1;
    let dateEnd = text.indexOf("\n", dateStart);
    if (dateEnd < 0) dateEnd = text.length;
    papers.push({
      title: text.slice(at, titleEnd),
      abstract: text.slice(titleEnd + 2, meta),
      authors: Number(text.slice(meta + AUTHORS.length, authorsEnd)),
      ...dateLine(text.slice(dateStart, dateEnd)),
    });
    at = dateEnd + 2;
  }
}

/** `Mar 20`, `Mar 20 2`, `Jul 3, 2024`, `Jul 3, 2024 3`. */
function dateLine(line) {
  const words = line.split(" ");
  const withYear = words[1].endsWith(",");
  const day = withYear ? words[1].slice(0, -1) : words[1];
  const comments = words[withYear ? 3 : 2];
  return {
    date: `${withYear ? words[2] : "-"}-${MONTHS[words[0]]}-${day.padStart(2, "0")}`,
    comments: comments === undefined ? null : Number(comments),
  };
}
