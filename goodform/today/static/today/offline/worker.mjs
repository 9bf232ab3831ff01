// The service worker: pages and files for when there is no network, and sending in the background.
// One cache of files a release, whole or not at all, so that no page ever mixes two releases; one
// cache of pages a release and person, and only of the person who is signed in on this phone.

import { forget } from "./documents.mjs";
import { ask, synchroniseAlone } from "./sending.mjs";
import { Store } from "./store.mjs";

const PATIENCE_MS = 4_000;
const JUST_NOW_MS = 10_000;
const FILES = "goodform-files-";
const PAGES = "goodform-pages-";
const HASHED = /\.[0-9a-f]{12}\./;
const SESSION = "goodform-session";
const store = new Store();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("goodform");

const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
const filesOf = (release) => FILES + release;
const pagesOf = (release, person) => `${PAGES}${release}-${person}`;

/** Starts the worker of a release. `house` is what the server says in `/sw.js`. */
export function start(house) {
  const files = new Set(house.files);
  self.addEventListener("install", (event) => event.waitUntil(fetchFiles(house)));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const answer = answerTo(event.request, house, files);
    if (answer) event.respondWith(answer);
  });
  self.addEventListener("sync", (event) => event.waitUntil(sendInTheBackground(house)));
  self.addEventListener("message", (event) => {
    const { fill: person, takeOver } = event.data;
    if (person) event.waitUntil(fillAlone(person, house).then(tellPages));
    if (takeOver) event.waitUntil(self.skipWaiting());
  });
}

const tellPages = () => channel?.postMessage("changed");

// ── Files ────────────────────────────────────────────────────────────────────────────────────

/** Every file of the release, and what anybody may read without a network. All or nothing. */
async function fetchFiles({ release, files, open }) {
  const cache = await caches.open(filesOf(release));
  const file = (address) => new Request(address, { cache: HASHED.test(address) ? "default" : "no-cache" });
  const forAnybody = (address) => new Request(address, { cache: "no-cache", credentials: "omit" });
  await cache.addAll([...files.map(file), ...open.map(forAnybody)]);
}

async function fileOf(request, { release }) {
  const own = await caches.open(filesOf(release));
  return (await own.match(request, { ignoreSearch: true })) ?? (await caches.match(request)) ?? fetch(request);
}

// ── Answering ────────────────────────────────────────────────────────────────────────────────

function answerTo(request, house, files) {
  const { pathname, origin } = new URL(request.url);
  if (origin !== self.location.origin) return null;
  if (request.method === "POST") return pathname === house.sign_out ? signOut(request, house) : null;
  if (request.method !== "GET") return null;
  if (files.has(pathname)) return fileOf(request, house);
  const ours = house.pages.some((page) => pathname === page || pathname.startsWith(`${page}/`)) || pathname === "/";
  return request.mode === "navigate" && ours ? pageOf(request, pathname, house) : null;
}

/** The server's page where it comes in time, else the copy on this phone, else a word on the network. */
async function pageOf(request, pathname, house) {
  const person = await store.fact("person");
  const kept = person && (await copyOf(pathname, person, house));
  const network = fetch(request).then((answer) => {
    if (answer.status >= 500) throw new TypeError("the server is down");
    return answer;
  });
  if (!kept) return network.catch(() => elsewhere(request.url, person, house));
  const copy = () => kept.clone();
  return Promise.race([network.catch(copy), after(PATIENCE_MS).then(copy)]);
}

/** The copy in this release's cache, else in that of the release before it. */
async function copyOf(pathname, person, { release }) {
  const own = await caches.open(pagesOf(release, person));
  const found = await own.match(pathname);
  if (found) return found;
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name.endsWith(`-${person}`));
  for (const name of others.reverse()) {
    const older = await (await caches.open(name)).match(pathname);
    if (older) return older;
  }
  return null;
}

/** What anybody may read; from the first page of all, this person's Today. */
async function elsewhere(address, person, house) {
  if (new URL(address).pathname === "/" && person && (await copyOf(house.today, person, house))) return Response.redirect(house.today);
  const files = await caches.open(filesOf(house.release));
  return (await files.match(address)) ?? (await files.match(house.no_network)) ?? Response.error();
}

// ── Keeping pages ────────────────────────────────────────────────────────────────────────────

const fillAlone = (person, house) => navigator.locks.request("goodform-filling", () => fill(person, house));

/** What the server said to this person's page a moment ago, or says now. */
async function contactOf(person, house) {
  const recent = await store.fact(`contact ${person}`);
  if (recent && Date.now() - recent.at < JUST_NOW_MS) return { contact: recent };
  return ask({ store, send: (...all) => fetch(...all), address: house.contact });
}

/** Keeps the pages the server names for whoever is signed in; what was changed is fetched anew. */
async function fill(asking, house) {
  const { signedOut, contact } = await contactOf(asking, house);
  if (signedOut) return clear();
  if (!contact) return null;
  const { person, stamp, pages } = contact;
  if ((await store.fact("person")) !== person) await clear();
  await store.setFact("person", person);
  const cache = await caches.open(pagesOf(house.release, person));
  const kept = (await store.fact(`pages ${person}`)) ?? {};
  const fresh = kept.stamp === stamp && kept.release === house.release ? new Set(kept.urls) : new Set();
  const missing = pages.filter(({ url }) => !fresh.has(url));
  const done = await Promise.all(missing.map((page) => keepPage(cache, page, contact)));
  const urls = [...fresh, ...missing.filter((_, index) => done[index]).map(({ url }) => url)];
  await store.setFact(`pages ${person}`, { stamp, release: house.release, urls });
  await dropUnnamed(cache, pages);
  if (urls.length >= pages.length) await dropOlder(house, person);
  return contact;
}

/** A copy says that it is one, and of which state of the programme. Nobody else's page is kept. */
async function keepPage(cache, { url, from }, { person, stamp }) {
  try {
    const answer = await fetch(from, { signal: AbortSignal.timeout(20_000), cache: "no-store" });
    if (!answer.ok || answer.redirected) return false;
    const page = await answer.text();
    if (!page.includes(`data-person="${person}"`)) return false;
    const text = page.replace("<html ", `<html data-kept="${stamp}" `);
    const headers = new Headers(answer.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    await cache.put(url, new Response(text, { headers }));
    return true;
  } catch {
    return false;
  }
}

/** What is prescribed no longer is kept no longer. */
async function dropUnnamed(cache, pages) {
  const named = new Set(pages.map(({ url }) => url));
  for (const request of await cache.keys()) {
    if (!named.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

/** Older releases go once this one has everything, and never under a running session. */
async function dropOlder({ release }, person) {
  const { held } = await navigator.locks.query();
  if (held.some(({ name }) => name === SESSION)) return;
  const current = [filesOf(release), pagesOf(release, person)];
  for (const name of await caches.keys()) {
    if ((name.startsWith(FILES) || name.startsWith(PAGES)) && !current.includes(name)) await caches.delete(name);
  }
}

// ── Signing out, sending ─────────────────────────────────────────────────────────────────────

/** Nobody's pages stay; work the clinic does not have stays under its owner's key. */
async function clear() {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
  const person = await store.fact("person");
  await store.setFact("person", null);
  if (!person) return null;
  await store.setFact(`contact ${person}`, null);
  await store.setFact(`pages ${person}`, null);
  await store.setFact(`running ${person}`, null);
  await forget(store, person);
  return null;
}

/** Also without a network: this phone forgets at once, and says what it could not do. */
async function signOut(request, house) {
  try {
    const answer = await fetch(request);
    if (answer.ok || answer.type === "opaqueredirect") await clear();
    return answer;
  } catch {
    await clear();
    return elsewhere(request.url, null, house);
  }
}

/** The browser tries again later, by its own rhythm, where this fails. */
async function sendInTheBackground({ contact: address }) {
  const person = await store.fact("person");
  if (!person) return;
  const asked = await synchroniseAlone({ store, send: (...all) => fetch(...all), address, person, eager: true });
  tellPages();
  if (asked && !asked.reached) throw new TypeError("no network yet");
}
