// @ts-check
// How this phone's player is liked: voice, bell, keys, larger text. Nothing about anybody's health.

const NAME = "goodform.player.settings";
const USUAL = { voice: true, bell: true, keys: true, larger: false };

/** The settings kept on this phone; `turn(name)` switches one. A phone that keeps nothing still obeys. */
export function settingsOf(storage) {
  const settings = { ...USUAL };
  try {
    const kept = JSON.parse(storage().getItem(NAME)) ?? {};
    for (const name of Object.keys(USUAL))
      if (typeof kept[name] === "boolean") settings[name] = kept[name];
  } catch {
    // a private window, or words that are not ours: the usual ones hold
  }
  function turn(name) {
    settings[name] = !settings[name];
    try {
      storage().setItem(NAME, JSON.stringify(settings));
    } catch {
      // it holds until the page is left
    }
  }
  return { settings, turn };
}
