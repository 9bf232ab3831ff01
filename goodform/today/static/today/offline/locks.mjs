// What must not be done now, by what this phone knows. Pure. It only ever locks: nothing in here
// releases what the clinic holds.

import { dateIn } from "./clock.mjs";
import { lastDone } from "./day.mjs";

export const DAYS_WITHOUT_CONTACT = 14;
const A_DAY = 86_400_000;
const NO_FLAG = ["none_of_these", "nothing_new"];

const stops = (document) => (document.body.entries ?? []).filter((entry) => entry.outcome === "stopped" && !entry.undone_at);

/** Whether a document tells of harm: it goes first, and the clinic must know. */
export const tellsOfHarm = ({ body }) =>
  (body.red_flags ?? []).some((code) => !NO_FLAG.includes(code)) ||
  (body.entries ?? []).some((entry) => entry.outcome === "stopped" || entry.symptoms?.length);

/** What a document locks: everything, or the prescriptions that were stopped. */
function locksIn(document) {
  const flagged = (document.body.red_flags ?? []).some((code) => !NO_FLAG.includes(code));
  const symptoms = (document.body.entries ?? []).some((entry) => entry.symptoms?.length && !entry.undone_at);
  return { all: flagged || symptoms, some: stops(document).map((entry) => entry.prescription) };
}

/**
 * `told` locks every page: the patient told us of something grave. `kept` locks the copies on this
 * phone: `review` date passed, `expired` without contact, or `locked` by the clinic. `held` are the
 * prescriptions to leave out. `contact` is what the server said last, or null.
 */
export function locksOf({ contact, documents, now }) {
  const since = contact?.at ?? -Infinity;
  const unknown = documents.filter((each) => each.state !== "sent" || each.sent_ms >= since);
  const found = unknown.map(locksIn);
  const here = [...found.flatMap((each) => each.some), ...unsettled(unknown, { contact, documents })];
  const held = new Set([...(contact?.held ?? []), ...here]);
  return { told: found.some((each) => each.all) ? "told" : null, kept: keptLock(contact, now), held };
}

/** What was done on the day before a morning on which the back had not settled. */
function unsettled(unknown, { contact, documents }) {
  return unknown.flatMap(({ path, body }) => {
    const morning = /\/mornings\/([\d-]+)$/.exec(path)?.[1];
    if (!morning || body.settled === true) return [];
    return lastDone({ contact, documents, zone: contact?.zone, before: morning })?.prescriptions ?? [];
  });
}

function keptLock(contact, now) {
  if (!contact) return "expired";
  if (now - contact.at > DAYS_WITHOUT_CONTACT * A_DAY) return "expired";
  const today = dateIn(now + (contact.offset_s ?? 0) * 1000, contact.zone);
  if (contact.review_by && today > contact.review_by) return "review";
  return contact.locked ? "locked" : null;
}
