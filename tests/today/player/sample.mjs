// Alice's day, and a hand that walks through it: three exercises, one of each kind.

import { step } from "../../../goodform/today/static/today/player/machine.mjs";
import { planOf } from "../../../goodform/today/static/today/player/plan.mjs";
import { begin } from "../../../goodform/today/static/today/player/session.mjs";

export const KNEE = "11111111-1111-4111-8111-111111111111";
export const CLAM = "22222222-2222-4222-8222-222222222222";
export const BRIDGE = "33333333-3333-4333-8333-333333333333";

export const PAIN = {
  usual: 2,
  not_today_from: 4,
  rise_that_holds: { during: 2, after: { pain_free: 2, monitored: 3 } },
};

const prescription = (id, order, side, dose, more = {}) => ({
  id,
  order,
  side,
  exercise: { slug: "x", name: "by the server", version: "v" },
  sets: 1,
  repetitions: 1,
  hold_s: 0,
  rest_s: 0,
  tempo: "2-2",
  times_a_day: 1,
  status: "active",
  hold_reason: null,
  done_today: { left: 0, right: 0, both: 0 },
  ...dose,
  ...more,
});

const told = (name, more = {}) => ({
  name,
  position: "Lying on your back",
  how_much: "",
  steps: ["Bend one knee.", "Hold it with both hands."],
  cues: ["Head down.", "Breathe out."],
  notice: [
    { code: "wobbled", words: "It wobbled", then: "none" },
    { code: "gave_way", words: "It gave way", then: "hold" },
    { code: "moved_same", words: "The same place", then: "none" },
    { code: "moved_further", words: "Further down my leg", then: "hold" },
  ],
  bad_day: false,
  pain: { policy: "pain_free", ceiling: 5 },
  ...more,
});

export function dataOf(change = {}) {
  return {
    person: "alice",
    urls: { sessions: "/api/sessions/" },
    short: false,
    today: {
      date: "2026-11-16",
      zone: "Europe/London",
      server_time: "2026-11-16T08:00:00+00:00",
      review_by: "2026-12-16",
      programme: { id: "44444444-4444-4444-8444-444444444444", version: 3, locked: null },
      prescriptions: [
        prescription(CLAM, 2, "each", { sets: 2, repetitions: 3, rest_s: 5 }),
        prescription(KNEE, 1, "each", { repetitions: 2, hold_s: 20 }),
        prescription(BRIDGE, 3, "none", { repetitions: 2, hold_s: 3 }),
      ],
    },
    exercises: {
      [KNEE]: told("Knee to chest", { bad_day: true }),
      [CLAM]: told("Clam"),
      [BRIDGE]: told("Glute bridge"),
    },
    timing: { ready_s: 15, change_s: 10, long_hold_s: 5 },
    pain: PAIN,
    red_flags: {
      ask: "one_question",
      list: [
        { code: "saddle", words: "Numb", advice: "emergency" },
        { code: "fever", words: "Fever", advice: "urgent_today" },
      ],
    },
    symptoms: [
      { code: "numb_leg", words: "Numb leg", advice: "urgent_today" },
      { code: "dizzy", words: "Dizzy", advice: "clinic_today" },
      { code: "chest_pain", words: "Chest pain", advice: "emergency" },
    ],
    leg_symptoms: ["numb_leg", "weak_leg", "spreading"],
    places: [
      { code: "low_back", words: "Low back" },
      { code: "left_leg", words: "Left leg" },
    ],
    ...change,
  };
}

export const planFor = (change) => planOf(dataOf(change));

/** One session under a hand: `does` an event, `lets` seconds pass in ticks of 100 ms. */
export class Sitting {
  constructor(plan = planFor()) {
    this.plan = plan;
    this.at = 0;
    this.ids = 0;
    this.effects = [];
    this.state = begin(plan, { id: "session", time: this.time() });
  }

  time() {
    return new Date(Date.UTC(2026, 10, 16, 8) + this.at).toISOString();
  }

  does(type, value, name) {
    const event = { type, value, name, at: this.at, time: this.time(), id: () => this.nextId() };
    const [state, effects] = step(this.plan, this.state, event);
    this.state = state;
    this.effects.push(...effects);
    return this;
  }

  nextId() {
    this.ids += 1;
    return `entry-${this.ids}`;
  }

  fills(name, value) {
    return this.does("fill", value, name);
  }

  lets(seconds, every = 100) {
    const end = this.at + seconds * 1000;
    this.does("tick");
    while (this.at < end) {
      this.at = Math.min(end, this.at + every);
      this.does("tick");
    }
    return this;
  }

  /** Time that nobody sees. */
  sleeps(seconds) {
    this.at += seconds * 1000;
    return this.does("tick");
  }

  get screen() {
    return this.state.screen;
  }

  heard() {
    const heard = this.effects
      .filter((each) => each.do !== "send")
      .map((each) => ("n" in each ? `${each.do} ${each.n}` : each.do));
    this.effects = [];
    return heard;
  }

  sent() {
    return this.effects.filter((each) => each.do === "send").length;
  }
}

/** Through the questions to the first exercise. */
export function started(plan) {
  return new Sitting(plan).fills("pain", 1).does("next").does("nothing_new").does("start");
}

/** In the first hold of the left knee. */
export const holding = () => started().lets(15 + 2 + 8);
