// @ts-check
// What the guided session needs of this phone: a sender that keeps before it sends, and the day as
// this phone knows it.

import { taken } from "./day.mjs";
import { reasonsOf } from "./documents.mjs";
import {
  before,
  contactNow,
  dayHere,
  documents,
  keepHere,
  onChange,
  rowsNow,
  sendNow,
  sessionRuns,
} from "./keeping.mjs";
import { adviceStands } from "./locks.mjs";

/** The page's data for the patient's date now; null, and on to the page that says why, where none may begin. */
export async function dataHere(data, { today, morning }) {
  const why = await before(data.today);
  if (why) location.replace(why === "morning" ? morning : today);
  if (why) return null;
  sessionRuns();
  const { date, rows } = await rowsNow(data.today.prescriptions, data.today);
  return { ...data, today: { ...data.today, date, prescriptions: rows } };
}

export { dayHere };

/** The patient's date now: a copy of a page may be of another day. */
export const dateHere = async (today) => (await rowsNow([], today)).date;

/**
 * What the clinic says of an answer that was given here: whether the advice shown for it still stands,
 * and what of it was released. A phone forgets only what was sent; `told` is what the page was told.
 */
export async function askWhatStands({ path, body, told = [] }) {
  const [all, contact] = [await documents(), await contactNow()];
  const document = all.find((each) => each.path === path) ?? { path, body, state: "sent" };
  const released = [...told, ...(contact?.released ?? [])];
  return {
    advice: adviceStands({ document, released }),
    released: taken(document) ? released : [],
  };
}

/**
 * `keep(id, document)` writes to the phone and sends; `flush()` tries what is left, at once; `unsent()`
 * is what the clinic does not have, as `[id, {document}]`. `status` is
 * `{state: here|sending|sent|refused, sentences, signIn}` of the session kept last.
 */
export async function senderHere({ address, onChange: tell }) {
  const sender = { status: { state: "sent" }, durable: true, keep, flush, unsent };
  let [all, last, busy, keeping, signIn] = [await documents(), null, 0, 0, false];

  function say() {
    const found = all.find((each) => each.path === last);
    const waits = keeping > 0 || found?.state === "waiting"; // what is being kept now is not in `all` yet
    const state = waits ? (busy ? "sending" : "here") : (found?.state ?? "sent");
    sender.status = { state, sentences: found ? reasonsOf(found) : [], signIn };
    tell();
  }

  async function look() {
    all = await documents();
    say();
  }

  function unsent() {
    return all
      .filter((each) => each.state !== "sent" && each.path.startsWith(address))
      .map((each) => [each.path.slice(address.length), { document: each.body }]);
  }

  async function during(work) {
    busy += 1;
    say();
    const answer = await work;
    busy -= 1;
    await look();
    return answer;
  }

  async function keep(id, document) {
    last = address + id;
    keeping += 1;
    await during(
      keepHere(last, document).finally(() => {
        keeping -= 1;
      }),
    );
  }

  async function flush() {
    const { signedOut = false } = await during(sendNow());
    signIn = signedOut;
    say();
  }

  onChange(look);
  return sender;
}
