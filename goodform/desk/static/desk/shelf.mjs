// Searching the shelf as one types. Without this module the Search button asks the server.

const field = document.querySelector("[data-shelf-find]");
const items = [...document.querySelectorAll("[data-shelf] > li")];
const none = document.querySelector("[data-shelf-none]");

function filter() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const fits = words.every((word) => item.dataset.words.includes(word));
    item.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  none.hidden = shown > 0;
}

field?.addEventListener("input", filter);
// Enter would send the whole page; the list is filtered already.
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
