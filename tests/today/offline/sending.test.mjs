// From the first word on this phone to the server's answer: kept first, sent safely more than once.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bodyOf,
  dueOf,
  forget,
  keep,
  stateOf,
  tidy,
  waitAfter,
  withState,
} from "../../../goodform/today/static/today/offline/documents.mjs";
import {
  ask,
  synchronise,
  synchroniseUnseen,
} from "../../../goodform/today/static/today/offline/sending.mjs";
import { Store } from "../../../goodform/today/static/today/offline/store.mjs";

const NOON = Date.parse("2026-11-16T12:00:00Z");
const PATH = "/api/sessions/s1";
const entry = (id, more) => ({
  id,
  prescription: "p1",
  side: "left",
  outcome: "done",
  symptoms: [],
  recorded_at: "2026-11-16T11:00:00Z",
  ...more,
});
const body = (entries, more) => ({
  started_at: "2026-11-16T10:59:00Z",
  finished_at: null,
  zone: "Europe/London",
  red_flags: [],
  note: "",
  sent_at: "x",
  clock_offset_s: 1,
  entries,
  ...more,
});
const saying = (answer, status = 200) => ({ ok: status < 400, status, json: async () => answer });

/** A server for Alice that answers what it is told to, and remembers what came. */
function aServer({ person = "alice", answers = [] } = {}) {
  const server = { person, came: [], asked: 0, offline: false, send };
  async function send(path, options) {
    if (server.offline) throw new TypeError("no network");
    if (path === "/api/contact") {
      server.asked += 1;
      if (!server.person) return saying({ code: "signed_out" }, 401);
      return saying({
        person: server.person,
        csrf: "k",
        server_time: new Date(NOON + 60_000).toISOString(),
        prescriptions: [],
        programme: { locked: null },
        pages: [],
        stamp: "s",
      });
    }
    const said = JSON.parse(options.body);
    server.came.push({ path, said, key: options.headers["X-CSRFToken"] });
    const next = answers.shift();
    if (next === "cut") throw new TypeError("cut");
    return (
      next ??
      saying({ entries: (said.entries ?? []).map(({ id }) => ({ id, result: "accepted" })) }, 201)
    );
  }
  return server;
}

const means = (server, store, clock = () => NOON) => ({
  store,
  send: server.send,
  address: "/api/contact",
  person: "alice",
  clock,
});
const only = async (store, person = "alice") => (await store.documents(person)).map(withState);
const say = (store, entries, more, now = NOON) =>
  keep(store, { person: "alice", path: PATH, body: body(entries, more), now });

test("what is said is kept before anything is sent, and grows", async () => {
  const store = new Store(null);
  await say(store, [entry("e1")]);
  await say(store, [entry("e1"), entry("e2")]);
  const [kept] = await only(store);
  assert.equal(kept.state, "waiting");
  assert.deepEqual(
    kept.body.entries.map(({ id }) => id),
    ["e1", "e2"],
  );
  assert.equal(kept.revision, 2);
});

test("said twice it is kept once and sent once", async () => {
  const [store, server] = [new Store(null), aServer()];
  await say(store, [entry("e1")]);
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  assert.equal(server.came.length, 1);
  assert.equal((await only(store))[0].state, "sent");
});

test("it goes with the key to send, the clock's error, and a time of sending", async () => {
  const [store, server] = [new Store(null), aServer()];
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  const [{ said, key }] = server.came;
  assert.equal(key, "k");
  assert.equal(said.clock_offset_s, 60);
  assert.equal(Date.parse(said.sent_at), NOON);
  assert.equal(said.stamps, undefined);
  assert.equal(said.entries[0].stamps, undefined);
  assert.equal(said.entries[0].zone, "Europe/London");
});

test("a retry of the same words says the very same, also about when it was sent", async () => {
  const [store, server] = [new Store(null), aServer({ answers: ["cut"] })];
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  await synchronise(means(server, store, () => NOON + 3_600_000));
  assert.equal(server.came.length, 2);
  assert.deepEqual(server.came[0].said, server.came[1].said);
});

test("without a network nothing is lost and nothing is tried in vain", async () => {
  const [store, server] = [new Store(null), aServer()];
  server.offline = true;
  await say(store, [entry("e1")]);
  assert.deepEqual(await synchronise(means(server, store)), { reached: false });
  assert.equal((await only(store))[0].state, "waiting");
});

test("words said while a telling was on its way go with the next", async () => {
  const store = new Store(null);
  const server = aServer();
  const slow = {
    ...server,
    send: async (path, options) => {
      if (path === PATH && !server.came.length) await say(store, [entry("e2")]);
      return server.send(path, options);
    },
  };
  await say(store, [entry("e1")]);
  await synchronise(means(slow, store));
  assert.equal((await only(store))[0].state, "waiting");
  await synchronise(means(slow, store));
  assert.deepEqual(
    server.came.at(-1).said.entries.map(({ id }) => id),
    ["e1", "e2"],
  );
  assert.equal((await only(store))[0].state, "sent");
});

test("a stop goes first", async () => {
  const store = new Store(null);
  for (const [path, outcome] of [
    ["/1", "done"],
    ["/2", "stopped"],
  ]) {
    await keep(store, { person: "alice", path, body: body([entry("e", { outcome })]), now: NOON });
  }
  assert.deepEqual(
    dueOf(await store.documents("alice"), NOON).map(({ path }) => path),
    ["/2", "/1"],
  );
});

test("what is refused stays with its reason and is not sent again, until there is more to say", async () => {
  const refusal = saying({ code: "unreadable", sentence: "We could not read this." }, 400);
  const [store, server] = [new Store(null), aServer({ answers: [refusal] })];
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  await synchronise(means(server, store));
  const [kept] = await only(store);
  assert.equal(kept.state, "refused");
  assert.equal(kept.refused.sentence, "We could not read this.");
  assert.equal(server.came.length, 1);
  await say(store, [entry("e1", { pain: 3, changed_at: "2026-11-16T11:30:00Z" })]);
  await synchronise(means(server, store));
  assert.equal((await only(store))[0].state, "sent");
});

test("one refused entry among accepted ones is said", async () => {
  const answer = saying(
    {
      entries: [
        { id: "e1", result: "accepted" },
        { id: "e2", result: "refused", sentence: "No." },
      ],
    },
    201,
  );
  const [store, server] = [new Store(null), aServer({ answers: [answer] })];
  await say(store, [entry("e1"), entry("e2")]);
  await synchronise(means(server, store));
  assert.equal((await only(store))[0].state, "refused");
});

test("a server in trouble is tried again later, each time later", async () => {
  const trouble = () => saying({ code: "down" }, 503);
  const [store, server] = [new Store(null), aServer({ answers: [trouble(), trouble()] })];
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  const [first] = await only(store);
  assert.ok(first.next > NOON);
  await synchronise(means(server, store));
  assert.equal(server.came.length, 1);
  await synchronise(means(server, store, () => first.next));
  assert.equal((await only(store))[0].attempts, 2);
  assert.ok(waitAfter(3, 0.5) > waitAfter(2, 0.5));
  assert.equal(waitAfter(40, 0.5), 3_600_000);
});

test("a page from a stranger's gateway is no answer", async () => {
  const page = { ok: true, status: 200, json: async () => JSON.parse("<html>") };
  const [store, server] = [new Store(null), aServer({ answers: [page] })];
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  assert.equal((await only(store))[0].state, "waiting");
});

test("nothing of Alice's is sent while somebody else is signed in, and it goes when she is back", async () => {
  const [store, server] = [new Store(null), aServer({ person: "carol" })];
  await say(store, [entry("e1")]);
  await synchronise(means(server, store));
  assert.equal(server.came.length, 0);
  assert.deepEqual(await only(store, "carol"), []);
  server.person = "alice";
  await synchronise(means(server, store));
  assert.equal(server.came.length, 1);
});

test("signed out, nothing is sent and nothing is dropped", async () => {
  const [store, server] = [new Store(null), aServer({ person: null })];
  await say(store, [entry("e1")]);
  assert.equal((await synchronise(means(server, store))).signedOut, true);
  assert.equal((await only(store))[0].state, "waiting");
});

test("forgetting and tidying leave what the clinic does not have", async () => {
  const store = new Store(null);
  await say(store, [entry("e1")]);
  await keep(store, { person: "alice", path: "/sent", body: body([entry("e2")]), now: NOON });
  await store.changeDocument("alice", "/sent", (found) => ({
    ...found,
    sent: found.revision,
    sent_ms: NOON,
  }));
  await tidy(store, "alice", NOON + 86_400_000);
  assert.equal((await only(store)).length, 2);
  await tidy(store, "alice", NOON + 15 * 86_400_000);
  assert.deepEqual(
    (await only(store)).map(({ path }) => path),
    [PATH],
  );
  await forget(store, "alice");
  assert.deepEqual(
    (await only(store)).map(({ path }) => path),
    [PATH],
  );
});

test("a phone that refuses to keep anything still sends, and says that it keeps nothing", async () => {
  const refusing = {
    open: () => {
      throw new DOMException("no", "SecurityError");
    },
  };
  const [store, server] = [new Store(refusing), aServer()];
  await say(store, [entry("e1")]);
  assert.equal(store.durable, false);
  await synchronise(means(server, store));
  assert.equal((await only(store))[0].state, "sent");
});

test("what is removed from a phone that is full is removed for good", async () => {
  const below = new Map([
    [`alice,${PATH}`, { person: "alice", path: PATH, body: body([entry("e1")]), at: 1 }],
  ]);
  const store = new Store(null);
  store.kept = {
    get: async (_name, key) => below.get(String(key)),
    all: async () => [...below.values()],
    change: async (_name, key, make) => {
      if (make(below.get(String(key))) !== null)
        throw new DOMException("full", "QuotaExceededError");
      below.delete(String(key));
      return null;
    },
  };
  await say(store, [entry("e2")]);
  assert.equal((await only(store))[0].body.entries.length, 2);
  await store.changeDocument("alice", PATH, () => null);
  assert.deepEqual(await only(store), []);
});

test("an answer that was overtaken by a newer one is not kept; a clock that was set back is no overtaking", async () => {
  const [store, server] = [new Store(null), aServer()];
  await ask(means(server, store, () => NOON + 500));
  await ask(means(server, store, () => NOON));
  assert.equal((await store.fact("contact alice")).asked, NOON + 500);
  await ask(means(server, store, () => NOON - 86_400_000));
  assert.equal((await store.fact("contact alice")).asked, NOON - 86_400_000);
});

test("a gateway that knows no such page, or speaks other words, signs nobody out", async () => {
  const store = new Store(null);
  for (const strange of [
    saying({ error: "no such page" }, 404),
    saying({}),
    saying("hello"),
    saying(null),
  ]) {
    const send = async () => strange;
    assert.deepEqual(await ask({ store, send, address: "/api/contact" }), { reached: false });
  }
  const [server, refusal] = [aServer({ answers: [saying({ error: "blocked here" }, 451)] }), store];
  await say(refusal, [entry("e1")]);
  await synchronise(means(server, refusal));
  assert.equal((await only(refusal))[0].state, "waiting");
});

test("with no page open, what is left is a reason to be tried again, as long as another try may help", async () => {
  const trouble = () => saying({ code: "busy" }, 503);
  const [store, server] = [new Store(null), aServer({ answers: [trouble()] })];
  await say(store, [entry("e1")]);
  await assert.rejects(synchroniseUnseen({ ...means(server, store), eager: true }, null));
  server.offline = true;
  await assert.rejects(synchroniseUnseen({ ...means(server, store), eager: true }, null));
  server.offline = false;
  for (const other of [null, "carol"]) {
    server.person = other;
    await synchroniseUnseen({ ...means(server, store), eager: true }, null);
    assert.equal((await only(store))[0].state, "waiting");
  }
  server.person = "alice";
  await synchroniseUnseen({ ...means(server, store), eager: true }, null);
  assert.equal((await only(store))[0].state, "sent");
});

test("what the server says about the patient is kept for when it cannot be asked", async () => {
  const [store, server] = [new Store(null), aServer()];
  await ask(means(server, store));
  const contact = await store.fact("contact alice");
  assert.equal(contact.at, NOON);
  assert.equal(contact.offset_s, 60);
  assert.deepEqual(contact.held, []);
});

test("two phones, any order, any number of times: the server hears every word of both", async () => {
  for (const order of [
    ["one", "two", "one"],
    ["two", "one", "two"],
    ["two", "two", "one"],
  ]) {
    const heard = new Set();
    const phones = { one: new Store(null), two: new Store(null) };
    await keep(phones.one, { person: "alice", path: PATH, body: body([entry("e1")]), now: NOON });
    await keep(phones.two, {
      person: "alice",
      path: PATH,
      body: body([entry("e2", { side: "right" })]),
      now: NOON,
    });
    for (const name of order) {
      const server = aServer();
      await phones[name].changeDocument("alice", PATH, (found) => ({ ...found, sent: 0 }));
      await synchronise(means(server, phones[name]));
      for (const { said } of server.came)
        for (const each of said.entries) heard.add(`${each.id} ${each.side}`);
    }
    assert.deepEqual([...heard].sort(), ["e1 left", "e2 right"]);
  }
});

test("the body is JSON without the words of this phone", () => {
  const document = {
    body: { ...body([]), stamps: {} },
    told_at: "t",
    offset_s: 2,
    revision: 1,
    sent: 0,
  };
  assert.equal(stateOf(document), "waiting");
  assert.deepEqual(JSON.parse(bodyOf(document)).sent_at, "t");
});
