// @ts-check
// Times as this phone tells them, and how far its clock is off. Pure.

const A_DAY = 86_400_000;

/** A moment as ISO 8601 with the device's own offset: the date in it is the patient's. */
export function localTime(moment) {
  const minutes = -moment.getTimezoneOffset();
  const two = (number) => String(number).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return new Date(moment.getTime() + minutes * 60_000).toISOString().replace("Z", offset);
}

/** Seconds to add to this clock to get the server's. The answer is taken as made half-way. */
export const offsetOf = ({ askedAt, answeredAt, serverTime }) =>
  (Date.parse(serverTime) - (askedAt + answeredAt) / 2) / 1000;

/** The date (YYYY-MM-DD) at a moment in a zone; the device's own where the zone is unknown here. */
export function dateIn(moment, zone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
  try {
    return new Intl.DateTimeFormat("en-CA", { ...parts, timeZone: zone }).format(moment);
  } catch {
    return new Intl.DateTimeFormat("en-CA", parts).format(moment);
  }
}

/** A zone that is some place's own: "UTC" and "Etc/GMT+3", as browsers say that hide theirs, are nobody's. */
const ofAPlace = (zone) => (zone?.includes("/") && !/^(Etc|SystemV)\//.test(zone) ? zone : null);

/** The zone of the place where this phone is; null where it does not say. */
export const zoneHere = () => ofAPlace(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The day of a moment: the one that was `said` where that is at most a day off at `home`, else by the place. */
export function dayAt(moment, { said, zone, home }) {
  const there = dateIn(moment, home);
  if (said && Math.abs(Date.parse(said) - Date.parse(there)) <= A_DAY) return said;
  return ofAPlace(zone) ? dateIn(moment, zone) : there;
}

/** Monday is 1, as in a prescription's weekdays. */
export const weekdayOf = (date) => new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
