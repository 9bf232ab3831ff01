// @ts-check
// Shows the Copy button where there is a script to press it for. Where the browser keeps its
// clipboard closed, the link is marked, ready to be copied by hand.

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("[data-copy]");

for (const button of buttons) {
  const field = /** @type {HTMLInputElement} */ (
    document.getElementById(button.dataset.copy ?? "")
  );
  const said = /** @type {HTMLElement} */ (button.nextElementSibling);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.copied ?? "";
    } catch {
      said.textContent = said.dataset.marked ?? "";
    }
  });
}
