// The two buttons of a number field, within its own min, max and step. Typing stays possible.

const field = (button) => button.closest(".step").querySelector("input");

function atEnd(input, way) {
  if (input.value === "") return false;
  const end = way === "up" ? input.max : input.min;
  return end !== "" && (way === "up" ? input.valueAsNumber >= Number(end) : input.valueAsNumber <= Number(end));
}

function show(step) {
  const input = step.querySelector("input");
  for (const button of step.querySelectorAll("[data-step]")) {
    button.toggleAttribute("aria-disabled", false);
    if (atEnd(input, button.dataset.step)) button.setAttribute("aria-disabled", "true");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".step [data-step]");
  if (!button) return;
  const input = field(button);
  const way = button.dataset.step;
  if (!atEnd(input, way)) {
    if (way === "up") input.stepUp();
    else input.stepDown();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

document.addEventListener("input", (event) => {
  const step = event.target.closest?.(".step");
  if (step) show(step);
});

for (const step of document.querySelectorAll(".step")) show(step);
