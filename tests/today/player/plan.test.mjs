import assert from "node:assert/strict";
import { test } from "node:test";

import {
  planOf,
  shownTogether,
  sidesLeft,
  tempoOf,
  wholeRules,
} from "../../../goodform/today/static/today/player/plan.mjs";
import { BRIDGE, CLAM, KNEE, dataOf, planFor } from "./sample.mjs";

const steps = (plan, id) => plan.exercises.find((each) => each.prescription === id).steps;
const shape = (step) => [step.kind, step.side, step.seconds ?? step.repetitions].join(" ");

test("a tempo is out and back, or out, pause and back; anything else is the usual one", () => {
  assert.deepEqual(tempoOf("3-1"), { out_s: 3, pause_s: 0, back_s: 1 });
  assert.deepEqual(tempoOf("2-1-3"), { out_s: 2, pause_s: 1, back_s: 3 });
  for (const odd of ["", null, "fast", "2", "2-2-2-2", "222-2"])
    assert.deepEqual(tempoOf(odd), tempoOf("2-2"));
});

test("exercises come in the practitioner's order, by the words of the page", () => {
  const names = planFor().exercises.map((each) => each.name);
  assert.deepEqual(names, ["Knee to chest", "Clam", "Glute bridge"]);
});

test("holds are counted one by one, each side, with a change between", () => {
  assert.deepEqual(steps(planFor(), KNEE).map(shape), [
    "ready left 15",
    "work left 1",
    "work left 1",
    "change right 10",
    "work right 1",
    "work right 1",
  ]);
  assert.deepEqual(
    steps(planFor(), KNEE)
      .filter((s) => s.kind === "work")
      .map((s) => `${s.number} of ${s.of}`),
    ["1 of 2", "2 of 2", "1 of 2", "2 of 2"],
  );
});

test("repetitions come in sets, with a rest between and none after the last", () => {
  assert.deepEqual(steps(planFor(), CLAM).map(shape), [
    "ready left 15",
    "work left 3",
    "rest left 5",
    "work left 3",
    "change right 10",
    "work right 3",
    "rest right 5",
    "work right 3",
  ]);
});

test("where both legs work there is one side, and its name is both", () => {
  assert.deepEqual(steps(planFor(), BRIDGE).map(shape), ["ready both 15", "work both 2"]);
});

test("the minutes are those of the prescription: sets times repetitions at the tempo, and rests between sets", () => {
  for (const exercise of planFor().exercises) {
    const work = exercise.steps.filter(
      (s) => s.side === exercise.sides[0] && (s.kind === "work" || s.kind === "rest"),
    );
    const seconds = work.reduce(
      (sum, s) => sum + (s.seconds ?? s.repetitions * (s.out_s + s.hold_s + s.back_s)),
      0,
    );
    const { sets, repetitions, out_s, hold_s, back_s, rest_s } = exercise;
    assert.equal(seconds, sets * repetitions * (out_s + hold_s + back_s) + (sets - 1) * rest_s);
  }
});

test("what is on hold is not in the plan", () => {
  const data = dataOf();
  data.today.prescriptions[0].status = "held";
  assert.ok(!planOf(data).exercises.some((each) => each.prescription === CLAM));
});

test("a locked programme has nothing to do", () => {
  const data = dataOf();
  data.today.programme.locked = "review_passed";
  assert.deepEqual(planOf(data).exercises, []);
});

test("a side whose rounds are done is left out, and an exercise without a side to do too", () => {
  const row = { side: "each", times_a_day: 2, done_today: { left: 2, right: 1, both: 0 } };
  assert.deepEqual(sidesLeft(row), ["right"]);
  const data = dataOf();
  data.today.prescriptions[2].done_today.both = 1;
  assert.ok(!planOf(data).exercises.some((each) => each.prescription === BRIDGE));
});

test("a prescription for one leg never shows the other", () => {
  const data = dataOf();
  data.today.prescriptions[1].side = "right";
  assert.deepEqual([...new Set(steps(planOf(data), KNEE).map((each) => each.side))], ["right"]);
});

test("the short version has only what the practitioner marked for it", () => {
  assert.deepEqual(
    planFor({ short: true }).exercises.map((each) => each.prescription),
    [KNEE],
  );
});

test("two short sentences are shown together, a long one alone, and none is lost", () => {
  const long = "A sentence that is far too long to share its place.";
  assert.deepEqual(shownTogether(["One.", "Two.", "Three.", long, "Four."]), [
    ["One.", "Two."],
    ["Three."],
    [long],
    ["Four."],
  ]);
});

test("the plan is plain: what is kept and read again is the same", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(planFor())), planFor());
});

test("seconds to get ready and to change, and what is called a hold, are those of the page", () => {
  const timing = { ready_s: 20, change_s: 5, long_hold_s: 30 };
  const knee = planFor({ timing }).exercises.find((each) => each.prescription === KNEE);
  assert.deepEqual(knee.steps.map(shape), [
    "ready left 20",
    "work left 2",
    "change right 5",
    "work right 2",
  ]);
});

test("a plan kept before an update has the rules it lacked, and keeps its own", () => {
  const { rise_that_holds, ...fewer } = planFor().rules;
  const whole = wholeRules({ ...planFor(), rules: { ...fewer, usual: 1 } }, planFor());
  assert.deepEqual(whole.rules, { ...planFor().rules, usual: 1, rise_that_holds });
});
