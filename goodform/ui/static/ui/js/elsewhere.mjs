// Says that this device stands by another clock than the one we go by, in every [data-our-zone].
// It only asks: nothing changes until somebody presses what stands in there.

const theirs = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Two names may be one clock ("Asia/Calcutta", "Asia/Kolkata"): compare what they show all year. */
function shows(zone) {
  const year = new Date().getFullYear();
  return Array.from({ length: 12 }, (_, month) =>
    new Date(Date.UTC(year, month, 15, 12)).toLocaleString("en-GB", { timeZone: zone }),
  ).join();
}

/** A clock without a place ("UTC") is a machine's: nobody can be asked to go by it. */
const isPlace = (zone) => Boolean(zone?.includes("/")) && !zone.startsWith("Etc/");

for (const asked of document.querySelectorAll("[data-our-zone]")) {
  if (!isPlace(theirs) || shows(theirs) === shows(asked.dataset.ourZone)) continue;
  const words = asked.querySelector("[data-words]");
  words.textContent = words.dataset.words.replace("PLACE", theirs.replaceAll("_", " "));
  const said = asked.querySelector("[name=zone]");
  if (said) said.value = theirs;
  asked.hidden = false;
}
