// @ts-check
// How a session moves on: from step to step, through a stop, to its end. These functions write into
// the state they are given, a copy that the machine made, and add what is to be heard, said or sent.

import { adviceForStops, after, during, graver, noticed } from "./gate.mjs";
import { causeOf } from "../offline/locks.mjs";
import {
  NOTHING,
  amend,
  answerRound,
  count,
  noticedIn,
  write,
  writeSkipped,
  writeWork,
} from "./log.mjs";
import { ANSWERING_MS, SEEN_GAP_MS, exerciseNow, stepNow } from "./session.mjs";
import { cursor, heard, lengthOf, repetitionsIn, whereSeen } from "./timing.mjs";

/** Of a side: whether the timer moved it on, and what the mirror saw of it. */
const NOTHING_SEEN = { timed: false, saw: null };

export function show(s, screen) {
  Object.assign(s, { screen, draft: {}, last: null });
}

export function enter(s, index, fx) {
  Object.assign(s, { step: index, ms: 0, more: 0, wait: 0, mark: { ...s.tally } });
  fx.push({ do: "say" });
}

export function nextExercise(s, plan, fx) {
  do s.turn += 1;
  while (s.turn < s.order.length && s.held.includes(exerciseNow(plan, s).prescription));
  Object.assign(s, { round: [], back: null, claimed: false, paused: false, ...NOTHING_SEEN });
  s.tally = { ...NOTHING };
  if (s.turn >= s.order.length) return show(s, "pain_after");
  show(s, "work");
  return enter(s, 0, fx);
}

function closeSide(s, plan, event) {
  const { side } = stepNow(plan, s);
  s.round.push(writeWork(s, exerciseNow(plan, s), side, event).id);
  Object.assign(s, { tally: { ...NOTHING }, claimed: false, ...NOTHING_SEEN });
}

export function finishStep(s, plan, event, fx) {
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
export function advance(s, plan, to, fx) {
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

export function tick(s, plan, event, fx) {
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
  if (stepNow(plan, s).kind === "work") {
    if (s.mirror) return;
    s.timed = true;
  }
  const waited = Math.min(s.wait, passed);
  s.wait -= waited;
  if (advance(s, plan, s.ms + passed - waited, fx)) finishStep(s, plan, event, fx);
}

/** What the mirror saw moves work on in place of the clock, and never backwards. */
export function seen(s, plan, { value, ...event }, fx) {
  const step = stepNow(plan, s);
  if (!s.mirror || s.paused || step.kind !== "work") return;
  if (value.summary) s.saw = value.summary;
  const [from, done] = [s.ms, s.tally.total];
  const to = whereSeen(step, value, s.more);
  if (to <= from) return;
  const ended = advance(s, plan, to, null);
  if (step.holds) fx.push(...heard(step, from, s.ms, s.more));
  else if (ended) fx.push({ do: "bell" });
  else if (s.tally.total > done) fx.push({ do: "count", n: s.tally.total - s.mark.total });
  if (ended) finishStep(s, plan, event, fx);
}

// Stop

const heldNow = (s, step) => {
  if (step?.kind !== "work") return 0;
  const at = cursor(step, s.ms, s.more);
  return { out: 0, hold: at.into, back: step.hold_s * 1000 }[at.phase];
};

/** Recorded here, at the tap. Between two sides it is about the side that has just worked. */
export function stop(s, plan, event, fx) {
  const [exercise, step] = [exerciseNow(plan, s), stepNow(plan, s)];
  const said = { outcome: "stopped", reason: "pain" };
  const after = s.screen === "after" || s.back === "after";
  const entry =
    after || step.kind === "change"
      ? write(s, exercise, step.from ?? step.side, event, said)
      : writeWork(s, exercise, step.side, event, said, heldNow(s, step));
  s.stop = { entry: entry.id, exercise: s.order[s.turn] };
  if (!s.held.includes(exercise.prescription)) s.held.push(exercise.prescription);
  s.why = "stop";
  show(s, "stop_where");
  fx.push({ do: "hush" }, { do: "send" }, { do: "say" });
}

/** Noted, and no release: the stop was told, and only a practitioner ends what it holds. */
export function mistake(s, plan, event, fx) {
  amend(s, s.stop.entry, event, { undone_at: event.time });
  return stopTold(s, plan, event, "mistake", fx);
}

/** What the clinic has released of this session, by its causes, is on hold no more. */
export function released(s, plan, { value }) {
  const gone = (entry) => value.includes(causeOf(entry, s.id));
  s.held = s.held.filter((prescription) => {
    const told = s.entries.filter((each) => each.prescription === prescription);
    const stops = told.filter((each) => each.outcome === "stopped");
    return stops.length ? !stops.every(gone) : !told.some(gone);
  });
  if (
    s.screen !== "held" ||
    s.why === "end_exercise" ||
    s.held.includes(exerciseNow(plan, s).prescription)
  )
    return;
  s.stop = null;
  nextExercise(s, plan, []);
}

export function endAll(s, event, advice, why, fx) {
  Object.assign(s, { advice, why, finished_at: event.time });
  show(s, "advice");
  fx.push({ do: "hush" }, { do: "send" }, { do: "say" });
}

export function stopAnswered(s, plan, event, fx) {
  const symptoms = s.draft.symptoms ?? [];
  if (symptoms.length) amend(s, s.stop.entry, event, { symptoms, reason: "symptom" });
  return stopTold(s, plan, event, s.why, fx);
}

/** What all stops told so far lead to, also those that were a mistake: the clinic hears them as well. */
function stopTold(s, plan, event, why, fx) {
  const stops = s.entries.filter((each) => each.outcome === "stopped");
  const places = stops.map((each) => each.where).filter(Boolean);
  const advice = adviceForStops(
    plan.rules,
    stops.flatMap((each) => each.symptoms),
    places,
  );
  if (advice) return endAll(s, event, advice, "symptom", fx);
  s.why = why;
  show(s, "held");
  return fx.push({ do: "send" });
}

// After, leaving out, ending

function answered(s, plan, event) {
  const exercise = exerciseNow(plan, s);
  answerRound(s, exercise, event);
  const byPain = during(plan.rules, exercise.pain, s.pain_before, s.draft.pain ?? null);
  s.why = graver(byPain, noticed(exercise.notice, noticedIn(s.draft)));
  s.by_pain = byPain === s.why;
  if (s.why !== "hold_exercise") return;
  s.held.push(exercise.prescription);
  for (const id of s.round) amend(s, id, event, { held: s.by_pain ? "pain" : "noticed" });
}

export function endRound(s, plan, event, fx) {
  answered(s, plan, event);
  fx.push({ do: "send" });
  return s.why === "go_on" ? nextExercise(s, plan, fx) : show(s, "held");
}

export function skipNow(s, plan, event, reason, fx) {
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
export function later(s, plan, _event, fx) {
  if (s.round.length || s.tally.total || s.turn < 0) return;
  s.order.push(...s.order.splice(s.turn, 1));
  s.turn -= 1;
  nextExercise(s, plan, fx);
}

export function skipLater(s, plan, event, reason, fx) {
  const exercise = plan.exercises[s.skipping];
  for (const side of exercise.sides) writeSkipped(s, exercise, side, event, reason);
  s.order = s.order.filter((each) => each !== s.skipping);
  s.skipping = null;
  fx.push({ do: "send" });
  show(s, s.order.length ? "list" : "pain_after");
}

/** What was begun on a side is done in part; what was not begun is no entry. */
export function closePart(s, plan, event) {
  if (s.back === "after" || s.tally.total === 0) return;
  writeWork(s, exerciseNow(plan, s), stepNow(plan, s).side, event, { outcome: "partly" });
}

export function finishNow(s, plan, event, fx) {
  if (s.back === "after") answered(s, plan, event);
  closePart(s, plan, event);
  s.turn = s.order.length;
  fx.push({ do: "hush" }, { do: "send" });
  show(s, "pain_after");
}

export function finish(s, plan, event, fx) {
  const pain = s.draft.pain ?? null;
  Object.assign(s, {
    pain_after: pain,
    note: (s.draft.note ?? "").trim(),
    finished_at: event.time,
  });
  const done = s.entries
    .filter((each) => each.outcome !== "skipped")
    .map((each) => each.prescription);
  const held = plan.exercises.filter(
    (each) =>
      done.includes(each.prescription) &&
      after(plan.rules, each.pain, s.pain_before, pain) === "hold_what_was_done",
  );
  const ids = held.map((each) => each.prescription);
  s.held = [...new Set([...s.held, ...ids])];
  const fresh = s.entries.filter(
    (each) => ids.includes(each.prescription) && !each.held && each.outcome !== "skipped",
  );
  for (const entry of fresh) amend(s, entry.id, event, { held: "after" });
  s.why = held.length ? "hold_what_was_done" : null;
  show(s, "summary");
  fx.push({ do: "send" }, { do: "say" });
}
