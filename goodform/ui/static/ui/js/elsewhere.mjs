// @ts-check
// Says that this device stands by another clock than the one we go by, in every [data-our-zone].
// It only asks: nothing changes until somebody presses what stands in there.

const theirs = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

/**
 * Two names may be one clock ("Asia/Calcutta", "Asia/Kolkata"): compare what they show all year.
 * @param {string | undefined} zone
 */
function shows(zone) {
  const year = new Date().getFullYear();
  return Array.from({ length: 12 }, (_, month) =>
    new Date(Date.UTC(year, month, 15, 12)).toLocaleString("en-GB", { timeZone: zone }),
  ).join();
}

/**
 * A clock without a place ("UTC") is a machine's: nobody can be asked to go by it.
 * @param {string} zone
 */
const isPlace = (zone) => zone.includes("/") && !zone.startsWith("Etc/");

/** @type {NodeListOf<HTMLElement>} */
const places = document.querySelectorAll("[data-our-zone]");

for (const asked of places) {
  if (!isPlace(theirs) || shows(theirs) === shows(asked.dataset.ourZone)) continue;
  const words = /** @type {HTMLElement} */ (asked.querySelector("[data-words]"));
  words.textContent = words.dataset.words?.replace("PLACE", theirs.replaceAll("_", " ")) ?? "";
  /** @type {HTMLInputElement | null} */
  const said = asked.querySelector("[name=zone]");
  if (said) said.value = theirs;
  asked.hidden = false;
}
