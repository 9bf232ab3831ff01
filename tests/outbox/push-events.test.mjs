import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const script = readFileSync(
  new URL("../../goodform/outbox/static/outbox/push-events.js", import.meta.url),
  "utf8",
);
const HERE = "https://exercises.example.org";
const NOTE = {
  title: "Your reminder",
  body: "You asked to be reminded now.",
  tag: "one",
  url: `${HERE}/today`,
  choose: { title: "Later, or stop", url: `${HERE}/reminders/stop/abc` },
};

/** The service worker, with what it shows and opens written down. */
function worker(windows = []) {
  const hears = {};
  const shown = [];
  const opened = [];
  const self = {
    location: { origin: HERE },
    addEventListener: (name, does) => {
      hears[name] = does;
    },
    registration: {
      showNotification: async (title, more) => {
        shown.push({ title, ...more });
      },
    },
    clients: {
      matchAll: async () => windows,
      openWindow: async (url) => {
        opened.push(url);
      },
    },
  };
  runInNewContext(script, { self, URL });
  const tell = async (name, event) => {
    const waits = [];
    hears[name]({ ...event, waitUntil: (promise) => waits.push(promise) });
    await Promise.all(waits);
  };
  return {
    shown,
    opened,
    push: (note) => tell("push", { data: note && { json: () => note } }),
    tap: (action = "") =>
      tell("notificationclick", { action, notification: { ...shown[0], close() {} } }),
  };
}

test("a note shows with a button to put it off or stop it", async () => {
  const sw = worker();
  await sw.push(NOTE);
  assert.equal(sw.shown[0].title, "Your reminder");
  assert.equal(sw.shown[0].tag, "one");
  assert.equal(
    JSON.stringify(sw.shown[0].actions),
    '[{"action":"choose","title":"Later, or stop"}]',
  );
});

test("a tap opens the page, the button the choice", async () => {
  const sw = worker();
  await sw.push(NOTE);
  await sw.tap();
  await sw.tap("choose");
  assert.deepEqual(sw.opened, [NOTE.url, NOTE.choose.url]);
});

test("a note without a choice has no button", async () => {
  const sw = worker();
  await sw.push({ title: "Test", url: "/" });
  assert.equal(sw.shown[0].actions.length, 0);
  await sw.tap("choose");
  assert.deepEqual(sw.opened, [`${HERE}/`]);
});

test("a page that is open comes to the front", async () => {
  const focused = [];
  const sw = worker([
    {
      url: `${HERE}/today#now`,
      focus: async () => {
        focused.push("today");
      },
    },
  ]);
  await sw.push(NOTE);
  await sw.tap();
  assert.deepEqual(focused, ["today"]);
  assert.deepEqual(sw.opened, []);
});

test("a note never leads to another house", async () => {
  const sw = worker();
  await sw.push({ ...NOTE, url: "https://elsewhere.example.org/today" });
  await sw.tap();
  assert.deepEqual(sw.opened, [`${HERE}/today`]);
});

test("a push without words still shows a note, as browsers demand", async () => {
  const sw = worker();
  await sw.push(null);
  assert.equal(sw.shown[0].title, "Goodform");
});
