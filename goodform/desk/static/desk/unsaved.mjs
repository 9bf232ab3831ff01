// @ts-check
// Leaving a page with typed changes asks first. Sending the form, or a page without any, does not.

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-unsaved]");
let changed = form?.hasAttribute("data-changed") ?? false;

form?.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.name !== "find") changed = true;
});
form?.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
