// Sends sessions, each as often as it takes and safely more than once, and knows what is where: on
// this phone, sent, or refused and why. What is not accepted stays on the phone.

import { stamp } from "./clock.mjs";

const LONGEST_WAIT_MS = 60_000;
const UNSENT = "unsent.";

/** What `PUT /api/sessions/<uuid>` takes, but for `sent_at` and `clock_offset_s`: those come with sending. */
export function documentOf(plan, state, zone) {
  const { started_at, finished_at, pain_before, pain_after, red_flags, note, entries } = state;
  return {
    programme: plan.programme, programme_version: plan.version, zone, started_at, finished_at,
    pain_before, pain_after, red_flags, note, entries,
  };
}

/** What unsent sessions lock on this phone at once: prescriptions, or all with `everything`. */
export function lockedBy(documents, stopsEverything) {
  const entries = documents.flatMap((each) => each.entries).filter((each) => !each.undone_at);
  const stopped = entries.filter((each) => each.outcome === "stopped").map((each) => each.prescription);
  return { prescriptions: [...new Set(stopped)], everything: documents.some(stopsEverything) };
}

/** How the server's answer is to be read: sent, refused for good, or to be tried again. */
async function read(response) {
  if (response.ok) {
    const { entries = [] } = await response.json();
    const refused = entries.filter((each) => each.result === "refused");
    return refused.length ? { state: "refused", sentences: refused.map((each) => each.sentence) } : { state: "sent" };
  }
  const again = response.status >= 500 || [401, 403, 408, 429].includes(response.status);
  if (again) return { state: "here", signIn: response.status === 401 || response.status === 403 };
  const said = await response.json().catch(() => ({}));
  return { state: "refused", sentences: [said.sentence].filter(Boolean) };
}

const csrf = (cookies) => /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies)?.[1] ?? "";

/**
 * `keep(id, document)` writes to the phone and sends; `flush()` tries what is left, at once.
 * `status` is `{state: here|sending|sent|refused, sentences, signIn}` of the last session kept.
 */
export function senderOf({ memory, address, fetch, cookies, later, now = () => Date.now(), onChange = () => {} }) {
  const sender = { status: { state: "sent" }, offset: null, keep, flush, unsent };
  let [busy, waiting, tries] = [null, null, 0];

  function unsent() {
    return memory.names(UNSENT).map((name) => [name.slice(UNSENT.length), memory.read(name)]);
  }

  function say(status) {
    sender.status = status;
    onChange();
  }

  async function put(id, kept) {
    const began = now();
    const document = { ...kept.document, sent_at: stamp(new Date(began)), clock_offset_s: sender.offset };
    try {
      const response = await fetch(`${address}${id}`, {
        method: "PUT", keepalive: true, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(cookies()) },
        body: JSON.stringify(document),
      });
      measure(response, began, now());
      return await read(response);
    } catch {
      return { state: "here" };
    }
  }

  /** The server's clock against ours, from the answer's date; a slow answer measures nothing. */
  function measure(response, began, ended) {
    const theirs = Date.parse(response.headers?.get("Date") ?? "");
    if (!Number.isNaN(theirs) && ended - began < 5000) sender.offset = Math.round((theirs - (began + ended) / 2) / 1000);
  }

  async function flush() {
    if (busy) return busy;
    waiting?.();
    waiting = null;
    busy = sendAll();
    const all = await busy;
    busy = null;
    if (all) tries = 0;
    else retryLater();
    return all;
  }

  async function sendAll() {
    for (const [id, kept] of unsent()) {
      if (kept.refused) continue;
      say({ state: "sending" });
      const answer = await put(id, kept);
      const latest = memory.read(UNSENT + id);
      const changed = latest && latest.number !== kept.number;
      if (answer.state === "refused") memory.write(UNSENT + id, { ...latest, refused: answer.sentences });
      else if (answer.state === "sent" && !changed) memory.remove(UNSENT + id);
      say(answer);
      if (answer.state === "here") return false;
      if (changed) return sendAll();
    }
    return true;
  }

  function retryLater() {
    tries += 1;
    waiting = later(Math.min(LONGEST_WAIT_MS, 1000 * 2 ** tries), () => {
      waiting = null;
      flush();
    });
  }

  /** `number` grows with each version, so that an older answer never removes a newer document. */
  function keep(id, document) {
    const number = (memory.read(UNSENT + id)?.number ?? 0) + 1;
    memory.write(UNSENT + id, { document, number });
    say({ state: "here" });
    return flush();
  }
  return sender;
}
