// @ts-check
// The entries of a session: one exercise on one side, as it was done. These functions write into the
// state they are given, which the machine owns. Nothing unseen is ever counted.

export const NOTHING = { sets: 0, inSet: 0, total: 0, heldMs: 0 };

/** What `PUT /api/sessions/<uuid>` takes; `shown` is the advice on the screen; when it is sent, and by which clock, comes with sending. */
export function documentOf(plan, state, zone) {
  const {
    started_at,
    finished_at,
    day = null,
    advice: shown,
    pain_before,
    pain_after,
    red_flags,
    note,
    entries,
  } = state;
  return {
    programme: plan.programme,
    programme_version: plan.version,
    zone,
    day,
    started_at,
    finished_at,
    shown,
    pain_before,
    pain_after,
    red_flags,
    note,
    entries,
  };
}

/** Counts whole repetitions of a step, and its set once the step ends it. */
export function count(tally, exercise, step, repetitions, moreMs) {
  tally.total += repetitions;
  tally.inSet += repetitions;
  tally.heldMs += repetitions * (exercise.hold_s * 1000 + moreMs);
  if (tally.inSet >= exercise.repetitions && step.last) {
    tally.sets += 1;
    tally.inSet = 0;
  }
}

/** Beside their targets: whole sets, repetitions in a set, mean seconds held or done of each. */
function amounts(tally, exercise, heldNowMs = 0) {
  const seconds = Math.floor((tally.total ? tally.heldMs / tally.total : heldNowMs) / 1000);
  return {
    sets_done: tally.sets,
    repetitions_done: tally.sets > 0 ? exercise.repetitions : tally.inSet,
    hold_done_s: exercise.by_time ? 0 : seconds,
    time_done_s: exercise.by_time ? seconds : 0,
  };
}

/** Adds an entry for a side and returns it; what was not said is null or empty. */
export function write(state, exercise, side, event, said) {
  const entry = {
    id: event.id(),
    prescription: exercise.prescription,
    side,
    outcome: "done",
    reason: null,
    where: null,
    symptoms: [],
    noticed: [],
    sets_done: null,
    repetitions_done: null,
    hold_done_s: null,
    time_done_s: null,
    pain: null,
    difficulty: null,
    timing: state.claimed ? "ticked" : "timed",
    recorded_at: event.time,
    changed_at: event.time,
    undone_at: null,
    ...said,
  };
  state.entries.push(entry);
  return entry;
}

/** The side on which work has ended or was left, with what was seen of it. */
export function writeWork(state, exercise, side, event, said, heldNowMs) {
  const counted = state.saw && !state.timed && !state.claimed;
  return write(state, exercise, side, event, {
    ...(counted && { timing: "camera", camera: state.saw }),
    ...amounts(state.tally, exercise, heldNowMs),
    ...said,
  });
}

/** A side that was left out. */
export function writeSkipped(state, exercise, side, event, reason) {
  const none = { sets_done: 0, repetitions_done: 0, hold_done_s: 0, time_done_s: 0 };
  return write(state, exercise, side, event, {
    outcome: "skipped",
    reason,
    timing: "ticked",
    ...none,
  });
}

/** Changes an entry; when each was last said decides between two devices. */
export function amend(state, id, event, said) {
  const entry = state.entries.find((each) => each.id === id);
  return Object.assign(entry, said, { changed_at: event.time });
}

/** Codes that answer "Has the pain moved?": one of them, or none. */
export const isWhereItMoved = ({ code }) => code.startsWith("moved_");

/** Everything that was noticed: what was ticked, and where the pain has moved. */
export const noticedIn = ({ noticed = [], moved }) => (moved ? [...noticed, moved] : noticed);

/** What the patient answered after an exercise, on the sides it was about. */
export function answerRound(state, exercise, event) {
  const { pain = null, difficulty = null, which, sets, repetitions } = state.draft;
  const noticed = noticedIn(state.draft);
  for (const id of state.round) {
    const entry = state.entries.find((each) => each.id === id);
    const here = !which || which === "both" || which === entry.side;
    amend(state, id, event, { difficulty, pain: here ? pain : null, noticed: here ? noticed : [] });
    correctCount(state, exercise, entry, event, { sets, repetitions });
  }
}

/** A number the patient gave is ticked, not timed; less than was asked is done in part. */
function correctCount(state, exercise, entry, event, { sets, repetitions }) {
  const said = {
    sets_done: sets ?? entry.sets_done,
    repetitions_done: repetitions ?? entry.repetitions_done,
  };
  if (said.sets_done === entry.sets_done && said.repetitions_done === entry.repetitions_done)
    return;
  const less = said.sets_done < exercise.sets || said.repetitions_done < exercise.repetitions;
  amend(state, entry.id, event, { ...said, outcome: less ? "partly" : "done", timing: "ticked" });
}
