// @ts-check
// The morning question: the answer is written on this phone first, and a copy of the page names the
// day it is about.

import { localTime } from "./clock.mjs";
import { copy, keepHere, morningNow } from "./keeping.mjs";
import { tooMuch } from "./locks.mjs";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-morning]"));
const SETTLED = { yes: true, ache: true, no: false }; // anything else is "not sure"

function name(day) {
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "long",
    timeZone: "UTC",
  });
  for (const head of form.querySelectorAll("h1")) {
    head.textContent = head.textContent.replace(
      "{day}",
      weekday.format(new Date(`${day}T12:00:00Z`)),
    );
  }
}

async function answer(said) {
  const { date } = await morningNow();
  const settled = SETTLED[said.get("settled")] ?? null;
  const pain = said.get("pain") === null ? null : Number(said.get("pain"));
  const answer = { settled, answered: true, ache: said.get("settled") === "ache", pain };
  const kept = await keepHere(`${form.dataset.morning}${date}`, {
    ...answer,
    answered_at: localTime(new Date()),
  });
  const waits = kept.answer ? kept.answer.advice : settled !== true || tooMuch(pain);
  location.replace((waits ? form.dataset.today : form.dataset.start) ?? "");
}

async function begin() {
  const { about } = await morningNow();
  if (copy && !about) return location.replace(form.dataset.start ?? ""); // nothing is asked
  if (about) name(about);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(new FormData(form, event.submitter));
  });
}

if (form) begin();
