import assert from "node:assert/strict";
import { test } from "node:test";

import { canStop, resumed } from "../../../goodform/today/static/today/player/session.mjs";
import { BRIDGE, CLAM, KNEE, Sitting, dataOf, holding, planFor, started } from "./sample.mjs";

const afterKnee = () => started().lets(15 + 48 + 10 + 48);
const entries = (sitting) => sitting.state.entries;
const facts = ({ side, outcome, timing }) => `${side} ${outcome} ${timing}`;

// Stop

test("a stop is recorded at the tap, before any question, and is sent at once", () => {
  const sitting = holding();
  sitting.effects = [];
  const tapped = sitting.time();
  sitting.does("stop");
  const [entry] = entries(sitting);
  assert.deepEqual(
    [entry.outcome, entry.reason, entry.side, entry.recorded_at],
    ["stopped", "pain", "left", tapped],
  );
  assert.deepEqual([entry.where, entry.pain, entry.symptoms], [null, null, []]);
  assert.deepEqual([entry.sets_done, entry.repetitions_done, entry.hold_done_s], [0, 0, 8]);
  assert.equal(sitting.sent(), 1);
  assert.deepEqual([sitting.screen, sitting.state.held], ["stop_where", [KNEE]]);
});

for (const [name, there] of Object.entries({
  "while it runs": () => holding(),
  "in a pause": () => holding().does("pause"),
  "while getting ready": () => started().lets(3),
  "after time nobody saw": () => holding().sleeps(30),
  "in the questions after": () => afterKnee(),
  "while leaving": () => holding().does("leave"),
  "while leaving it out": () => holding().does("pause").does("skip"),
})) {
  test(`Stop is there ${name}`, () => {
    const sitting = there();
    assert.ok(canStop(sitting.state));
    sitting.does("stop");
    assert.deepEqual([sitting.screen, entries(sitting).at(-1).outcome], ["stop_where", "stopped"]);
  });
}

test("a stop during a change of sides is about the side that has just worked", () => {
  const sitting = started()
    .lets(15 + 48 + 3)
    .does("stop");
  assert.deepEqual(entries(sitting).map(facts), ["left done timed", "left stopped timed"]);
});

test("the questions of a stop may be left open", () => {
  const sitting = holding().does("stop").does("next").does("next").does("next");
  assert.equal(sitting.screen, "held");
  const [entry] = entries(sitting);
  assert.deepEqual(
    [entry.where, entry.pain, entry.symptoms, entry.outcome],
    [null, null, [], "stopped"],
  );
});

test("each answer to a stop is on the same entry", () => {
  const sitting = holding()
    .does("stop")
    .fills("where", "low_back")
    .does("next")
    .fills("pain", 6)
    .does("next")
    .does("next");
  assert.equal(entries(sitting).length, 1);
  assert.deepEqual([entries(sitting)[0].where, entries(sitting)[0].pain], ["low_back", 6]);
});

test("after a stop the exercise does not come back, and the others may go on", () => {
  const sitting = holding()
    .does("stop")
    .does("next")
    .does("next")
    .does("next")
    .does("next")
    .lets(1000);
  assert.equal(sitting.screen, "pain_after");
  assert.deepEqual(
    entries(sitting)
      .filter((each) => each.prescription === KNEE)
      .map(facts),
    ["left stopped timed"],
  );
  assert.equal(entries(sitting).filter((each) => each.outcome === "done").length, 3);
});

test("a symptom that always stops ends everything with its advice", () => {
  const sitting = holding()
    .does("stop")
    .does("kind")
    .fills("symptoms", ["dizzy", "chest_pain"])
    .does("next");
  assert.deepEqual([sitting.screen, sitting.state.advice], ["advice", "emergency"]);
  assert.deepEqual(
    [entries(sitting)[0].symptoms, entries(sitting)[0].reason],
    [["dizzy", "chest_pain"], "symptom"],
  );
  for (const type of ["next", "mistake", "back", "carry_on", "finish"]) sitting.does(type);
  assert.equal(sitting.screen, "advice");
});

test("both legs end everything, whichever question told it", () => {
  const sitting = holding()
    .does("stop")
    .fills("where", "both_legs")
    .does("next")
    .does("next")
    .does("next");
  assert.deepEqual([sitting.screen, sitting.state.advice], ["advice", "emergency"]);
});

test("a left leg at one stop and a right leg at another are seen together", () => {
  const sitting = holding()
    .does("stop")
    .fills("where", "left_leg")
    .does("next")
    .does("next")
    .does("next");
  sitting
    .does("next")
    .lets(20)
    .does("stop")
    .fills("where", "right_leg")
    .does("next")
    .does("next")
    .fills("symptoms", ["numb_leg"])
    .does("next");
  assert.equal(sitting.state.advice, "emergency");
});

test("pressed by mistake: the entry says so, and what the clinic holds is said to be on hold", () => {
  const sitting = holding().does("stop");
  sitting.effects = [];
  sitting.does("mistake");
  assert.deepEqual(
    [sitting.screen, sitting.state.why, sitting.state.held],
    ["held", "mistake", [KNEE]],
  );
  assert.ok(entries(sitting)[0].undone_at);
  assert.equal(sitting.sent(), 1);
  assert.equal(sitting.does("carry_on").does("go_on").screen, "held");
  sitting.does("next").lets(1000);
  assert.deepEqual(
    entries(sitting)
      .filter((each) => each.prescription === KNEE)
      .map(facts),
    ["left stopped timed"],
  );
});

test("a place that is grave by itself stays grave, also where the stop was a mistake", () => {
  const sitting = holding().does("stop").fills("where", "both_legs").does("next").does("mistake");
  assert.deepEqual([sitting.screen, sitting.state.advice], ["advice", "emergency"]);
});

// Coming back

test("after a reload the same place is offered, and nothing between counts", () => {
  const sitting = holding();
  const { ms, step } = sitting.state;
  sitting.state = resumed(JSON.parse(JSON.stringify(sitting.state)));
  sitting.at += 600_000;
  sitting.lets(5);
  assert.deepEqual([sitting.screen, sitting.state.ms], ["resume", ms]);
  sitting.does("carry_on").lets(1);
  assert.deepEqual(
    [sitting.screen, sitting.state.step, sitting.state.ms],
    ["work", step, ms + 1000],
  );
});

test("a reload while leaving, leaving out or away finds a way back", () => {
  for (const there of [
    holding().does("leave"),
    holding().does("pause").does("skip"),
    holding().sleeps(30),
    afterKnee(),
    afterKnee().does("leave"),
  ]) {
    there.state = resumed(resumed(there.state));
    there.does("carry_on");
    assert.ok(["work", "away", "after"].includes(there.screen), there.screen);
  }
});

test("a stop is not undone by a reload", () => {
  const sitting = holding().does("stop");
  sitting.state = resumed(JSON.parse(JSON.stringify(sitting.state)));
  assert.deepEqual([sitting.screen, sitting.state.held], ["stop_where", [KNEE]]);
});

test("what the clinic held meanwhile does not come back", () => {
  const sitting = holding();
  sitting.state = resumed(sitting.state);
  sitting.does("hold", [KNEE, BRIDGE]).does("carry_on").lets(600);
  assert.deepEqual(
    entries(sitting).map((each) => [each.prescription, each.outcome]),
    [
      [CLAM, "done"],
      [CLAM, "done"],
    ],
  );
});

test("what the clinic released of a stop is not called on hold when the session is opened again", () => {
  const sitting = holding().does("stop").does("next").does("next").does("next");
  const [{ id }] = entries(sitting);
  assert.equal(sitting.screen, "held");
  assert.equal(sitting.does("released", ["stop:another", `pain:${id}`]).screen, "held");
  sitting.does("released", [`stop:${id}`]);
  assert.deepEqual([sitting.state.held, sitting.state.stop, sitting.screen], [[], null, "work"]);
  assert.notEqual(sitting.plan.exercises[sitting.state.turn].prescription, KNEE);
});

test("of two stops on one exercise, both must be released", () => {
  const sitting = holding().does("stop").does("next").does("next").does("next");
  sitting.state.entries.push({
    ...entries(sitting)[0],
    id: "a-mistake",
    undone_at: sitting.time(),
  });
  const [one, other] = entries(sitting)
    .filter((each) => each.outcome === "stopped")
    .map(({ id }) => `stop:${id}`);
  assert.deepEqual(sitting.does("released", [one]).state.held, [KNEE]);
  assert.deepEqual(sitting.does("released", [one, other]).state.held, []);
});

test("pain that held an exercise holds it until that very pain was released", () => {
  const sitting = afterKnee().fills("pain", 6).does("next");
  const [{ id }] = entries(sitting);
  assert.deepEqual([sitting.screen, sitting.state.held], ["held", [KNEE]]);
  assert.deepEqual(sitting.does("released", [`stop:${id}`]).state.held, [KNEE]);
  assert.deepEqual(sitting.does("released", [`pain:${id}`]).state.held, []);
});

test("a release does not move a session that nobody held", () => {
  const sitting = holding();
  const before = structuredClone(sitting.state);
  assert.deepEqual(sitting.does("released", ["stop:another"]).state, before);
});

test("nothing to do says so", () => {
  assert.equal(
    new Sitting(planFor({ ...dataOf(), today: { ...dataOf().today, prescriptions: [] } })).screen,
    "nothing",
  );
});

test("what is on hold before Start is not on the list, and where all of it is there is nothing to do", () => {
  const sitting = new Sitting().does("hold", [CLAM]);
  assert.deepEqual(sitting.state.order, [0, 2]);
  assert.equal(sitting.does("hold", [KNEE, BRIDGE]).screen, "nothing");
});
