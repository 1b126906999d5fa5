// Keeps the whole page for use without a network. `cargo xtask` puts in which files that are; the version is a hash of them
// all, so that this script changes whenever any of them does.
//
// A version is fetched whole or not at all, and waits until the user asks for it (or all pages of the old one are gone), so
// that no page is made of two. Files are named by what is in them; only the page itself is the same name for another thing,
// and comes from the version in charge. The version before stays, for pages that still run it and start their engine anew.

const VERSION = "__VERSION__";
const FILES = __FILES__;

const SHARED = "paperdeck-shared";
const PREFIX = `paperdeck ${new URL(registration.scope).pathname} `;
const CACHE = PREFIX + VERSION;

addEventListener("install", (event) => event.waitUntil(fetchAll()));
addEventListener("activate", (event) => event.waitUntil(dropOld()));
addEventListener("message", ({ data }) => data === "take over" && skipWaiting());

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!url.href.startsWith(registration.scope)) {
    return;
  }
  if (request.method === "POST" && url.pathname.endsWith("/share")) {
    event.respondWith(takeShared(request));
  } else if (request.method === "GET") {
    event.respondWith(answer(request, url));
  }
});

async function fetchAll() {
  const cache = await caches.open(CACHE);
  // What is named by its content is taken from where the page's own visit has put it; the others are asked for anew.
  const how = (file) => (/-[0-9a-f]{14,}(_\w+)?\./.test(file) ? "default" : "no-cache");
  await cache.addAll(FILES.map((file) => new Request(file, { cache: how(file) })));
}

async function dropOld() {
  // In the order they were made: the last but one is the version before.
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
}

async function answer(request, url) {
  const cache = await caches.open(CACHE);
  const page = request.mode === "navigate" && url.pathname === new URL(registration.scope).pathname;
  const known = page ? await cache.match("./") : await cache.match(request, { ignoreSearch: true }) ?? await before(request);
  if (!known) {
    return fetch(request);
  }
  // With an address of its own an answer would hide what stands behind the `?` of the address that was asked for.
  return url.search ? new Response(known.body, known) : known;
}

async function before(request) {
  for (const name of await caches.keys()) {
    const known = name.startsWith(PREFIX) && await (await caches.open(name)).match(request, { ignoreSearch: true });
    if (known) {
      return known;
    }
  }
}

// What another app shares with this one waits here until the page has opened and takes it.
async function takeShared(request) {
  const form = await request.formData();
  const files = form.getAll("files");
  const text = form.getAll("text").join("\n\n");
  if (text) {
    files.push(new File([text], form.get("title") || "Shared text"));
  }
  const cache = await caches.open(SHARED);
  await Promise.all(files.map((file, at) => cache.put(`shared-${at}?${encodeURIComponent(file.name)}`, new Response(file))));
  return Response.redirect("./?shared", 303);
}
