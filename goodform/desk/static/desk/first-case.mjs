// @ts-check
// On a wide window the gravest case stands beside the list at once. A phone shows the list alone.

const WIDE = "(min-width: 60.0625rem)";
const place = document.querySelector("[data-first-case]");
/** @type {HTMLAnchorElement | null} */
const first = document.querySelector(".queue a.item");

if (place && first && matchMedia(WIDE).matches) {
  const answer = await fetch(first.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = answer.ok ? page.getElementById("case") : null;
  if (shown) {
    for (const form of shown.querySelectorAll("form")) form.action = first.href;
    place.replaceWith(document.adoptNode(shown));
    first.setAttribute("aria-current", "true");
  }
}
