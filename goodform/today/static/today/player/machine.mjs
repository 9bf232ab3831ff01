// @ts-check
// The session as a state machine: (plan, state, event) → [state, effects]. Pure: no page, no clock.
// Time comes in as `tick` events; a gap between two of them is time nobody saw, and is asked about.
// An event carries `at` (ms, never backwards), `time` (ISO) and `id` (makes a UUID when called).

import { adviceForFlags, asksWholeList, before } from "./gate.mjs";
import { amend } from "./log.mjs";
import {
  advance,
  closePart,
  endAll,
  endRound,
  enter,
  finish,
  finishNow,
  finishStep,
  later,
  mistake,
  nextExercise,
  released,
  seen,
  show,
  skipLater,
  skipNow,
  stop,
  stopAnswered,
  tick,
} from "./moves.mjs";
import { MORE_MS, canStop, exerciseNow, stepNow } from "./session.mjs";
import { cursor } from "./timing.mjs";

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
    mirror: (s, _plan, { value }) => {
      s.mirror = Boolean(value);
    },
    seen,
    ...leaving,
    go_on: (s) => {
      s.paused = false;
    },
    more: (s, plan) => {
      const step = stepNow(plan, s);
      const breather =
        step.kind === "work" && !(step.holds && cursor(step, s.ms, s.more).phase !== "back");
      if (breather) s.wait += MORE_MS;
      else s.more += MORE_MS;
    },
    read: (s, plan, event, fx) => {
      s.paused = false;
      if (stepNow(plan, s).kind === "note") finishStep(s, plan, event, fx);
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
      if (advance(s, plan, s.ms + ms, null)) finishStep(s, plan, event, fx);
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
    reason: (s, plan, event, fx) =>
      (s.skipping === null ? skipNow : skipLater)(s, plan, event, event.value, fx),
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
    more: (s) => {
      s.stay = true;
    },
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
  released,
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
