// A form is sent once. The pressed button says so: its data-busy words ("Saving…"), else its own.
// Forms that another module or htmx sends (preventDefault) are left to it.

const sent = new Map();

function rest() {
  for (const [form, { button, words }] of sent) {
    if (words) button.replaceChildren(...words);
    button?.removeAttribute("aria-busy");
    sent.delete(form);
  }
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  const words = button?.dataset.busy ? [...button.childNodes] : null;
  sent.set(form, { button, words });
  button?.setAttribute("aria-busy", "true");
  if (words) button.replaceChildren(button.dataset.busy);
});

// The Back button may bring this very page back, frozen as it was left.
window.addEventListener("pageshow", rest);
