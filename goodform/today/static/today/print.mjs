// @ts-check
// The Print button; without JavaScript a sentence says to use the browser's own menu.
/** @type {NodeListOf<HTMLElement>} */
const buttons = document.querySelectorAll("[data-print]");
/** @type {NodeListOf<HTMLElement>} */
const byHand = document.querySelectorAll("[data-by-hand]");

for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const words of byHand) words.hidden = true;
