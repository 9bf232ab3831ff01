// @ts-check
// The guided session in a page: reads the page's data, runs the machine, and gives its effects to
// voice, tones, screen and phone. Everything thoughtful is in the modules below it.

import { localTime, zoneHere } from "../offline/clock.mjs";
import { store } from "../offline/keeping.mjs";
import { askWhatStands, dataHere, dateHere, dayHere, senderHere } from "../offline/sender.mjs";
import { newId } from "../new-id.mjs";
import { steadyClock, ticking } from "./clock.mjs";
import { figureIn } from "./figure.mjs";
import { documentOf } from "./log.mjs";
import { step } from "./machine.mjs";
import { planOf, wholeRules } from "./plan.mjs";
import { screenOf } from "./screen.mjs";
import { begin, canStop, exerciseNow, goesOnAlone, resumed, stepNow } from "./session.mjs";
import { settingsOf } from "./settings.mjs";
import { tonesOf } from "./tones.mjs";
import { speaker, spoken, spokenLines, spokenPhase, viewOf } from "./view.mjs";
import { voiceOf } from "./voice.mjs";
import { wakeLockOf } from "./wakelock.mjs";

const SAVING_MS = 1000;
const CONTROLS = "a, button, input, textarea, select, summary";

const page = JSON.parse(document.getElementById("player-data")?.textContent ?? "null");
const language = document.documentElement.lang;
const wordsHere = /** @type {HTMLTemplateElement} */ (document.getElementById("words"));
/** @type {HTMLElement[]} */
const dictionary = Array.from(wordsHere.content.querySelectorAll("[data-word]"));
const words = speaker(
  Object.fromEntries(dictionary.map((each) => [each.dataset.word ?? "", each.textContent])),
  language,
);
const zone = zoneHere() ?? page.today.zone;
const running = `running ${page.person}`;
const { settings, turn } = settingsOf(() => window.localStorage);
const now = steadyClock();
const tones = tonesOf(window.AudioContext, { muted: () => !settings.bell });
const voice = voiceOf(window.speechSynthesis, { language, muted: () => !settings.voice, tones });
const wake = wakeLockOf(navigator.wakeLock, document);
const figure = figureIn(document);
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const live = /** @type {HTMLElement} */ (document.getElementById("live"));
const { today = "", morning = "" } = /** @type {HTMLElement} */ (document.getElementById("player"))
  .dataset;
const screen = screenOf(document, (event) => {
  tones.unlock();
  if (event.type in settings) set(event.type);
  else if (event.type === "start") start(event);
  else send(event);
});

/** @type {any} the plan, the state of `session.mjs`, the sender of `sender.mjs`, and the mirror */
let [plan, state, sender, mirror] = [null, null, null, null];
/** @type {[number, string | null, string, string | null]} */
let [savedAt, drawn, date, opened] = [0, null, page.today.date, null];

const EFFECTS = {
  say: () => tell(spoken(plan, state, words)),
  lines: () => tell(spokenLines(plan, state, words)),
  phase: () => {
    live.textContent = spokenPhase(plan, state, words);
    voice.between(live.textContent);
  },
  count: ({ n }) => voice.count(n),
  tick: ({ n }) => {
    tones.tick();
    live.textContent = n;
  },
  bell: () => tones.bell(),
  switch: () => tones.twice(),
  hush: () => voice.hush(),
  send: keep,
};

function keep() {
  sender.keep(state.id, documentOf(plan, state, zone));
}

function tell(text) {
  live.textContent = text;
  voice.say(text);
}

function send(event) {
  const before = state;
  const [after, effects] = step(plan, state, {
    ...event,
    at: now(),
    time: localTime(new Date()),
    id: newId,
  });
  if (after === before) return;
  state = after;
  if (event.type !== "tick" || now() - savedAt > SAVING_MS) save();
  for (const effect of effects) EFFECTS[effect.do](effect);
  draw();
}

/** What was left open over night is yesterday's: the new day has exercises, and questions, of its own. */
async function start(event) {
  const day = await dayHere();
  if (!opened || day === opened) send(event);
  else location.reload();
}

function save() {
  savedAt = now();
  store.setFact(running, state.screen === "summary" ? null : { date, plan, state });
}

/** Words change once a second at most; only the body and its mat move with every frame. */
function draw() {
  if (!state) return;
  const {
    figure: pose,
    mat,
    ...fields
  } = viewOf(plan, state, words, { sending: sender.status, settings, kept: store.durable });
  const said = JSON.stringify(fields);
  if (said !== drawn) fill({ ...page, ...fields });
  drawn = said;
  mirror?.show(mirrored());
  if (pose) stage(fields.figureOf, pose, mat);
}

/** Fetched only where an exercise of today may use it. */
async function lookIn() {
  const { mirrorIn } = await import("../mirror/mirror.mjs");
  mirror = mirrorIn(document, { parts: page.mirror, send, say: tell });
  draw();
}

/** The step of work that the mirror may follow, if there is one now. */
function mirrored() {
  const [exercise, step] = [exerciseNow(plan, state), stepNow(plan, state)];
  const working = state.screen === "work" && step?.kind === "work";
  return {
    exercise,
    on: canStop(state) && state.screen !== "after",
    step: working ? step : null,
    number: state.step,
    after_work: exercise?.steps[state.step - 1]?.kind === "work",
    paused: state.paused,
  };
}

function fill(fields) {
  screen.show(fields);
  wake.want(goesOnAlone(state));
  document.documentElement.classList.toggle("larger", settings.larger);
  /** @type {NodeListOf<HTMLElement>} */
  const switches = document.querySelectorAll("[data-setting]");
  for (const each of switches)
    each.setAttribute("aria-pressed", settings[each.dataset.setting ?? ""]);
  if (fields.matText)
    screen.place.querySelector(".mat-bar").setAttribute("aria-valuetext", fields.matText);
}

function stage(name, pose, { value, max }) {
  const shown = still.matches ? Math.floor(value / 1000) * 1000 : value;
  Object.assign(screen.place.querySelector(".mat-bar"), { max, value: shown });
  figure.pose(screen.place.querySelector("[data-stage]"), name, pose, still.matches);
}

function set(name) {
  turn(name);
  if (!settings.voice) voice.hush();
  draw();
}

function pressed(event) {
  if (!settings.keys || !state || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
    return;
  const { key, target } = event;
  if (target.matches("input, textarea, select")) return;
  if (key.toLowerCase() === words("stop_key")) send({ type: "stop" });
  if (target.matches(CONTROLS) || !["Escape", " "].includes(key)) return;
  event.preventDefault();
  send({ type: key === " " && state.paused ? "go_on" : "pause" });
}

const whatStands = (of) =>
  askWhatStands({
    path: page.urls.sessions + of.state.id,
    body: documentOf(of.plan, of.state, zone),
    told: page.today.released,
  });

/** What was under way today, on this phone, and still may be; grave advice for as long as it stands. */
async function underWay() {
  const kept = await store.fact(running);
  if (kept?.state.format !== 1) return null;
  const { advice, released } = await whatStands(kept);
  if (kept.state.screen === "advice") return advice ? kept : null;
  if (kept.date !== date || kept.state.finished_at) return null;
  const [state] = step(kept.plan, kept.state, { type: "released", value: released });
  return { ...kept, state };
}

/** Advice that the clinic lifts while it is read gives way to Today, which says what may go on. */
async function look() {
  draw();
  if (state?.screen === "advice" && !(await whatStands({ plan, state })).advice)
    location.replace(today);
}

/** Grave advice stays on the screen; all else opens only where this phone knows of no reason not to. */
async function open() {
  [date, opened] = [await dateHere(page.today), await dayHere()];
  const kept = await underWay();
  const advised = kept?.state.screen === "advice";
  const data = advised ? page : await dataHere(page, { today, morning });
  if (!data) return;
  sender = await senderHere({ address: page.urls.sessions, onChange: look });
  plan = kept ? wholeRules(kept.plan, planOf(data)) : planOf(data);
  state = kept
    ? resumed(kept.state)
    : begin(plan, { id: newId(), time: localTime(new Date()), day: date });
  const held = data.today.prescriptions.filter((each) => each.status !== "active");
  send({ type: "hold", value: held.map((each) => each.id) });
  if (kept) keep();
  sender.flush();
  draw();
  document.addEventListener("keydown", pressed);
  if (page.mirror) lookIn();
  ticking(() => send({ type: "tick" }), { now });
}

open();
