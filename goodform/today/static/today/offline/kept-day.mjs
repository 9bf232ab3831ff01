// Today from this phone: every exercise that was given is in the page; shown are those that are due on
// the patient's date, with what was done of them here.

import { onChange, rowsNow } from "./keeping.mjs";

const list = document.querySelector("[data-kept-rows]");
const SIDES = { each: ["left", "right"], none: ["both"], left: ["left"], right: ["right"] };

const rows = [...(list?.querySelectorAll("[data-row]") ?? [])].map(({ dataset }) => ({
  id: dataset.row, side: dataset.side, times_a_day: Number(dataset.times), weekdays: dataset.weekdays, status: dataset.status,
}));

const isDone = ({ side, times_a_day, done_today }) => SIDES[side].every((each) => done_today[each] >= times_a_day);

function draw(row, due) {
  const item = document.getElementById(`row-${row.id}`);
  item.hidden = !due;
  if (!due) return false;
  const done = isDone(due);
  item.querySelector("[data-done]").hidden = !done;
  for (const form of item.querySelectorAll("form")) {
    const side = form.elements.side.value;
    form.closest("[data-side-form]").hidden = due.done_today[side] >= row.times_a_day;
  }
  for (const part of item.querySelectorAll(".mark-row")) part.hidden = done;
  return !done && due.status === "active";
}

async function refresh() {
  const { rows: due } = await rowsNow(rows, { zone: list.dataset.zone });
  if (!list.isConnected) return; // the page was closed by a lock meanwhile
  const byId = new Map(due.map((row) => [row.id, row]));
  const left = rows.map((row) => draw(row, byId.get(row.id))).some(Boolean);
  document.querySelector("[data-start]").hidden = !left;
  document.querySelector("[data-all-done]").hidden = left;
}

if (list) {
  onChange(refresh);
  refresh();
}
