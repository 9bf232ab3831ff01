// What must not be done now, by what this phone knows. Pure. It only ever locks: nothing in here
// releases what the clinic holds.

import { dateIn } from "./clock.mjs";
import { lastDone, taken } from "./day.mjs";

export const DAYS_WITHOUT_CONTACT = 14;
/** The same as in `goodform.safety.pain_rules`. */
export const HIGHEST_CEILING = 5;
const A_DAY = 86_400_000;
const NO_FLAG = ["none_of_these", "nothing_new"];
const BOTH_LEGS = "both_legs"; // as a place it is a red flag by itself

/** Pain with which nobody goes on, under any rule. */
export const tooMuch = (pain) => pain > HIGHEST_CEILING;
/** Whether a red flag was ticked. */
export const flagged = ({ red_flags }) => (red_flags ?? []).some((code) => !NO_FLAG.includes(code));
const hurt = (entry) => entry.outcome === "stopped" || tooMuch(entry.pain);
const grave = (entry) => entry.symptoms?.length > 0 || (entry.outcome === "stopped" && entry.where === BOTH_LEGS);

/** Whether a document tells of harm: it goes first, and the clinic must know. */
export const tellsOfHarm = ({ body }) =>
  flagged(body) || tooMuch(body.pain_after) || (body.entries ?? []).some((entry) => hurt(entry) || grave(entry));

/** What a document locks: everything, or the prescriptions that hurt. */
function locksIn({ body }) {
  const stand = (body.entries ?? []).filter((entry) => !entry.undone_at);
  const some = stand.filter((entry) => hurt(entry) || (tooMuch(body.pain_after) && entry.outcome !== "skipped"));
  return { all: flagged(body) || stand.some(grave), some: some.map((entry) => entry.prescription) };
}

/**
 * `told` locks every page: the patient told us of something grave. `kept` locks the copies on this
 * phone: `review` date passed, `expired` without contact, or `locked` by the clinic. `held` are the
 * prescriptions to leave out. `contact` is what the server said last, or null.
 */
export function locksOf({ contact, documents, now }) {
  const since = contact?.asked ?? -Infinity; // what was taken after that, its answer may not know
  const unknown = documents.filter((each) => !(taken(each) && each.sent_ms < since));
  const found = unknown.map(locksIn);
  const here = [...found.flatMap((each) => each.some), ...unsettled(unknown, { contact, documents })];
  const held = new Set([...(contact?.held ?? []), ...here]);
  return { told: found.some((each) => each.all) ? "told" : null, kept: keptLock(contact, now), held };
}

/** What was done on the day before a morning on which the back had not settled. */
function unsettled(unknown, { contact, documents }) {
  return unknown.flatMap(({ path, body }) => {
    const morning = /\/mornings\/([\d-]+)$/.exec(path)?.[1];
    if (!morning || (body.settled === true && !tooMuch(body.pain))) return [];
    return lastDone({ contact, documents, zone: contact?.zone, before: morning })?.prescriptions ?? [];
  });
}

/** A clock set back wins no time: it is never earlier than when the two last met, nor two weeks off. */
function keptLock(contact, now) {
  if (!contact) return "expired";
  if (Math.abs(now - contact.at) > DAYS_WITHOUT_CONTACT * A_DAY) return "expired";
  const today = dateIn(Math.max(now, contact.at) + (contact.offset_s ?? 0) * 1000, contact.zone);
  if (contact.review_by && today > contact.review_by) return "review";
  return contact.locked ? "locked" : null;
}
