import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const FOLDER = new URL("../../../goodform/today/static/today/player/", import.meta.url);
const modules = readdirSync(FOLDER).filter((name) => name.endsWith(".mjs")).map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]);

test("the player weighs at most 40 kB as it travels", () => {
  const bytes = modules.reduce((sum, [, text]) => sum + gzipSync(text).length, 0);
  assert.ok(bytes <= 40_000, `${bytes} bytes`);
});

test("the thinking modules know no page, no clock and no chance", () => {
  for (const [name, text] of modules.filter(([each]) => /^(plan|timing|gate|log|session|moves|machine|view)/.test(each))) {
    assert.doesNotMatch(text, /\b(document|window|Date\.now|new Date|performance|Math\.random|setTimeout|localStorage)\b/, name);
  }
});

test("no words for people stand in the modules", () => {
  for (const [name, text] of modules) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    const sentences = [...code.matchAll(/"([^"\n]*)"/g)].map((found) => found[1]).filter((each) => /^[A-Z][a-z]+ [a-z]+/.test(each));
    assert.deepEqual(sentences, [], name);
  }
});
