// @ts-check
// The service worker: pages and files for when there is no network, and sending in the background.
// One cache of files a release, whole or not at all, and no copy of a page that names a file of
// another release, so that no page ever mixes two; one cache of pages a release and person, and only
// of the person who is signed in on this phone.

import { forget } from "./documents.mjs";
import { heardOf } from "./locks.mjs";
import { ask, endsAfter, synchroniseUnseen } from "./sending.mjs";
import { Store } from "./store.mjs";

const PATIENCE_MS = 4_000;
const LONGEST_MS = 20_000;
const JUST_NOW_MS = 10_000;
const FILES = "goodform-files-";
const PAGES = "goodform-pages-";
const HASHED = /\.[0-9a-f]{12}\./;
const NEEDED = /(?:src|href)="([^"]+\.(?:css|m?js))"/g;
const SESSION = "goodform-session";
/** What this phone keeps. */
export const store = new Store();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("goodform");

/** This very worker: in its own scope, which the types of a page do not know. @type {any} */
const here = self;

const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
const filesOf = (release) => FILES + release;
const pagesOf = (release, person) => `${PAGES}${release}-${person}`;

/** Starts the worker of a release. `site` is what the server says in `/sw.js`. */
export function start(site) {
  const files = new Set(site.files);
  here.addEventListener("install", (event) => event.waitUntil(fetchFiles(site)));
  here.addEventListener("activate", (event) => event.waitUntil(here.clients.claim()));
  here.addEventListener("fetch", (event) => {
    const answer = answerTo(event, site, files);
    if (answer) event.respondWith(answer);
  });
  here.addEventListener("sync", (event) => event.waitUntil(sendInTheBackground(site)));
  here.addEventListener("message", (event) => {
    const { fill: person, takeOver } = event.data;
    if (person) event.waitUntil(fillAlone(person, site).then(tellPages));
    if (takeOver) event.waitUntil(here.skipWaiting());
  });
}

const tellPages = () => channel?.postMessage("changed");

// ── Files ────────────────────────────────────────────────────────────────────────────────────

/** Every file of the release, and what anybody may read without a network. All or nothing. */
async function fetchFiles({ release, files, open }) {
  const cache = await caches.open(filesOf(release));
  const file = (address) =>
    new Request(address, { cache: HASHED.test(address) ? "default" : "no-cache" });
  const forAnybody = (address) => new Request(address, { cache: "no-cache", credentials: "omit" });
  await cache.addAll([...files.map(file), ...open.map(forAnybody)]);
}

/** Of this release, or of the one that an older copy was made of. */
async function fileOf(request, { release }) {
  const own = await caches.open(filesOf(release));
  return (
    (await own.match(request, { ignoreSearch: true })) ??
    (await caches.match(request)) ??
    fetch(request)
  );
}

// ── Answering ────────────────────────────────────────────────────────────────────────────────

function answerTo(event, site, files) {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (origin !== self.location.origin) return null;
  if (request.method === "POST")
    return site.doors.some((door) => pathname.startsWith(door))
      ? throughDoor(request, pathname, site)
      : null;
  if (request.method !== "GET") return null;
  if (files.has(pathname) || pathname.startsWith(site.static)) return fileOf(request, site);
  return request.mode === "navigate" ? pageOf(event, pathname, site) : null;
}

/** The server's page where it comes in time, else the copy on this phone, else a word on the network. */
async function pageOf(event, pathname, site) {
  const { request } = event;
  if (!(await finishLeaving(site)))
    return (await openCopyOf(request.url, site)) ?? openPage(site.signed_out, site);
  const person = await store.fact("person");
  if (person) await letGo(person);
  const exact = request.url.includes("?") ? await openCopyOf(request.url, site) : undefined;
  const kept = exact ?? (person && (await copyOf(pathname, person, site)));
  if (!kept) return fetch(request).catch(() => elsewhere(request.url, person, site));
  const copy = () => kept.clone();
  const network = fetch(request).then((answer) => {
    // Led elsewhere, perhaps to sign in: asks whether somebody is in, and keeps nothing where not.
    if (answer.type === "opaqueredirect") event.waitUntil(fillAlone(person, site, { anew: true }));
    return answer.status >= 500 ? copy() : answer;
  });
  return Promise.race([network.catch(copy), after(PATIENCE_MS).then(copy)]);
}

/** What anybody may read, by its whole address: the numbers of another country are another page. */
async function openCopyOf(address, { release, open }) {
  const { pathname, search } = new URL(address, self.location.origin);
  return open.includes(pathname + search)
    ? (await caches.open(filesOf(release))).match(address)
    : undefined;
}

const openPage = async (address, site) => (await openCopyOf(address, site)) ?? Response.error();

/** The copy in this release's cache, else in that of the release before it. */
async function copyOf(pathname, person, { release }) {
  const own = await caches.open(pagesOf(release, person));
  const found = await own.match(pathname);
  if (found) return found;
  const others = (await caches.keys()).filter(
    (name) => name.startsWith(PAGES) && name.endsWith(`-${person}`),
  );
  for (const name of others.reverse()) {
    const older = await (await caches.open(name)).match(pathname);
    if (older) return older;
  }
  return null;
}

/** What anybody may read; from the first page of all, this person's Today, or why it is gone. */
async function elsewhere(address, person, site) {
  const gone = (await store.fact(`contact ${person}`))?.gone && !(await openCopyOf(address, site));
  const instead = gone ? await copyOf(site.long_ago, person, site) : null;
  if (instead) return instead;
  if (new URL(address).pathname === "/" && person && (await copyOf(site.today, person, site)))
    return Response.redirect(site.today);
  return (await openCopyOf(address, site)) ?? openPage(site.no_network, site);
}

// ── Keeping pages ────────────────────────────────────────────────────────────────────────────

const fillAlone = (person, site, { anew = false } = {}) =>
  navigator.locks.request("goodform-filling", () => fill(person, site, anew));

/** What the server said to this person's page a moment ago, or says now; `anew` only now. */
async function contactOf(person, site, anew) {
  const recent = anew ? null : await store.fact(`contact ${person}`);
  if (recent && Math.abs(Date.now() - recent.at) < JUST_NOW_MS) return { contact: recent };
  return ask({ store, send: (url, options) => fetch(url, options), address: site.contact });
}

/** Keeps the pages the server names for whoever is signed in; what was changed is fetched anew. */
async function fill(asking, site, anew) {
  const before = comings;
  if ((await store.fact("leaving")) !== undefined)
    return finishLeaving(site).then(() => clear(asking));
  const { signedOut, contact } = await contactOf(asking, site, anew);
  if (signedOut || comings !== before) return clear(asking);
  if (!contact) return null;
  const { person, stamp, pages } = contact;
  if ((await store.fact("person")) !== person) await clear();
  await store.setFact("person", person);
  if (contact.release !== site.release) return contact; // the worker of that release keeps its pages
  const cache = await caches.open(pagesOf(site.release, person));
  const kept = (await store.fact(`pages ${person}`)) ?? {};
  const fresh =
    kept.stamp === stamp && kept.release === site.release ? new Set(kept.urls) : new Set();
  const missing = pages.filter(({ url }) => !fresh.has(url));
  const done = await Promise.all(missing.map((page) => keepPage(cache, page, contact, site)));
  if (comings !== before) return clear(person);
  const urls = [...fresh, ...missing.filter((_, index) => done[index]).map(({ url }) => url)];
  await store.setFact(`pages ${person}`, { stamp, release: site.release, urls });
  await dropUnnamed(cache, pages);
  if (urls.length >= pages.length) await dropOlder(site, person);
  return contact;
}

/** A copy says that it is one, and of which state of the programme. Nobody else's page is kept. */
async function keepPage(cache, { url, from }, { person, stamp }, { files }) {
  try {
    const answer = await fetch(from, { signal: endsAfter(LONGEST_MS), cache: "no-store" });
    if (!answer.ok || answer.redirected) return false;
    const page = await answer.text();
    if (!page.includes(`data-person="${person}"`)) return false;
    if ([...page.matchAll(NEEDED)].some(([, file]) => !files.includes(file))) return false;
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

/** Older releases go once this one has everything; never under a running session, nor a newer one. */
async function dropOlder({ release }, person) {
  const { held } = await navigator.locks.query();
  const { installing, waiting } = here.registration;
  if (installing || waiting || held?.some(({ name }) => name === SESSION)) return;
  const current = [filesOf(release), pagesOf(release, person)];
  for (const name of await caches.keys()) {
    if ((name.startsWith(FILES) || name.startsWith(PAGES)) && !current.includes(name))
      await caches.delete(name);
  }
}

/**
 * Two weeks without the clinic: what was prescribed, done and written goes from this phone. Whom to
 * call stays, and what the clinic does not have yet.
 */
async function letGo(person) {
  const contact = await store.fact(`contact ${person}`);
  if (!contact || contact.gone || heardOf(contact, Date.now())) return;
  const { at, asked, offset_s, zone, release } = contact;
  const pages = (contact.pages ?? []).filter(({ stays }) => stays);
  for (const name of await caches.keys())
    if (name.startsWith(PAGES) && name.endsWith(`-${person}`))
      await dropUnnamed(await caches.open(name), pages);
  const left = { person, at, asked, offset_s, zone, release, pages, gone: true };
  await store.setFact(`contact ${person}`, left);
  await store.setFact(`pages ${person}`, null);
  await forget(store, person);
}

// ── Signing in and out, sending ──────────────────────────────────────────────────────────────

let comings = 0; // how often somebody came or went: what was begun before is not kept after

/** Nobody's pages stay; work the clinic does not have stays under its owner's key. */
async function clear(asking = null) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
  const people = new Set([await store.fact("person"), asking]);
  await store.setFact("person", null);
  for (const person of people) if (person) await forgetFacts(person);
  return null;
}

async function forgetFacts(person) {
  for (const name of ["contact", "pages", "running"])
    await store.setFact(`${name} ${person}`, null);
  await forget(store, person);
}

/** Whoever signs in may be somebody else, and whoever signs out leaves nothing: this phone forgets. */
async function throughDoor(request, pathname, site) {
  const said = await request.clone().text();
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect") await come();
    return answer;
  } catch {
    if (pathname !== site.sign_out) return openPage(site.no_network, site);
    await come();
    await store.setFact("leaving", said);
    return openPage(site.signed_out, site);
  }
}

async function come() {
  comings += 1;
  await clear();
}

/** Signs out at the clinic what could only be signed out here. Answers whether that is done. */
async function finishLeaving({ sign_out }) {
  const said = await store.fact("leaving");
  if (said === undefined) return true;
  try {
    /** @type {RequestInit} */
    const options = {
      method: "POST",
      body: new URLSearchParams(said),
      redirect: "manual",
      signal: endsAfter(PATIENCE_MS),
    };
    const { status } = await fetch(sign_out, options);
    if (status >= 500) return false;
    await store.setFact("leaving", null);
    return true;
  } catch {
    return false;
  }
}

/** The browser tries again later, by its own rhythm, where this fails. */
async function sendInTheBackground({ contact: address }) {
  const person = await store.fact("person");
  if (!person) return;
  const means = {
    store,
    send: (url, options) => fetch(url, options),
    address,
    person,
    eager: true,
  };
  const asked = await synchroniseUnseen(means).finally(tellPages);
  if (asked?.signedOut) await clear(person);
}
