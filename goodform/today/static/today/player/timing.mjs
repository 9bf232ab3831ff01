// @ts-check
// Where a timed step stands, and what is heard on the way. Pure; milliseconds inside a step.

export const LINES_MS = 5000;

const repetitionMs = (step) => (step.out_s + step.hold_s + step.back_s) * 1000;

/** How long a step lasts, with what was added to it. */
export const lengthOf = (step, more = 0) =>
  (step.kind === "work" ? step.repetitions * repetitionMs(step) : step.seconds * 1000) + more;

/**
 * Where `ms` lies in a step of work: the repetition (from 1), the phase `out`, `hold` or `back`, and
 * how far into it and how long it is. What was added to a hold lengthens the hold itself.
 */
export function cursor(step, ms, more = 0) {
  const one = repetitionMs(step) + (step.holds ? more : 0);
  const repetition = Math.min(step.repetitions, Math.floor(ms / one) + 1);
  const into = ms - (repetition - 1) * one;
  const out = step.out_s * 1000;
  const hold = step.hold_s * 1000 + (step.holds ? more : 0);
  if (into < out) return { repetition, phase: "out", into, length: out };
  if (into < out + hold) return { repetition, phase: "hold", into: into - out, length: hold };
  return { repetition, phase: "back", into: into - out - hold, length: step.back_s * 1000 };
}

/** Repetitions that are complete after `ms`. */
export const repetitionsIn = (step, ms, more = 0) =>
  Math.min(step.repetitions, Math.floor(ms / (repetitionMs(step) + (step.holds ? more : 0))));

/** Whole seconds passed at `end - ms`, between two moments: what a countdown says aloud. */
function crossed(end, from, to, wanted) {
  return wanted.filter((s) => end - from > s * 1000 && end - to <= s * 1000);
}

/** How far a step of work is by what the mirror saw: repetitions, and how long a position is held. */
export function whereSeen(step, { counted, state, hold_s }, more = 0) {
  const one = repetitionMs(step) + (step.holds ? more : 0);
  if (counted > 0 || !step.holds) return Math.min(counted, step.repetitions) * one;
  if (state !== "holding") return 0;
  return step.out_s * 1000 + Math.min(hold_s * 1000, step.hold_s * 1000 + more);
}

const LAST_SECONDS = [3, 2, 1];
const TOLD = [110, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5];

/** When the body stops going out, and when it turns back, in ms of one repetition. */
const turnsOf = ({ out_s, hold_s }) => [
  ...(hold_s > 0 ? [out_s * 1000] : []),
  (out_s + hold_s) * 1000,
];

const TOLD_BOTH_WAYS = 2; // repetitions that say out and back; after them only the count

/** What is heard between two moments of a step: ticks at 3, 2, 1, the count, the bell, the phase. */
export function heard(step, from, to, more = 0) {
  const ticks = (end) => crossed(end, from, to, LAST_SECONDS).map((n) => ({ do: "tick", n }));
  const end = lengthOf(step, more);
  if (step.kind === "note") return []; // nothing talks into what is read aloud
  if (step.kind !== "work") {
    const lines = step.kind === "ready" && Math.floor(to / LINES_MS) > Math.floor(from / LINES_MS);
    return [...(lines && to < end ? [{ do: "lines" }] : []), ...ticks(end)];
  }
  if (!step.holds) {
    const one = repetitionMs(step);
    const counts = Array.from({ length: step.repetitions - 1 }, (_, done) => [
      one * (done + 1),
      { do: "count", n: done + 2 },
    ]);
    const phases = Array.from({ length: Math.min(step.repetitions, TOLD_BOTH_WAYS) }, (_, done) =>
      turnsOf(step).map((at) => [one * done + at, { do: "phase" }]),
    );
    const now = [...counts, ...phases.flat()]
      .filter(([at]) => from < at && to >= at)
      .sort(([one], [other]) => Number(one) - Number(other));
    return [...now.map(([, effect]) => effect), ...(to >= end ? [{ do: "bell" }] : [])];
  }
  const released = end - step.back_s * 1000;
  const told = crossed(
    released,
    from,
    to,
    TOLD.filter((s) => s * 1000 < step.hold_s * 1000 + more),
  ).map((n) => ({ do: "count", n }));
  const [stays, goes] = [step.out_s * 1000, released].map((at) =>
    from < at && to >= at ? [{ do: "phase" }] : [],
  );
  return [...stays, ...told, ...ticks(released), ...(goes.length ? [{ do: "bell" }] : []), ...goes];
}
