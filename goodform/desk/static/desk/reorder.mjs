// Ordering by drag, beside the Move up and Move down buttons. The order travels in the hidden
// "place" fields; nothing is sent until the form is.

const list = document.querySelector("[data-reorder]");
const rows = () => [...list.querySelectorAll(":scope > [data-line]")];
const place = (row) => row.querySelector(`input[name="${row.dataset.line}-place"]`);

let dragged = null;
let places = [];

function start(event) {
  dragged = event.target.closest("[data-line]");
  places = rows().map((row) => place(row).value);
  dragged.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
}

function over(event) {
  const row = event.target.closest?.("[data-line]");
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
    row.querySelector('button[value^="up:"]').disabled = index === 0;
    row.querySelector('button[value^="down:"]').disabled = index === all.length - 1;
  });
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

if (list && rows().length > 1) {
  for (const row of rows()) row.querySelector("summary").draggable = true;
  list.addEventListener("dragstart", start);
  list.addEventListener("dragover", over);
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", end);
}
