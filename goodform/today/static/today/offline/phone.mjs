// @ts-check
// The page that says what is on this phone: each thing that was done, where it is, and why the clinic
// could not take it; to be shown at the clinic if need be.

import { reasonsOf } from "./documents.mjs";
import { documents, lasting, onChange, sendNow, store } from "./keeping.mjs";
import { flagged } from "./locks.mjs";

const list = /** @type {HTMLElement} */ (document.querySelector("[data-kept-documents]"));
const template = /** @type {HTMLTemplateElement} */ (
  document.querySelector("template[data-document]")
);
const names = JSON.parse(document.getElementById("exercise-names")?.textContent ?? "{}");
const language = document.documentElement.lang;
const when = (ms) =>
  new Date(ms).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });

/** The word for a code, as the page carries it; the code itself where it carries none. */
const word = (kind, code) =>
  document.querySelector(`[data-word-for="${kind}.${code}"]`)?.textContent ?? code;

function lineOf(entry) {
  const side = entry.side === "both" ? "" : word("side", entry.side);
  const pain = Number.isInteger(entry.pain) ? word("pain", "of").replace("{n}", entry.pain) : "";
  return [names[entry.prescription] ?? "", side, word("outcome", entry.outcome), pain]
    .filter(Boolean)
    .join(", ");
}

/** What was told, line by line: exercises, a warning sign, the answer of a morning. */
function linesOf({ path, body }) {
  const lines = (body.entries ?? []).map(lineOf);
  if (flagged(body)) lines.unshift(word("kind", "red_flag"));
  return path.includes("/mornings/") ? [word("kind", "morning")] : lines;
}

function itemsIn(place, sentences) {
  place.replaceChildren(
    ...sentences
      .filter(Boolean)
      .map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })),
  );
}

function draw(each) {
  const item = /** @type {any} */ (template.content.cloneNode(true));
  const at = each.body.started_at ?? each.body.answered_at;
  item.querySelector("[data-at]").textContent = when(at ? Date.parse(at) : each.at);
  itemsIn(item.querySelector("[data-lines]"), linesOf(each));
  itemsIn(item.querySelector("[data-reasons]"), reasonsOf(each));
  for (const state of item.querySelectorAll("[data-state]"))
    state.hidden = state.dataset.state !== each.state;
  const remove = item.querySelector("[data-remove]");
  remove.addEventListener("click", () =>
    store.changeDocument(each.person, each.path, () => null).then(refresh),
  );
  return item;
}

async function refresh() {
  const all = await documents();
  list.replaceChildren(...all.reverse().map(draw));
  /** @type {HTMLElement | null} */
  const nothing = document.querySelector("[data-nothing]");
  if (nothing) nothing.hidden = all.length > 0 || !store.durable;
}

async function begin() {
  onChange(refresh);
  await refresh();
  const promised = store.durable && (await lasting());
  /** @type {NodeListOf<HTMLElement>} */
  const words = document.querySelectorAll("[data-lasting]");
  for (const each of words) each.hidden = each.dataset.lasting !== String(promised);
  await sendNow();
}

if (list) begin();
