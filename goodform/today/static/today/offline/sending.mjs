// @ts-check
// Sending what waits on this phone: from a page, or from the service worker when the network is back.
// Every request has an end. One sender at a time on a phone; twice would be harmless.

import { localTime, offsetOf } from "./clock.mjs";
import { bodyOf, dueOf, stateOf, tidy, waitAfter } from "./documents.mjs";

const PATIENCE_MS = 20_000;
const TAKEN = [200, 201];
const TRY_AGAIN = [408, 409, 425, 429];
const SIGNED_OUT = ["signed_out", "not_found"]; // nobody is signed in, or nobody with exercises

/** Ends what takes longer than this, also in a browser that does not know `AbortSignal.timeout`. */
export function endsAfter(ms) {
  if (AbortSignal.timeout) return AbortSignal.timeout(ms);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}

const limited = (send, address, options) =>
  send(address, { ...options, signal: endsAfter(PATIENCE_MS) });

/**
 * Asks the server who is signed in and how they stand, and keeps what it says. Answers
 * `{reached, signedOut, contact}`; the contact is of whoever is signed in, null for nobody.
 */
export async function ask({ store, send, address, clock = Date.now }) {
  const askedAt = clock();
  let contact;
  try {
    const answer = await limited(send, address, {
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    const said = await answer.json();
    if (SIGNED_OUT.includes(said.code)) return { reached: true, signedOut: true, contact: null };
    if (!answer.ok) return { reached: false };
    contact = noted(said, { askedAt, answeredAt: clock() });
  } catch {
    return { reached: false }; // no network, or a stranger's gateway that does not speak our words
  }
  await store.changeFact(`contact ${contact.person}`, (before) =>
    overtaken(before, contact) ? undefined : contact,
  );
  return { reached: true, signedOut: false, contact };
}

/** Whether another tab asked later and was answered first. A clock that was set back is no such thing. */
const overtaken = (before, { asked }) =>
  before?.asked > asked && before.asked - asked < PATIENCE_MS;

/**
 * The server's answer as this phone keeps it: who is held, and what was done of what today. `asked`
 * is when it was asked for: of what was taken after that it may not know.
 */
function noted(answer, { askedAt, answeredAt }) {
  const measured = {
    asked: askedAt,
    at: answeredAt,
    offset_s: offsetOf({ askedAt, answeredAt, serverTime: answer.server_time }),
  };
  const rows = answer.prescriptions;
  const held = rows.filter((row) => row.status === "held").map((row) => row.id);
  const done = Object.fromEntries(rows.map((row) => [row.id, row.done_today]));
  const { prescriptions: _rows, ...rest } = answer;
  return { ...rest, ...measured, locked: answer.programme.locked, held, done };
}

/** Notes when a revision is first tried, with the clock's error; a retry finds what was noted. */
function beginning(contact, now) {
  return (found) =>
    found && stateOf(found) === "waiting"
      ? {
          ...found,
          told_at: found.told_at ?? localTime(new Date(now)),
          offset_s: found.told_at ? found.offset_s : contact.offset_s,
        }
      : undefined;
}

async function put(document, { send, contact }) {
  const answer = await limited(send, document.path, {
    method: "PUT",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": contact.csrf,
    },
    body: bodyOf(document),
    credentials: "same-origin",
  });
  const said = await answer.json().catch(() => null);
  return { status: answer.status, said };
}

/** What a document becomes by the server's answer to one of its revisions. */
export function answered(found, { revision, status, said, now }) {
  if (TAKEN.includes(status) && said) {
    return {
      ...found,
      sent: Math.max(found.sent, revision),
      sent_ms: now,
      answer: said,
      attempts: 0,
      next: 0,
    };
  }
  if (
    status >= 400 &&
    status < 500 &&
    said?.code &&
    !TRY_AGAIN.includes(status) &&
    found.revision === revision
  ) {
    return { ...found, refused: { code: said.code, sentence: said.sentence }, refused_ms: now };
  }
  return failed(found, now);
}

const failed = (found, now) => ({
  ...found,
  attempts: found.attempts + 1,
  next: now + waitAfter(found.attempts + 1),
});

/** Sends one document; answers whether the network and the sign-in let the next one go as well. */
async function sendOne({ store, send, contact, clock, person }, { path }) {
  const document = await store.changeDocument(person, path, beginning(contact, clock()));
  if (!document) return true;
  let answer;
  try {
    answer = await put(document, { send, contact });
  } catch {
    await store.changeDocument(person, path, (found) => found && failed(found, clock()));
    return false;
  }
  // Signed out, or the key to send has changed: nothing was said about the document.
  if (answer.status === 401 || answer.status === 403) return false;
  const told = { ...answer, revision: document.revision, now: clock() };
  await store.changeDocument(person, path, (found) => found && answered(found, told));
  return answer.status < 500;
}

async function sendAll(means) {
  const { store, person, clock, eager } = means;
  const due = dueOf(await store.documents(person), eager ? Infinity : clock());
  let sent = 0;
  for (const document of due) {
    if (!(await sendOne(means, document))) break;
    sent += 1;
  }
  return sent;
}

/**
 * Asks, sends what waits of `person`, and asks again where something was taken. Answers what `ask`
 * does; nothing of one person is ever sent while another is signed in. `eager` does not wait for what
 * was tried in vain a moment ago.
 */
export async function synchronise({
  store,
  send,
  address,
  person,
  eager = false,
  clock = Date.now,
}) {
  const asked = await ask({ store, send, address, clock });
  if (!asked.contact || asked.contact.person !== person) return asked;
  const sent = await sendAll({ store, send, contact: asked.contact, clock, person, eager });
  await tidy(store, person, clock());
  if (!sent) return asked;
  const again = await ask({ store, send, address, clock });
  return again.reached ? again : asked;
}

const QUEUE_MS = 60_000;

/** The same, one at a time on a phone: waits for another sender; null where that takes too long. */
export async function synchroniseAlone(means, locks = globalThis.navigator?.locks) {
  if (!locks) return synchronise(means);
  try {
    return await locks.request("goodform-sending", { signal: endsAfter(QUEUE_MS) }, () =>
      synchronise(means),
    );
  } catch (/** @type {any} */ problem) {
    if (problem?.name === "AbortError" || problem?.name === "TimeoutError") return null;
    throw problem;
  }
}

/** The same for when no page is open; rejects where another try may send what is left. */
export async function synchroniseUnseen(means, locks) {
  const asked = await synchroniseAlone(means, locks);
  const left = (await means.store.documents(means.person)).some(
    (each) => stateOf(each) === "waiting",
  );
  const another = asked?.signedOut || (asked?.contact && asked.contact.person !== means.person);
  if (left && !another) throw new TypeError("not everything has gone yet");
  return asked;
}
