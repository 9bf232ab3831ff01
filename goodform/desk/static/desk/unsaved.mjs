// Leaving a page with typed changes asks first. Sending the form, or a page without any, does not.

const form = document.querySelector("form[data-unsaved]");
let changed = form?.hasAttribute("data-changed") ?? false;

form?.addEventListener("input", (event) => {
  if (event.target.name !== "find") changed = true;
});
form?.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
