// The guided session in a page: reads the page's data, runs the machine, and gives its effects to
// voice, tones, memory and sender. Everything thoughtful is in the modules below it.

import { stamp, steadyClock, ticking } from "./clock.mjs";
import { figureIn } from "./figure.mjs";
import { adviceForStops } from "./gate.mjs";
import { begin, resumed, step } from "./machine.mjs";
import { memoryOf } from "./memory.mjs";
import { planOf } from "./plan.mjs";
import { screenOf } from "./screen.mjs";
import { documentOf, lockedBy, senderOf } from "./sending.mjs";
import { tonesOf } from "./tones.mjs";
import { speaker, spoken, spokenLines, viewOf } from "./view.mjs";
import { voiceOf } from "./voice.mjs";
import { wakeLockOf } from "./wakelock.mjs";

const data = JSON.parse(document.getElementById("player-data").textContent);
const language = document.documentElement.lang;
const words = speaker(
  Object.fromEntries([...document.querySelector("#words").content.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent])),
  language,
);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || data.today.zone;
const memory = memoryOf(window.localStorage, data.person);
const settings = { voice: true, bell: true, keys: true, larger: false, ...memory.read("settings") };
const now = steadyClock();
const tones = tonesOf(window.AudioContext, { muted: () => !settings.bell });
const voice = voiceOf(window.speechSynthesis, { language, muted: () => !settings.voice, tones });
const wake = wakeLockOf(navigator.wakeLock, document);
const figure = figureIn(document);
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const live = document.getElementById("live");
const sender = senderOf({
  memory, address: data.urls.sessions, fetch: (...all) => window.fetch(...all), cookies: () => document.cookie,
  later: (ms, act) => { const timer = setTimeout(act, ms); return () => clearTimeout(timer); },
  onChange: () => draw(),
});

let [plan, state, savedAt] = [null, null, 0];
const screen = screenOf(document, (event) => {
  tones.unlock();
  if (event.type in settings) set(event.type);
  else send(event);
});

function opening() {
  const kept = memory.read("running");
  const today = planOf(data);
  const locked = lockedBy(sender.unsent().map(([, each]) => each.document), (each) =>
    each.red_flags.some((code) => code in today.rules.flags) ||
    adviceForStops(today.rules, each.entries.flatMap((e) => e.symptoms), each.entries.map((e) => e.where)));
  const same = kept?.state.format === 1 && kept.date === data.today.date && (!kept.state.finished_at || kept.state.screen === "advice");
  plan = same ? kept.plan : today;
  state = same ? resumed(kept.state) : begin(plan, { id: crypto.randomUUID(), time: stamp(new Date()) });
  const open = new Set(today.exercises.map((each) => each.prescription));
  const heldNow = data.today.prescriptions.filter((each) => each.status !== "active").map((each) => each.id);
  send({ type: "hold", value: [...locked.prescriptions, ...heldNow, ...(locked.everything ? open : [])] });
}

const EFFECTS = {
  say: () => tell(spoken(plan, state, words)),
  lines: () => tell(spokenLines(plan, state, words)),
  count: ({ n }) => voice.count(n),
  tick: ({ n }) => { tones.tick(); live.textContent = n; },
  bell: () => tones.bell(),
  switch: () => tones.twice(),
  hush: () => voice.hush(),
  send: () => sender.keep(state.id, documentOf(plan, state, zone)),
};

function tell(text) {
  live.textContent = text;
  voice.say(text);
}

function send(event) {
  const before = state;
  const [after, effects] = step(plan, state, { ...event, at: now(), time: stamp(new Date()), id: () => crypto.randomUUID() });
  state = after;
  if (state === before) return;
  if (event.type !== "tick" || now() - savedAt > 1000) save();
  draw();
  for (const effect of effects) EFFECTS[effect.do](effect);
}

function save() {
  savedAt = now();
  memory.write("running", { date: data.today.date, plan, state });
}

function draw() {
  if (!state) return;
  const fields = { ...data, ...viewOf(plan, state, words, { sending: sender.status, settings }) };
  fields.kept = memory.kept;
  screen.show(fields);
  wake.want(state.screen === "work" && !state.paused);
  document.documentElement.classList.toggle("larger", settings.larger);
  for (const each of document.querySelectorAll("[data-setting]")) each.setAttribute("aria-pressed", settings[each.dataset.setting]);
  if (fields.figureOf) stage(fields);
}

function stage({ figureOf, figure: pose, mat, matText }) {
  const bar = screen.place.querySelector("progress");
  const value = still.matches ? Math.floor(mat.value / 1000) * 1000 : mat.value;
  Object.assign(bar, { max: mat.max, value });
  bar.setAttribute("aria-valuetext", matText);
  figure.pose(screen.place.querySelector("[data-stage]"), figureOf, pose, still.matches);
}

function set(name) {
  settings[name] = !settings[name];
  memory.write("settings", settings);
  if (!settings.voice) voice.hush();
  draw();
}

const CONTROLS = "a, button, input, textarea, select, summary";

document.addEventListener("keydown", (event) => {
  if (!settings.keys || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input, textarea, select")) return;
  if (event.key.toLowerCase() === words("stop_key")) send({ type: "stop" });
  else if (event.key === "Escape") send({ type: "pause" });
  else if (event.key === " " && !event.target.matches(CONTROLS) && state.screen === "work") {
    event.preventDefault();
    send({ type: state.paused ? "go_on" : "pause" });
  }
});
for (const name of ["online", "focus"]) window.addEventListener(name, () => sender.flush());
window.addEventListener("pagehide", save);

opening();
draw();
sender.flush();
ticking(() => send({ type: "tick" }), { now });
