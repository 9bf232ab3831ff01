import assert from "node:assert/strict";
import { test } from "node:test";

import { sideNow } from "../../../goodform/today/static/today/player/session.mjs";
import { BRIDGE, CLAM, KNEE, Sitting, holding, started } from "./sample.mjs";

const KNEE_S = 15 + 2 * 24 + 10 + 2 * 24;
const afterKnee = () => started().lets(KNEE_S);
const entries = (sitting) => sitting.state.entries;
const facts = ({ side, outcome, timing }) => `${side} ${outcome} ${timing}`;

// Before

test("without a pain nobody starts, and without an answer to the red flags neither", () => {
  const sitting = new Sitting().does("next");
  assert.equal(sitting.screen, "pain");
  assert.equal(sitting.does("start").screen, "pain");
  sitting.fills("pain", 3).does("next");
  assert.equal(sitting.screen, "flags");
  assert.equal(sitting.does("next").screen, "flags");
  assert.equal(sitting.does("start").screen, "flags");
});

test("none of these is not there before it is ticked", () => {
  const sitting = new Sitting().fills("pain", 3).does("next");
  assert.equal(sitting.state.draft.flags, undefined);
  sitting.fills("flags", ["none_of_these"]).does("next");
  assert.deepEqual([sitting.screen, sitting.state.red_flags], ["list", ["none_of_these"]]);
});

test("not sure whether something is new leads to the whole list", () => {
  const sitting = new Sitting().fills("pain", 1).does("next");
  assert.equal(sitting.screen, "one_flag");
  assert.equal(sitting.does("something_new").screen, "flags");
});

test("a red flag ends everything, at once, with its advice", () => {
  const sitting = new Sitting()
    .fills("pain", 3)
    .does("next")
    .fills("flags", ["fever", "saddle"])
    .does("next");
  assert.deepEqual([sitting.screen, sitting.state.advice], ["advice", "emergency"]);
  assert.deepEqual(sitting.state.red_flags, ["fever", "saddle"]);
  assert.ok(sitting.state.finished_at);
  assert.ok(sitting.sent() > 0);
  for (const type of ["start", "next", "back", "carry_on", "go_on", "finish"]) sitting.does(type);
  assert.equal(sitting.screen, "advice");
});

test("a tick outweighs none of these", () => {
  const sitting = new Sitting()
    .fills("pain", 3)
    .does("next")
    .fills("flags", ["none_of_these", "fever"])
    .does("next");
  assert.equal(sitting.screen, "advice");
});

test("too sore to start: the red flags are asked, then not today; the clinic is told", () => {
  const sitting = new Sitting().fills("pain", 4).does("next");
  assert.equal(sitting.screen, "flags");
  assert.ok(sitting.sent() > 0, "told at once, before another question");
  sitting.fills("flags", ["none_of_these"]).does("next");
  assert.deepEqual([sitting.screen, sitting.state.pain_before], ["not_today", 4]);
  assert.equal(sitting.does("start").screen, "not_today");
});

// The way through

test("a whole session by itself: every exercise on every side is done, timed, and nothing else", () => {
  const sitting = started().lets(1200);
  assert.equal(sitting.screen, "pain_after");
  assert.deepEqual(
    entries(sitting).map((each) => [
      each.prescription,
      facts(each),
      each.sets_done,
      each.repetitions_done,
      each.hold_done_s,
    ]),
    [
      [KNEE, "left done timed", 1, 2, 20],
      [KNEE, "right done timed", 1, 2, 20],
      [CLAM, "left done timed", 2, 3, 0],
      [CLAM, "right done timed", 2, 3, 0],
      [BRIDGE, "both done timed", 1, 2, 3],
    ],
  );
});

test("what nobody answered stays null", () => {
  const sitting = started().lets(1200).does("next");
  for (const entry of entries(sitting))
    assert.deepEqual([entry.pain, entry.difficulty, entry.noticed], [null, null, []]);
  assert.equal(sitting.state.pain_after, null);
  assert.equal(sitting.state.pain_before, 1);
  assert.ok(sitting.state.finished_at);
});

test("the order of what is heard: ready, hold, bell, change sides with two", () => {
  const sitting = started();
  sitting.heard();
  sitting.lets(15);
  assert.deepEqual(sitting.heard(), ["lines", "lines", "tick 3", "tick 2", "tick 1", "say"]);
  sitting.lets(24);
  assert.deepEqual(sitting.heard(), [
    "phase",
    "count 10",
    "count 5",
    "tick 3",
    "tick 2",
    "tick 1",
    "bell",
    "phase",
    "say",
  ]);
  sitting.lets(24);
  assert.deepEqual(sitting.heard().slice(-4), ["bell", "phase", "switch", "say"]);
});

test("the side is known from the first step to the last", () => {
  const sitting = started();
  const seen = [];
  for (let second = 0; second < KNEE_S; second += 1) {
    const side = sideNow(sitting.plan, sitting.state);
    if (side !== seen.at(-1)) seen.push(side);
    sitting.lets(1);
  }
  assert.deepEqual(seen, ["left", "right"]);
});

test("exercises can be put in another order before Start", () => {
  const sitting = new Sitting().fills("pain", 1).does("next").does("nothing_new");
  sitting.does("down", "0").does("up", "2").does("up", "0").does("down", "2").does("up", "x");
  sitting.does("start");
  assert.equal(sitting.plan.exercises[sitting.state.order[0]].prescription, CLAM);
  assert.equal(sitting.plan.exercises[sitting.state.order[1]].prescription, BRIDGE);
});

test("an exercise can be put off to the end while nothing of it was done", () => {
  const sitting = started().does("pause").does("skip").does("later");
  assert.deepEqual(sitting.state.order, [1, 2, 0]);
  const begun = holding().lets(20).does("pause").does("skip").does("later");
  assert.deepEqual(begun.state.order, [0, 1, 2]);
});

// Time

test("a pause takes no time from a hold", () => {
  const sitting = holding().does("pause");
  const { ms } = sitting.state;
  sitting.lets(300);
  assert.equal(sitting.state.ms, ms);
  sitting.does("go_on").lets(1);
  assert.equal(sitting.state.ms, ms + 1000);
});

for (const [name, before] of Object.entries({
  ready: 3,
  hold: 20,
  change: 15 + 48 + 3,
  rest: KNEE_S + 45 + 15 + 12 + 1,
})) {
  test(`ten more seconds can be had in ${name}`, () => {
    const plain = started().lets(before);
    const { step, ms } = plain.state;
    const extended = started().lets(before).does("more");
    let [one, other] = [0, 0];
    while (plain.state.step === step && plain.screen === "work") {
      plain.lets(1);
      one += 1;
    }
    while (extended.state.step === step && extended.screen === "work") {
      extended.lets(1);
      other += 1;
    }
    assert.ok(ms > 0);
    assert.equal(other - one, 10);
  });
}

test("in repetitions ten more seconds are a breather: no repetition is added", () => {
  const sitting = afterKnee()
    .does("next")
    .lets(15 + 5)
    .does("more");
  const { ms } = sitting.state;
  sitting.lets(10);
  assert.equal(sitting.state.ms, ms);
  sitting.lets(1);
  assert.equal(sitting.state.ms, ms + 1000);
});

test("a longer hold is told as it was held", () => {
  const sitting = holding().does("more").lets(200);
  assert.equal(entries(sitting)[0].hold_done_s, 25);
});

test("a part can be done again, and is counted once", () => {
  const sitting = afterKnee()
    .does("next")
    .lets(15 + 9)
    .does("again")
    .lets(12 + 5 + 12);
  assert.equal(entries(sitting).at(-1).repetitions_done, 3);
  assert.equal(entries(sitting).at(-1).sets_done, 2);
  const stopped = afterKnee()
    .does("next")
    .lets(15 + 9)
    .does("again")
    .lets(5)
    .does("stop");
  assert.equal(entries(stopped).at(-1).repetitions_done, 1);
});

test("time that nobody saw is asked about", () => {
  const sitting = holding().sleeps(40);
  assert.deepEqual([sitting.screen, sitting.state.away.ms], ["away", 40_000]);
  sitting.lets(60);
  assert.equal(sitting.screen, "away");
  assert.deepEqual(entries(sitting), []);
});

test("not done: the hold goes on from where it was", () => {
  const sitting = holding();
  const { ms } = sitting.state;
  sitting.sleeps(40).does("carry_on");
  assert.deepEqual([sitting.screen, sitting.state.ms], ["work", ms]);
  sitting.lets(200);
  assert.equal(facts(entries(sitting)[0]), "left done timed");
});

test("done while nobody saw it: it counts by the person's word, and says so", () => {
  const sitting = holding().sleeps(40).does("did_it").lets(120);
  assert.equal(facts(entries(sitting)[0]), "left done ticked");
  assert.equal(facts(entries(sitting)[1]), "right done timed");
});

test("what was claimed never reaches beyond the part it was about", () => {
  const sitting = holding().sleeps(4000).does("did_it");
  assert.deepEqual(entries(sitting), []);
  assert.equal(sitting.state.step, 2);
});

test("short gaps between frames are seen time", () => {
  assert.equal(holding().lets(5, 1400).screen, "work");
});

test("nobody is hurried through the questions: time stands still once one is answered", () => {
  assert.equal(afterKnee().lets(60).screen, "work");
  assert.equal(afterKnee().fills("pain", 1).lets(600).screen, "after");
  assert.equal(afterKnee().does("more").lets(600).screen, "after");
  assert.equal(afterKnee().sleeps(600).screen, "after");
});

// After

test("after an exercise the answers are on its entries", () => {
  const sitting = afterKnee()
    .fills("pain", 1)
    .fills("difficulty", "easy")
    .fills("noticed", ["wobbled"])
    .fills("which", "right")
    .does("next");
  const [left, right] = entries(sitting);
  assert.deepEqual([left.pain, left.difficulty, left.noticed], [null, "easy", []]);
  assert.deepEqual([right.pain, right.difficulty, right.noticed], [1, "easy", ["wobbled"]]);
});

test("pain that moved further down holds the exercise whatever its number; the same place does not", () => {
  const further = afterKnee().fills("pain", 0).fills("moved", "moved_further").does("next");
  assert.deepEqual([further.screen, further.state.why], ["held", "hold_exercise"]);
  assert.deepEqual(entries(further)[0].noticed, ["moved_further"]);
  const same = afterKnee().fills("noticed", ["wobbled"]).fills("moved", "moved_same").does("next");
  assert.equal(same.screen, "work");
  assert.deepEqual(entries(same)[0].noticed, ["wobbled", "moved_same"]);
});

test("a side that was not named is not made up: the answer is about both", () => {
  const [left, right] = entries(afterKnee().fills("pain", 1).does("next"));
  assert.deepEqual([left.pain, right.pain], [1, 1]);
});

test("fewer than asked is done in part, by the person's word", () => {
  const [left] = entries(afterKnee().fills("repetitions", 1).does("next"));
  assert.deepEqual([left.outcome, left.repetitions_done, left.timing], ["partly", 1, "ticked"]);
});

test("pain that rose too far holds the exercise; the others go on", () => {
  const sitting = afterKnee().fills("pain", 3).does("next");
  assert.deepEqual([sitting.screen, sitting.state.why], ["held", "hold_exercise"]);
  assert.deepEqual(sitting.state.held, [KNEE]);
  sitting.does("next");
  assert.equal(sitting.plan.exercises[sitting.state.order[sitting.state.turn]].prescription, CLAM);
});

test("what the file says must be looked at holds the exercise at once, on this phone too", () => {
  const sitting = afterKnee().fills("pain", 0).fills("noticed", ["gave_way"]).does("next");
  assert.deepEqual(
    [sitting.screen, sitting.state.why, sitting.state.by_pain],
    ["held", "hold_exercise", false],
  );
  assert.deepEqual(sitting.state.held, [KNEE]);
  assert.deepEqual(
    entries(sitting).map((each) => each.held),
    ["noticed", "noticed"],
  );
});

test("pain after the session that rose too far holds what was done", () => {
  const sitting = started().lets(1200).fills("pain", 3).fills("note", "  stiff ").does("next");
  assert.deepEqual(
    [sitting.screen, sitting.state.why, sitting.state.pain_after],
    ["summary", "hold_what_was_done", 3],
  );
  assert.deepEqual(new Set(sitting.state.held), new Set([KNEE, CLAM, BRIDGE]));
  assert.equal(sitting.state.note, "stiff");
});

// Leaving out

test("left out before anything was done: skipped on each side, with the reason", () => {
  const sitting = started().does("pause").does("skip").does("reason", "no_time");
  assert.deepEqual(
    entries(sitting).map((each) => `${facts(each)} ${each.reason}`),
    ["left skipped ticked no_time", "right skipped ticked no_time"],
  );
  assert.equal(sitting.screen, "work");
});

test("left out half-way: what was done is done in part", () => {
  const sitting = holding().lets(20).does("pause").does("skip").does("reason", "tired");
  assert.deepEqual(entries(sitting).map(facts), ["left partly timed", "right skipped ticked"]);
  assert.deepEqual([entries(sitting)[0].sets_done, entries(sitting)[0].repetitions_done], [0, 1]);
  assert.equal(sitting.screen, "after");
});

test("left out on the list before Start", () => {
  const sitting = new Sitting()
    .fills("pain", 1)
    .does("next")
    .does("nothing_new")
    .does("leave_out", "1")
    .does("reason", "equipment");
  assert.deepEqual([sitting.screen, sitting.state.order], ["list", [0, 2]]);
  assert.deepEqual(
    entries(sitting).map((each) => each.prescription),
    [CLAM, CLAM],
  );
});

test("finishing early keeps what was done, and makes up nothing", () => {
  const sitting = holding().lets(20).does("leave").does("finish");
  assert.deepEqual(entries(sitting).map(facts), ["left partly timed"]);
  assert.equal(sitting.screen, "pain_after");
  assert.deepEqual(entries(holding().does("leave").does("finish")), []);
});

test("leaving and going back finds everything as it was, paused", () => {
  const sitting = holding();
  const { ms, step } = sitting.state;
  sitting.does("leave").lets(100).does("back");
  assert.deepEqual(
    [sitting.screen, sitting.state.paused, sitting.state.ms, sitting.state.step],
    ["work", true, ms, step],
  );
});
