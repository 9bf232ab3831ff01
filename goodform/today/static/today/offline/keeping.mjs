// @ts-check
// What a page and this phone keep for whoever is signed in: written here first, then sent. Other
// modules of a page speak to the phone through this one.

import { asksMorning, dateNow, dayOf } from "./day.mjs";
import { keep, withState } from "./documents.mjs";
import { locksOf } from "./locks.mjs";
import { synchroniseAlone } from "./sending.mjs";
import { Store } from "./store.mjs";

const place = /** @type {HTMLElement} */ (document.getElementById("offline"));
const CHANGED = "changed";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("goodform");
const listeners = new Set();

export const store = new Store();
/** Who is signed in on this page; null for nobody. */
export const person = place?.dataset.person ?? null;

channel?.addEventListener("message", tellAll);

/** Calls back whenever something kept on this phone has changed, here or in another tab. */
export const onChange = (listen) => listeners.add(listen);

function tellAll() {
  for (const listen of listeners) listen();
}

function changed() {
  tellAll();
  channel?.postMessage(CHANGED);
}

/** @type {Promise<any> | null} */
let running = null;
/** @type {{eager: boolean} | null} */
let again = null;

async function run({ eager }) {
  const means = {
    store,
    send: (url, options) => fetch(url, options),
    address: place.dataset.contact,
    person,
  };
  let asked;
  again = { eager };
  while (again) {
    const now = { .../** @type {{eager: boolean}} */ (again) };
    again = null;
    asked = await synchroniseAlone({ ...means, ...now });
  }
  if ((await unsent()).length) await sendInTheBackground();
  return asked ?? { reached: false };
}

function finish() {
  running = null;
  changed();
}

/** Sends what waits; whoever asks meanwhile gets the same answer. Never rejects for want of a network. */
export function sendNow({ eager = false } = {}) {
  if (!person) return Promise.resolve({ reached: false });
  if (running) again = { eager: eager || Boolean(again?.eager) };
  running ??= run({ eager }).finally(finish);
  return running;
}

/** Lets the browser send when there is a network and no page is open, where it can. */
async function sendInTheBackground() {
  const registration = await navigator.serviceWorker?.getRegistration?.();
  await /** @type {any} */ (registration)?.sync?.register("send").catch(() => {});
}

/** Asks once that the browser never throws away what is kept; answers whether it promised. */
export const lasting = async () =>
  (await navigator.storage?.persist?.().catch(() => false)) ?? false;

/** Writes a document on this phone, and sends it. Resolves, once tried, to how it stands. */
export async function keepHere(path, body) {
  await writeHere(path, body);
  await sendNow();
  return withState(await store.document(person, path));
}

/** Writes a document on this phone and no more. */
export async function writeHere(path, body) {
  await keep(store, { person, path, body, now: Date.now() });
  changed();
  lasting();
}

export const documents = async () => (person ? (await store.documents(person)).map(withState) : []);
export const unsent = async () => (await documents()).filter((each) => each.state === "waiting");
export const contactNow = async () =>
  person ? ((await store.fact(`contact ${person}`)) ?? null) : null;

/** The patient's date at a moment, by the one clock of their day; null where nobody has said which that is. */
export async function dayHere(at = Date.now()) {
  const [contact, zone] = [await contactNow(), place?.dataset.zone];
  return contact || zone ? dateNow({ contact, zone, now: Number(at) }) : null;
}

/** What must not be done now: `{told, kept, held}` of `locks.mjs`; `page` is what the server said with it. */
export const locksNow = async (page = null) =>
  locksOf({
    contact: await contactNow(),
    documents: await documents(),
    now: Date.now(),
    page: copy ? null : page,
  });

/** The stamp of the copy this page is; undefined for a page that came from the server just now. */
export const copy = document.documentElement.dataset.kept;

/**
 * The rows that are due on the patient's date now, with what was done of them: see `day.mjs`. Rows of
 * a page that came from the server just now are as it says, and what waits here comes on top.
 */
export async function rowsNow(rows, page) {
  const { zone, date: told } = page;
  const [contact, all, { held }] = [await contactNow(), await documents(), await locksNow(page)];
  const date = copy ? dateNow({ contact, zone, now: Date.now() }) : told;
  const there = Object.fromEntries(rows.map((row) => [row.id, row.done_today]));
  const known = copy ? contact : { ...contact, date, asked: Infinity, done: there };
  return {
    date,
    rows: dayOf({ rows, date, contact: known, documents: all, held, zone: contact?.zone ?? zone }),
  };
}

/** Why no session may begin here: `locked`, `morning` where that question comes first, or null. */
export async function before(page) {
  const { zone } = page;
  const [contact, all, { told, kept }] = [
    await contactNow(),
    await documents(),
    await locksNow(page),
  ];
  if (told || (copy && kept)) return "locked";
  const date = dateNow({ contact, zone, now: Date.now() });
  return copy && asksMorning({ contact, documents: all, zone: contact?.zone ?? zone, date })
    ? "morning"
    : null;
}

/** The day the morning question is about, and the one it is answered on; null where none is asked. */
export async function morningNow() {
  const [contact, all] = [await contactNow(), await documents()];
  const [zone, now] = [contact?.zone ?? (place?.dataset.zone || undefined), Date.now()];
  const date = dateNow({ contact, zone, now });
  const about = copy
    ? asksMorning({ contact, documents: all, zone, date })
    : (contact?.morning ?? null);
  return { about, date };
}

/** Nothing that a running session needs is thrown away or renewed under it while this page lives. */
export function sessionRuns() {
  navigator.locks?.request("goodform-session", { mode: "shared" }, () => new Promise(() => {}));
}
