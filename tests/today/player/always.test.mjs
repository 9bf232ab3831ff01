// Whatever a person presses, in whatever order: what must always hold. A walker with fixed seeds.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  SEEN_GAP_MS,
  canStop,
  exerciseNow,
  goesOnAlone,
  resumed,
  sideNow,
  stepNow,
} from "../../../goodform/today/static/today/player/session.mjs";
import { lengthOf } from "../../../goodform/today/static/today/player/timing.mjs";
import { PAIN, Sitting, planFor } from "./sample.mjs";

const SEEDS = 150;
const EVENTS = 150;

/** Numbers below 1, the same for the same seed (mulberry32). */
function dice(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const PRESSED = [
  "next",
  "start",
  "nothing_new",
  "something_new",
  "pause",
  "go_on",
  "more",
  "again",
  "skip",
  "later",
  "leave",
  "back",
  "finish",
  "did_it",
  "carry_on",
  "kind",
  "mistake",
  "nobody knows this",
];
const FILLED = [
  ["pain", [undefined, 0, 1, 2, 3, 4, 10]],
  ["flags", [undefined, ["none_of_these"], ["fever"]]],
  ["where", ["low_back", "left_leg", "both_legs"]],
  ["symptoms", [[], [], [], ["dizzy"]]],
  ["difficulty", ["easy", undefined]],
  ["noticed", [["wobbled"], []]],
  ["which", ["left", "right", "both"]],
  ["repetitions", [0, 1, 2, 3]],
  ["sets", [1, 2]],
  ["note", ["stiff"]],
];

/** One random act; mostly time passes, as it does. */
function act(sitting, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const roll = random();
  if (sitting.screen === "away")
    return sitting.does(pick(["did_it", "carry_on", "again", "leave", "stop"]));
  if (roll < 0.5) return sitting.lets(pick([0.5, 2, 7, 20]), pick([250, 700, 1400]));
  if (roll < 0.54) return sitting.sleeps(pick([2, 30, 4000]));
  if (roll < 0.57) {
    sitting.state = resumed(JSON.parse(JSON.stringify(sitting.state)));
    return sitting;
  }
  if (roll < 0.6) return sitting.does("stop");
  if (roll < 0.62) return sitting.does("reason", pick(["tired", "no_time", "other"]));
  if (roll < 0.64)
    return sitting.does(pick(["up", "down", "leave_out"]), pick(["0", "1", "2", "7"]));
  if (roll < 0.75) {
    const [name, values] = pick(FILLED);
    return sitting.fills(name, pick(values));
  }
  return sitting.does(pick(PRESSED));
}

/** A session to its end, with `watch(before, after, sitting)` after every event. */
function walk(seed, watch) {
  const random = dice(seed);
  const sitting = new Sitting(
    planFor({ short: random() < 0.1, pain: { ...PAIN, not_today_from: random() < 0.1 ? 2 : 4 } }),
  );
  const does = sitting.does.bind(sitting);
  sitting.does = (...event) => {
    const before = sitting.state; // a step never changes the state it was given
    does(...event);
    watch(before, sitting.state, sitting, event);
    return sitting;
  };
  const opening = random();
  if (opening < 0.8) sitting.fills("pain", 1).does("next").does("nothing_new").does("start");
  else if (opening < 0.9) sitting.fills("pain", 4).does("next").fills("flags", ["none_of_these"]);
  for (let i = 0; i < EVENTS; i += 1) act(sitting, random);
  return sitting;
}

const RULES = [];
const always = (name, watcher) => RULES.push({ name, watcher });

const key = (entry) => `${entry.prescription} ${entry.side}`;

always("done and timed means that every second of it was seen", () => {
  const seen = new Map();
  return {
    watch(before, after, sitting, [type]) {
      const step = stepNow(sitting.plan, before);
      if (
        type === "tick" &&
        before.screen === "work" &&
        !before.paused &&
        step?.kind === "work" &&
        before.last !== null
      ) {
        const passed = sitting.at - before.last;
        const place = `${exerciseNow(sitting.plan, before).prescription} ${step.side}`;
        if (passed <= SEEN_GAP_MS) seen.set(place, (seen.get(place) ?? 0) + passed);
      }
      for (const entry of after.entries.slice(before.entries.length)) {
        if (entry.outcome !== "done" || entry.timing !== "timed") continue;
        const exercise = sitting.plan.exercises.find(
          (each) => each.prescription === entry.prescription,
        );
        const needed = exercise.steps
          .filter((each) => each.kind === "work" && each.side === entry.side)
          .reduce((sum, each) => sum + lengthOf(each), 0);
        assert.ok(
          (seen.get(key(entry)) ?? 0) >= needed,
          `${key(entry)}: ${seen.get(key(entry))} of ${needed} ms seen`,
        );
      }
    },
  };
});

always("done without being seen is only what the person said", () => {
  let claims = 0;
  return {
    watch(before, after, _sitting, [type]) {
      if (type === "did_it" && before.screen === "away") claims += 1;
      const ticked = after.entries
        .slice(before.entries.length)
        .filter((each) => each.outcome === "done" && each.timing === "ticked");
      if (ticked.length) assert.ok(claims > 0);
    },
  };
});

always("each stop is one stopped entry, at the tap, and stays", () => ({
  watch(before, after, _sitting, [type]) {
    const stops = (state) => state.entries.filter((each) => each.outcome === "stopped");
    const expected = stops(before).length + (type === "stop" && canStop(before) ? 1 : 0);
    assert.equal(stops(after).length, expected);
    for (const old of stops(before))
      assert.ok(
        stops(after).some((each) => each.id === old.id && each.recorded_at === old.recorded_at),
      );
  },
}));

always(
  "after a stop, also one by mistake, that exercise is never done again in this session",
  () => ({
    watch(before, after) {
      const meant = before.entries
        .filter((each) => each.outcome === "stopped")
        .map((each) => each.prescription);
      const stopping = before.stop && before.screen.startsWith("stop_");
      for (const entry of after.entries.slice(before.entries.length)) {
        if (entry.outcome !== "done" && entry.outcome !== "partly") continue;
        assert.ok(
          !meant.includes(entry.prescription),
          `${entry.outcome} after a stop${stopping ? " being answered" : ""}`,
        );
      }
    },
  }),
);

always("nothing goes on while everything is on hold", () => ({
  watch(before, after) {
    if (before.screen === "advice") assert.equal(after.screen, "advice");
    if (before.screen === "not_today") assert.equal(after.screen, "not_today");
  },
}));

always("nobody starts without a pain and an answer to the red flags", () => ({
  watch(_before, after) {
    if (after.turn < 0) return;
    assert.notEqual(after.pain_before, null);
    assert.ok(["nothing_new", "none_of_these"].includes(after.red_flags[0]));
  },
}));

always("while an exercise is under way there is a side, and Stop", () => ({
  watch(_before, after, sitting) {
    if (!["work", "away", "after"].includes(after.screen)) return;
    assert.ok(["left", "right", "both"].includes(sideNow(sitting.plan, after)));
    assert.ok(canStop(after));
  },
}));

always("the phone stays awake exactly while time alone moves the session on", () => ({
  watch(before, after, sitting, [type]) {
    if (type !== "tick" || before.last === null || sitting.at === before.last) return;
    if (before.screen === "after" && sitting.at - before.last > SEEN_GAP_MS) return; // asleep: not counted
    const moved = (state) => JSON.stringify({ ...state, last: null });
    assert.equal(moved(before) !== moved(after), goesOnAlone(before), before.screen);
  },
}));

always("every step that runs out can be made longer", () => ({
  watch(before, after, sitting, [type]) {
    if (before.screen !== "work" || type !== "more") return;
    const end = (state) =>
      lengthOf(stepNow(sitting.plan, state), state.more) + state.wait - state.ms;
    assert.equal(end(after), end(before) + 10_000);
  },
}));

always("what is kept and read again is the same, at every moment", () => ({
  watch(_before, after) {
    assert.deepEqual(JSON.parse(JSON.stringify(after)), withoutUndefined(after));
    assert.deepEqual(resumed(resumed(after)), resumed(after));
    assert.deepEqual(resumed(after).entries, after.entries);
  },
}));

function withoutUndefined(state) {
  return {
    ...state,
    draft: Object.fromEntries(
      Object.entries(state.draft).filter(([, value]) => value !== undefined),
    ),
  };
}

always(
  "an entry is complete, on a side of its prescription, and never counted beyond what was asked",
  () => ({
    end(sitting) {
      assert.equal(
        new Set(sitting.state.entries.map((each) => each.id)).size,
        sitting.state.entries.length,
      );
      for (const entry of sitting.state.entries) {
        const exercise = sitting.plan.exercises.find(
          (each) => each.prescription === entry.prescription,
        );
        assert.ok(exercise.sides.includes(entry.side));
        assert.ok(["done", "partly", "skipped", "stopped"].includes(entry.outcome));
        assert.ok(["timed", "ticked"].includes(entry.timing));
        assert.ok(!Number.isNaN(Date.parse(entry.recorded_at)));
        if (entry.timing === "timed" && entry.sets_done !== null) {
          assert.ok(
            entry.sets_done <= exercise.sets && entry.repetitions_done <= exercise.repetitions,
          );
        }
      }
    },
  }),
);

always("no pain is ever made up", () => ({
  watch(before, after, _sitting, [type, , name]) {
    const pains = (state) => state.entries.filter((each) => each.pain !== null).length;
    if (pains(after) > pains(before))
      assert.notEqual(before.draft.pain ?? null, null, `${type} ${name}`);
  },
}));

const broken = new Map();
const screens = new Set();
const outcomes = new Set();

/** One walk for all rules; the first break of each is kept, with the seed that shows it again. */
function walkAll(seed) {
  const watching = RULES.map(({ name, watcher }) => ({ name, ...watcher() }));
  const check = (name, ask) => {
    try {
      ask();
    } catch (error) {
      if (!broken.has(name)) broken.set(name, `seed ${seed}: ${error.message}`);
    }
  };
  const sitting = walk(seed, (...moment) => {
    screens.add(moment[1].screen);
    for (const { name, watch } of watching) check(name, () => watch?.(...moment));
  });
  for (const { name, end } of watching) check(name, () => end?.(sitting));
  for (const entry of sitting.state.entries)
    outcomes.add(`${entry.outcome}${entry.undone_at ? " undone" : ""}`);
}

for (let seed = 1; seed <= SEEDS; seed += 1) walkAll(seed);
for (const { name } of RULES) test(name, () => assert.equal(broken.get(name), undefined));

test("the walker reaches every screen, and both ends of a stop", () => {
  assert.deepEqual([...screens].sort(), [
    "advice",
    "after",
    "away",
    "flags",
    "held",
    "leave",
    "list",
    "not_today",
    "one_flag",
    "pain",
    "pain_after",
    "resume",
    "skip",
    "stop_kind",
    "stop_pain",
    "stop_where",
    "summary",
    "work",
  ]);
  assert.deepEqual([...outcomes].sort(), [
    "done",
    "partly",
    "skipped",
    "stopped",
    "stopped undone",
  ]);
});
