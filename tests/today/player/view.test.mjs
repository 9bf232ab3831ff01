import assert from "node:assert/strict";
import { test } from "node:test";

import { planOf } from "../../../goodform/today/static/today/player/plan.mjs";
import {
  speaker,
  spoken,
  spokenPhase,
  viewOf,
} from "../../../goodform/today/static/today/player/view.mjs";
import { KNEE, Sitting, dataOf, holding, planFor, started } from "./sample.mjs";

/** Every word is its own key, so that a test can see which one was said. */
const words = (key, values = {}) =>
  [key, ...Object.values(values).filter((each) => typeof each !== "object")].join(" ");
const sending = { state: "sent" };
const settings = { voice: true, bell: true, keys: true, larger: false };
const view = (sitting) => viewOf(sitting.plan, sitting.state, words, { sending, settings });

test("words take their numbers, and the form that fits them", () => {
  const say = speaker({ left: "{n} seconds left", left_one: "{n} second left" }, "en");
  assert.equal(say("left", { n: 2 }), "2 seconds left");
  assert.equal(say("left", { n: 1 }), "1 second left");
  assert.equal(say("unknown"), "");
});

test("a hold shows its number, the seconds left, the side that is lit and the one that comes", () => {
  const seen = view(holding());
  assert.deepEqual([seen.phase, seen.phase_of, seen.number], ["hold", "of 1 2", 12]);
  assert.deepEqual(seen.sides, { left: "side_left", right: "then_right", lit: "left" });
  assert.deepEqual([seen.mat.value, seen.mat.max], [8000, 20_000]);
  assert.equal(seen.stop, true);
});

test("on the other side the first one is done", () => {
  assert.deepEqual(view(started().lets(15 + 48 + 2)).sides, {
    left: "done_left",
    right: "side_right",
    lit: "right",
  });
});

test("one leg only: the other half stays empty; both legs: one word", () => {
  const plan = planFor();
  plan.exercises[0].sides = ["right"];
  plan.exercises[0].steps = plan.exercises[0].steps.filter((each) => each.side === "right");
  assert.deepEqual(view(started(plan).lets(12)).sides, {
    left: "",
    right: "side_right",
    lit: "right",
  });
  const both = new Sitting(planFor({ short: false }));
  both.plan.exercises = [both.plan.exercises[2]];
  both.state.order = [0];
  both.fills("pain", 1).does("next").does("nothing_new").does("start");
  assert.deepEqual(view(both).sides, { both: "side_both" });
});

test("repetitions show their number, and the set", () => {
  const seen = view(
    started()
      .lets(15 + 48 + 10 + 48)
      .does("next")
      .lets(15 + 5),
  );
  assert.deepEqual(
    [seen.phase, seen.phase_of, seen.number, seen.of],
    ["out", "set_of 1 2", 2, "of_all 3"],
  );
});

test("an exercise says its own verbs, and one from before says the general words", () => {
  const data = dataOf();
  for (const row of data.today.prescriptions)
    row.exercise.phases = { out: "Slowly lift", stay: "Stay up", back: "Slowly lower" };
  const sitting = started(planOf(data));
  const seen = [16, 3, 19.5].map((seconds) => view(sitting.lets(seconds)).phase);
  assert.deepEqual(seen, ["Slowly lift", "Stay up", "Slowly lower"]);
  assert.equal(spokenPhase(sitting.plan, sitting.state, words), "Slowly lower");
  assert.match(
    spoken(sitting.plan, { ...sitting.state, ms: 0 }, words),
    /^Slowly lift of 1 2\. side_left/,
  );
  const before = started();
  for (const each of before.plan.exercises) delete each.phases; // kept by the release before
  assert.equal(view(before.lets(16)).phase, "out");
});

test("the countdown never shows 0, and never more than the length", () => {
  const sitting = started();
  for (let i = 0; i < 1100; i += 1) {
    sitting.lets(0.1);
    if (sitting.screen !== "work") break;
    assert.ok(
      view(sitting).number >= 1 && view(sitting).number <= 20,
      String(view(sitting).number),
    );
  }
});

test("what is said is on the screen: name, phase, side, sentences", () => {
  for (const seconds of [0, 16, 20, 40, 15 + 48 + 1, 15 + 48 + 12]) {
    const sitting = started().lets(seconds);
    const { name, phase, phase_of, line1, line2, sides } = view(sitting);
    const shown = [name, phase, phase_of, line1, line2, ...Object.values(sides)].join(" ");
    for (const part of spoken(sitting.plan, sitting.state, words).split(". ")) {
      for (const word of part.split(" "))
        assert.ok(shown.includes(word), `“${word}” is said and not shown`);
    }
  }
});

test("the side is said with every part", () => {
  for (const seconds of [0, 16, 40, 15 + 48 + 1, 15 + 48 + 12, 15 + 48 + 40]) {
    const sitting = started().lets(seconds);
    assert.match(spoken(sitting.plan, sitting.state, words), /side_(left|right)/);
  }
});

const NOTE = "Bend your knees and do NOT pull.";
const noted = () => {
  const data = dataOf();
  Object.assign(data.exercises[KNEE], { note: NOTE, note_from: "Priya", note_s: 50 });
  return planOf(data);
};

test("what the practitioner wrote is read and said whole before getting ready, and nothing talks into it", () => {
  const sitting = started(noted());
  const { phase, noted: here, note, note_from, name } = view(sitting);
  assert.deepEqual(
    [phase, here, note, note_from, name],
    ["ready", true, NOTE, "says Priya", "Knee to chest"],
  );
  assert.match(spoken(sitting.plan, sitting.state, words), /do NOT pull/);
  sitting.heard();
  assert.deepEqual(sitting.lets(49).heard(), []);
  assert.equal(view(sitting.lets(2)).noted, false);
  assert.equal(view(sitting).phase, "ready");
});

for (const [note, end] of [
  ["Do not pull.", "Priya says: Do not pull"],
  ["Do not pull!", "Priya says: Do not pull"],
  ["Do not pull...", "Priya says: Do not pull"],
  ["Does it pull?", "Priya says: Does it pull?"],
  ["Slowly", "Priya says: Slowly"],
])
  test(`a note is said with one sign at each end: ${note}`, () => {
    const data = dataOf();
    Object.assign(data.exercises[KNEE], { note, note_from: "Priya", note_s: 50 });
    const sitting = started(planOf(data));
    const say = (key, values) => (key === "says" ? "Priya says:" : words(key, values));
    const said = spoken(sitting.plan, sitting.state, say);
    assert.ok(said.endsWith(end), said);
    assert.doesNotMatch(said, /[:.!?]\.|\.\./);
  });

test("a note of blanks only is not read out", () => {
  const data = dataOf();
  Object.assign(data.exercises[KNEE], { note: "  ", note_from: "Priya", note_s: 50 });
  const sitting = started(planOf(data));
  assert.equal(view(sitting).noted, false);
  assert.doesNotMatch(spoken(sitting.plan, sitting.state, words), /says/);
});

test("who has read the note goes on to getting ready; who needs longer pauses and keeps it", () => {
  const sitting = started(noted());
  assert.equal(view(sitting.does("pause").lets(100)).note, NOTE);
  assert.equal(view(sitting.does("read")).noted, false);
  assert.equal(view(sitting).number, 15);
  const before = sitting.state;
  assert.deepEqual(sitting.does("read").state.step, before.step);
});

test("a note is heard once a round, and Stop is there while it is read", () => {
  assert.equal(view(started(noted())).stop, true);
  assert.equal(noted().exercises[0].steps.filter((each) => each.kind === "note").length, 1);
  assert.equal(started(noted()).does("stop").screen, "stop_where");
});

test("a pause says so and keeps the number", () => {
  const seen = view(holding().does("pause"));
  assert.deepEqual(
    [seen.phase, seen.number, seen.paused, seen.running],
    ["paused", 12, true, false],
  );
});

test("which side is asked only where it can be known and matters", () => {
  const after = started().lets(15 + 48 + 10 + 48);
  assert.equal(view(after).which, false);
  assert.equal(view(after.fills("pain", 0)).which, false);
  assert.equal(view(after.fills("pain", 2)).which, true);
});

test("the questions say when they go on by themselves, and stop saying it once one is answered", () => {
  const after = started()
    .lets(15 + 48 + 10 + 48)
    .lets(5);
  assert.equal(view(after).going, "going_on 40");
  assert.equal(view(after.fills("difficulty", "easy")).going, "");
});

test("Stop is on the screen wherever an exercise is under way, and nowhere else", () => {
  assert.equal(view(new Sitting()).stop, false);
  assert.equal(view(holding()).stop, true);
  assert.equal(view(holding().does("leave")).stop, true);
  assert.equal(view(holding().does("stop")).stop, false);
});

test("the list can be put in order, and its ends know that they are ends", () => {
  const { rows } = view(new Sitting().fills("pain", 1).does("next").does("nothing_new"));
  assert.deepEqual(
    rows.map(({ name, first, last }) => [name, first, last]),
    [
      ["Knee to chest", true, false],
      ["Clam", false, false],
      ["Glute bridge", false, true],
    ],
  );
});

test("the summary names what was done and what was stopped, and nothing that was not", () => {
  const sitting = holding()
    .does("stop")
    .does("next")
    .does("next")
    .does("next")
    .does("next")
    .lets(1000)
    .does("next");
  const { done, stopped } = view(sitting);
  assert.deepEqual(
    done.map((each) => each.name),
    ["Clam", "Glute bridge"],
  );
  assert.deepEqual(
    stopped.map((each) => each.name),
    ["Knee to chest"],
  );
});
