import assert from "node:assert/strict";
import { test } from "node:test";

import { newId } from "../../goodform/today/static/today/new-id.mjs";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id is a random UUID, by the browser's own means", () => {
  assert.match(newId(), UUID);
  assert.notEqual(newId(), newId());
});

test("over http, where browsers make none, it is one too", () => {
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  const all = new Set(Array.from({ length: 200 }, newId));
  delete crypto.randomUUID;
  assert.equal(all.size, 200);
  for (const each of all) assert.match(each, UUID);
});
