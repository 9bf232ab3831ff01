// The service worker over a made-up browser: one release at a time, one person at a time.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const HERE = "https://clinic.example.org";
const listeners = {};
const worker = { cleared: [], online: true, asked: [], server: null };

globalThis.self = {
  location: new URL(HERE),
  registration: {},
  clients: { claim: async () => {} },
  skipWaiting: async () => {},
  addEventListener: (name, listen) => (listeners[name] = listen),
};
Object.defineProperty(globalThis, "navigator", {
  value: {
    locks: {
      held: [],
      request: (_name, ...rest) => rest.at(-1)(),
      query: async () => ({ held: navigator.locks.held }),
    },
  },
  configurable: true,
});
delete globalThis.BroadcastChannel;

const realNow = Date.now;
let ahead = 0;
Date.now = () => realNow() + ahead;

/** Time passes: after 10 seconds what the server said is asked anew. */
const passes = (seconds) => (ahead += seconds * 1000);

const addressOf = (request) =>
  new URL(typeof request === "string" ? request : request.url, HERE).href;

/** A cache that keeps answers by their whole address. */
function aCache() {
  const kept = new Map();
  const match = async (request, { ignoreSearch = false } = {}) => {
    const plain = (address) => (ignoreSearch ? address.split("?")[0] : address);
    const found = [...kept].find(([address]) => plain(address) === plain(addressOf(request)));
    return found?.[1].clone();
  };
  return {
    match,
    put: async (request, answer) => kept.set(addressOf(request), answer),
    delete: async (request) => kept.delete(addressOf(request)),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    addAll: async (requests) => {
      for (const request of requests) kept.set(addressOf(request), await fetch(request));
    },
  };
}

function theCaches() {
  const all = new Map();
  return {
    open: async (name) => all.get(name) ?? all.set(name, aCache()).get(name),
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    match: async (request) => {
      for (const cache of all.values()) {
        const found = await cache.match(request);
        if (found) return found;
      }
      return undefined;
    },
  };
}

globalThis.Request = class {
  constructor(address) {
    this.url = addressOf(address);
  }
};
globalThis.fetch = async (request, options = {}) => {
  const { pathname } = new URL(addressOf(request));
  worker.asked.push(`${options.method ?? request.method ?? "GET"} ${pathname}`);
  if (!worker.online) throw new TypeError("no network");
  return worker.server(pathname, options);
};

const { start, store } = await import("../../../goodform/today/static/today/offline/worker.mjs");

const site = (release) => ({
  release,
  static: "/static/",
  today: "/today",
  contact: "/api/contact",
  no_network: "/offline",
  long_ago: "/today/long-ago",
  signed_out: "/offline?left=yes",
  sign_out: "/account/logout/",
  doors: ["/account/login/", "/account/logout/"],
  files: [`/static/page.${release}.mjs`],
  open: ["/offline", "/offline?left=yes", "/help", "/help?country=nz"],
});

const page = (release, person, words = "") =>
  `<html lang="en"><script src="/static/page.${release}.mjs"></script><aside data-person="${person}"></aside>${words}`;
const contactOf = (release, person) => ({
  person,
  release,
  stamp: `stamp ${release}`,
  csrf: "k",
  server_time: new Date().toISOString(),
  prescriptions: [],
  programme: { locked: null },
  pages: [
    { url: "/today", from: "/today/kept", locks: true },
    { url: "/diary", from: "/diary", locks: false },
    { url: "/help", from: "/help", locks: false, stays: true },
    { url: "/today/long-ago", from: "/today/long-ago", locks: false, stays: true },
  ],
});

/** The clinic's server in a release, with somebody signed in. */
function serve(release, person = "alice") {
  const state = { person };
  worker.server = (pathname, options) => {
    if (pathname.startsWith("/account/")) {
      state.person = pathname === "/account/login/" ? state.person : null;
      return { ok: false, status: 0, type: "opaqueredirect" };
    }
    if (pathname.startsWith("/static/"))
      return new Response(pathname, { status: pathname.includes(`.${release}.`) ? 200 : 404 });
    if (pathname === "/api/contact")
      return state.person
        ? Response.json(contactOf(release, state.person))
        : Response.json({ code: "signed_out" }, { status: 401 });
    if (pathname.startsWith("/today") && !state.person)
      return Object.defineProperty(new Response("Sign in"), "redirected", { value: true });
    return new Response(page(release, state.person, pathname));
  };
  return state;
}

/** Something happens to the worker; answers once it has finished. */
async function happens(name, event) {
  const waits = [];
  listeners[name]({ ...event, waitUntil: (promise) => waits.push(promise) });
  await Promise.all(waits);
}

async function get(path, { mode = "navigate", method = "GET", body = "" } = {}) {
  const request = { url: HERE + path, method, mode, clone: () => ({ text: async () => body }) };
  let answer = null;
  const waits = [];
  listeners.fetch({
    request,
    respondWith: (promise) => (answer = promise),
    waitUntil: (promise) => waits.push(promise),
  });
  const answered = answer && (await answer);
  await Promise.all(waits);
  return answered;
}

const words = async (path, options) => (await get(path, options))?.text();
const fill = (person) => happens("message", { data: { fill: person } });
const names = async () => (await caches.keys()).sort();

async function release(name, person = "alice") {
  start(site(name));
  const state = serve(name, person);
  await happens("install", {});
  return state;
}

beforeEach(async () => {
  globalThis.caches = theCaches();
  self.registration = {};
  navigator.locks.held = [];
  Object.assign(worker, { online: true, asked: [] });
  await release("a");
  passes(15);
  await get("/today"); // tells of a sign-out that is still to be told
  await get("/account/login/", { method: "POST" });
  serve("a");
});

test("what was kept is there without a network, in the words of its own release", async () => {
  await fill("alice");
  worker.online = false;
  assert.match(await words("/today"), /data-kept="stamp a".*page\.a\.mjs.*\/today\/kept/);
  assert.equal(await words("/static/page.a.mjs", { mode: "cors" }), "/static/page.a.mjs");
});

test("a worker keeps no page of a newer release, whose files it does not have", async () => {
  await fill("alice");
  serve("b");
  const before = worker.server;
  const mixed = { ...contactOf("a", "alice"), stamp: "other" };
  worker.server = (path, options) =>
    path === "/api/contact" ? Response.json(mixed) : before(path, options);
  passes(15);
  await fill("alice");
  worker.online = false;
  assert.match(await words("/today"), /page\.a\.mjs/);
});

test("once the server speaks of another release nothing is fetched for the older one", async () => {
  await fill("alice");
  serve("b");
  passes(15);
  worker.asked.length = 0;
  await fill("alice");
  assert.deepEqual(worker.asked, ["GET /api/contact"]);
  worker.online = false;
  assert.match(await words("/today"), /page\.a\.mjs/);
});

test("a new release leaves the older copies and their files until it has its own", async () => {
  await fill("alice");
  await release("b");
  worker.online = false;
  assert.match(await words("/today"), /page\.a\.mjs/);
  assert.equal(await words("/static/page.a.mjs", { mode: "cors" }), "/static/page.a.mjs");
  worker.online = true;
  passes(15);
  await fill("alice");
  assert.deepEqual(await names(), ["goodform-files-b", "goodform-pages-b-alice"]);
});

test("the older worker throws nothing of a newer one away, nor anything under a session", async () => {
  await (await caches.open("goodform-files-b")).put("/static/page.b.mjs", new Response("b"));
  self.registration.waiting = {};
  await fill("alice");
  assert.ok((await names()).includes("goodform-files-b"));
  self.registration = {};
  navigator.locks.held = [{ name: "goodform-session" }];
  await fill("alice");
  assert.ok((await names()).includes("goodform-files-b"));
  navigator.locks.held = [];
  await fill("alice");
  assert.ok(!(await names()).includes("goodform-files-b"));
});

test("who signs in may be somebody else: nothing that was kept before is shown", async () => {
  await fill("alice");
  assert.ok((await names()).includes("goodform-pages-a-alice"));
  serve("a", "carol");
  await get("/account/login/", { method: "POST" });
  assert.deepEqual(await names(), ["goodform-files-a"]);
  worker.online = false;
  assert.match(await words("/today"), /\/offline/);
});

test("a sign-out without a network goes out before anything else", async () => {
  await fill("alice");
  worker.online = false;
  assert.ok(await get("/account/logout/", { method: "POST", body: "csrfmiddlewaretoken=t" }));
  assert.deepEqual(await names(), ["goodform-files-a"]);
  worker.asked.length = 0;
  await get("/today");
  assert.deepEqual(worker.asked, ["POST /account/logout/"]);
  worker.online = true;
  worker.asked.length = 0;
  assert.equal(await words("/today"), "Sign in");
  assert.deepEqual(worker.asked, ["POST /account/logout/", "GET /today"]);
});

test("a tab left open brings nothing back after a sign-out without a network", async () => {
  await fill("alice");
  worker.online = false;
  await get("/account/logout/", { method: "POST", body: "csrfmiddlewaretoken=t" });
  await fill("alice");
  assert.deepEqual(await names(), ["goodform-files-a"]);
  worker.online = true;
  await fill("alice");
  assert.deepEqual(await names(), ["goodform-files-a"]);
  assert.equal(await words("/today"), "Sign in");
});

test("what was being fetched while somebody signed out is not kept", async () => {
  const before = worker.server;
  worker.server = async (path, options) => {
    const answer = before(path, options);
    if (path === "/today/kept") await get("/account/logout/", { method: "POST" });
    return answer;
  };
  await fill("alice");
  assert.deepEqual(await names(), ["goodform-files-a"]);
});

test("the numbers of another country are another page than one's own", async () => {
  await fill("alice");
  worker.online = false;
  assert.match(await words("/help"), /data-kept/);
  assert.doesNotMatch(await words("/help?country=nz"), /data-kept/);
  assert.match(await words("/help?country=elsewhere"), /data-kept/);
});

test("any page has an answer without a network, and the server's own words where it is in trouble", async () => {
  worker.online = false;
  assert.match(await words("/messages"), /\/offline/);
  worker.online = true;
  worker.server = () => new Response("Very busy just now", { status: 503 });
  assert.equal(await words("/messages"), "Very busy just now");
});

test("a kept page stands in for a server in trouble", async () => {
  await fill("alice");
  worker.server = () => new Response("Very busy just now", { status: 503 });
  assert.match(await words("/today"), /data-kept/);
});

const A_DAY_S = 86_400;
const UNSENT = "/api/sessions/1";

/** Something Alice did here that the clinic does not have. */
const unsent = () =>
  store.changeDocument("alice", UNSENT, () => ({
    person: "alice",
    path: UNSENT,
    body: {},
    at: Date.now(),
    said_ms: Date.now(),
    revision: 1,
    sent: 0,
    attempts: 0,
    next: 0,
  }));
const sentAtLast = () => store.changeDocument("alice", UNSENT, () => null);

test("a phone that hears it is signed out drops its pages, and not what is not sent", async () => {
  await fill("alice");
  await unsent();
  const before = worker.server;
  serve("a", null);
  const asked = worker.server;
  worker.server = (path, options) =>
    path === "/today" ? { ok: false, status: 0, type: "opaqueredirect" } : asked(path, options);
  assert.equal((await get("/today")).type, "opaqueredirect");
  assert.deepEqual(await names(), ["goodform-files-a"]);
  assert.equal((await store.documents("alice")).length, 1);
  await sentAtLast();
  worker.server = before;
});

test("sending in the background finds out, too, that nobody is signed in", async () => {
  await fill("alice");
  serve("a", null);
  passes(15);
  await happens("sync", {});
  assert.deepEqual(await names(), ["goodform-files-a"]);
});

test("after two weeks whom to call and unsent work are left, and nothing else", async () => {
  await fill("alice");
  await unsent();
  worker.online = false;
  passes(13 * A_DAY_S);
  assert.match(await words("/today"), /\/today\/kept/);
  passes(2 * A_DAY_S);
  assert.match(await words("/today"), /data-kept.*\/today\/long-ago/);
  assert.match(await words("/diary"), /\/today\/long-ago/);
  assert.match(await words("/help"), /data-kept.*\/help/);
  assert.match(await words("/help?country=nz"), /\/help/);
  const contact = await store.fact("contact alice");
  assert.ok(!("prescriptions" in contact) && !("programme" in contact));
  assert.equal((await store.documents("alice")).length, 1);
  await sentAtLast();
});

test("what was let go is there again once the clinic was reached", async () => {
  await fill("alice");
  passes(15 * A_DAY_S);
  worker.online = false;
  await words("/today");
  worker.online = true;
  await fill("alice");
  worker.online = false;
  assert.match(await words("/today"), /\/today\/kept/);
});
