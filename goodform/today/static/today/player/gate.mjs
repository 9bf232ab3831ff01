// @ts-check
// Whether to start, to go on, or to stop everything. Pure; the same rules as `goodform.safety`, so
// that they also hold without a network. Numbers come from there with the page. The tests read the
// clinician's own table.

const FROM_MILD_TO_GRAVE = ["clinic_today", "urgent_today", "emergency"];

/** Before: `ask_first`, `not_today` or `start`. An unanswered pain is null, never 0. */
export function before(rules, pain) {
  if (pain === null) return "ask_first";
  return pain < rules.not_today_from ? "start" : "not_today";
}

/** Whether the whole red-flag list is asked, not the one question. */
export const asksWholeList = (rules, pain) =>
  rules.ask !== "one_question" || pain === null || pain > rules.usual;

/** After an exercise, by the pain felt in it: `go_on`, `end_exercise` or `hold_exercise`. */
export function during(rules, { policy, ceiling }, painBefore, pain) {
  const compared = painBefore ?? rules.usual;
  if (pain === null) return "go_on";
  if (pain > ceiling) return "hold_exercise";
  if (policy === "monitored") return "go_on";
  if (pain >= Math.min(rules.usual, compared) + rules.rise_that_holds.during)
    return "hold_exercise";
  return pain > compared ? "end_exercise" : "go_on";
}

/** After an exercise, by what was ticked: the same three. `notice` are its rows `{code, then}`. */
export function noticed(notice, ticked) {
  const thens = notice.filter(({ code }) => ticked.includes(code)).map(({ then }) => then);
  if (thens.includes("hold")) return "hold_exercise";
  return thens.includes("end") ? "end_exercise" : "go_on";
}

const FROM_GO_ON_TO_HOLD = ["go_on", "end_exercise", "hold_exercise"];

/** The graver of two decisions about an exercise. */
export const graver = (one, other) =>
  FROM_GO_ON_TO_HOLD.indexOf(other) > FROM_GO_ON_TO_HOLD.indexOf(one) ? other : one;

/** After the session: `go_on` or `hold_what_was_done`. */
export function after(rules, { policy, ceiling }, painBefore, pain) {
  if (pain === null) return "go_on";
  const limit = (painBefore ?? rules.usual) + rules.rise_that_holds.after[policy];
  return pain > ceiling || pain >= limit ? "hold_what_was_done" : "go_on";
}

const gravest = (advice) =>
  advice.sort((a, b) => FROM_MILD_TO_GRAVE.indexOf(a) - FROM_MILD_TO_GRAVE.indexOf(b)).at(-1) ??
  null;

/** The gravest advice of ticked red flags. A code that is on no list is an emergency. */
export const adviceForFlags = (rules, codes) =>
  gravest(codes.map((code) => rules.flags[code] ?? "emergency"));

/**
 * What the stops of a session lead to: null, or the advice with which everything ends. Give the
 * symptoms and the places of all of them: a left and a right leg are seen together.
 */
export function adviceForStops(rules, symptoms, places) {
  const advice = symptoms.map((code) => rules.symptoms[code] ?? rules.flags[code] ?? "emergency");
  const inALeg = symptoms.some((code) => rules.leg_symptoms.includes(code));
  const bothNamed = places.includes("left_leg") && places.includes("right_leg");
  if (places.includes("both_legs") || (bothNamed && inALeg)) advice.push("emergency");
  return gravest(advice);
}
