// @ts-check
// The two buttons of a number field, within its own min, max and step. Typing stays possible.

/** @param {Element} within @returns {HTMLInputElement} */
const fieldOf = (within) => /** @type {HTMLInputElement} */ (within.querySelector("input"));

/** @param {HTMLInputElement} input @param {string | undefined} way `up` or `down` */
function atEnd(input, way) {
  if (input.value === "") return false;
  const end = way === "up" ? input.max : input.min;
  if (end === "") return false;
  return way === "up" ? input.valueAsNumber >= Number(end) : input.valueAsNumber <= Number(end);
}

/** @param {Element} step */
function show(step) {
  const input = fieldOf(step);
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = step.querySelectorAll("[data-step]");
  for (const button of buttons) {
    button.toggleAttribute("aria-disabled", false);
    if (atEnd(input, button.dataset.step)) button.setAttribute("aria-disabled", "true");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
  const step = button?.closest(".step");
  if (!(button instanceof HTMLElement) || !step) return;
  const input = fieldOf(step);
  const way = button.dataset.step;
  if (!atEnd(input, way)) {
    if (way === "up") input.stepUp();
    else input.stepDown();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

document.addEventListener("input", (event) => {
  const step = event.target instanceof Element ? event.target.closest(".step") : null;
  if (step) show(step);
});

for (const step of document.querySelectorAll(".step")) show(step);
