// @ts-check
// The day as this phone can tell it: what is due on the patient's date, and what was done of it here
// and as the clinic last said. Pure.

import { dateIn, dayAt, weekdayOf } from "./clock.mjs";

const NOTHING = { left: 0, right: 0, both: 0 };
const COUNTED = ["done", "partly"];
/** For so long a morning is asked about, as in `goodform.safety.pain_rules`. */
export const DAYS_ASKED = 2;
const TRIED = ["done", "partly", "stopped"];

/** Whether the clinic has a document, though perhaps not every entry of it. */
export const taken = ({ state, refused }) => state === "sent" || (state === "refused" && !refused);

/** The patient's date of an entry, with this phone's clock put right, as `diary/which_day.py` tells it. */
function dayOfEntry(entry, { offset_s, body }, { contact, zone }) {
  const right = Date.parse(entry.recorded_at) + (offset_s ?? contact?.offset_s ?? 0) * 1000;
  return dayAt(right, { said: body.day, zone: entry.zone, home: zone });
}

/** How often each prescription was done on each side on a date, by what was written here. */
function doneHere(documents, { date, contact, zone, after }) {
  const done = new Map();
  for (const document of documents) {
    if (taken(document) && document.sent_ms <= after) continue;
    for (const entry of document.body.entries ?? []) {
      if (!COUNTED.includes(entry.outcome) || entry.undone_at) continue;
      if (dayOfEntry(entry, document, { contact, zone }) !== date) continue;
      const sides = done.get(entry.prescription) ?? { ...NOTHING };
      sides[entry.side] += 1;
      done.set(entry.prescription, sides);
    }
  }
  return done;
}

/** What the clinic has counts only on its own day; what it cannot know yet comes on top. */
function doneOf(row, here, contact, date) {
  const there = contact?.date === date ? (contact.done?.[row.id] ?? NOTHING) : NOTHING;
  const more = here.get(row.id) ?? NOTHING;
  return {
    left: there.left + more.left,
    right: there.right + more.right,
    both: there.both + more.both,
  };
}

/** The patient's date now. */
export const dateNow = ({ contact, zone, now }) =>
  dateIn(now + (contact?.offset_s ?? 0) * 1000, contact?.zone ?? zone);

/**
 * Rows (`{id, weekdays, …}`, due any day without weekdays) that are due on `date`, each with
 * `done_today` and, where it must be left out by what this phone knows, `status` held.
 */
export function dayOf({ rows, date, contact, documents, held, zone }) {
  const after = contact?.date === date ? contact.asked : -Infinity;
  const here = doneHere(documents, { date, contact, zone, after });
  return rows
    .filter((row) => row.weekdays?.includes(String(weekdayOf(date))) ?? true)
    .map((row) => ({
      ...row,
      done_today: doneOf(row, here, contact, date),
      status: held.has(row.id) ? "held" : row.status,
    }));
}

/** The latest day before one on which anything was tried, and what: by the clinic and by this phone. */
export function lastDone({ contact, documents, zone, before }) {
  const days = new Map();
  const note = (date, prescriptions) =>
    date < before && days.set(date, [...new Set([...(days.get(date) ?? []), ...prescriptions])]);
  if (contact?.last_done) note(contact.last_done.date, contact.last_done.prescriptions);
  for (const [id, sides] of Object.entries(contact?.done ?? {})) {
    if (sides.left + sides.right + sides.both > 0) note(contact.date, [id]);
  }
  for (const document of documents) {
    const tried = (document.body.entries ?? []).filter(
      (entry) => TRIED.includes(entry.outcome) && !entry.undone_at,
    );
    for (const entry of tried)
      note(dayOfEntry(entry, document, { contact, zone }), [entry.prescription]);
  }
  const date = [...days.keys()].sort().at(-1);
  return date ? { date, prescriptions: days.get(date) } : null;
}

/** Days between two dates. */
export const daysSince = (last, date) => (Date.parse(date) - Date.parse(last)) / 86_400_000;

/** The day that the morning question is about; null where it was answered or there is none. */
export function asksMorning({ contact, documents, zone, date }) {
  const last = lastDone({ contact, documents, zone, before: date });
  if (!last || daysSince(last.date, date) > DAYS_ASKED) return null;
  const answers = documents.map(({ path }) => /\/mornings\/([\d-]+)$/.exec(path)?.[1]);
  if (answers.some((day) => day > last.date && day <= date)) return null;
  return contact?.morning === null && contact.date > last.date ? null : last.date;
}
