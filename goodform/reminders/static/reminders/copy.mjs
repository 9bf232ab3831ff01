// @ts-check
// A button that copies what stands in a field. Without the clipboard there is no button.

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("[data-copy]");

for (const button of buttons) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = /** @type {HTMLInputElement} */ (
      document.getElementById(button.dataset.copy ?? "")
    );
    const said = /** @type {HTMLElement} */ (button.querySelector("span"));
    field.select();
    await navigator.clipboard.writeText(field.value);
    said.textContent = button.dataset.copied ?? "";
  });
}
