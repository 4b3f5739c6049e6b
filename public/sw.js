// The service worker: keeps whole releases of the app on the phone and serves the app from there,
// so that it opens without a network. It knows nothing of the data: /v1/ always passes it by.

// Written by `cargo xtask dist`: [address, integrity] of each file. FIRST is all that the app needs
// to open and work, LATER what it needs some day: rule sets, further modules, OFFICE what only an
// office needs. A changed file changes this text, and that is how a browser notices a new release.
const RELEASE = 'unbuilt';
const FIRST = [];
const LATER = [];
const OFFICE = [];

const PREFIX = 'release ';
const CACHE = PREFIX + RELEASE;
const KNOWN = new Set([...FIRST, ...LATER, ...OFFICE].map(([url]) => url));

// Beside the first load; of an office's phone, which says so by a cache of this name, more. A phone that
// has not said whose it is keeps all that it had before an update.
const later = async (had) => (await caches.has('office') || had && !await caches.has('unit') ? [...LATER, ...OFFICE] : LATER);

// Names under /assets/ carry their content's hash, so what the browser fetched for the page a
// moment ago is the same and need not cross the weak line twice. Other names are asked for again.
// The integrity makes a mixture of two releases (the endpoint was updated in between) a failure.
function request([url, integrity]) {
  const cache = url.startsWith('/assets/') ? 'default' : 'no-cache';
  return new Request(url, { integrity, cache, credentials: 'same-origin' });
}

async function put(cache, files) {
  await Promise.all(files.map(async (file) => {
    const [url] = file;
    // An unchanged file of the previous release is already here.
    const kept = url.startsWith('/assets/') && await caches.match(url, { ignoreVary: true });
    const response = kept || await fetch(request(file));
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    await cache.put(url, response);
  }));
}

// A whole release or nothing: an installation that fails leaves no cache behind, and the browser
// tries again later. A phone that works offline already must not lose a part of that by an update,
// so for it the later files belong to the whole as well.
async function install() {
  // An endpoint set back to the release that is in use here installs it anew, over itself.
  const inUse = await caches.has(CACHE);
  const cache = await caches.open(CACHE);
  try {
    await put(cache, FIRST);
    if (self.registration.active) await put(cache, await later(true));
  } catch (error) {
    if (!inUse) await caches.delete(CACHE);
    throw error;
  }
}

async function missing() {
  const cache = await caches.open(CACHE);
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  return [...FIRST, ...await later()].filter(([url]) => !there.has(url));
}

// One file at a time, so that the person's own work has the line; what fails is tried again at
// the next start or when the network is back.
let fetching = null;
async function fetchLater() {
  const cache = await caches.open(CACHE);
  const tried = new Set();
  // While it goes on, a phone may say that it is an office's.
  for (let left = await missing(); left.length; left = (await missing()).filter(([url]) => !tried.has(url))) {
    for (const file of left) {
      tried.add(file[0]);
      try { await put(cache, [file]); } catch { /* next time */ }
    }
  }
}

// A page of an older release that is still open may yet ask for its own files, so they stay until
// every open page is of this release.
async function dropOld(started) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const alone = pages.length === 0 || (pages.length === 1 && started === RELEASE);
  if (!alone) return;
  const names = await caches.keys();
  const waiting = self.registration.waiting || self.registration.installing;
  // What a newer release has fetched, waiting for the person's tap, is not old.
  if (waiting) return;
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

self.addEventListener('install', (event) => {
  // No skipWaiting: a page with a half-written form keeps its release until the person says so.
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), dropOld(null)]));
});

self.addEventListener('message', (event) => {
  const { type, release } = event.data || {};
  if (type === 'takeOver') {
    event.waitUntil(self.skipWaiting());
  } else if (type === 'started') {
    fetching ||= fetchLater().finally(() => { fetching = null; });
    event.waitUntil(Promise.all([fetching, dropOld(release)]));
  } else if (type === 'state') {
    const answer = (list) => {
      const state = { type: 'state', release: RELEASE, complete: list.length === 0, missing: list.map(([url]) => url) };
      (event.ports[0] || event.source).postMessage(state);
    };
    event.waitUntil(missing().then(answer));
  }
});

// The last request that did not come through, as the app has left it: it goes when the browser finds
// the network, also with the app closed. Sent twice it changes nothing, so nobody need know that it
// went; the app's next request hears the answers.
async function sendWaiting() {
  const cache = await caches.open('waiting');
  const left = await cache.match('/v1/sync');
  if (!left) return;
  const { token, body } = await left.json();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch('/v1/sync', { method: 'POST', headers, body });
  // What fails here the browser tries again; a portal's page is no JSON.
  if (response.status >= 500) throw new Error(`/v1/sync: ${response.status}`);
  await response.json();
  await cache.delete('/v1/sync');
}

self.addEventListener('sync', (event) => {
  if (event.tag === 'waiting') event.waitUntil(sendWaiting());
});

async function fromCache(key, event) {
  const cache = await caches.open(CACHE);
  const own = await cache.match(key, { ignoreVary: true });
  // A file of an older release for a page of that release; and the network, if the browser has
  // thrown our cache away.
  return own || await caches.match(key, { ignoreVary: true }) || fetch(event.request);
}

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/v1/')) return;
  // Every address of the app is the one page; nothing at the start waits for the network.
  if (mode === 'navigate') event.respondWith(fromCache('/', event));
  else if (KNOWN.has(pathname) || pathname.startsWith('/assets/')) event.respondWith(fromCache(pathname, event));
});
