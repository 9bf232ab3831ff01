// @ts-check
// Staff are signed out after half an hour without a sign of life. Somebody who writes a long
// finding sends nothing meanwhile: every few minutes of typing or tapping count as a sign.

const OFTEN_MS = 3 * 60 * 1000;
const script = /** @type {HTMLElement | null} */ (document.querySelector("[data-still-here]"));
const address = script?.dataset.stillHere;
let last = Date.now();

function lives() {
  if (!address || Date.now() - last < OFTEN_MS) return;
  last = Date.now();
  // Without a network there is nothing to do: the next sign comes in three minutes.
  fetch(address, { cache: "no-store" }).catch(() => undefined);
}

for (const sign of ["keydown", "pointerdown"]) {
  document.addEventListener(sign, lives, { passive: true });
}
