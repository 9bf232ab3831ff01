import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  adviceForFlags,
  adviceForStops,
  after,
  asksWholeList,
  before,
  during,
  graver,
  noticed,
} from "../../../goodform/today/static/today/player/gate.mjs";
import { PAIN } from "./sample.mjs";

const TABLE = new URL("../../safety/pain_rules.csv", import.meta.url);
const [head, ...lines] = readFileSync(TABLE, "utf8")
  .trim()
  .split("\n")
  .map((line) => line.trim().split(","));
const rows = lines.map((line) =>
  Object.fromEntries(head.map((name, index) => [name, line[index]])),
);
const pain = (text) => (text === "unanswered" || text === "-" ? null : Number(text));

const decided = {
  before: ({ usual, ceiling, pain: now }) =>
    before({ ...PAIN, usual, not_today_from: Math.min(usual + 2, ceiling + 1) }, now),
  during: ({ usual, rule, painBefore, pain: now }) =>
    during({ ...PAIN, usual }, rule, painBefore, now),
  after: ({ usual, rule, painBefore, pain: now }) =>
    after({ ...PAIN, usual }, rule, painBefore, now),
};

for (const row of rows.filter((each) => each.when in decided)) {
  test(`the clinician's table: ${Object.values(row).join(" ")}`, () => {
    const [usual, ceiling] = [Number(row.usual), Number(row.ceiling)];
    const said = decided[row.when]({
      usual,
      ceiling,
      rule: { policy: row.policy, ceiling },
      painBefore: pain(row["pain before"]),
      pain: pain(row.pain),
    });
    assert.equal(said, row.decision);
  });
}

test("the table was read", () => {
  assert.ok(rows.filter((each) => each.when in decided).length > 30);
});

const rules = {
  usual: 2,
  ask: "one_question",
  flags: { saddle: "emergency", fever: "urgent_today" },
  symptoms: { numb_leg: "urgent_today", dizzy: "clinic_today", chest_pain: "emergency" },
  leg_symptoms: ["numb_leg"],
};

test("the whole list is asked where the clinic says so, where pain is up, and where pain is not known", () => {
  assert.equal(asksWholeList(rules, 2), false);
  assert.equal(asksWholeList(rules, 3), true);
  assert.equal(asksWholeList(rules, null), true);
  assert.equal(asksWholeList({ ...rules, ask: "whole_list" }, 0), true);
  assert.equal(asksWholeList({ ...rules, ask: "something newer" }, 0), true);
});

test("the gravest red flag gives the advice, and an unknown one is an emergency", () => {
  assert.equal(adviceForFlags(rules, ["fever"]), "urgent_today");
  assert.equal(adviceForFlags(rules, ["fever", "saddle"]), "emergency");
  assert.equal(adviceForFlags(rules, ["fever", "from_a_newer_page"]), "emergency");
});

for (const [symptoms, places, advice] of [
  [[], [], null],
  [[], ["low_back"], null],
  [[], ["left_leg"], null],
  [["dizzy"], [], "clinic_today"],
  [["dizzy", "numb_leg"], [], "urgent_today"],
  [["numb_leg"], ["left_leg"], "urgent_today"],
  [["chest_pain"], ["knee"], "emergency"],
  [[], ["both_legs"], "emergency"],
  [["numb_leg"], ["left_leg", "right_leg"], "emergency"],
  [[], ["left_leg", "right_leg"], null],
  [["nobody knows this"], [], "emergency"],
]) {
  test(`a stop with ${symptoms.join(" and ") || "no symptom"} in ${places.join(" and ") || "no place"}: ${advice}`, () => {
    assert.equal(adviceForStops(rules, symptoms, places), advice);
  });
}

test("what was noticed holds, ends or leaves the exercise as its file says; the gravest counts", () => {
  const notice = [
    { code: "gave_way", then: "hold" },
    { code: "cramped", then: "end" },
    { code: "pinched", then: "tell" },
  ];
  assert.equal(noticed(notice, []), "go_on");
  assert.equal(noticed(notice, ["pinched"]), "go_on");
  assert.equal(noticed(notice, ["pinched", "cramped"]), "end_exercise");
  assert.equal(noticed(notice, ["cramped", "gave_way"]), "hold_exercise");
  assert.equal(graver("end_exercise", "go_on"), "end_exercise");
  assert.equal(graver("end_exercise", "hold_exercise"), "hold_exercise");
});
