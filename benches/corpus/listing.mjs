// Papers as the text of a listing page: the layout of tests/samples/sample.txt.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const HEADER = `new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Oct 31

`;

/** One paper: title, abstract, authors, date, comments. */
export function entry(paper) {
  const comments = paper.comments === null ? "" : ` ${paper.comments}`;
  return `${paper.title}\n\n${paper.abstract}\n\n  • ${paper.authors} authors\n·\n${printed(paper.date)}${comments}\n\n`;
}

function printed(date) {
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(date);
  return `${MONTHS[month - 1]} ${Number(day)}${year === "-" ? "" : `, ${year}`}`;
}
