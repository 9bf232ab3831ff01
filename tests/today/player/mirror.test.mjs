import assert from "node:assert/strict";
import { test } from "node:test";

import { documentOf } from "../../../goodform/today/static/today/player/log.mjs";
import { stepNow } from "../../../goodform/today/static/today/player/session.mjs";
import { BRIDGE, KNEE, started } from "./sample.mjs";

const SUMMARY = { engine: "e", model: "m", view: "side", repetitions: [] };
const sees = (sitting, value) =>
  sitting.does("seen", { counted: 0, state: "ready", hold_s: 0, summary: null, ...value });
const driven = () => {
  const sitting = started();
  sitting.lets(15);
  sitting.does("mirror", true);
  return sitting;
};
const kindOf = (sitting) => stepNow(sitting.plan, sitting.state)?.kind;

test("while the mirror drives, time alone moves no work on", () => {
  const sitting = driven();
  sitting.lets(60);
  assert.equal(sitting.state.ms, 0);
  assert.equal(sitting.screen, "work");
});

test("a hold goes as far as it is held, and ends with its repetition", () => {
  const sitting = driven();
  sees(sitting, { state: "holding", hold_s: 5 });
  assert.equal(sitting.state.ms, 7000);
  sees(sitting, { state: "holding", hold_s: 3 });
  assert.equal(sitting.state.ms, 7000, "never backwards");
  sees(sitting, { counted: 1, summary: SUMMARY });
  assert.deepEqual([sitting.state.step, sitting.state.tally.total], [2, 1]);
});

test("what it saw of a whole side is logged as by camera, with the summary", () => {
  const sitting = driven();
  sees(sitting, { counted: 1, summary: SUMMARY });
  sees(sitting, { counted: 1, summary: SUMMARY });
  assert.equal(kindOf(sitting), "change");
  const [entry] = sitting.state.entries;
  assert.deepEqual([entry.prescription, entry.timing], [KNEE, "camera"]);
  assert.deepEqual(entry.camera, SUMMARY);
  assert.deepEqual(documentOf(sitting.plan, sitting.state, "Europe/London").entries[0], entry);
});

test("once the timer had a part of a side, the side is timed", () => {
  const sitting = driven();
  sees(sitting, { counted: 1, summary: SUMMARY });
  sitting.does("mirror", false);
  sitting.lets(24);
  const [entry] = sitting.state.entries;
  assert.equal(entry.timing, "timed");
  assert.equal(entry.camera, undefined);
});

test("a stop under the mirror is a stop, with what was seen", () => {
  const sitting = driven();
  sees(sitting, { counted: 1, summary: SUMMARY });
  sitting.does("stop");
  const [entry] = sitting.state.entries;
  assert.deepEqual([entry.outcome, entry.timing], ["stopped", "camera"]);
  assert.equal(sitting.screen, "stop_where");
});

test("paused, or between two sets, nothing that is seen counts", () => {
  const sitting = started();
  sitting.does("mirror", true);
  sees(sitting, { counted: 1, summary: SUMMARY });
  assert.equal(sitting.state.tally.total, 0);
  sitting.lets(15).does("pause");
  sees(sitting, { counted: 1, summary: SUMMARY });
  assert.equal(sitting.state.tally.total, 0);
});

test("an exercise without the mirror is not touched by it", () => {
  const sitting = started();
  assert.ok(sitting.plan.exercises.every((each) => each.mirror === null));
  assert.ok(sitting.plan.exercises.some((each) => each.prescription === BRIDGE));
});
