import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const FOLDER = new URL("../../../goodform/today/static/today/player/", import.meta.url);
const modules = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]);

/** A module and all that it imports, each once: what a browser fetches for it. */
function fetched(address, found = new Map()) {
  if (found.has(address)) return found;
  const text = readFileSync(new URL(address), "utf8");
  found.set(address, text);
  for (const [, name] of text.matchAll(/(?:from|import)\s+"(\.[^"]+)"/g))
    fetched(new URL(name, address).href, found);
  return found;
}

/** As `as_it_travels` of goodform/ui/static_files.py: without its doc comments. */
const sent = (text) => text.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\n/gm, "");
const asItTravels = (texts) =>
  [...texts].reduce((sum, text) => sum + gzipSync(sent(text)).length, 0);

test("the player weighs at most 24 kB as it travels, and 44 kB with all that keeps and sends", () => {
  const all = fetched(new URL("player.mjs", FOLDER).href);
  const own = [...all]
    .filter(([address]) => address.startsWith(FOLDER.href))
    .map(([, text]) => text);
  assert.equal(
    own.length,
    modules.length,
    "a module that nothing imports, or one that is not here",
  );
  assert.ok(asItTravels(own) <= 24_000, `${asItTravels(own)} bytes`);
  assert.ok(asItTravels(all.values()) <= 44_000, `${asItTravels(all.values())} bytes`);
});

test("the thinking modules know no page, no clock and no chance", () => {
  for (const [name, text] of modules.filter(([each]) =>
    /^(plan|timing|gate|log|session|moves|machine|view)/.test(each),
  )) {
    assert.doesNotMatch(
      text,
      /\b(document|window|Date\.now|new Date|performance|Math\.random|setTimeout|localStorage)\b/,
      name,
    );
  }
});

test("no words for people stand in the modules", () => {
  for (const [name, text] of modules) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    const sentences = [...code.matchAll(/"([^"\n]*)"/g)]
      .map((found) => found[1])
      .filter((each) => /^[A-Z][a-z]+ [a-z]+/.test(each));
    assert.deepEqual(sentences, [], name);
  }
});
