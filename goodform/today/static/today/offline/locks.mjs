// @ts-check
// What must not be done now, by what this phone knows. Pure. Nothing in here releases what the clinic
// holds: what an answer told here holds until the clinic says that this very hold was released.

import { dateIn } from "./clock.mjs";
import { DAYS_ASKED, daysSince, lastDone, taken } from "./day.mjs";
import { ADVICE } from "./merging.mjs";

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
// `held`: by which rule the session held it, `pain`, `noticed` or `after`.
const hurt = (entry) => entry.outcome === "stopped" || tooMuch(entry.pain) || Boolean(entry.held);
const grave = (entry) =>
  entry.symptoms?.length > 0 || (entry.outcome === "stopped" && entry.where === BOTH_LEGS);

/** Whether a document tells of harm: it goes first, and the clinic must know. */
export const tellsOfHarm = ({ body }) =>
  flagged(body) ||
  tooMuch(body.pain_after) ||
  (body.entries ?? []).some((entry) => hurt(entry) || grave(entry));

/** Whether it tells that something hurt, and not of a sign, a tick, or a stop that was a mistake. */
export const tellsOfPain = ({ body }) =>
  tooMuch(body.pain_after) ||
  (body.entries ?? []).some((entry) => hurt(entry) && whyOf(entry) === "hurt");

/** The cause under which the clinic files what an entry of a session holds. */
export function causeOf(entry, session) {
  const rule = entry.outcome === "stopped" ? "stop" : tooMuch(entry.pain) ? "pain" : entry.held;
  return `${rule}:${rule === "after" ? session : entry.id}`;
}

/**
 * The holds a session asks for, each by the cause under which the clinic files it (the names are those
 * of `diary/consequences.py`): of `everything`, or of one prescription.
 */
export function holdsIn({ path, body }) {
  const id = path.split("/").at(-1);
  const all = body.entries ?? []; // also what was a mistake: saying so releases nothing
  const some = (entries, causeOf) =>
    entries.map((entry) => ({
      cause: causeOf(entry),
      prescription: entry.prescription,
      why: whyOf(entry),
    }));
  return [
    ...(flagged(body) ? [{ cause: `red_flags:${id}`, everything: true }] : []),
    ...(all.some(grave) ? [{ cause: `stop:${id}`, everything: true }] : []),
    ...some(all.filter(hurt), (entry) => causeOf(entry, id)),
    ...some(
      tooMuch(body.pain_after) ? all.filter((entry) => entry.outcome !== "skipped") : [],
      () => `after:${id}`,
    ).map((each) => ({ ...each, why: "hurt" })),
  ];
}

/** Why an entry waits, for the words on the page: `hurt`, `noticed`, or `mistake` for a stop taken back. */
const whyOf = ({ outcome, undone_at, pain, held }) => {
  if (outcome === "stopped") return undone_at ? "mistake" : "hurt";
  return held === "noticed" && !tooMuch(pain) ? "noticed" : "hurt";
};
const WHY = ["hurt", "noticed", "worse", "unsure", "mistake"]; // the earlier outweighs the later

/**
 * Whether the advice shown for an answer stands. It ends only when the clinic has the answer and has
 * released what this very answer held: no clock, and no release of another hold, ends it.
 */
export function adviceStands({ document, released }) {
  const grave = holdsIn(document).filter(({ everything }) => everything);
  return !taken(document) || !grave.length || grave.some(({ cause }) => !released.includes(cause));
}

/**
 * `told` locks every page: the patient told us of something grave; `advice` is what was shown for it, and
 * `unsent` says that the clinic does not have all of it. `kept` locks the copies on this
 * phone: `review` date passed, `expired` without contact, or `locked` by the clinic. `held` are the
 * prescriptions to leave out, and `why` says why of each that this phone knows of: see `WHY`. `contact` is what the server said last, or null; `page` what it said with
 * the page itself, whose rows then say what the clinic holds.
 * @param {any} known
 */
export function locksOf({ contact, documents, now, page = null }) {
  const since = contact?.asked ?? -Infinity; // what was taken after that, its answer may not know
  const unknown = documents.filter((each) => !(taken(each) && each.sent_ms < since));
  const released = [...(contact?.released ?? []), ...(page?.released ?? [])];
  const standing = (each) =>
    holdsIn(each).filter(({ cause }) => !taken(each) || !released.includes(cause));
  const grave = unknown.filter((each) => standing(each).some(({ everything }) => everything));
  const shown = grave
    .map(({ body }) => body.shown)
    .sort((a, b) => ADVICE.indexOf(a) - ADVICE.indexOf(b));
  const single = unknown.flatMap(standing).filter((each) => !each.everything);
  const here = [...single, ...unsettled(unknown, { contact, documents })];
  const byClinic = page ? [] : (contact?.held ?? []);
  const held = new Set([...byClinic, ...here.map(({ prescription }) => prescription)]);
  const told = {
    told: grave.length ? "told" : null,
    advice: shown.at(-1) ?? null,
    unsent: grave.some((each) => !taken(each)),
  };
  return { ...told, kept: keptLock(contact, now), held, why: gravestWhy(here) };
}

/** By prescription, the word for why it waits. */
function gravestWhy(here) {
  const last = [...here].sort((a, b) => WHY.indexOf(b.why) - WHY.indexOf(a.why));
  return new Map(last.map(({ prescription, why }) => [prescription, why]));
}

/** What was done before a morning on which the back was worse, hurt too much, or nobody was sure. */
function unsettled(unknown, { contact, documents }) {
  return unknown.flatMap(({ path, body }) => {
    const morning = /\/mornings\/([\d-]+)$/.exec(path)?.[1];
    const last = morning && lastDone({ contact, documents, zone: contact?.zone, before: morning });
    if (!last) return [];
    const days = daysSince(last.date, morning);
    if (days > DAYS_ASKED) return [];
    const hurts = days === 1 && tooMuch(body.pain) && body.pain > (contact?.usual_pain ?? 0);
    if (body.settled === true && !hurts) return [];
    const why = hurts ? "hurt" : body.settled === false ? "worse" : "unsure";
    return last.prescriptions.map((prescription) => ({ prescription, why }));
  });
}

/** Whether the clinic and this phone have met in the last two weeks; a clock set back wins no time. */
export const heardOf = (contact, now) => Math.abs(now - contact.at) <= DAYS_WITHOUT_CONTACT * A_DAY;

/** A clock set back wins no time: it is never earlier than when the two last met, nor two weeks off. */
function keptLock(contact, now) {
  if (!contact || !heardOf(contact, now)) return "expired";
  const today = dateIn(Math.max(now, contact.at) + (contact.offset_s ?? 0) * 1000, contact.zone);
  if (contact.review_by && today > contact.review_by) return "review";
  return contact.locked ? "locked" : null;
}
