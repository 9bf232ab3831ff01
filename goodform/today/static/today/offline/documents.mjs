// @ts-check
// A document from its first word on this phone to the server's answer. Pure but for the store.
//
// `revision` counts its tellings; `sent` is the revision the server has taken. A retry of a revision
// says the very same, also about when it was sent, so that the server sees that it is one.

import { tellsOfHarm } from "./locks.mjs";
import { mergeDocuments, plain, sameWords, told } from "./merging.mjs";

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
export const DAYS_SENT_ARE_KEPT = 14;

/** `waiting` on this phone, `sent`, or `refused` in part or whole. */
export function stateOf({ revision, sent, refused, answer }) {
  if (refused) return "refused";
  if (sent !== revision) return "waiting";
  return [answer, ...(answer?.entries ?? [])].some((each) => each?.result === "refused")
    ? "refused"
    : "sent";
}

/** Why the clinic could not take a document, or parts of it, in its own words. */
export const reasonsOf = ({ refused, answer }) =>
  [refused, ...[answer, ...(answer?.entries ?? [])].filter((each) => each?.result === "refused")]
    .map((each) => each?.sentence)
    .filter(Boolean);

export const withState = (document) => ({ ...document, state: stateOf(document) });

/** Keeps what was said at `now`: merged with what was said before, counted only where it is new. */
export function keep(store, { person, path, body, now }) {
  const { sent_at: _sent, clock_offset_s: _offset, ...said } = body;
  const telling = told(said, now);
  return store.changeDocument(person, path, (before) => {
    const fresh = {
      person,
      path,
      at: now,
      revision: 0,
      sent: 0,
      attempts: 0,
      next: 0,
      answer: null,
    };
    const whole = before ? mergeDocuments(before.body, telling) : telling;
    if (before && sameWords(before.body, whole)) return { ...before, body: whole };
    const revision = (before?.revision ?? 0) + 1;
    return {
      ...fresh,
      ...before,
      body: whole,
      revision,
      said_ms: now,
      refused: null,
      told_at: null,
      attempts: 0,
      next: 0,
    };
  });
}

/** How long to wait after so many tries in vain: 5 s, 15 s, 45 s … an hour, never all at once. */
export function waitAfter(attempts, chance = Math.random()) {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** (attempts - 1));
  return Math.round(wait * (0.75 + chance / 2));
}

/** What is to be sent now: harm first, then the oldest. */
export const dueOf = (documents, now) =>
  documents
    .filter((each) => stateOf(each) === "waiting" && each.next <= now)
    .sort((a, b) => tellsOfHarm(b) - tellsOfHarm(a) || a.at - b.at);

/** The body that goes out. `told_at` and `offset_s` were noted when this revision was first tried. */
export const bodyOf = (document) =>
  JSON.stringify({
    ...plain(document.body),
    sent_at: document.told_at,
    clock_offset_s: document.offset_s,
  });

/** Removes what was taken so long ago that nobody asks about it; never what waits or was refused. */
export async function tidy(store, person, now) {
  const old = now - DAYS_SENT_ARE_KEPT * 86_400_000;
  for (const each of await store.documents(person)) {
    if (stateOf(each) !== "sent" || each.sent_ms >= old) continue;
    await store.changeDocument(person, each.path, (found) =>
      found && stateOf(found) === "sent" ? null : undefined,
    );
  }
}

/** Signing out: what the clinic has is forgotten here, what it does not have stays for its owner. */
export async function forget(store, person) {
  for (const each of await store.documents(person)) {
    await store.changeDocument(person, each.path, (found) =>
      found && stateOf(found) === "sent" ? null : undefined,
    );
  }
}
