// @ts-check
// What a session is while it runs: its state, as plain values that can be kept, and what is now. Pure.

import { NOTHING } from "./log.mjs";

export const SEEN_GAP_MS = 1500;
export const MORE_MS = 10_000;
export const ANSWERING_MS = 45_000;

/** The screens on which an exercise is under way: each of them has Stop. */
export const STOPPABLE = ["work", "away", "after", "skip", "leave", "resume"];

/**
 * A new session, before its first question; `day` is the date of the Today it begins on.
 * @param {{exercises: any[]}} plan
 * @param {{id: string, time: string, day?: string | null}} begun
 */
export const begin = (plan, { id, time, day = null }) => ({
  format: 1,
  id,
  day,
  started_at: time,
  finished_at: null,
  screen: plan.exercises.length ? "pain" : "nothing",
  draft: {},
  pain_before: null,
  pain_after: null,
  red_flags: [],
  note: "",
  order: plan.exercises.map((_, index) => index),
  turn: -1,
  step: 0,
  ms: 0,
  more: 0,
  wait: 0,
  last: null,
  paused: false,
  claimed: false,
  mirror: false,
  timed: false,
  saw: null,
  tally: { ...NOTHING },
  mark: { ...NOTHING },
  entries: [],
  round: [],
  held: [],
  stop: null,
  away: null,
  back: null,
  skipping: null,
  advice: null,
  why: null,
  stay: false,
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

/** Whether time alone moves the session on: nobody touches the phone then, and it must not sleep. */
export const goesOnAlone = ({ screen, paused, stay }) =>
  (screen === "work" && !paused) || (screen === "after" && !stay);

/** The side now: what is said, shown and lit. During a change it is the side that comes. */
export const sideNow = (plan, state) => stepNow(plan, state)?.side ?? null;
