// @ts-check
// The grid by keyboard: arrows go to the nearest cell on that side, Escape puts back what is picked
// up. Everything is a link or a button all the same, so that Tab, touch and mouse do as well.

const grid = /** @type {HTMLElement | null} */ (document.querySelector("[data-day-grid]"));

/** @type {Record<string, [number, number]>} */
const WAYS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** @param {Element} element @returns {[number, number]} */
function middle(element) {
  const { left, top, width } = element.getBoundingClientRect();
  return [left + width / 2, top];
}

/**
 * The nearest cell on one side: far aside counts four times as much as far ahead.
 * @param {HTMLElement} from
 * @param {[number, number]} way
 * @returns {HTMLElement | null}
 */
function nearest(from, [across, along]) {
  const [x, y] = middle(from);
  /** @type {HTMLElement | null} */
  let found = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const each of /** @type {HTMLElement} */ (grid).querySelectorAll("td a, td button")) {
    const [there, down] = middle(each);
    const ahead = (there - x) * across + (down - y) * along;
    const aside = Math.abs((there - x) * along) + Math.abs((down - y) * across);
    if (ahead < 1 || ahead + 4 * aside >= shortest) continue;
    shortest = ahead + 4 * aside;
    found = /** @type {HTMLElement} */ (each);
  }
  return found;
}

if (grid) {
  grid.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || !(event.target instanceof HTMLElement)) return;
    const next = nearest(event.target, way);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("keydown", (event) => {
    const back = /** @type {HTMLAnchorElement | null} */ (
      document.querySelector("[data-put-back]")
    );
    if (event.key === "Escape" && back) location.assign(back.href);
  });
  const picked = document.querySelector("[data-put-back]");
  if (picked) /** @type {HTMLElement | null} */ (grid.querySelector(".c-free button"))?.focus();
}
