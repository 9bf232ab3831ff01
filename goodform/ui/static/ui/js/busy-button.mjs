// @ts-check
// A form is sent once. The pressed button says so: its data-busy words ("Saving…"), else its own.
// Forms that another module or htmx sends (preventDefault) are left to it.

/** @typedef {{button: HTMLElement | null, words: ChildNode[] | null}} Pressed */

/** @type {Map<HTMLFormElement, Pressed>} */
const sent = new Map();

function rest() {
  for (const [form, { button, words }] of sent) {
    if (words) button?.replaceChildren(...words);
    button?.removeAttribute("aria-busy");
    sent.delete(form);
  }
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  const busy = button?.dataset.busy;
  const words = button && busy ? [...button.childNodes] : null;
  sent.set(form, { button, words });
  button?.setAttribute("aria-busy", "true");
  if (busy) button.replaceChildren(busy);
});

// The Back button may bring this very page back, frozen as it was left.
window.addEventListener("pageshow", rest);
