// @ts-check
/** What a message's own words call for, shown while they are typed, also without a network. */

import { writtenSigns } from "./written-signs.mjs";

const words = JSON.parse(document.getElementById("sign-words")?.textContent ?? "{}");
const place = /** @type {HTMLElement} */ (document.querySelector("[data-written-signs]"));
const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea[name=text]"));
const stands = place.dataset.writtenSigns ?? "";
const standing = [...place.childNodes];

/** @param {string} advice */
const gravity = (advice) => words.from_mild_to_grave.indexOf(advice);

/** The gravest advice of the signs in these words, or of what was sent before. */
function adviceOn(text) {
  const found = new Set(writtenSigns(text, words));
  const given = words.rows.filter(({ code }) => found.has(code)).map(({ advice }) => advice);
  return [stands, ...given].reduce((one, other) => (gravity(other) > gravity(one) ? other : one));
}

function show() {
  const advice = adviceOn(field.value);
  if (advice === place.dataset.writtenSigns) return;
  place.dataset.writtenSigns = advice;
  const drawn = document.querySelector(`template[data-advice="${advice}"]`);
  const fresh = drawn instanceof HTMLTemplateElement ? [drawn.content.cloneNode(true)] : [];
  place.replaceChildren(...(advice === stands ? standing : fresh));
}

field.addEventListener("input", show);
show();
