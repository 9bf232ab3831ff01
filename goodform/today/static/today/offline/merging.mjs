// @ts-check
// How two tellings of the same thing become one, field by field. Pure. The same rule as the
// server's `diary/merging.py`, and both are held to `tests/today/offline/merging.json`:
//
// - What was said later wins. Saying nothing (null, empty) never takes away what was said.
// - A stop stays a stop, a symptom or red flag once ticked stays ticked, whatever is said later.
// - Of two advices that were shown, the graver counts.
// - An entry happened when it was first recorded; a session began at its earliest start and ended at
//   its latest end.
// - Two different words of the very same moment: the one that sorts last, so that order never decides.

// What of an entry has a rule of its own; in everything else it says, the later word wins.
const WITH_A_RULE = new Set([
  "id",
  "symptoms",
  "recorded_at",
  "changed_at",
  "undone_at",
  "zone",
  "stamps",
]);
const wordsOf = (...entries) =>
  [...new Set(entries.flatMap(Object.keys))].filter((name) => !WITH_A_RULE.has(name));
const SESSION_FIELDS = [
  "programme",
  "programme_version",
  "zone",
  "day",
  "shown",
  "pain_before",
  "pain_after",
  "note",
];
export const ADVICE = ["tell_clinic", "clinic_today", "urgent_today", "emergency"]; // from mild to grave
const OTHER_FIELDS = ["settled", "pain", "text", "written_at"];

const silent = (value) =>
  value === undefined || value === null || value === "" || value?.length === 0;

/** A moment as text that sorts by time: UTC, to the microsecond. */
export const stampOf = (moment) => `${new Date(moment).toISOString().slice(0, -1)}000`;

/** A value as the server writes it, so that ties are decided alike on both sides. */
function asText(value) {
  const text = Array.isArray(value)
    ? `[${value.map(asText).join(", ")}]`
    : JSON.stringify(value ?? null);
  return text.replace(
    /[\u007f-\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What no later word takes back: a stop, and the gravest advice that was shown. */
const gravity = (name, value) =>
  name === "shown" ? ADVICE.indexOf(value) : Number(name === "outcome" && value === "stopped");

const rank = (said, name) => [
  !silent(said[name]),
  gravity(name, said[name]),
  said.stamps?.[name] ?? "",
  asText(said[name]),
];

/** Which of two tellings the word on a field comes from; the first where they say the same. */
function winner(kept, said, name) {
  const [a, b] = [rank(kept, name), rank(said, name)];
  const at = a.findIndex((each, index) => each !== b[index]);
  return at < 0 || a[at] > b[at] ? kept : said;
}

function later(kept, said, names) {
  const merged = {};
  const stamps = {};
  for (const name of names) {
    const from = winner(kept, said, name);
    if (from[name] !== undefined) merged[name] = from[name];
    if (from.stamps?.[name] !== undefined) stamps[name] = from.stamps[name];
  }
  return { ...merged, stamps };
}

const together = (one, other) => [...new Set([...(one ?? []), ...(other ?? [])])].sort();

/** The moment that comes first (or last); null where neither says one. */
function extreme(one, other, first) {
  if (silent(one) || silent(other)) return silent(one) ? (other ?? null) : one;
  return Date.parse(one) <= Date.parse(other) === first ? one : other;
}

/** One entry after hearing of it again. */
export function mergeEntries(kept, said) {
  const [a, b] = [Date.parse(kept.recorded_at), Date.parse(said.recorded_at)];
  const first = a < b || (a === b && (kept.zone ?? "") <= (said.zone ?? "")) ? kept : said;
  const merged = {
    ...said,
    ...kept,
    ...later(kept, said, wordsOf(kept, said)),
    symptoms: together(kept.symptoms, said.symptoms),
    recorded_at: first.recorded_at,
    undone_at: extreme(kept.undone_at, said.undone_at, true),
  };
  if (first.zone !== undefined) merged.zone = first.zone;
  const changed = extreme(kept.changed_at, said.changed_at, false);
  if (changed) merged.changed_at = changed;
  return merged;
}

function mergeLists(kept, said) {
  const entries = new Map(kept.map((entry) => [entry.id, entry]));
  for (const entry of said) {
    const before = entries.get(entry.id);
    entries.set(entry.id, before ? mergeEntries(before, entry) : entry);
  }
  const order = (entry) => [Date.parse(entry.recorded_at), entry.id];
  return [...entries.values()].sort((one, other) => {
    const [[a, x], [b, y]] = [order(one), order(other)];
    return a - b || (x < y ? -1 : 1);
  });
}

/** One session after hearing of it again. */
export function mergeSessions(kept, said) {
  return {
    ...said,
    ...kept,
    ...later(kept, said, SESSION_FIELDS),
    started_at: extreme(kept.started_at, said.started_at, true),
    finished_at: extreme(kept.finished_at, said.finished_at, false),
    red_flags: together(kept.red_flags, said.red_flags),
    entries: mergeLists(kept.entries ?? [], said.entries ?? []),
  };
}

const stamped = (said, names, moment) => ({
  ...said,
  stamps: Object.fromEntries(
    names.filter((name) => !silent(said[name])).map((name) => [name, stampOf(moment)]),
  ),
});

/** A document with the moment of each word, as `mergeDocuments` needs it. `at` is when it was said. */
export function told(document, at) {
  if (!document.entries) return stamped(document, OTHER_FIELDS, at);
  const entries = document.entries.map((entry) => {
    const changed = entry.changed_at ?? entry.recorded_at;
    const whole = {
      zone: document.zone ?? null,
      ...entry,
      symptoms: together(entry.symptoms),
      changed_at: changed,
    };
    return stamped(whole, wordsOf(whole), changed ?? at);
  });
  const session = stamped(document, SESSION_FIELDS, at);
  return { ...session, red_flags: together(document.red_flags), entries: mergeLists([], entries) };
}

/** Two tellings of one document, each made by `told`. */
export function mergeDocuments(kept, said) {
  if (kept.entries) return mergeSessions(kept, said);
  const merged = { ...said, ...kept, ...later(kept, said, OTHER_FIELDS) };
  const answered = extreme(kept.answered_at, said.answered_at, false);
  if (!answered) return merged;
  const { settled, ache } = answered === said.answered_at ? said : kept; // an answer stands whole
  return { ...merged, ...(said.answered && { settled, ache }), answered_at: answered };
}

const bare = ({ stamps, ...rest }) => rest;

/** What is sent of a document: its words without their stamps. */
export const plain = (document) =>
  document.entries ? { ...bare(document), entries: document.entries.map(bare) } : bare(document);

/** A value with its keys in order and what says nothing left out. */
function orderly(value) {
  if (Array.isArray(value)) return value.map(orderly);
  if (value === null || typeof value !== "object") return value;
  const said = Object.keys(value)
    .sort()
    .filter((key) => !silent(value[key]));
  return Object.fromEntries(said.map((key) => [key, orderly(value[key])]));
}

/** Whether two documents say the same. */
export const sameWords = (one, other) =>
  JSON.stringify(orderly(plain(one))) === JSON.stringify(orderly(plain(other)));
