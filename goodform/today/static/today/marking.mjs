// Marking an exercise done, and "Stop, it hurts", from a page: sent as a session of one entry.
// Ids are made here once for each form, so that a second tap or a second try sends the same thing.
// What cannot be sent stays in its form, which says so, and goes when the network is back. A stop
// is never dropped: pressed while something is on its way, it goes next.

const words = JSON.parse(document.getElementById("marking-words")?.textContent ?? "{}");
const ids = new WeakMap();
const waiting = new Map();
const sending = new Set();
const stopped = new Map();

/** A random UUID, also where the page is not served over https. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A moment as ISO 8601 with the device's own offset: the date in it is the patient's. */
export function localTime(moment) {
  const minutes = -moment.getTimezoneOffset();
  const offset = `${minutes < 0 ? "-" : "+"}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, "0")}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;
  return new Date(moment.getTime() + minutes * 60_000).toISOString().replace("Z", offset);
}

const sitting = newId();
const opened = localTime(new Date());

/** The body of `PUT /api/sessions/<uuid>` for one form. */
export function documentOf(said, { entry, at }) {
  const pain = said.get("pain");
  return {
    programme: said.get("programme"),
    programme_version: Number(said.get("programme_version")),
    started_at: opened,
    finished_at: at,
    sent_at: localTime(new Date()),
    clock_offset_s: null,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
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
        where: null,
        symptoms: [],
        noticed: [],
        sets_done: null,
        repetitions_done: null,
        hold_done_s: null,
        pain: pain === null ? null : Number(pain),
        difficulty: null,
        timing: "ticked",
        recorded_at: at,
      },
    ],
  };
}

function token() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function tell(form, sentence) {
  const place = form.querySelector("[data-said]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

/** Everything of the page but the way it is scrolled, as the server says it is now. */
async function renew(sentence) {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main").replaceChildren(...fresh.querySelector("main").children);
  const told = document.querySelector("[data-told]");
  told.textContent = sentence;
  told.hidden = false;
  told.focus();
}

async function accepted(form, said, answer) {
  const [entry] = answer.entries;
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

async function send(form, said) {
  const made = ids.get(form) ?? { entry: newId(), at: localTime(new Date()) };
  ids.set(form, made);
  sending.add(form);
  tell(form, words.sending);
  try {
    const response = await fetch(words.session.replace(words.no_id, sitting), {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(documentOf(said, made)),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.sentence);
    waiting.delete(form);
    if (!stopped.has(form)) await accepted(form, said, answer);
  } catch (problem) {
    waiting.set(form, said);
    const kept = said.get("outcome") === "stopped" ? words.stop_kept : words.kept;
    tell(form, problem instanceof TypeError || !problem.message ? kept : `${problem.message} ${kept}`);
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
    const form = event.target.closest("[data-mark]");
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form, event.submitter);
    if (!sending.has(form)) send(form, said);
    else if (said.get("outcome") === "stopped") stopped.set(form, said);
  },
  { capture: true },
);

window.addEventListener("online", () => {
  for (const [form, said] of waiting) if (!sending.has(form)) send(form, said);
});

window.addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});
