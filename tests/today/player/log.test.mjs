import assert from "node:assert/strict";
import { test } from "node:test";

import { documentOf } from "../../../goodform/today/static/today/player/log.mjs";
import { holding } from "./sample.mjs";

test("a document has every field of the interface, and nothing is made up", () => {
  const { plan, state } = holding().does("stop");
  const made = documentOf(plan, state, "Europe/London");
  assert.deepEqual(Object.keys(made).sort(), [
    "day",
    "entries",
    "finished_at",
    "note",
    "pain_after",
    "pain_before",
    "programme",
    "programme_version",
    "red_flags",
    "shown",
    "started_at",
    "zone",
  ]);
  assert.deepEqual(Object.keys(made.entries[0]).sort(), [
    "changed_at",
    "difficulty",
    "hold_done_s",
    "id",
    "noticed",
    "outcome",
    "pain",
    "prescription",
    "reason",
    "recorded_at",
    "repetitions_done",
    "sets_done",
    "side",
    "symptoms",
    "time_done_s",
    "timing",
    "undone_at",
    "where",
  ]);
  assert.deepEqual(
    [made.finished_at, made.pain_after, made.note, made.day],
    [null, null, "", null],
  );
  assert.equal(
    documentOf(plan, { ...state, advice: "emergency" }, "Europe/London").shown,
    "emergency",
  );
  assert.equal(
    documentOf(plan, { ...state, day: "2026-11-16" }, "Europe/London").day,
    "2026-11-16",
  );
});
