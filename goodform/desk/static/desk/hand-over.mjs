// @ts-check
// A code lets a phone in only while the page that shows it is open: this says so every few seconds,
// says goodbye when the page is left, and tells what became of the code.

const BEAT_MS = 4000;
const shown = /** @type {HTMLElement | null} */ (document.querySelector("[data-hand-over]"));

/** @param {Record<string, string>} words */
function said(words) {
  const form = new FormData();
  const token = /** @type {HTMLInputElement | null} */ (
    document.querySelector("[name=csrfmiddlewaretoken]")
  );
  form.set("csrfmiddlewaretoken", token?.value ?? "");
  for (const [name, value] of Object.entries(words)) form.set(name, value);
  return form;
}

/** @param {HTMLElement} section */
function watch(section) {
  const address = section.dataset.handOver ?? "";
  const status = /** @type {HTMLElement} */ (section.querySelector("[role=status]"));
  let alive = true;

  /** @param {string | undefined} words */
  const end = (words) => {
    alive = false;
    section.querySelector("[data-code]")?.remove();
    status.textContent = words ?? "";
  };

  const beat = async () => {
    try {
      const answer = await fetch(address, { method: "POST", body: said({}) });
      const became = answer.ok ? await answer.json() : { over: true };
      if (became.used) end(status.dataset.used);
      else if (became.over) end(status.dataset.over);
    } catch {
      // Without a network the code dies by itself; the next beat may get through.
    }
    if (alive) setTimeout(beat, BEAT_MS);
  };

  window.addEventListener("pagehide", () => {
    if (alive) navigator.sendBeacon(address, said({ left: "1" }));
    end(status.dataset.over);
  });
  setTimeout(beat, BEAT_MS);
}

if (shown) watch(shown);
