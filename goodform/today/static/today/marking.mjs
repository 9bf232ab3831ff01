// @ts-check
// Marking an exercise done, and "Stop, it hurts", from a page: sent as a session of one entry.
// Ids are made here once for each form, so that a second tap or a second try sends the same thing.
// It is written on the phone before it is sent; what cannot go yet says so in its form, and goes when
// the network is back. A stop is never dropped: pressed while something is on its way, it goes next.

import { localTime, zoneHere } from "./offline/clock.mjs";
import { copy, dayHere, documents, keepHere, onChange } from "./offline/keeping.mjs";
import { newId } from "./new-id.mjs";

const words = JSON.parse(document.getElementById("marking-words")?.textContent ?? "{}");
const ids = new WeakMap();
const waiting = new Map();
const sending = new Set();
const stopped = new Map();

const opened = new Date();
/** @type {{day: string | null, began: string, path: string} | null} */
let sitting = null;

/** What is marked on one page on one day of the patient's is one sitting: a page may stay open over night. */
async function sittingAt(moment) {
  const [day, before] = [await dayHere(moment.getTime()), await dayHere(opened.getTime())];
  if (sitting?.day === day) return sitting;
  const began = localTime(before === day ? opened : moment);
  sitting = { day, began, path: words.session.replace(words.no_id, newId()) };
  return sitting;
}

/** What a form says is said once: a second tap, or a second try, sends the same ids. */
async function madeFor(form) {
  if (ids.has(form)) return ids.get(form);
  const moment = new Date();
  const made = { entry: newId(), at: localTime(moment), ...(await sittingAt(moment)) };
  ids.set(form, made);
  return made;
}

/** The body of `PUT /api/sessions/<uuid>` for one form, but for what is added when it is sent. */
export function documentOf(said, { entry, at, began, day }) {
  const pain = said.get("pain");
  return {
    programme: said.get("programme"),
    programme_version: Number(said.get("programme_version")),
    started_at: began,
    finished_at: at,
    zone: zoneHere(),
    day,
    pain_before: null,
    pain_after: null,
    red_flags: [],
    note: "",
    entries: [
      {
        id: entry,
        prescription: said.get("prescription"),
        side: said.get("side"),
        outcome: said.get("outcome"),
        reason: said.get("outcome") === "stopped" ? "pain" : null,
        pain: pain === null ? null : Number(pain),
        timing: "ticked",
        recorded_at: at,
        changed_at: localTime(new Date()),
      },
    ],
  };
}

function tell(form, sentence) {
  const place = form.querySelector("[data-said]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

/** Everything of the page but the way it is scrolled, as the server says it is now. */
async function renew(sentence) {
  if (copy) return location.reload();
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main")?.replaceChildren(...(fresh.querySelector("main")?.children ?? []));
  const told = /** @type {HTMLElement} */ (document.querySelector("[data-told]"));
  told.textContent = sentence;
  told.hidden = false;
  told.focus();
}

async function accepted(form, said, answer, id) {
  const entry = answer.entries.find((each) => each.id === id);
  if (entry.result === "refused") return tell(form, entry.sentence ?? words.refused);
  if (said.get("outcome") === "stopped" || answer.advice) {
    return location.assign(words.told.replace(words.no_id, entry.id));
  }
  try {
    await renew(entry.sentence ?? words.saved);
  } catch {
    tell(form, words.saved);
  }
}

/** Says in the form how what it said stands: on this phone, refused, or with the clinic. */
async function standing(form, said, kept) {
  if (kept.state === "waiting") {
    waiting.set(form, said);
    return tell(form, said.get("outcome") === "stopped" ? words.stop_kept : words.kept);
  }
  waiting.delete(form);
  if (kept.refused) return tell(form, kept.refused.sentence ?? words.refused);
  if (!stopped.has(form)) await accepted(form, said, kept.answer, ids.get(form).entry);
}

async function send(form, said) {
  sending.add(form);
  tell(form, words.sending);
  try {
    const made = await madeFor(form);
    await standing(form, said, await keepHere(made.path, documentOf(said, made)));
  } finally {
    sending.delete(form);
    const stop = stopped.get(form);
    stopped.delete(form);
    if (stop) send(form, stop);
  }
}

// Capturing, so that the form is ours before any other module sees it sent.
document.addEventListener(
  "submit",
  (event) => {
    /** @type {HTMLFormElement | null} */
    const form = event.target instanceof Element ? event.target.closest("[data-mark]") : null;
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form, event.submitter);
    if (!sending.has(form)) send(form, said);
    else if (said.get("outcome") === "stopped") stopped.set(form, said);
  },
  { capture: true },
);

onChange(async () => {
  if (!waiting.size) return;
  const all = await documents();
  for (const [form, said] of waiting) {
    const kept = all.find((each) => each.path === ids.get(form).path);
    if (kept && kept.state !== "waiting" && !sending.has(form)) await standing(form, said, kept);
  }
});
