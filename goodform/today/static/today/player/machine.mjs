// The session as a state machine: (plan, state, event) → [state, effects]. Pure: no page, no clock.
// Time comes in as `tick` events; a gap between two of them is time nobody saw, and is asked about.
// An event carries `at` (ms, never backwards), `time` (ISO) and `id` (makes a UUID when called).

import { adviceForFlags, adviceForStops, after, asksWholeList, before, during } from "./gate.mjs";
import { NOTHING, amend, answerRound, count, writeSkipped, writeWork, write } from "./log.mjs";
import { cursor, heard, lengthOf, repetitionsIn } from "./timing.mjs";

export const SEEN_GAP_MS = 1500;
export const MORE_MS = 10_000;
export const ANSWERING_MS = 45_000;

/** The screens on which an exercise is under way: each of them has Stop. */
export const STOPPABLE = ["work", "away", "after", "skip", "leave", "resume"];

/** A new session, before its first question. */
export const begin = (plan, { id, time }) => ({
  format: 1, id, started_at: time, finished_at: null, screen: plan.exercises.length ? "pain" : "nothing",
  draft: {}, pain_before: null, pain_after: null, red_flags: [], note: "",
  order: plan.exercises.map((_, index) => index), turn: -1,
  step: 0, ms: 0, more: 0, wait: 0, last: null, paused: false, claimed: false,
  tally: { ...NOTHING }, mark: { ...NOTHING },
  entries: [], round: [], held: [], stop: null, away: null, back: null, skipping: null,
  advice: null, why: null, stay: false,
});

/** The same state after a reload: nothing of the time between was seen. */
export function resumed(state) {
  if (state.turn < 0 || !STOPPABLE.includes(state.screen)) return { ...state, last: null };
  const back = state.screen === "away" || !state.back ? state.screen : state.back;
  return { ...state, last: null, paused: back === "work", screen: "resume", back };
}

export const exerciseNow = (plan, state) => plan.exercises[state.order[state.turn]] ?? null;
export const stepNow = (plan, state) => exerciseNow(plan, state)?.steps[state.step] ?? null;

/** Whether Stop is there now. Skipping before Start is not yet an exercise. */
export const canStop = (state) => state.turn >= 0 && STOPPABLE.includes(state.screen);

/** The side now: what is said, shown and lit. During a change it is the side that comes. */
export const sideNow = (plan, state) => stepNow(plan, state)?.side ?? null;

// Moving on

function show(s, screen) {
  Object.assign(s, { screen, draft: {}, last: null });
}

function enter(s, index, fx) {
  Object.assign(s, { step: index, ms: 0, more: 0, wait: 0, mark: { ...s.tally } });
  fx.push({ do: "say" });
}

function nextExercise(s, plan, fx) {
  do s.turn += 1; while (s.turn < s.order.length && s.held.includes(exerciseNow(plan, s).prescription));
  Object.assign(s, { round: [], back: null, claimed: false, paused: false, tally: { ...NOTHING } });
  if (s.turn >= s.order.length) return show(s, "pain_after");
  show(s, "work");
  return enter(s, 0, fx);
}

function closeSide(s, plan, event) {
  const { side } = stepNow(plan, s);
  s.round.push(writeWork(s, exerciseNow(plan, s), side, event).id);
  Object.assign(s, { tally: { ...NOTHING }, claimed: false });
}

function finishStep(s, plan, event, fx) {
  const { steps } = exerciseNow(plan, s);
  const [now, next] = [steps[s.step], steps[s.step + 1]];
  if (now.kind === "work" && next?.side !== now.side) {
    closeSide(s, plan, event);
    fx.push({ do: "send" });
  }
  if (!next) return askAfter(s, fx);
  if (next.kind === "change") fx.push({ do: "switch" });
  return enter(s, s.step + 1, fx);
}

function askAfter(s, fx) {
  show(s, "after");
  Object.assign(s, { ms: 0, stay: false, paused: false });
  fx.push({ do: "say" });
}

/** Advances the step to `to`, counts what was completed, and says what is heard on the way. */
function advance(s, plan, event, to, fx) {
  const [exercise, step] = [exerciseNow(plan, s), stepNow(plan, s)];
  const length = lengthOf(step, s.more);
  const reached = Math.min(to, length);
  if (fx) fx.push(...heard(step, s.ms, reached, s.more));
  if (step.kind === "work") {
    const done = repetitionsIn(step, reached, s.more) - repetitionsIn(step, s.ms, s.more);
    count(s.tally, exercise, step, done, s.more);
  }
  s.ms = reached;
  return reached >= length;
}

function tick(s, plan, event, fx) {
  const passed = s.last === null ? 0 : Math.max(0, event.at - s.last);
  s.last = event.at;
  if (passed > SEEN_GAP_MS) {
    if (s.screen === "work") Object.assign(s, { away: { ms: passed }, screen: "away", last: null });
    return;
  }
  if (s.screen === "after") {
    s.ms += s.stay ? 0 : passed;
    if (s.ms >= ANSWERING_MS) endRound(s, plan, event, fx);
    return;
  }
  const waited = Math.min(s.wait, passed);
  s.wait -= waited;
  if (advance(s, plan, event, s.ms + passed - waited, fx)) finishStep(s, plan, event, fx);
}

// Stop

const heldNow = (s, step) => {
  if (step?.kind !== "work") return 0;
  const at = cursor(step, s.ms, s.more);
  return { out: 0, hold: at.into, back: step.hold_s * 1000 }[at.phase];
};

/** Recorded here, at the tap. Between two sides it is about the side that has just worked. */
function stop(s, plan, event, fx) {
  const [exercise, step] = [exerciseNow(plan, s), stepNow(plan, s)];
  const said = { outcome: "stopped", reason: "pain" };
  const back = s.screen === "after" || s.back === "after" ? "after" : "work";
  const entry = back === "after" || step.kind === "change"
    ? write(s, exercise, step.from ?? step.side, event, said)
    : writeWork(s, exercise, step.side, event, said, heldNow(s, step));
  s.stop = { entry: entry.id, exercise: s.order[s.turn], back };
  if (!s.held.includes(exercise.prescription)) s.held.push(exercise.prescription);
  s.why = "stop";
  show(s, "stop_where");
  fx.push({ do: "hush" }, { do: "send" }, { do: "say" });
}

function mistake(s, plan, event, fx) {
  const { entry, exercise, back } = s.stop;
  amend(s, entry, event, { undone_at: event.time });
  const { prescription } = plan.exercises[exercise];
  const others = s.entries.some((e) => e.prescription === prescription && e.outcome === "stopped" && !e.undone_at);
  if (!others) s.held = s.held.filter((each) => each !== prescription);
  show(s, back);
  Object.assign(s, { stop: null, away: null, back: null, paused: back === "work", stay: true });
  fx.push({ do: "send" });
}

function endAll(s, event, advice, why, fx) {
  Object.assign(s, { advice, why, finished_at: event.time });
  show(s, "advice");
  fx.push({ do: "hush" }, { do: "send" }, { do: "say" });
}

function stopAnswered(s, plan, event, fx) {
  const symptoms = s.draft.symptoms ?? [];
  if (symptoms.length) amend(s, s.stop.entry, event, { symptoms, reason: "symptom" });
  const stops = s.entries.filter((each) => each.outcome === "stopped" && !each.undone_at);
  const places = stops.map((each) => each.where).filter(Boolean);
  const advice = adviceForStops(plan.rules, stops.flatMap((each) => each.symptoms), places);
  if (advice) return endAll(s, event, advice, "symptom", fx);
  show(s, "held");
  return fx.push({ do: "send" });
}

// After, leaving out, ending

function answered(s, plan, event) {
  const exercise = exerciseNow(plan, s);
  answerRound(s, exercise, event);
  s.why = during(plan.rules, exercise.pain, s.pain_before, s.draft.pain ?? null);
  if (s.why === "hold_exercise") s.held.push(exercise.prescription);
}

function endRound(s, plan, event, fx) {
  answered(s, plan, event);
  fx.push({ do: "send" });
  return s.why === "go_on" ? nextExercise(s, plan, fx) : show(s, "held");
}

function skipNow(s, plan, event, reason, fx) {
  const [exercise, step] = [exerciseNow(plan, s), stepNow(plan, s)];
  const sides = exercise.sides.slice(exercise.sides.indexOf(step.side));
  for (const side of sides) {
    const begun = side === step.side && s.tally.total > 0;
    if (begun) s.round.push(writeWork(s, exercise, side, event, { outcome: "partly", reason }).id);
    else writeSkipped(s, exercise, side, event, reason);
  }
  fx.push({ do: "hush" }, { do: "send" });
  return s.round.length ? askAfter(s, fx) : nextExercise(s, plan, fx);
}

/** Later today: to the end of the turns, while nothing of it was done. */
function later(s, plan, _event, fx) {
  if (s.round.length || s.tally.total || s.turn < 0) return;
  s.order.push(...s.order.splice(s.turn, 1));
  s.turn -= 1;
  nextExercise(s, plan, fx);
}

function skipLater(s, plan, event, reason, fx) {
  const exercise = plan.exercises[s.skipping];
  for (const side of exercise.sides) writeSkipped(s, exercise, side, event, reason);
  s.order = s.order.filter((each) => each !== s.skipping);
  s.skipping = null;
  fx.push({ do: "send" });
  show(s, s.order.length ? "list" : "pain_after");
}

/** What was begun on a side is done in part; what was not begun is no entry. */
function closePart(s, plan, event) {
  if (s.back === "after" || s.tally.total === 0) return;
  writeWork(s, exerciseNow(plan, s), stepNow(plan, s).side, event, { outcome: "partly" });
}

function finishNow(s, plan, event, fx) {
  if (s.back === "after") answered(s, plan, event);
  closePart(s, plan, event);
  s.turn = s.order.length;
  fx.push({ do: "hush" }, { do: "send" });
  show(s, "pain_after");
}

function finish(s, plan, event, fx) {
  const pain = s.draft.pain ?? null;
  Object.assign(s, { pain_after: pain, note: (s.draft.note ?? "").trim(), finished_at: event.time });
  const done = s.entries.filter((each) => each.outcome !== "skipped").map((each) => each.prescription);
  const held = plan.exercises.filter((each) => done.includes(each.prescription) &&
    after(plan.rules, each.pain, s.pain_before, pain) === "hold_what_was_done");
  s.held = [...new Set([...s.held, ...held.map((each) => each.prescription)])];
  s.why = held.length ? "hold_what_was_done" : null;
  show(s, "summary");
  fx.push({ do: "send" }, { do: "say" });
}

// What each screen understands

function startExercises(s, plan, _event, fx) {
  s.turn = -1;
  nextExercise(s, plan, fx);
}

function move(s, index, by) {
  const to = index + by;
  if (!(index in s.order) || !(to in s.order)) return;
  [s.order[index], s.order[to]] = [s.order[to], s.order[index]];
}

const leaving = {
  pause: (s, _plan, _e, fx) => {
    Object.assign(s, { paused: true, last: null });
    fx.push({ do: "hush" });
  },
  leave: (s, _plan, _e, fx) => {
    const back = s.screen;
    const draft = s.draft;
    show(s, "leave");
    Object.assign(s, { back, draft, paused: back === "work" || s.paused });
    fx.push({ do: "hush" });
  },
};

const ON = {
  pain: {
    next: (s, plan, event, fx) => {
      const pain = s.draft.pain ?? null;
      const decision = before(plan.rules, pain);
      if (decision === "ask_first") return;
      s.pain_before = pain;
      show(s, asksWholeList(plan.rules, pain) ? "flags" : "one_flag");
      if (decision !== "not_today") return;
      s.why = "not_today";
      fx.push({ do: "send" });
    },
  },
  one_flag: {
    nothing_new: (s, plan, event, fx) => passed(s, event, ["nothing_new"], fx),
    something_new: (s) => show(s, "flags"),
  },
  flags: {
    next: (s, plan, event, fx) => {
      const ticked = (s.draft.flags ?? []).filter((code) => code !== "none_of_these");
      if (ticked.length) {
        s.red_flags = ticked;
        endAll(s, event, adviceForFlags(plan.rules, ticked), "flags", fx);
      } else if (s.draft.flags?.length) passed(s, event, ["none_of_these"], fx);
    },
  },
  list: {
    start: startExercises,
    up: (s, _plan, event) => move(s, Number(event.value), -1),
    down: (s, _plan, event) => move(s, Number(event.value), 1),
    leave_out: (s, _plan, event) => {
      s.skipping = s.order[Number(event.value)] ?? null;
      if (s.skipping !== null) Object.assign(s, { screen: "skip", back: "list" });
    },
  },
  work: {
    tick: (s, plan, event, fx) => !s.paused && tick(s, plan, event, fx),
    ...leaving,
    go_on: (s) => { s.paused = false; },
    more: (s, plan) => {
      const step = stepNow(plan, s);
      const breather = step.kind === "work" && !(step.holds && cursor(step, s.ms, s.more).phase !== "back");
      if (breather) s.wait += MORE_MS;
      else s.more += MORE_MS;
    },
    again: (s, plan, _event, fx) => {
      s.tally = { ...s.mark };
      enter(s, s.step, fx);
      Object.assign(s, { paused: false, last: null });
    },
    skip: (s, _plan, _event, fx) => {
      leaving.pause(s, _plan, _event, fx);
      Object.assign(s, { screen: "skip", back: "work" });
    },
  },
  away: {
    did_it: (s, plan, event, fx) => {
      const { kind } = stepNow(plan, s);
      const { ms } = s.away;
      if (kind === "work") s.claimed = true;
      Object.assign(s, { screen: "work", away: null });
      if (advance(s, plan, event, s.ms + ms, null)) finishStep(s, plan, event, fx);
    },
    carry_on: (s) => Object.assign(s, { screen: "work", away: null }),
    again: (s, plan, event, fx) => {
      Object.assign(s, { screen: "work", away: null });
      ON.work.again(s, plan, event, fx);
    },
    leave: (s, plan, event, fx) => {
      s.screen = "work";
      s.away = null;
      leaving.leave(s, plan, event, fx);
    },
  },
  skip: {
    reason: (s, plan, event, fx) => (s.skipping === null ? skipNow : skipLater)(s, plan, event, event.value, fx),
    later,
    back: (s) => Object.assign(s, { screen: s.back, skipping: null, back: null, last: null }),
  },
  leave: {
    back: (s) => Object.assign(s, { screen: s.back, back: null, last: null }),
    finish: finishNow,
  },
  resume: {
    carry_on: (s, plan, event, fx) => {
      if (s.held.includes(exerciseNow(plan, s).prescription)) {
        closePart(s, plan, event);
        return nextExercise(s, plan, fx);
      }
      return Object.assign(s, { screen: s.back, back: null, paused: false });
    },
    finish: finishNow,
  },
  after: {
    tick: (s, plan, event, fx) => tick(s, plan, event, fx),
    more: (s) => { s.stay = true; },
    next: endRound,
    leave: leaving.leave,
  },
  stop_where: {
    next: (s, plan, event, fx) => {
      amend(s, s.stop.entry, event, { where: s.draft.where ?? null });
      show(s, "stop_pain");
      fx.push({ do: "send" });
    },
    kind: (s) => show(s, "stop_kind"),
    mistake,
  },
  stop_pain: {
    next: (s, plan, event, fx) => {
      amend(s, s.stop.entry, event, { pain: s.draft.pain ?? null });
      show(s, "stop_kind");
      fx.push({ do: "send" });
    },
    kind: (s) => show(s, "stop_kind"),
    mistake,
  },
  stop_kind: { next: stopAnswered, mistake },
  held: {
    next: nextExerciseNow,
    finish: (s) => {
      s.turn = s.order.length;
      show(s, "pain_after");
    },
  },
  pain_after: { next: finish },
};

function nextExerciseNow(s, plan, _event, fx) {
  s.stop = null;
  nextExercise(s, plan, fx);
}

/** The red-flag questions were answered and nothing is there; a sore back still does not start. */
function passed(s, event, codes, fx) {
  s.red_flags = codes;
  show(s, s.why === "not_today" ? "not_today" : "list");
  if (s.why === "not_today") s.finished_at = event.time;
  fx.push({ do: "send" });
}

/** What anybody may say on any screen. */
const ANYWHERE = {
  fill: (s, _plan, { name, value }) => {
    s.draft = { ...s.draft, [name]: value };
    s.stay = true;
  },
  hold: (s, plan, { value }) => {
    s.held = [...new Set([...s.held, ...value])];
    if (s.turn >= 0 || s.finished_at) return;
    s.order = s.order.filter((index) => !s.held.includes(plan.exercises[index].prescription));
    if (!s.order.length) show(s, "nothing");
  },
  stop: (s, plan, event, fx) => canStop(s) && stop(s, plan, event, fx),
};

/** One event. What a screen does not understand changes nothing. */
export function step(plan, state, event) {
  const act = ANYWHERE[event.type] ?? ON[state.screen]?.[event.type];
  if (!act) return [state, []];
  const s = structuredClone(state);
  const effects = [];
  act(s, plan, event, effects);
  return [s, effects];
}
