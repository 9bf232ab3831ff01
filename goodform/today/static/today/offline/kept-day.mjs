// @ts-check
// Today from this phone: every exercise that was given is in the page; shown are those that are due on
// the patient's date, with what was done of them here.

import { onChange, rowsNow } from "./keeping.mjs";

const list = /** @type {HTMLElement} */ (document.querySelector("[data-kept-rows]"));
const SIDES = { each: ["left", "right"], none: ["both"], left: ["left"], right: ["right"] };

/** @type {HTMLElement[]} */
const items = Array.from(list?.querySelectorAll("[data-row]") ?? []);
const rows = items.map(({ dataset }) => ({
  id: dataset.row,
  side: dataset.side,
  times_a_day: Number(dataset.times),
  weekdays: dataset.weekdays,
  status: dataset.status,
}));

/**
 * The first that fits; the template puts it there.
 * @param {string} selector
 * @param {any} [within]
 * @returns {HTMLElement}
 */
const one = (selector, within = document) => within.querySelector(selector);

const isDone = ({ side, times_a_day, done_today }) =>
  SIDES[side].every((each) => done_today[each] >= times_a_day);

function draw(row, due) {
  const item = one(`#row-${CSS.escape(row.id)}`);
  item.hidden = !due;
  if (!due) return false;
  const done = isDone(due);
  one("[data-done]", item).hidden = !done;
  for (const form of item.querySelectorAll("form")) {
    const side = new FormData(form).get("side");
    /** @type {HTMLElement | null} */
    const part = form.closest("[data-side-form]");
    if (part) part.hidden = due.done_today[String(side)] >= row.times_a_day;
  }
  /** @type {NodeListOf<HTMLElement>} */
  const marks = item.querySelectorAll(".mark-row");
  for (const mark of marks) mark.hidden = done;
  return !done && due.status === "active";
}

async function refresh() {
  const { rows: due } = await rowsNow(rows, { zone: list.dataset.zone });
  if (!list.isConnected) return; // the page was closed by a lock meanwhile
  const byId = new Map(due.map((row) => [row.id, row]));
  const left = rows.map((row) => draw(row, byId.get(row.id))).some(Boolean);
  one("[data-start]").hidden = !left;
  one("[data-all-done]").hidden = left;
}

if (list) {
  onChange(refresh);
  refresh();
}
