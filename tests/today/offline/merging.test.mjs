// The rule by which tellings become one: the table, and what must always hold.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  mergeDocuments,
  mergeEntries,
  mergeSessions,
  plain,
  sameWords,
  told,
} from "../../../goodform/today/static/today/offline/merging.mjs";

const table = JSON.parse(readFileSync(new URL("./merging.json", import.meta.url)));

/** Only what says something, so that null, empty and absent are alike. */
function saying(value) {
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([, word]) =>
          word !== null &&
          word !== undefined &&
          word !== "" &&
          !(Array.isArray(word) && !word.length),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

for (const [kind, merge] of [
  ["entries", mergeEntries],
  ["sessions", mergeSessions],
]) {
  for (const { rule, one, other, merged } of table[kind]) {
    test(`${kind}: ${rule}`, () => {
      assert.deepEqual(saying(merge(one, other)), saying(merged));
      assert.deepEqual(saying(merge(other, one)), saying(merged));
    });
  }
}

// ── What must always hold, over many made-up tellings ────────────────────────────────────────

/** Numbers that are the same at every run (mulberry32). */
function dice(seed) {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
}

const pick = (roll, choices) => choices[roll(choices.length)];
const some = (roll, choices) => choices.filter(() => roll(3) === 0);
const moment = (roll) => new Date(Date.UTC(2026, 10, 16, 8, roll(4))).toISOString();

const anEntry = (roll) => ({
  id: pick(roll, ["e1", "e2", "e3"]),
  prescription: pick(roll, ["p1", "p2"]),
  side: pick(roll, ["left", "right"]),
  outcome: pick(roll, ["done", "partly", "skipped", "stopped"]),
  reason: pick(roll, [null, "pain", "tired"]),
  where: pick(roll, [null, "knee", "épaule"]),
  symptoms: some(roll, ["numb_leg", "dizzy"]),
  noticed: some(roll, ["wobbled", "lifted"]),
  sets_done: pick(roll, [null, 0, 3, 10]),
  pain: pick(roll, [null, 0, 5, 10]),
  difficulty: pick(roll, [null, "hard"]),
  timing: "timed",
  recorded_at: moment(roll),
  changed_at: moment(roll),
  zone: pick(roll, ["Europe/London", "Europe/Paris"]),
  undone_at: pick(roll, [null, null, moment(roll)]),
});

function aDocument(roll) {
  const entries = new Map(
    Array.from({ length: roll(4) }, () => anEntry(roll)).map((entry) => [entry.id, entry]),
  );
  const document = {
    programme: "g1",
    programme_version: 1 + roll(2),
    started_at: moment(roll),
    finished_at: pick(roll, [null, moment(roll)]),
    zone: "Europe/London",
    pain_before: pick(roll, [null, 0, 3]),
    pain_after: pick(roll, [null, 2]),
    red_flags: some(roll, ["saddle", "none_of_these"]),
    note: pick(roll, ["", "a", "b"]),
    entries: [...entries.values()],
  };
  return told(document, Date.parse(moment(roll)));
}

const RUNS = 400;
const same = (one, other) => {
  assert.ok(sameWords(one, other), `${JSON.stringify(one)}\n${JSON.stringify(other)}`);
  assert.deepEqual(stampsOf(one), stampsOf(other));
};
const stampsOf = (document) => [document.stamps, ...document.entries.map((entry) => entry.stamps)];

function forMany(check) {
  for (let seed = 0; seed < RUNS; seed += 1) {
    const roll = dice(seed);
    check(aDocument(roll), aDocument(roll), aDocument(roll));
  }
}

test("the order in which tellings arrive does not matter", () => {
  forMany((a, b, c) => {
    same(mergeDocuments(a, b), mergeDocuments(b, a));
    same(mergeDocuments(mergeDocuments(a, b), c), mergeDocuments(a, mergeDocuments(c, b)));
  });
});

test("telling twice is telling once", () => {
  forMany((a, b) => {
    const once = mergeDocuments(a, b);
    same(mergeDocuments(a, a), a);
    same(mergeDocuments(once, b), once);
    same(mergeDocuments(once, a), once);
  });
});

test("nothing is invented: every word was said by somebody", () => {
  forMany((a, b) => {
    const merged = plain(mergeDocuments(a, b));
    for (const entry of merged.entries) {
      const sources = [...a.entries, ...b.entries].filter((each) => each.id === entry.id);
      assert.ok(sources.length);
      for (const [name, word] of Object.entries(entry)) {
        const words = sources.map((each) => each[name]);
        if (name === "symptoms") assert.ok(word.every((code) => words.flat().includes(code)));
        else
          assert.ok(
            words.some((each) => JSON.stringify(each) === JSON.stringify(word)),
            name,
          );
      }
    }
  });
});

test("nothing is lost: no entry, no stop, no symptom, no red flag, no answer without an answer", () => {
  forMany((a, b) => {
    const merged = mergeDocuments(a, b);
    const found = new Map(merged.entries.map((entry) => [entry.id, entry]));
    for (const entry of [...a.entries, ...b.entries]) {
      const kept = found.get(entry.id);
      assert.ok(kept);
      if (entry.outcome === "stopped") assert.equal(kept.outcome, "stopped");
      assert.ok(entry.symptoms.every((code) => kept.symptoms.includes(code)));
      for (const name of ["pain", "difficulty", "where", "reason", "sets_done", "undone_at"]) {
        if (entry[name] !== null) assert.notEqual(kept[name], null);
      }
    }
    for (const code of [...a.red_flags, ...b.red_flags]) assert.ok(merged.red_flags.includes(code));
  });
});

test("a morning answer merges by the same rule, and silence takes nothing away", () => {
  const first = told({ settled: false, pain: 4 }, 1000);
  const second = told({ settled: null, pain: 3 }, 2000);
  assert.deepEqual(plain(mergeDocuments(first, second)), { settled: false, pain: 3 });
  assert.deepEqual(plain(mergeDocuments(second, first)), { settled: false, pain: 3 });
});

test("a later answer of the morning stands whole: not sure after all is not sure", () => {
  const first = told(
    {
      settled: true,
      answered: true,
      ache: true,
      pain: 2,
      answered_at: "2026-11-16T07:00:00.000+00:00",
    },
    1000,
  );
  const second = told(
    {
      settled: null,
      answered: true,
      ache: false,
      pain: null,
      answered_at: "2026-11-16T12:00:00.000+00:00",
    },
    2000,
  );
  for (const [kept, said] of [
    [first, second],
    [second, first],
  ]) {
    const { settled, ache, pain } = plain(mergeDocuments(kept, said));
    assert.deepEqual([settled, ache, pain], [null, false, 2]);
  }
});

test("a morning answer was given when it was last said, whenever it is sent", () => {
  const first = told(
    { settled: false, pain: 4, answered_at: "2026-11-16T07:00:00.000+00:00" },
    1000,
  );
  const second = told(
    { settled: true, pain: 4, answered_at: "2026-11-16T12:00:00.000+00:00" },
    2000,
  );
  assert.equal(mergeDocuments(first, second).answered_at, second.answered_at);
  assert.equal(mergeDocuments(second, first).answered_at, second.answered_at);
});
