// @ts-check
// What is done today and in which steps: from the programme of the day to timed steps. Pure.

const SHORT_SENTENCE = 30;
const USUAL_TEMPO = { out_s: 2, pause_s: 0, back_s: 2 };
const SIDES = { each: ["left", "right"], none: ["both"], left: ["left"], right: ["right"] };

/** `2-2` is out and back, `2-1-2` has a pause between; anything else is the usual tempo. */
export function tempoOf(text) {
  const found = /^(\d{1,2})-(?:(\d{1,2})-)?(\d{1,2})$/.exec(text ?? "");
  if (!found) return USUAL_TEMPO;
  return { out_s: Number(found[1]), pause_s: Number(found[2] ?? 0), back_s: Number(found[3]) };
}

/** The sides of a prescription of `/api/today` that still have a round to do. */
export function sidesLeft({ side, times_a_day, done_today }) {
  return SIDES[side].filter((each) => (done_today?.[each] ?? 0) < times_a_day);
}

/**
 * The steps of one exercise: note, ready, work, rest, change. Seconds throughout. A step of work is one
 * hold, or one set of repetitions; `last` says that it ends its set.
 */
export function stepsOf(exercise, { ready_s, change_s }) {
  const note = (side) => (exercise.note ? [{ kind: "note", side, seconds: exercise.note_s }] : []);
  return exercise.sides.flatMap((side, index) => {
    const first =
      index === 0
        ? [...note(side), { kind: "ready", side, seconds: ready_s }]
        : [{ kind: "change", side, from: exercise.sides[index - 1], seconds: change_s }];
    return [...first, ...workOn(exercise, side)];
  });
}

function workOn(exercise, side) {
  const { sets, repetitions, hold_s, rest_s, out_s, back_s, holds } = exercise;
  const steps = [];
  for (let set = 1; set <= sets; set += 1) {
    if (set > 1 && rest_s > 0) steps.push({ kind: "rest", side, seconds: rest_s, set, sets });
    const pieces = holds ? repetitions : 1;
    for (let piece = 1; piece <= pieces; piece += 1) {
      steps.push({
        kind: "work",
        side,
        set,
        sets,
        holds,
        out_s,
        hold_s,
        back_s,
        repetitions: holds ? 1 : repetitions,
        number: holds ? (set - 1) * repetitions + piece : set,
        of: holds ? sets * repetitions : sets,
        last: piece === pieces,
      });
    }
  }
  return steps;
}

/** Sentences as they are shown: two short ones together, a long one alone. */
export function shownTogether(sentences) {
  const short = (text) => text.length <= SHORT_SENTENCE;
  return sentences.reduce((groups, text) => {
    const last = groups.at(-1);
    if (last?.length === 1 && short(last[0]) && short(text)) last.push(text);
    else groups.push([text]);
    return groups;
  }, []);
}

/** What a set is made of: counted repetitions, holds, or so many seconds of doing, which is one long stay. */
function setOf(row, timing) {
  const tempo = tempoOf(row.tempo);
  if (row.time_s > 0)
    return { repetitions: 1, hold_s: row.time_s, out_s: 0, back_s: 0, holds: true };
  const hold_s = row.hold_s || tempo.pause_s;
  return {
    repetitions: row.repetitions,
    hold_s,
    out_s: tempo.out_s,
    back_s: tempo.back_s,
    holds: hold_s >= timing.long_hold_s,
  };
}

function exerciseOf(row, told, timing) {
  const exercise = {
    prescription: row.id,
    name: told.name ?? row.exercise.name,
    phases: row.exercise.phases ?? {},
    position: told.position ?? "",
    how_much: told.how_much ?? "",
    note: told.note?.trim() ?? "",
    note_from: told.note_from ?? "",
    note_s: told.note_s ?? 0,
    how: shownTogether(told.steps ?? []),
    cues: shownTogether(told.cues ?? []),
    notice: told.notice ?? [],
    mirror: (row.camera && told.mirror) || null,
    pain: { policy: told.pain?.policy ?? "pain_free", ceiling: told.pain?.ceiling ?? 5 },
    may_hurt: told.may_hurt ?? "",
    side_is: told.side_is ?? "",
    sides: sidesLeft(row),
    sets: row.sets,
    rest_s: row.rest_s,
    by_time: row.time_s > 0,
    ...setOf(row, timing),
  };
  return { ...exercise, steps: stepsOf(exercise, timing) };
}

/** Codes and the advice each one leads to. */
const adviceByCode = (rows) =>
  Object.fromEntries((rows ?? []).map((row) => [row.code, row.advice]));

/**
 * The plan of a session from the page's data (README.md): what is active and not done yet, in order;
 * with `short` only the exercises of the short version. Plain values, so that it can be kept.
 */
export function planOf(data) {
  const { programme, prescriptions, zone } = data.today;
  const due = programme.locked ? [] : prescriptions.filter((row) => row.status === "active");
  const told = (row) => data.exercises[row.id] ?? {};
  return {
    programme: programme.id,
    version: programme.version,
    zone,
    short: Boolean(data.short),
    exercises: due
      .filter((row) => !data.short || told(row).bad_day)
      .filter((row) => sidesLeft(row).length > 0)
      .sort((one, other) => one.order - other.order)
      .map((row) => exerciseOf(row, told(row), data.timing)),
    rules: {
      usual: data.pain.usual,
      not_today_from: data.pain.not_today_from,
      rise_that_holds: data.pain.rise_that_holds,
      ask: data.red_flags.ask,
      flags: {
        ...data.earlier_codes,
        ...adviceByCode(data.red_flags.list),
        ...adviceByCode(data.red_flags.known),
      },
      symptoms: { ...data.earlier_codes, ...adviceByCode(data.symptoms) },
      leg_symptoms: data.leg_symptoms,
    },
  };
}

/** A kept plan with every rule there is now: one that was kept before an update may know fewer. */
export const wholeRules = (kept, { rules }) => ({ ...kept, rules: { ...rules, ...kept.rules } });
