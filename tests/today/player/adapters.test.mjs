import assert from "node:assert/strict";
import { test } from "node:test";

import { localTime } from "../../../goodform/today/static/today/offline/clock.mjs";
import { steadyClock, ticking } from "../../../goodform/today/static/today/player/clock.mjs";
import { momentOf } from "../../../goodform/today/static/today/player/figure.mjs";
import { settingsOf } from "../../../goodform/today/static/today/player/settings.mjs";
import { tonesOf } from "../../../goodform/today/static/today/player/tones.mjs";
import { voiceOf } from "../../../goodform/today/static/today/player/voice.mjs";
import { wakeLockOf } from "../../../goodform/today/static/today/player/wakelock.mjs";
import { Page, Shelf } from "./phone.mjs";

// Clock

test("a clock set back by hand does not run backwards", () => {
  let [counter, wall] = [0, 1_000_000];
  const now = steadyClock({ counter: () => counter, wall: () => wall });
  counter = 500;
  wall = 0;
  assert.equal(now(), 500);
});

test("a sleep in which the counter stood still shows as a gap", () => {
  let [counter, wall] = [0, 0];
  const now = steadyClock({ counter: () => counter, wall: () => wall });
  counter = 40;
  wall = 60_040;
  assert.equal(now(), 60_040);
  counter = 80;
  wall = 60_080;
  assert.equal(now(), 60_080);
});

test("a moment carries the device's own offset and names the same instant", () => {
  const date = new Date("2026-11-16T08:00:00.250Z");
  const text = localTime(date);
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.250[+-]\d\d:\d\d$/);
  assert.equal(new Date(text).getTime(), date.getTime());
});

for (const [minutes, offset] of [
  [0, "+00:00"],
  [-60, "+01:00"],
  [210, "-03:30"],
  [-345, "+05:45"],
  [30, "-00:30"],
]) {
  test(`a zone of ${offset} is written so`, () => {
    const date = new Date("2026-11-16T08:00:00Z");
    date.getTimezoneOffset = () => minutes;
    assert.ok(localTime(date).endsWith(offset));
    assert.equal(new Date(localTime(date)).getTime(), date.getTime());
  });
}

test("a page without frames has no ticks", () => {
  const frames = [];
  const ticks = [];
  let at = 0;
  ticking((now) => ticks.push(now), { frame: (run) => frames.push(run), now: () => at });
  for (let i = 0; i < 60; i += 1) {
    at += 1000 / 60;
    frames.shift()();
  }
  assert.ok(ticks.length >= 15 && ticks.length <= 25, `${ticks.length} in a second`);
  at += 60_000;
  const before = ticks.length;
  assert.equal(ticks.length, before);
  frames.shift()();
  assert.equal(ticks.at(-1), at);
});

// Settings

test("how it is liked is kept, and read again after a reload", () => {
  const shelf = new Shelf();
  settingsOf(() => shelf).turn("voice");
  assert.deepEqual(settingsOf(() => shelf).settings, {
    voice: false,
    bell: true,
    keys: true,
    larger: false,
  });
});

test("a phone that keeps nothing obeys until the page is left", () => {
  const shelf = new Shelf();
  shelf.fill();
  const { settings, turn } = settingsOf(() => shelf);
  turn("bell");
  assert.equal(settings.bell, false);
  const none = settingsOf(() => {
    throw new DOMException("no", "SecurityError");
  });
  none.turn("bell");
  assert.equal(none.settings.bell, false);
});

test("words that are not ours change nothing", () => {
  for (const words of ["{broken", "null", '{"voice": "loud", "else": true}']) {
    const shelf = new Shelf();
    shelf.setItem("goodform.player.settings", words);
    assert.deepEqual(settingsOf(() => shelf).settings, {
      voice: true,
      bell: true,
      keys: true,
      larger: false,
    });
  }
});

// Voice

class Utterance {
  constructor(text) {
    this.text = text;
  }
}

function speaking(voices, { muted = false, busy = false } = {}) {
  const said = [];
  const beats = [];
  const synthesis = {
    getVoices: () => voices,
    speaking: busy,
    cancel: () => said.push("(hush)"),
    speak: (each) => said.push(`${each.lang}: ${each.text}`),
  };
  const voice = voiceOf(synthesis, {
    language: "en-GB",
    muted: () => muted,
    tones: { beat: () => beats.push(1) },
    Utterance,
  });
  return { voice, said, beats };
}

const here = { localService: true, lang: "en-GB" };
const far = { localService: false, lang: "en-GB" };

test("only a voice that lives on the phone speaks", () => {
  const { voice, said } = speaking([far, here]);
  assert.equal(voice.say("Hold."), true);
  assert.deepEqual(said, ["(hush)", "en-GB: Hold."]);
  assert.equal(speaking([far]).voice.say("Hold."), false);
});

test("without a voice, or muted, or while it speaks, the count is a tone", () => {
  for (const { voice, said, beats } of [
    speaking([far]),
    speaking([here], { muted: true }),
    speaking([here], { busy: true }),
  ]) {
    voice.count(3);
    assert.deepEqual([said, beats.length], [[], 1]);
  }
});

test("a word between two others talks into nothing, and is no tone", () => {
  const { voice, said } = speaking([here]);
  voice.between("Slowly lower");
  assert.deepEqual(said, ["en-GB: Slowly lower"]);
  for (const { voice, said, beats } of [speaking([far]), speaking([here], { busy: true })]) {
    voice.between("Slowly lower");
    assert.deepEqual([said, beats.length], [[], 0]);
  }
});

test("the page's language is chosen before another kind of it, and another language is not", () => {
  const { voice, said } = speaking([
    { localService: true, lang: "de-DE" },
    { localService: true, lang: "en_US" },
    here,
  ]);
  voice.count(4);
  assert.deepEqual(said, ["en-GB: 4"]);
  assert.equal(speaking([{ localService: true, lang: "de-DE" }]).voice.say("Hold."), false);
});

test("a browser that cannot speak is quiet and breaks nothing", () => {
  const beats = [];
  const voice = voiceOf(undefined, {
    language: "en",
    muted: () => false,
    tones: { beat: () => beats.push(1) },
    Utterance,
  });
  assert.equal(voice.say("Hold."), false);
  voice.count(1);
  voice.hush();
  assert.equal(beats.length, 1);
});

// Tones

function audio() {
  const started = [];
  class Context {
    state = "suspended";
    currentTime = 0;
    destination = {};
    resume() {
      this.state = "running";
    }
    createOscillator() {
      return { frequency: {}, connect: (to) => to, start: (at) => started.push(at), stop() {} };
    }
    createGain() {
      return {
        gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} },
        connect: (to) => to,
      };
    }
  }
  return { Context, started };
}

test("after a call the next tap brings the sound back", () => {
  const made = [];
  const { Context } = audio();
  const tones = tonesOf(
    class extends Context {
      constructor() {
        super();
        made.push(this);
      }
    },
    { muted: () => false },
  );
  tones.unlock();
  made[0].state = "interrupted";
  tones.unlock();
  assert.deepEqual(
    made.map((each) => each.state),
    ["running"],
  );
});

test("nothing sounds before the first tap, and all of it after", () => {
  const { Context, started } = audio();
  const tones = tonesOf(Context, { muted: () => false });
  tones.bell();
  assert.equal(started.length, 0);
  tones.unlock();
  tones.tick();
  assert.equal(started.length, 1);
});

test("the end is one bell, a change of sides two, one after the other", () => {
  const { Context, started } = audio();
  const tones = tonesOf(Context, { muted: () => false });
  tones.unlock();
  tones.bell();
  const one = started.length;
  tones.twice();
  assert.equal(started.length, 3 * one);
  assert.ok(started.at(-1) > started[0]);
});

test("a muted bell is silent; a browser without sound is too", () => {
  const { Context, started } = audio();
  const tones = tonesOf(Context, { muted: () => true });
  tones.unlock();
  tones.bell();
  assert.equal(started.length, 0);
  const none = tonesOf(undefined, { muted: () => false });
  none.unlock();
  none.twice();
});

// Wake lock

function lockable() {
  const locks = [];
  const request = async () => {
    const lock = new EventTarget();
    lock.release = () => lock.dispatchEvent(new Event("release"));
    locks.push(lock);
    return lock;
  };
  return { locks, request };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("the screen stays on while it is wanted, and is asked for again when the page comes back", async () => {
  const { locks, request } = lockable();
  const page = new Page();
  const wake = wakeLockOf({ request }, page);
  wake.want(true);
  wake.want(true);
  await settle();
  assert.equal(locks.length, 1);
  page.turns("hidden");
  locks[0].release();
  await settle();
  assert.equal(locks.length, 1);
  page.turns("visible");
  await settle();
  assert.equal(locks.length, 2);
});

test("it is let go when it is not wanted, also when the answer comes late", async () => {
  const { locks, request } = lockable();
  const page = new Page();
  const wake = wakeLockOf({ request }, page);
  let released = 0;
  wake.want(true);
  wake.want(false);
  await settle();
  locks[0].addEventListener("release", () => {
    released += 1;
  });
  page.turns("visible");
  await settle();
  assert.equal(locks.length, 1);
  wake.want(true);
  await settle();
  locks[1].addEventListener("release", () => {
    released += 1;
  });
  wake.want(false);
  assert.equal(released, 1);
});

test("a phone that refuses, or cannot, changes nothing", async () => {
  const wake = wakeLockOf(
    {
      request: async () => {
        throw new DOMException("low battery", "NotAllowedError");
      },
    },
    new Page(),
  );
  wake.want(true);
  await settle();
  wake.want(false);
  wakeLockOf(undefined, new Page()).want(true);
});

// Figure

const cycle = { rest: ".6", out: "2", stay: "3", back: "2" };

test("the body moves with the count", () => {
  assert.equal(momentOf(cycle, { phase: "out", share: 0.5 }, false), 1.6);
  assert.equal(momentOf(cycle, { phase: "hold", share: 0 }, false), 2.6);
  assert.equal(momentOf(cycle, { phase: "back", share: 1 }, false), 7.6);
  assert.equal(momentOf(cycle, { phase: "rest", share: 0 }, false), 0);
});

test("while getting ready it shows the whole movement, over and over", () => {
  assert.equal(momentOf(cycle, { phase: "loop", ms: 1000 }, false), 1);
  assert.ok(Math.abs(momentOf(cycle, { phase: "loop", ms: 8600 }, false) - 1) < 1e-9);
});

test("with less motion there are two still poses", () => {
  const poses = new Set(
    [0, 0.2, 0.9].flatMap((share) =>
      ["out", "hold", "back", "rest", "loop"].map((phase) =>
        momentOf(cycle, { phase, share, ms: 900 }, true),
      ),
    ),
  );
  assert.deepEqual([...poses].sort(), [0, 2.6]);
});
