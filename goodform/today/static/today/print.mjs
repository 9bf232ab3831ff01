// The Print button; without JavaScript a sentence says to use the browser's own menu.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const words of document.querySelectorAll("[data-by-hand]")) words.hidden = true;
