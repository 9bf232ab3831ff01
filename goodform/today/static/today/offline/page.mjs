// @ts-check
// On every page of a patient: says what is on this phone, what was sent and what was refused; sends
// when it can; leaves out at once what must not be done. The words are in the page.

import { waitAfter } from "./documents.mjs";
import { installHint } from "./install.mjs";
import {
  contactNow,
  copy,
  documents,
  locksNow,
  onChange,
  person,
  sendNow,
  store,
} from "./keeping.mjs";
import { tellsOfHarm, tellsOfPain } from "./locks.mjs";

/** @typedef {{reached: boolean, signedOut?: boolean, contact?: any}} Asked what the server said */

const SESSION = "goodform-session";
const LOOKS_AGAIN_MS = 2_000;
const ON_ITS_WAY_MS = 2_500;
const SAID_AGAIN_MS = 60_000;
const OPENED_MS = Date.now();
const place = /** @type {HTMLElement} */ (document.getElementById("offline"));
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
/**
 * What this page has seen so far.
 * @type {{unsent: boolean, waiting: boolean, stamp: string | undefined, asked: Asked | null,
 *   closed: string | null, alone: boolean}}
 */
const seen = {
  unsent: false,
  waiting: false,
  stamp: copy,
  asked: null,
  closed: null,
  alone: false,
};

// ── What is where ────────────────────────────────────────────────────────────────────────────

function show(said) {
  if ("quiet" in place.dataset) return; // the session says it in its own place
  /** @type {NodeListOf<HTMLElement>} */
  const lines = place.querySelectorAll("[data-say]");
  for (const each of lines) {
    const wanted = Boolean(said[each.dataset.say ?? ""]);
    if (each.hidden === wanted) each.hidden = !wanted;
  }
}

const keptOn = place?.querySelector('[data-say="kept"]');
const keptWords = keptOn?.textContent;

function name(moment) {
  const when = moment.toLocaleString(document.documentElement.lang, {
    dateStyle: "full",
    timeStyle: "short",
  });
  const words = keptWords?.replace("{when}", when) ?? "";
  if (keptOn && keptOn.textContent !== words) keptOn.textContent = words;
}

/** What the server said since this page was opened; before that it may speak of another page. */
const sinceOpened = (contact) => (contact?.asked >= OPENED_MS ? contact : null);

/** What was said a moment ago is being sent: nothing is said about it before that has had its time. */
function onItsWay({ said_ms, attempts }) {
  const left = said_ms + ON_ITS_WAY_MS - Date.now();
  if (!navigator.onLine || attempts > 0 || left <= 0) return false;
  setTimeout(refresh, left);
  return true;
}

/** Whether something that could not go at once has gone a moment ago. */
const hadToWait = ({ said_ms, sent_ms }) =>
  sent_ms - said_ms > ON_ITS_WAY_MS && Date.now() - sent_ms < SAID_AGAIN_MS;

async function tell() {
  const [all, contact] = [await documents(), await contactNow()];
  const waiting = all.filter((each) => each.state === "waiting" && !onItsWay(each));
  const unknown = [...waiting, ...all.filter((each) => each.refused)];
  const harm = unknown.some(tellsOfHarm);
  const about = unknown.some(tellsOfPain) ? "pain" : "other";
  /** @type {NodeListOf<HTMLElement>} */
  const told = place.querySelectorAll("[data-about]");
  for (const each of told) each.hidden = each.dataset.about !== about;
  const { reached, signedOut, contact: asked } = seen.asked ?? /** @type {Partial<Asked>} */ ({});
  const out = signedOut || (asked && asked.person !== person);
  seen.unsent = all.some((each) => each.state === "waiting");
  seen.waiting ||= waiting.length > 0;
  seen.stamp ??= sinceOpened(contact)?.stamp;
  show({
    harm: harm && !seen.alone,
    waiting: waiting.length > 0 && !harm && !out,
    signed_out: out,
    refused: all.some((each) => each.state === "refused"),
    sent:
      reached &&
      all.length > 0 &&
      all.every((each) => each.state === "sent") &&
      (seen.waiting || all.some(hadToWait)),
    kept: copy && reached === false,
    changed: reached && changedSince(contact),
    volatile: !store.durable,
  });
  if (contact) name(new Date(contact.at));
}

// ── Locks ────────────────────────────────────────────────────────────────────────────────────

/** Whether the clinic has changed what this page shows. */
const changedSince = (contact) =>
  Boolean(contact) && seen.stamp !== undefined && contact.stamp !== seen.stamp;

/** Whether this page lists or guides exercises. Where nobody has said, Today and what can be marked do. */
function exercises(contact) {
  const named = contact?.pages.find((page) => page.url === location.pathname);
  return named
    ? named.locks
    : location.pathname === place.dataset.today || Boolean(main.querySelector("[data-mark]"));
}

/** A copy locks by all this phone knows; a page from the server by what has come to pass since. */
function lockHere(kept, contact) {
  if (copy) return kept;
  return sinceOpened(contact) &&
    ["review", "expired"].includes(kept) &&
    main.querySelector("[data-mark]")
    ? kept
    : null;
}

/** A copy of Today without a list was made of a locked programme: it says why in the clinic's words. */
const saysWhy = (reason) =>
  copy &&
  reason === "locked" &&
  location.pathname === place.dataset.today &&
  !main.querySelector("[data-kept-rows]");

/**
 * A template of the page, by its `data-` name and, where there are several, its value.
 * @returns {HTMLTemplateElement | null}
 */
const templateOf = (name, value) =>
  document.querySelector(`template[data-${name}${value === undefined ? "" : `="${value}"`}]`);

/** Hides or shows all that fit. */
function hide(within, selector, hidden) {
  for (const each of within.querySelectorAll(selector)) each.hidden = hidden;
}

/** Such a page gives way to the reason why there are none; beside grave advice nothing else is offered. */
function close(reason, { advice, unsent }) {
  const alone = reason === "told" ? templateOf("lock", advice) : null;
  if (!main.querySelector(`[data-closed="${reason}"]`)) {
    const words = alone ?? templateOf("lock", reason);
    if (words) main.replaceChildren(words.content.cloneNode(true));
  }
  hide(main, "[data-unsent]", !unsent);
  Object.assign(seen, { closed: reason, alone: Boolean(alone) });
  hide(place, `[data-install]${alone ? ', [data-say="harm"]' : ""}`, true);
}

/** Nothing more can be marked there; what a form has said stays to be read. */
function withdraw(part) {
  hide(part, ".mark-row > summary, .mark-form > :not([data-said])", true);
}

/** The row of a list that is on hold by what this phone knows, and the page of that exercise. */
function leaveOut(prescription, why) {
  const words = templateOf("held");
  const row = document.getElementById(`row-${prescription}`);
  const here = location.pathname.endsWith(`/${prescription}`) ? main.querySelector(".parts") : null;
  for (const part of [row, here]) {
    if (!part || part.querySelector("[data-held-note]") || part.matches(".held")) continue;
    part.classList.add("held");
    withdraw(part === row ? row : main);
    const note = /** @type {DocumentFragment} */ (words?.content.cloneNode(true));
    /** @type {NodeListOf<HTMLElement>} */
    const reasons = note.querySelectorAll("[data-why]");
    for (const each of reasons) each.hidden = each.dataset.why !== why;
    part.insertBefore(note, part === row ? null : part.firstChild);
  }
}

async function lock() {
  if ("quiet" in place.dataset) return; // the session asks before it starts
  const contact = await contactNow();
  if (!exercises(contact)) return;
  const { told, kept, held, why, ...said } = await locksNow();
  const reason = told ?? lockHere(kept, contact);
  if (seen.closed && seen.closed !== reason) return location.reload(); // the clinic has said more meanwhile
  if (reason) return saysWhy(reason) || close(reason, said);
  const byServer = copy || changedSince(contact) ? [] : (contact?.held ?? []);
  for (const prescription of held)
    if (!byServer.includes(prescription)) leaveOut(prescription, why.get(prescription));
}

// ── Sending, keeping, renewing ───────────────────────────────────────────────────────────────

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let inVain = 0;

/** What waits is tried again by its own rhythm; where nothing could be tried, each time later. */
async function plan() {
  clearTimeout(timer);
  const waiting = (await documents()).filter((each) => each.state === "waiting");
  const left = Math.min(...waiting.map((each) => each.next)) - Date.now();
  inVain = waiting.length && left <= 0 ? inVain + 1 : 0;
  if (waiting.length)
    timer = setTimeout(attempt, inVain ? waitAfter(inVain) : left, { eager: false });
}

/** `eager` tries at once what would otherwise wait its turn: somebody came, or the network did. */
async function attempt({ eager }) {
  seen.asked = await sendNow({ eager });
  await refresh();
  await plan();
  const worker = (await navigator.serviceWorker?.ready)?.active;
  if (seen.asked?.signedOut || seen.asked?.contact?.person === person)
    worker?.postMessage({ fill: person });
}

async function refresh() {
  await tell();
  await lock();
}

/**
 * A newer worker takes over where no session is under way; one that runs keeps what it began with.
 * Looks again until it may: the page of a session that was just left can hold its lock a while.
 */
async function renew(registration) {
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  if (!registration.waiting) return;
  if (held?.some(({ name }) => name === SESSION))
    setTimeout(() => renew(registration), LOOKS_AGAIN_MS);
  else registration.waiting.postMessage({ takeOver: true });
}

async function register() {
  try {
    const registration = await navigator.serviceWorker.register(place.dataset.worker ?? "", {
      type: "module",
      scope: "/",
    });
    await renew(registration);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => {
        if (installing.state === "installed") renew(registration);
      });
    });
  } catch (problem) {
    console.warn(
      "Pages are not kept for when there is no network:",
      problem instanceof Error ? problem.message : problem,
    );
  }
}

function begin() {
  onChange(refresh);
  const now = () => attempt({ eager: true });
  window.addEventListener("online", now);
  window.addEventListener("offline", refresh);
  window.addEventListener("focus", () => seen.unsent && now());
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && now(),
  );
  window.addEventListener("beforeunload", (event) => {
    if (!store.durable && seen.unsent) event.preventDefault();
  });
  place.querySelector("[data-send]")?.addEventListener("click", now);
  installHint(place.querySelector("[data-install]"), {
    documents,
    storage: () => window.localStorage,
  });
  refresh();
  if (navigator.serviceWorker) register();
  now();
}

if (person) begin();
