import assert from "node:assert/strict";
import { test } from "node:test";

import {
  cursor,
  heard,
  lengthOf,
  repetitionsIn,
} from "../../../goodform/today/static/today/player/timing.mjs";

const hold = { kind: "work", holds: true, out_s: 2, hold_s: 20, back_s: 2, repetitions: 1 };
const set = { kind: "work", holds: false, out_s: 2, hold_s: 1, back_s: 3, repetitions: 4 };
const rest = { kind: "rest", seconds: 30 };
const names = (effects) => effects.map((each) => ("n" in each ? `${each.do} ${each.n}` : each.do));

/** Everything heard when a step runs in pieces of any size. */
function all(step, every, more = 0) {
  const end = lengthOf(step, more);
  const found = [];
  for (let from = 0; from < end; from += every)
    found.push(...heard(step, from, Math.min(end, from + every), more));
  return names(found);
}

test("a hold is eased into, held and let go", () => {
  assert.deepEqual(cursor(hold, 1000), { repetition: 1, phase: "out", into: 1000, length: 2000 });
  assert.deepEqual(cursor(hold, 10_000), {
    repetition: 1,
    phase: "hold",
    into: 8000,
    length: 20_000,
  });
  assert.deepEqual(cursor(hold, 22_500), { repetition: 1, phase: "back", into: 500, length: 2000 });
});

test("a repetition goes at its own tempo", () => {
  assert.equal(lengthOf(set), 24_000);
  assert.deepEqual(cursor(set, 6000), { repetition: 2, phase: "out", into: 0, length: 2000 });
  assert.equal(cursor(set, 8500).phase, "hold");
  assert.equal(cursor(set, 9500).phase, "back");
  assert.equal(repetitionsIn(set, 5999), 0);
  assert.equal(repetitionsIn(set, 6000), 1);
  assert.equal(repetitionsIn(set, 99_999), 4);
});

test("ten more seconds lengthen the hold itself", () => {
  assert.equal(lengthOf(hold, 10_000), 34_000);
  assert.deepEqual(cursor(hold, 25_000, 10_000), {
    repetition: 1,
    phase: "hold",
    into: 23_000,
    length: 30_000,
  });
});

test("a hold says that it stays, is counted down, and says with one bell that it goes back", () => {
  assert.deepEqual(all(hold, 100), [
    "phase",
    "count 10",
    "count 5",
    "tick 3",
    "tick 2",
    "tick 1",
    "bell",
    "phase",
  ]);
});

test("repetitions are counted from the second on, the first two say their turns, and one bell ends the set", () => {
  assert.deepEqual(all(set, 50), [
    "phase",
    "phase",
    "count 2",
    "phase",
    "phase",
    "count 3",
    "count 4",
    "bell",
  ]);
});

test("a rest is ticked out", () => {
  assert.deepEqual(all(rest, 100), ["tick 3", "tick 2", "tick 1"]);
});

test("what is heard does not depend on how often the clock ticks", () => {
  for (const step of [hold, set, rest, { kind: "ready", seconds: 15 }]) {
    for (const every of [7, 49, 333, 1499])
      assert.deepEqual(all(step, every), all(step, 100), `${step.kind} every ${every}`);
  }
});
