import assert from "node:assert/strict";
import { test } from "node:test";

import {
  BLIND_MS,
  GATE_MS,
  asks,
  beginStep,
  follow,
} from "../../../goodform/today/static/today/mirror/driving.mjs";

const CLEAR = { state: "moving", counted: 4, hold_s: 1.5 };
const DARK = { state: "unsure", reason: "nobody" };

test("what is seen clearly is told, counted from where the step began", () => {
  const { step, seen } = follow(beginStep(0, 3), CLEAR, 100);
  assert.deepEqual(seen, { counted: 1, state: "moving", hold_s: 1.5 });
  assert.equal(step.gate, false);
});

test("nothing seen is no repetition", () => {
  assert.equal(follow(beginStep(0, 3), DARK, 100).seen.counted, 0);
});

test("the gate has its time, and then the timer has the step for good", () => {
  const waiting = follow(beginStep(0, 0), DARK, GATE_MS);
  assert.equal(waiting.step.given_up, false);
  const late = follow(waiting.step, DARK, GATE_MS + 1);
  assert.deepEqual([late.step.given_up, late.seen], [true, null]);
  assert.equal(follow(late.step, CLEAR, GATE_MS + 50).seen, null);
});

test("in the middle of a set the wait is shorter, and begins anew with each clear look", () => {
  const clear = follow(beginStep(0, 0), CLEAR, 5000).step;
  assert.equal(follow(clear, DARK, 5000 + BLIND_MS).step.given_up, false);
  assert.equal(follow(clear, DARK, 5001 + BLIND_MS).step.given_up, true);
});

test("a new side is a new watch, a new set goes back to the gate, the next hold goes on", () => {
  const left = { prescription: "a", side: "left", after_work: false };
  assert.deepEqual(asks(null, left), { again: false });
  assert.deepEqual(asks(left, { ...left, side: "right" }), { again: false });
  assert.deepEqual(asks(left, left), { again: true });
  assert.equal(asks(left, { ...left, after_work: true }), null);
});
