// Starts Paperdeck's one wasm in its two places. This file runs twice: on the page, where index.html loads it, and as the
// module worker in which the engine lives. The wasm is fetched and compiled once and instantiated twice.
//
// What the two sides may count on:
//
// Page    `main()` runs in a window. Before it runs there is one global function for it, `paperdeckWorker()`: each call
//         starts a fresh worker of this file and returns the `Worker`. It can be called again after a crash, needs no
//         second download of the wasm, and throws only where the browser refuses workers altogether. Another,
//         `paperdeckStored()`, gives what localStorage has of favourites, and throws where it is blocked.
//
// Worker  `main()` runs in a DedicatedWorkerGlobalScope and must set `onmessage` (or add its listener) before it returns:
//         messages that came earlier are kept here and delivered then, in their order, before any later one.
//
//         Beside the messages there is one global function, `paperdeckUnpack(blob, formats)`, which unpacks a file from one
//         or more formats in turn ("gzip", "deflate-raw"): `next()` promises the next bytes (nothing at the end) and how many
//         bytes of the file have been used up. It throws where the browser does not know a format.
//
//         Once the page runs, it may hear the event `paperdeck-update`, and answers with `paperdeck-take-over` when the user
//         wants the newer version; files opened or shared from outside arrive as an event `drop`.
//
// Errors  Whatever goes wrong in the worker before or after its start (files gone, wasm refused, a Rust panic) reaches the
//         page as the `error` event of the `Worker`.
//
// The first message of every worker is this file's own: the compiled module. So is the second part of the wasm, which comes
// later. `main()` never sees them.

let register;

if (typeof document === "undefined") {
  startWorker();
} else {
  startPage();
}

async function startPage() {
  try {
    const js = document.getElementById("app-js").href;
    const wasm = document.getElementById("app-wasm").href;
    const [app, module, stored] = await Promise.all([import(js), compile(wasm), firstFrame().then(storedReader)]);
    const second = secondPart(app, js);
    Object.defineProperty(globalThis, "paperdeckWorker", { value: workerFactory(js, module, second) });
    Object.defineProperty(globalThis, "paperdeckStored", { value: stored });
    const focused = document.activeElement;
    await app.default({ module_or_path: module });
    paperdeckInput.release(focused);
    // Only now: what comes from elsewhere needs a page, and nobody waits for the copy that works without a network.
    takeFiles();
    keepOffline();
  } catch (error) {
    const note = document.getElementById("boot");
    if (note) {
      document.documentElement.dataset.known = "";
      note.textContent = "Paperdeck could not start here. Reload the page; if that does not help, "
        + `this browser may be too old for it (${error}).`;
    }
    throw error;
  }
}

// What a first visit shows is painted, and what was done to it meanwhile, before the wasm takes the thread.
function firstFrame() {
  return new Promise((done) => {
    if ("known" in document.documentElement.dataset || document.hidden) {
      done();
    } else {
      requestAnimationFrame(() => idle(50).then(done));
      // Should the page be hidden just now, there is no frame.
      setTimeout(done, 200);
    }
  });
}

// The thread has nothing more urgent to do; in browsers that do not tell, soon.
function idle(timeout) {
  return new Promise((done) => globalThis.requestIdleCallback?.(done, { timeout }) ?? setTimeout(done, 20));
}

// The wasm comes in two parts (`cargo xtask` parts it): what is rare is in the second, which the page fetches once it runs and
// hands to its workers. The page must not wait for it: it asks with `paperdeckLater()`, a promise, before it calls anything there,
// and may ask again where that failed. When the first part calls into the second for the first time, it calls
// `paperdeckBring()`, which must have it there when it returns.
function secondPart(app, script) {
  let here = false;
  let coming;
  const fetched = () => coming ??= compile(laterUrl(script), { priority: "low" }).catch((error) => {
    coming = undefined;
    throw error;
  });
  const later = async () => {
    const module = await fetched();
    if (!here) {
      await WebAssembly.instantiate(module, { w: app.exported() });
      here = true;
    }
    return module;
  };
  const bring = () => {
    if (!here) {
      throw new Error("the page calls what it has not asked for");
    }
  };
  Object.defineProperty(globalThis, "paperdeckLater", { value: later });
  Object.defineProperty(globalThis, "paperdeckBring", { value: bring });
  return later;
}

// A worker may wait for the network, should the page have handed it nothing yet.
function secondPartOfWorker(app, script, handed) {
  const bring = () => {
    const module = handed() ?? new WebAssembly.Module(fetchNow(laterUrl(script)));
    new WebAssembly.Instance(module, { w: app.exported() });
  };
  Object.defineProperty(globalThis, "paperdeckBring", { value: bring });
}

function laterUrl(script) {
  return script.replace(/\.js$/, "_later.wasm");
}

function fetchNow(url) {
  const request = new XMLHttpRequest();
  try {
    request.open("GET", url, false);
    request.responseType = "arraybuffer";
    request.send();
  } catch {
    // Its status is 0 then.
  }
  if (request.status !== 200) {
    // The page knows this sentence (`ui/client.rs`).
    throw new Error(`a part of Paperdeck could not be fetched (${request.status})`);
  }
  return request.response;
}

async function compile(url, how) {
  const response = await fetch(url, how);
  if (!response.ok) {
    throw new Error(`the app's own file answered ${response.status}`);
  }
  // Compiling while the bytes arrive is refused unless the host names the type, and some do not know it.
  const streams = response.headers.get("content-type") === "application/wasm";
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

// What is stored of favourites. At the first touch a browser reads all of localStorage, which takes some tens of milliseconds
// for a full one, and so does looking through ten thousand texts: both are done while the wasm comes, with turns for others
// between. `paperdeckStored()` gives what was found then, once, unless another tab has changed something since; later it looks
// anew.
async function storedReader() {
  let found;
  let changed = false;
  addEventListener("storage", () => {
    changed = true;
    found = undefined;
  });
  try {
    const steps = look();
    let step;
    while (!(step = steps.next()).done) {
      await new Promise((next) => setTimeout(next));
    }
    found = changed ? undefined : step.value;
  } catch {
    // Blocked: who asks again is told.
  }
  return function paperdeckStored() {
    const steps = look();
    while (!found) {
      found = steps.next().value;
    }
    const now = found;
    found = undefined;
    return now;
  };
}

// `texts` has the keys and texts of favourites one after another, and `lengths` how long each is: one string is handed to a worker
// in half the time of twenty thousand. `lines` has a line for each favourite, as UTF-8: what its key has behind our prefix, a
// space, and what stands between the sum and the copy of the paper (nothing where it is not as we write it; see
// src/favourites/beginning.rs); `used` is how many characters all of localStorage has.
function* look() {
  const [prefix, head, copy] = ["paperdeck.favourite.", '{"version":2,"sum":"', '"paper":["'];
  const [lines, texts, lengths] = [[], [], []];
  let used = 0;
  let count = 0;
  yield;
  for (const key of Object.keys(localStorage)) {
    const text = localStorage.getItem(key) ?? "";
    used += key.length + text.length;
    if (key.startsWith(prefix)) {
      const at = text.indexOf(copy);
      const isOurs = at > 0 && text[at + copy.length] !== '"' && text.startsWith(head);
      const line = `${key.slice(prefix.length)} ${isOurs ? text.slice(head.length + 8, at) : ""}`;
      texts.push(key, text);
      lengths.push(key.length, text.length);
      // No key of ours and no text of ours has line ends.
      lines.push(line.includes("\n") ? key.slice(prefix.length) : line);
    }
    count += 1;
    if (count % 2_000 === 0) {
      yield;
    }
  }
  yield;
  const whole = texts.join("");
  yield;
  return { used, lines: new TextEncoder().encode(lines.join("\n")), texts: whole, lengths: new Uint32Array(lengths) };
}

function workerFactory(js, module, second) {
  const script = import.meta.url;
  const keeper = new URL("sw.js", document.baseURI).href;
  // The only policy the content security policy allows, and the only script URLs it lets through.
  const policy = globalThis.trustedTypes?.createPolicy("paperdeck", {
    createScriptURL(wanted) {
      if (wanted !== script && wanted !== keeper) {
        throw new TypeError("Paperdeck starts no script but its own worker");
      }
      return wanted;
    },
  });
  const trusted = (wanted) => policy ? policy.createScriptURL(wanted) : wanted;
  register = () => navigator.serviceWorker.register(trusted(keeper));
  return function paperdeckWorker() {
    // The very address that the page has loaded already; the worker's name tells it the rest.
    const worker = new Worker(trusted(script), { type: "module", name: js.slice(js.lastIndexOf("/") + 1) });
    worker.postMessage(module);
    // Not in the way of the first view. Where it cannot be had, it is asked for again when it is needed.
    idle(1000).then(second).then((part) => worker.postMessage(part)).catch(() => {});
    return worker;
  };
}

// Files that the system opens with Paperdeck, and what other apps share with it, go the way of a drop.
async function takeFiles() {
  globalThis.launchQueue?.setConsumer(async ({ files }) => {
    paperdeckInput.drop(await Promise.all(files.map((file) => file.getFile())));
  });
  if (location.search !== "?shared") {
    return;
  }
  history.replaceState(null, "", location.pathname + location.hash);
  const cache = await caches.open("paperdeck-shared");
  const requests = await cache.keys();
  paperdeckInput.drop(await Promise.all(requests.map(async (request) => {
    const answer = await cache.match(request);
    await cache.delete(request);
    return new File([await answer.blob()], decodeURIComponent(new URL(request.url).search.slice(1)));
  })));
}

// The service worker (sw.js) keeps a copy of the page for use without a network. When a newer version is complete beside the
// one that runs, the page hears `paperdeck-update`; the version takes over, and the page loads anew, on `paperdeck-take-over`.
// Where there is no service worker (plain http, private windows), the page works all the same, but needs a network to open.
async function keepOffline() {
  if (!navigator.serviceWorker) {
    return;
  }
  const registration = await register().catch(() => undefined);
  if (!registration) {
    return;
  }
  const tell = () => {
    if (registration.waiting && navigator.serviceWorker.controller) {
      dispatchEvent(new Event("paperdeck-update"));
    }
  };
  tell();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
  let asked = false;
  addEventListener("paperdeck-take-over", () => {
    asked = true;
    registration.waiting?.postMessage("take over");
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) {
      location.reload();
    }
  });
}

function startWorker() {
  // Whoever starts a worker of this file names it, so only the name of our own file is taken from there.
  const { name } = self;
  if (!/^paperdeck(-[0-9a-f]+)?\.js$/.test(name)) {
    throw new TypeError("the worker was started without the name of the app's file");
  }
  Object.defineProperty(globalThis, "paperdeckUnpack", { value: unpack });
  const script = new URL(name, import.meta.url).href;
  const app = import(script);
  const early = [];
  let started = false;
  let handed;
  addEventListener("message", takePart);
  addEventListener("message", hold);

  function takePart(event) {
    if (started && event.data instanceof WebAssembly.Module) {
      handed = event.data;
      event.stopImmediatePropagation();
    }
  }

  function hold(event) {
    if (started) {
      early.push(event);
    } else {
      started = true;
      // A rejected promise stays inside a worker; a reported error reaches the page.
      start(event.data).catch(reportError);
    }
  }

  async function start(module) {
    secondPartOfWorker(await app, script, () => handed);
    await (await app).default({ module_or_path: module });
    // No message can come between the end of main() and these lines: only microtasks lie between.
    removeEventListener("message", hold);
    for (const { data, ports } of early) {
      dispatchEvent(new MessageEvent("message", { data, ports }));
    }
  }
}

function unpack(blob, formats) {
  let used = 0;
  const count = new TransformStream({
    transform(chunk, to) {
      used += chunk.length;
      to.enqueue(chunk);
    },
  });
  const unpackers = formats.split(" ").map((format) => new DecompressionStream(format));
  const stream = [count, ...unpackers].reduce((from, through) => from.pipeThrough(through), blob.stream());
  const reader = stream.getReader();
  return { next: async () => [(await reader.read()).value, used] };
}
