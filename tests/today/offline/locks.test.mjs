// What a phone locks by itself: a stop, a red flag, a review date, two weeks without contact.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dateIn,
  dayAt,
  localTime,
  offsetOf,
  weekdayOf,
} from "../../../goodform/today/static/today/offline/clock.mjs";
import { asksMorning, dayOf, lastDone } from "../../../goodform/today/static/today/offline/day.mjs";
import {
  HIGHEST_CEILING,
  adviceStands,
  locksOf,
  tellsOfHarm,
  tellsOfPain,
} from "../../../goodform/today/static/today/offline/locks.mjs";
import { mergeEntries } from "../../../goodform/today/static/today/offline/merging.mjs";

const NOON = Date.parse("2026-11-16T12:00:00Z"); // a Monday
const DAY = 86_400_000;
const contact = (more) => ({
  asked: NOON,
  at: NOON,
  zone: "Europe/London",
  review_by: "2026-12-01",
  locked: null,
  held: [],
  offset_s: 0,
  ...more,
});
const session = (entries, more) => ({
  path: "/api/sessions/s",
  state: "waiting",
  body: { red_flags: [], entries, ...more },
});
const stop = (more) => ({
  prescription: "p1",
  outcome: "stopped",
  symptoms: [],
  recorded_at: "2026-11-16T11:00:00Z",
  ...more,
});
const locks = (documents, more = {}, now = NOON) =>
  locksOf({ contact: contact(more), documents, now });

test("a stop holds its exercise at once, and the others go on", () => {
  const found = locks([session([stop()])]);
  assert.deepEqual([...found.held], ["p1"]);
  assert.equal(found.told, null);
});

test("an always-stop symptom or a red flag holds everything", () => {
  assert.equal(locks([session([stop({ symptoms: ["numb_leg"] })])]).told, "told");
  assert.equal(locks([session([], { red_flags: ["saddle"] })]).told, "told");
  assert.equal(locks([session([], { red_flags: ["a code nobody knows"] })]).told, "told");
});

test("none of these is no red flag", () => {
  assert.equal(locks([session([], { red_flags: ["none_of_these"] })]).told, null);
  assert.equal(tellsOfHarm(session([], { red_flags: ["nothing_new"] })), false);
});

test("pain above five holds by itself, in an exercise and after the session", () => {
  const [well, bad] = [
    { ...stop(), outcome: "done", pain: HIGHEST_CEILING },
    { ...stop(), outcome: "done", pain: HIGHEST_CEILING + 1 },
  ];
  assert.equal(locks([session([well])]).held.size, 0);
  assert.deepEqual([...locks([session([bad])]).held], ["p1"]);
  const skipped = { ...stop(), prescription: "p2", outcome: "skipped" };
  assert.deepEqual([...locks([session([well, skipped], { pain_after: 6 })]).held], ["p1"]);
  assert.equal(tellsOfHarm(session([bad])), true);
  assert.equal(tellsOfHarm(session([well], { pain_after: 6 })), true);
  assert.equal(tellsOfHarm(session([well], { pain_after: null })), false);
});

test("what the session held by its own rule stays on hold without a network, through a correction", () => {
  const held = {
    ...stop(),
    outcome: "done",
    pain: 2,
    id: "e1",
    noticed: ["gave_way"],
    held: "noticed",
  };
  assert.deepEqual([...locks([session([held])]).held], ["p1"]);
  assert.equal(tellsOfHarm(session([held])), true);
  const sent = { ...session([held]), state: "sent", sent_ms: NOON + 5 };
  assert.equal(locks([sent], { released: ["pain:e1"] }).held.size, 1);
  assert.equal(locks([sent], { released: ["noticed:e1"] }).held.size, 0);
  assert.equal(
    locks([{ ...sent, body: { ...sent.body, entries: [{ ...held, held: "after" }] } }], {
      released: ["after:s"],
    }).held.size,
    0,
  );
  assert.equal(mergeEntries(held, { ...held, held: undefined, pain: 1 }).held, "noticed");
});

test("a stop in both legs holds everything", () => {
  assert.equal(locks([session([stop({ where: "both_legs" })])]).told, "told");
  assert.equal(locks([session([stop({ where: "left_leg" })])]).told, null);
});

test("a stop that was taken while the clinic was being asked still holds", () => {
  const sent = { ...session([stop()]), state: "sent", sent_ms: NOON + 50 };
  assert.equal(locks([sent], { asked: NOON, at: NOON + 100 }, NOON + 200).held.size, 1);
  assert.equal(locks([sent], { asked: NOON + 60, at: NOON + 100 }, NOON + 200).held.size, 0);
});

test("what was refused of a session keeps nothing on hold that the clinic has taken of it", () => {
  const partly = { ...session([stop()]), state: "refused", refused: null, sent_ms: NOON - 5 };
  assert.equal(locks([partly]).held.size, 0);
  assert.equal(locks([{ ...partly, refused: { code: "unreadable" } }]).held.size, 1);
});

test("a stop pressed by mistake holds here as at the clinic, until it is released", () => {
  const mistake = session([stop({ id: "e1", undone_at: "2026-11-16T11:00:05Z" })]);
  assert.deepEqual([...locks([mistake]).held], ["p1"]);
  assert.equal(
    locks([{ ...mistake, state: "sent", sent_ms: NOON + 5 }], { released: ["stop:e1"] }).held.size,
    0,
  );
});

test("a refused stop still holds; a sent one holds until the clinic has answered", () => {
  assert.equal(locks([{ ...session([stop()]), state: "refused" }]).held.size, 1);
  const sent = { ...session([stop()]), state: "sent" };
  assert.equal(locks([{ ...sent, sent_ms: NOON + 5 }]).held.size, 1);
  assert.equal(locks([{ ...sent, sent_ms: NOON - 5 }]).held.size, 0);
});

test("what the clinic holds is held, whatever this phone did", () => {
  assert.deepEqual([...locks([], { held: ["p7"] }).held], ["p7"]);
});

test("past the review date everything waits, on the patient's own date", () => {
  const by = { at: NOON - DAY, review_by: "2026-11-16", zone: "Pacific/Auckland" };
  assert.equal(locks([], by, Date.parse("2026-11-16T10:59:00Z")).kept, null);
  assert.equal(locks([], by, Date.parse("2026-11-16T11:00:00Z")).kept, "review");
});

test("the review date goes by the clinic's clock where ours is wrong", () => {
  const off = { review_by: "2026-11-16", offset_s: -86_400 };
  assert.equal(locks([], off, NOON + DAY).kept, null);
  assert.equal(locks([], { review_by: "2026-11-16" }, NOON + DAY).kept, "review");
});

test("a copy lasts fourteen days without contact", () => {
  assert.equal(locks([], {}, NOON + 14 * DAY).kept, null);
  assert.equal(locks([], {}, NOON + 14 * DAY + 1000).kept, "expired");
  assert.equal(locksOf({ contact: null, documents: [], now: NOON }).kept, "expired");
});

test("a clock that is set back wins no time", () => {
  assert.equal(locks([], { review_by: "2026-11-15" }, NOON - 3 * DAY).kept, "review");
  assert.equal(locks([], {}, NOON - 3 * DAY).kept, null);
  assert.equal(locks([], {}, NOON - 15 * DAY).kept, "expired");
});

test("a settled back that hurts too much holds all the same", () => {
  const morning = {
    path: "/api/mornings/2026-11-16",
    state: "waiting",
    body: { settled: true, pain: 6 },
  };
  const about = { last_done: { date: "2026-11-15", prescriptions: ["p2"] } };
  assert.deepEqual([...locks([morning], about).held], ["p2"]);
  assert.deepEqual([...locks([morning], { ...about, usual_pain: 5 }).held], ["p2"]);
  assert.equal(locks([morning], { ...about, usual_pain: 6 }).held.size, 0);
});

test("a back that had not settled holds what was done that day", () => {
  const morning = { path: "/api/mornings/2026-11-16", state: "waiting", body: { settled: false } };
  const about = { last_done: { date: "2026-11-15", prescriptions: ["p2"] } };
  assert.deepEqual([...locks([morning], about).held], ["p2"]);
  assert.deepEqual(
    [...locks([{ ...morning, body: { settled: null, answered: true } }], about).held],
    ["p2"],
  );
  assert.equal(locks([{ ...morning, body: { settled: true } }], about).held.size, 0);
  assert.equal(locks([{ ...morning, body: { settled: true, ache: true } }], about).held.size, 0);
  assert.equal(
    locks([morning], { last_done: { date: "2026-11-13", prescriptions: ["p2"] } }).held.size,
    0,
  );
  const painful = { ...morning, body: { settled: true, pain: 9 } };
  assert.equal(
    locks([painful], { last_done: { date: "2026-11-14", prescriptions: ["p2"] } }).held.size,
    0,
  );
});

test("it hurt is said only of what hurt", () => {
  const ticked = { ...stop(), outcome: "done", pain: 2, id: "e2", held: "noticed" };
  const mistake = stop({ id: "e1", undone_at: "2026-11-16T11:00:05Z" });
  for (const told of [
    session([stop()]),
    session([ticked, stop()]),
    session([ticked], { pain_after: 6 }),
  ]) {
    assert.equal(tellsOfHarm(told) && tellsOfPain(told), true);
  }
  for (const told of [
    session([ticked]),
    session([mistake]),
    session([], { red_flags: ["fever"] }),
  ]) {
    assert.deepEqual([tellsOfHarm(told), tellsOfPain(told)], [true, false]);
  }
});

test("each hold of this phone has its own why, and the gravest is said", () => {
  const why = (documents, more) => [...locks(documents, more).why];
  const ticked = { ...stop(), outcome: "done", pain: 2, id: "e2", held: "noticed" };
  const mistake = stop({ id: "e1", undone_at: "2026-11-16T11:00:05Z" });
  assert.deepEqual(why([session([stop()])]), [["p1", "hurt"]]);
  assert.deepEqual(why([session([ticked])]), [["p1", "noticed"]]);
  assert.deepEqual(why([session([{ ...ticked, pain: 6 }])]), [["p1", "hurt"]]);
  assert.deepEqual(why([session([mistake])]), [["p1", "mistake"]]);
  assert.deepEqual(why([session([mistake, stop({ id: "e3" })])]), [["p1", "hurt"]]);
  assert.deepEqual(why([session([stop({ id: "e3" }), mistake])]), [["p1", "hurt"]]);
  assert.deepEqual(why([session([{ ...ticked, held: undefined }], { pain_after: 6 })]), [
    ["p1", "hurt"],
  ]);
  const about = { last_done: { date: "2026-11-15", prescriptions: ["p2"] } };
  const morning = (body) => ({ path: "/api/mornings/2026-11-16", state: "waiting", body });
  assert.deepEqual(why([morning({ settled: null, answered: true })], about), [["p2", "unsure"]]);
  assert.deepEqual(why([morning({ settled: false })], about), [["p2", "worse"]]);
  assert.deepEqual(why([morning({ settled: true, pain: 6 })], about), [["p2", "hurt"]]);
  assert.deepEqual(why([], { held: ["p7"] }), []); // the clinic knows why
});

// ── The day ──────────────────────────────────────────────────────────────────────────────────

const row = (more) => ({
  id: "p1",
  side: "each",
  times_a_day: 1,
  weekdays: "1234567",
  status: "active",
  ...more,
});
const done = (side, at) => ({
  prescription: "p1",
  side,
  outcome: "done",
  recorded_at: at,
  symptoms: [],
});
const day = (rows, documents, more = {}) =>
  dayOf({
    rows,
    date: "2026-11-16",
    contact: contact({ date: "2026-11-16", done: {}, ...more }),
    documents,
    held: new Set(),
    zone: "Europe/London",
  });

test("only what is due on that weekday is shown", () => {
  assert.equal(day([row({ weekdays: "234" })], []).length, 0);
  assert.equal(day([row({ weekdays: "1" })], []).length, 1);
  assert.equal(weekdayOf("2026-11-22"), 7);
});

test("what was done here counts on the patient's date, once", () => {
  const late = session([
    done("left", "2026-11-16T23:30:00Z"),
    done("right", "2026-11-15T23:30:00Z"),
  ]);
  assert.deepEqual(day([row()], [late])[0].done_today, { left: 1, right: 0, both: 0 });
});

test("what was done counts on the right date by a clock that is a day off, either way", () => {
  for (const days of [-1, 1]) {
    const shown = new Date(NOON + days * DAY).toISOString();
    const ahead = { offset_s: -days * 86_400 };
    assert.equal(day([row()], [session([done("left", shown)])], ahead)[0].done_today.left, 1);
    const before = session([done("left", new Date(NOON + (days - 1) * DAY).toISOString())]);
    const known = {
      contact: contact({ date: "2026-11-16", ...ahead }),
      zone: "Europe/London",
      before: "2026-11-16",
    };
    assert.deepEqual(lastDone({ ...known, documents: [before] }), {
      date: "2026-11-15",
      prescriptions: ["p1"],
    });
  }
});

test("a clock put right since then leaves what was sent on its day", () => {
  const shown = new Date(NOON + DAY).toISOString();
  const sent = {
    ...session([done("left", shown)]),
    state: "sent",
    sent_ms: NOON + DAY,
    offset_s: -86_400,
  };
  assert.equal(day([row()], [sent], { offset_s: 0 })[0].done_today.left, 1);
});

test("an exercise on a journey counts on the date of the place, as at the clinic", () => {
  const evening = { ...done("left", "2026-11-16T03:30:00Z"), zone: "America/New_York" };
  assert.equal(day([row()], [session([evening])])[0].done_today.left, 0);
  const known = {
    contact: contact({ date: "2026-11-16" }),
    zone: "Europe/London",
    before: "2026-11-16",
  };
  assert.equal(lastDone({ ...known, documents: [session([evening])] }).date, "2026-11-15");
});

test("the day a session was begun on counts, whatever clock the phone stands by", () => {
  const far = { ...done("left", "2026-11-16T11:30:00Z"), zone: "Pacific/Kiritimati" }; // there it is the 17th
  assert.equal(day([row()], [session([far])])[0].done_today.left, 0);
  assert.equal(day([row()], [session([far], { day: "2026-11-16" })])[0].done_today.left, 1);
  assert.equal(day([row()], [session([far], { day: "2026-11-18" })])[0].done_today.left, 0);
});

test("a zone without a place is nobody's clock, and the day is the profile's", () => {
  const moment = Date.parse("2026-11-16T00:30:00Z");
  for (const zone of ["UTC", "GMT", "Etc/GMT+3", null, undefined]) {
    assert.equal(dayAt(moment, { zone, home: "America/New_York" }), "2026-11-15");
  }
  assert.equal(dayAt(moment, { zone: "Europe/Paris", home: "America/New_York" }), "2026-11-16");
  assert.equal(
    dayAt(moment, { said: "2026-11-14", zone: "Europe/Paris", home: "America/New_York" }),
    "2026-11-14",
  );
  assert.equal(
    dayAt(moment, { said: "2026-11-13", zone: "UTC", home: "America/New_York" }),
    "2026-11-15",
  );
});

test("of a session that was refused in part, what the clinic has is counted once", () => {
  const partly = {
    ...session([done("left", "2026-11-16T08:00:00Z")]),
    state: "refused",
    refused: null,
    sent_ms: NOON - 1000,
  };
  assert.equal(
    day([row()], [partly], { done: { p1: { left: 1, right: 0, both: 0 } } })[0].done_today.left,
    1,
  );
});

test("what the clinic already counts is not counted again", () => {
  const sent = {
    ...session([done("left", "2026-11-16T08:00:00Z")]),
    state: "sent",
    sent_ms: NOON - 1000,
  };
  assert.equal(
    day([row()], [sent], { done: { p1: { left: 1, right: 0, both: 0 } } })[0].done_today.left,
    1,
  );
});

test("yesterday's count at the clinic says nothing about today", () => {
  const counted = { date: "2026-11-15", done: { p1: { left: 1, right: 1, both: 0 } } };
  assert.equal(day([row()], [], counted)[0].done_today.left, 0);
});

test("the last day with exercises is the latest that anybody knows", () => {
  const here = [session([done("left", "2026-11-15T08:00:00Z")])];
  const known = {
    contact: contact({ last_done: { date: "2026-11-13", prescriptions: ["p9"] } }),
    zone: "Europe/London",
    before: "2026-11-16",
  };
  assert.deepEqual(lastDone({ ...known, documents: here }), {
    date: "2026-11-15",
    prescriptions: ["p1"],
  });
  assert.deepEqual(lastDone({ ...known, documents: [] }), {
    date: "2026-11-13",
    prescriptions: ["p9"],
  });
});

test("the morning question is asked once, and not about a day the clinic heard of", () => {
  const about = (documents, more) =>
    asksMorning({
      contact: contact({ date: "2026-11-16", morning: null, ...more }),
      documents,
      zone: "Europe/London",
      date: "2026-11-16",
    });
  const yesterday = session([done("left", "2026-11-15T08:00:00Z")]);
  const answer = { path: "/api/mornings/2026-11-16", state: "waiting", body: { settled: true } };
  assert.equal(about([yesterday], { date: "2026-11-15" }), "2026-11-15");
  assert.equal(about([yesterday, answer], { date: "2026-11-15" }), null);
  assert.equal(
    about([], { morning: "2026-11-14", last_done: { date: "2026-11-14", prescriptions: [] } }),
    "2026-11-14",
  );
  assert.equal(about([], { last_done: { date: "2026-11-14", prescriptions: [] } }), null);
  assert.equal(
    about([], { morning: "2026-11-13", last_done: { date: "2026-11-13", prescriptions: [] } }),
    null,
  );
});

// ── Clock ────────────────────────────────────────────────────────────────────────────────────

test("the difference to the server's clock is taken half-way through the answer", () => {
  assert.equal(
    offsetOf({ askedAt: NOON, answeredAt: NOON + 2000, serverTime: "2026-11-17T12:00:01Z" }),
    86_400,
  );
});

test("a local time names the same moment", () => {
  const moment = new Date(NOON + 123);
  assert.equal(Date.parse(localTime(moment)), moment.getTime());
  assert.match(localTime(moment), /[+-]\d\d:\d\d$/);
});

test("an unknown zone falls back to the phone's own", () => {
  assert.match(dateIn(NOON, "Nowhere/Land"), /^2026-11-1[567]$/);
});

// ── What the clinic has released ─────────────────────────────────────────────────────────────

const sent = (document, more) => ({ ...document, state: "sent", sent_ms: NOON, ...more });
const flags = session([], { red_flags: ["saddle"] });
const numb = session([stop({ id: "e1", symptoms: ["numb_leg"] })]);

test("advice ends when the clinic has the answer and has released what this very answer held", () => {
  for (const [document, cause] of [
    [flags, "red_flags:s"],
    [numb, "stop:s"],
  ]) {
    assert.equal(adviceStands({ document: sent(document), released: [cause] }), false);
    assert.equal(adviceStands({ document: sent(document), released: [] }), true);
  }
});

test("the release of another hold ends no advice", () => {
  for (const other of [
    "stop:e1",
    "stop:another",
    "red_flags:another",
    "after:s",
    "morning:2026-11-16",
  ]) {
    assert.equal(adviceStands({ document: sent(numb), released: [other] }), true);
  }
  const both = session([stop({ id: "e1", symptoms: ["dizzy"] })], { red_flags: ["fever"] });
  assert.equal(adviceStands({ document: sent(both), released: ["stop:s"] }), true);
  assert.equal(adviceStands({ document: sent(both), released: ["stop:s", "red_flags:s"] }), false);
});

test("no advice ends while the answer is unsent, whatever was released", () => {
  const released = ["red_flags:s", "stop:s"];
  assert.equal(adviceStands({ document: flags, released }), true);
  assert.equal(
    adviceStands({
      document: { ...flags, state: "refused", refused: { code: "unreadable" } },
      released,
    }),
    true,
  );
});

test("what was released is on hold no more, whatever this phone's clock says", () => {
  const stopped = sent(session([stop({ id: "e1" })]), { sent_ms: NOON + DAY }); // the clock was set back since
  assert.deepEqual([...locks([stopped]).held], ["p1"]);
  assert.equal(locks([stopped], { released: ["stop:e2"] }).held.size, 1);
  assert.equal(locks([stopped], { released: ["stop:e1"] }).held.size, 0);
  assert.equal(
    locks([sent(numb, { sent_ms: NOON + DAY })], { released: ["stop:s", "stop:e1"] }).told,
    null,
  );
});

test("what is not sent yet holds although an earlier telling of it was released", () => {
  assert.equal(locks([session([stop({ id: "e1" })])], { released: ["stop:e1"] }).held.size, 1);
});

test("a page that has just come says itself what the clinic holds; what is unsent comes on top", () => {
  const of = (documents, page) =>
    locksOf({ contact: contact({ held: ["p7"] }), documents, now: NOON, page });
  assert.deepEqual([...of([], null).held], ["p7"]);
  assert.deepEqual([...of([], {}).held], []);
  assert.deepEqual([...of([session([stop()])], {}).held], ["p1"]);
  const stopped = sent(session([stop({ id: "e1" })]), { sent_ms: NOON + DAY });
  assert.equal(of([stopped], { released: ["stop:e1"] }).held.size, 0);
});
