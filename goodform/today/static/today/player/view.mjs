// @ts-check
// What a screen shows, as plain fields for its template: words, numbers, lists. Pure.

import { isWhereItMoved } from "./log.mjs";
import { ANSWERING_MS, canStop, exerciseNow, sideNow, stepNow } from "./session.mjs";
import { LINES_MS, cursor, lengthOf, repetitionsIn } from "./timing.mjs";

/** `words(key, {n})`: the page's own words; a plural form by `n` where the page has one. */
export function speaker(dictionary, language) {
  const plural = new Intl.PluralRules(language);
  /** @param {string} key @param {Record<string, any>} values */
  return (key, values = {}) => {
    const form = "n" in values ? `${key}_${plural.select(values.n)}` : key;
    const text = dictionary[form] ?? dictionary[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  };
}

const seconds = (ms) => Math.ceil(ms / 1000 - 1e-6);

/** Which of the two halves is lit, with its words: left always stands left. */
function sidesShown(exercise, now, words) {
  if (now === "both") return { both: words("side_both") };
  const say = (side) => {
    if (side === now) return words(`side_${side}`);
    if (!exercise.sides.includes(side)) return "";
    const done = exercise.sides.indexOf(side) < exercise.sides.indexOf(now);
    return words(`${done ? "done" : "then"}_${side}`);
  };
  return { left: say("left"), right: say("right"), lit: now };
}

/** Number, its unit, the mat, and the moment of the figure, of a step that is not work. */
function waiting(step, s, words) {
  const length = lengthOf(step, s.more);
  return {
    phase: words(step.kind === "note" ? "ready" : step.kind),
    phase_of: "",
    number: seconds(length - s.ms),
    of: words("seconds_left", { n: seconds(length - s.ms) }),
    mat: { value: s.ms, max: length },
    figure: step.kind === "rest" ? { phase: "rest", share: 0 } : { phase: "loop", ms: s.ms },
  };
}

const PHASES = { out: "out", hold: "stay", back: "back" };

/** The exercise's own verb for a phase; the general word for a version from before there were any. */
const phaseWords = (exercise, phase, words) => exercise.phases?.[PHASES[phase]] || words(phase);

function working(step, s, exercise, words) {
  const at = cursor(step, Math.min(s.ms, lengthOf(step, s.more) - 1), s.more);
  const figure = { phase: at.phase, share: at.into / at.length, ms: at.into };
  const phase = phaseWords(exercise, at.phase, words);
  const left = seconds(at.length - at.into);
  if (step.holds) {
    return {
      phase,
      phase_of: words("of", { n: step.number, of: step.of }),
      number: left,
      of: words("seconds_left", { n: left }),
      figure,
      mat: {
        value: { out: 0, hold: at.into, back: 1 }[at.phase],
        max: at.phase === "hold" ? at.length : 1,
      },
    };
  }
  return {
    phase,
    phase_of: step.of > 1 ? words("set_of", { n: step.number, of: step.of }) : "",
    number: s.mirror ? repetitionsIn(step, s.ms) : at.repetition,
    of: words("of_all", { n: step.repetitions }),
    figure,
    mat: { value: s.ms, max: lengthOf(step) },
  };
}

/** The one or two sentences of now: the position and the steps while getting ready, then the cues. */
function lines(step, s, exercise, words) {
  if (step.kind === "note") return [];
  const which = exercise.side_is ? [words(`side_is_${step.side}`, { text: exercise.side_is })] : [];
  if (step.kind === "change") return [words(`change_to_${step.side}`), ...which];
  if (step.kind === "rest") return [words("let_go")];
  const position = exercise.position ? [[words("sentence", { text: exercise.position })]] : [];
  const [groups, turn] =
    step.kind === "ready"
      ? [
          [...position, ...(which.length ? [which] : []), ...exercise.how],
          Math.floor(s.ms / LINES_MS),
        ]
      : [exercise.cues, step.number - 1];
  return groups[turn % groups.length] ?? [];
}

function work(plan, s, words) {
  const [exercise, step] = [exerciseNow(plan, s), stepNow(plan, s)];
  const shown = step.kind === "work" ? working(step, s, exercise, words) : waiting(step, s, words);
  if (s.wait > 0)
    Object.assign(shown, {
      phase: words("breather"),
      phase_of: "",
      number: seconds(s.wait),
      of: words("seconds_left", { n: seconds(s.wait) }),
    });
  if (s.paused) Object.assign(shown, { phase: words("paused"), phase_of: "" });
  const said = lines(step, s, exercise, words);
  const more = step.kind === "work" && !step.holds ? "wait" : "more";
  const noted = step.kind === "note";
  return {
    ...shown,
    noted,
    note: noted ? exercise.note : "",
    note_from: noted ? words("says", { name: exercise.note_from }) : "",
    sides: sidesShown(exercise, step.side, words),
    mirror: Boolean(exercise.mirror) && !noted,
    paused: s.paused,
    running: !s.paused,
    line1: said[0],
    line2: said[1],
    figureOf: `${exercise.prescription} ${step.side}`,
    matText: words("mat", { phase: shown.phase, n: shown.number, unit: shown.of }),
    more: words(more),
    more_whole: words(`${more}_whole`),
  };
}

/** What the voice says and a screen reader hears when a step begins; all of it stands on screen. */
export function spoken(plan, s, words) {
  if (s.screen !== "work") return words(`say_${s.screen}`, { name: exerciseNow(plan, s)?.name });
  const step = stepNow(plan, s);
  const { phase, phase_of, line1, line2, note_from, note } = work(
    plan,
    { ...s, paused: false, wait: 0 },
    words,
  );
  const name = ["note", "ready"].includes(step.kind) ? exerciseNow(plan, s).name : "";
  const head =
    step.holds || step.kind !== "work"
      ? [phase, phase_of].join(" ").trim()
      : [phase_of, phase].filter(Boolean).join(". ");
  return [name, head, words(`side_${step.side}`), note_from, note, line1, line2]
    .filter((each) => each?.trim())
    .map((each, number, all) => (number < all.length - 1 ? ended(each) : unended(each)))
    .join(" ");
}

const unended = (text) => text.trim().replace(/[.!]+$/, "");

/** A sentence with one sign at its end: its own, or a full stop. "Priya says:" leads on. */
const ended = (text) => (/[:?…]$/.test(text.trim()) ? text.trim() : `${unended(text)}.`);

/** Only the phase, as it changes. */
export const spokenPhase = (plan, s, words) =>
  work(plan, { ...s, paused: false, wait: 0 }, words).phase;

/** Only the two sentences, as they change. */
export function spokenLines(plan, s, words) {
  const { line1, line2 } = work(plan, s, words);
  return [line1, line2].filter(Boolean).join(" ");
}

function after(plan, s, words) {
  const exercise = exerciseNow(plan, s);
  const entries = s.entries.filter((each) => s.round.includes(each.id));
  const left = seconds(ANSWERING_MS - s.ms);
  const about = s.draft.pain > 0 || s.draft.noticed?.length > 0;
  return {
    which: entries.length > 1 && about,
    sets: exercise.sets > 1,
    repetitions: exercise.repetitions > 1,
    holds: exercise.holds,
    notice: exercise.notice.filter((each) => !isWhereItMoved(each)),
    moved: exercise.notice.filter(isWhereItMoved),
    going: s.stay ? "" : words("going_on", { n: left }),
    stay: s.stay,
    values: { sets: entries[0]?.sets_done, repetitions: entries[0]?.repetitions_done, ...s.draft },
  };
}

const list = (plan, s, words) => ({
  rows: s.order.map((index, place) => ({
    name: plan.exercises[index].name,
    how_much: plan.exercises[index].how_much,
    place,
    first: place === 0,
    last: place === s.order.length - 1,
    up: words("move_up", plan.exercises[index]),
    down: words("move_down", plan.exercises[index]),
    out: words("leave_out", plan.exercises[index]),
  })),
});

function summary(plan, s) {
  const names = (outcomes) =>
    plan.exercises
      .filter((each) =>
        s.entries.some((e) => e.prescription === each.prescription && outcomes.includes(e.outcome)),
      )
      .map(({ name }) => ({ name }));
  return {
    done: names(["done", "partly"]),
    stopped: names(["stopped"]),
    any: names(["done", "partly"]).length > 0,
  };
}

/** Everything the screen's template may ask for. */
export function viewOf(plan, s, words, { sending, settings, kept = true }) {
  const exercise = exerciseNow(plan, s) ?? plan.exercises[s.skipping];
  const also = { work, after, list, summary }[s.screen]?.(plan, s, words) ?? {};
  const chosen =
    s.draft.pain !== undefined ||
    Boolean(s.draft.where || s.draft.symptoms?.length || s.draft.flags?.length);
  return {
    screen: s.screen,
    stop: canStop(s),
    name: (s.stop ? plan.exercises[s.stop.exercise] : exercise)?.name ?? "",
    side: s.turn >= 0 ? sideNow(plan, s) : null,
    chosen,
    unchosen: !chosen,
    next: words(chosen ? "next" : "leave_unanswered"),
    away: s.away ? words("away", { n: Math.round(s.away.ms / 1000) }) : "",
    claimable: s.screen === "away" && stepNow(plan, s)?.kind === "work",
    others: s.order
      .slice(s.turn + 1)
      .some((each) => !s.held.includes(plan.exercises[each].prescription)),
    emergency: s.advice === "emergency",
    urgent: s.advice === "urgent_today",
    clinic_today: s.advice === "clinic_today",
    by_stop: s.why === "stop",
    by_pain: (s.why === "hold_exercise" && s.by_pain !== false) || s.why === "hold_what_was_done",
    ended: s.why === "end_exercise",
    by_noticed: (s.why === "hold_exercise" || s.why === "end_exercise") && s.by_pain === false,
    hurt_more: s.why === "end_exercise" && s.by_pain !== false,
    by_mistake: s.why === "mistake",
    not_today: words(s.pain_before > plan.rules.usual ? "not_today" : "not_today_usual", {
      pain: s.pain_before,
      usual: plan.rules.usual,
    }),
    in_exercise: s.back !== "list",
    may_hurt: exercise?.may_hurt ?? "",
    later: s.skipping === null && !s.round.length && !s.tally.total && s.turn < s.order.length - 1,
    sent: sending.state === "sent",
    on_its_way: sending.state === "sending",
    here: sending.state === "here",
    refused: sending.state === "refused",
    reasons: (sending.sentences ?? []).map((each) => ({ words: each })),
    sending,
    settings,
    kept,
    values: s.draft,
    ...also,
  };
}
