// @ts-check
// When does the mirror move the session on, and when the timer? Pure: facts in, decisions out.

export const GATE_MS = 20_000; // so long a set may wait until the body is seen in its position
export const BLIND_MS = 12_000; // so long nothing may be seen in the middle of a set

/** A step of work as the mirror follows it. `since`: when something was last seen clearly. */
export const beginStep = (at, base) => ({ base, since: at, gate: true, given_up: false });

/** What the mirror makes of a picture: `{step, seen}`; `seen` is what the session hears, or null. */
export function follow(step, told, at) {
  if (step.given_up) return { step, seen: null };
  const clear = ["ready", "moving", "holding"].includes(told.state);
  const gate = step.gate && !clear;
  const since = clear ? at : step.since;
  const given_up = !clear && at - since > (gate ? GATE_MS : BLIND_MS);
  const seen = {
    counted: Math.max(0, (told.counted ?? step.base) - step.base),
    state: told.state,
    hold_s: told.hold_s ?? 0,
  };
  return { step: { ...step, gate, since, given_up }, seen: given_up ? null : seen };
}

/** What a step asks of the eye: nothing new within a set of holds, else a new set or a new side. */
export function asks(before, now) {
  if (!before || before.prescription !== now.prescription || before.side !== now.side)
    return { again: false };
  return now.after_work ? null : { again: true };
}
