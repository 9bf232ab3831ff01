// Asks whether reminders should go by this telephone's clock, where it is another than ours.
// It only asks: nothing changes until the button is pressed.

const asked = document.getElementById("zone-asked");
const ours = asked?.dataset.zone;
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

if (ours && isPlace(theirs) && shows(theirs) !== shows(ours)) {
  const words = asked.querySelector("[data-words]");
  words.textContent = words.dataset.words.replace("PLACE", theirs.replaceAll("_", " "));
  asked.querySelector("[name=zone]").value = theirs;
  asked.hidden = false;
}
