// @ts-check
// Ordering by drag, beside the Move up and Move down buttons. The order travels in the hidden
// "place" fields; nothing is sent until the form is.

const list = /** @type {HTMLElement} */ (document.querySelector("[data-reorder]"));

/** @returns {HTMLElement[]} */
const rows = () => Array.from(list.querySelectorAll(":scope > [data-line]"));

/**
 * The first of this kind in a row; the template puts it there.
 * @template {HTMLElement} E
 * @param {HTMLElement} row
 * @param {string} selector
 */
const within = (row, selector) => /** @type {E} */ (row.querySelector(selector));

/** @param {HTMLElement} row @returns {HTMLInputElement} */
const place = (row) => within(row, `input[name="${row.dataset.line}-place"]`);

/** @param {HTMLElement} row @param {"up" | "down"} way @returns {HTMLButtonElement} */
const mover = (row, way) => within(row, `button[value^="${way}:"]`);

/** @param {DragEvent} event @returns {HTMLElement | null} */
const lineOf = ({ target }) => (target instanceof Element ? target.closest("[data-line]") : null);

/** @type {HTMLElement | null} */
let dragged = null;
/** @type {string[]} */
let places = [];

/** @param {DragEvent} event */
function start(event) {
  dragged = lineOf(event);
  places = rows().map((row) => place(row).value);
  dragged?.classList.add("dragged");
  if (!event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
}

/** @param {DragEvent} event */
function over(event) {
  const row = lineOf(event);
  if (!dragged || !row || row.parentElement !== list) return;
  event.preventDefault();
  if (row === dragged) return;
  const { top, height } = row.getBoundingClientRect();
  if (event.clientY < top + height / 2) row.before(dragged);
  else row.after(dragged);
}

function end() {
  dragged?.classList.remove("dragged");
  dragged = null;
  rows().forEach((row, index, all) => {
    place(row).value = places[index];
    mover(row, "up").disabled = index === 0;
    mover(row, "down").disabled = index === all.length - 1;
  });
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

if (list && rows().length > 1) {
  for (const row of rows()) within(row, "summary").draggable = true;
  list.addEventListener("dragstart", start);
  list.addEventListener("dragover", over);
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", end);
}
