// Runs in the release page before its own scripts: notes when things became visible. Everything is read off the page as a
// reader sees it (cards are articles, the status says how many papers there are), so that it survives changes inside.

export function watch() {
  const bench = { tasks: [], keys: [], opened: 0, firstCard: 0, papers: 0, papersAt: 0 };
  globalThis.paperdeckBench = bench;
  const now = () => performance.now();

  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) bench.tasks.push({ start: task.startTime, ms: task.duration });
  }).observe({ type: "longtask", buffered: true });

  /** When what is in the document now has been painted: after the next frame's rendering, which a message outruns not. */
  const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(now());
    port2.postMessage(0);
  });

  document.addEventListener("input", (event) => {
    if (event.target.type === "file") bench.opened ||= event.timeStamp;
  }, true);
  document.addEventListener("keydown", (event) => {
    // Nothing else is under way: the driver lets every key settle.
    bench.keys.push({ at: event.timeStamp, changed: 0, painted: 0, last: 0 });
  }, true);

  let framePending = false;
  const mutated = (records) => {
    if (!bench.firstCard && document.querySelector("article")) {
      bench.firstCard = -1;
      painted((at) => (bench.firstCard = at));
    }
    for (const status of document.querySelectorAll("[role=status]")) {
      const said = /^(?:[\d.,\s]+ of )?([\d.,\s]+) papers?$/.exec(status.textContent.trim());
      const papers = said ? Number(said[1].replace(/\D/g, "")) : 0;
      if (papers > bench.papers) {
        bench.papers = papers;
        painted((at) => (bench.papersAt = at));
      }
    }
    const key = bench.keys.at(-1);
    if (key && records.some(({ target }) => isResult(target))) {
      key.changed ||= now();
      key.last = now();
      if (!framePending) {
        framePending = true;
        painted((at) => {
          framePending = false;
          key.painted ||= at;
          key.last = at;
        });
      }
    }
  };
  // The list of cards alone: what stands above it follows the text that is typed, not the answer.
  const isResult = (node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return Boolean(element?.closest("section[aria-label=Papers]"));
  };
  new MutationObserver(mutated).observe(document, { childList: true, characterData: true, subtree: true });

  /** Resolves when the last key's results were painted and nothing has moved for a while. */
  bench.settled = async (quiet, most) => {
    const key = bench.keys.at(-1);
    for (;;) {
      const idle = now() - (key.last || key.at);
      if (key.last ? idle > quiet && !framePending : idle > most) return key;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
}
