// @ts-check
// Searching the shelf as one types. Without this module the Search button asks the server.

/** @type {HTMLInputElement | null} */
const field = document.querySelector("[data-shelf-find]");
/** @type {HTMLElement[]} */
const items = Array.from(document.querySelectorAll("[data-shelf] > li"));
/** @type {HTMLElement | null} */
const none = document.querySelector("[data-shelf-none]");

/** @param {string} typed */
function filter(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const fits = words.every((word) => item.dataset.words?.includes(word));
    item.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  if (none) none.hidden = shown > 0;
}

field?.addEventListener("input", () => filter(field.value));
// Enter would send the whole page; the list is filtered already.
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
