// Reads CSL-JSON from standard input and writes every reference as citeproc sets it, as text, with a style of four lines.
// $CITEPROC is a folder in which `npm install citeproc` was run.

const CSL = require(require("node:path").join(process.env.CITEPROC, "node_modules", "citeproc"));

const STYLE = `<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>t</title><id>t</id><updated>2025-01-01T00:00:00Z</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><names variable="author" suffix=". "/><text variable="title"/><date variable="issued" form="numeric"
    prefix=" (" suffix=")"/><text variable="URL" prefix=" "/></layout></bibliography>
</style>`;
const LOCALE = `<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="en-US">
  <style-options punctuation-in-quote="false"/><date form="numeric"><date-part name="year"/><date-part name="month"/>
  <date-part name="day"/></date><terms><term name="and">and</term><term name="et-al">et al.</term><term name="open-quote">“</term><term name="close-quote">”</term>
  <term name="open-inner-quote">‘</term><term name="close-inner-quote">’</term></terms></locale>`;

const items = Object.fromEntries(JSON.parse(require("node:fs").readFileSync(0, "utf8")).map((item) => [item.id, item]));
const engine = new CSL.Engine({ retrieveLocale: () => LOCALE, retrieveItem: (id) => items[id] }, STYLE);
engine.setOutputFormat("text");
engine.updateItems(Object.keys(items));
const [about, lines] = engine.makeBibliography();
console.log(JSON.stringify(lines.map((text, at) => ({ id: about.entry_ids[at][0], text }))));
