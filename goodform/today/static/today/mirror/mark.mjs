// @ts-check
// A mark on the phone while the mirror opens: a tab that dies without a word leaves it behind.

const NAME = "goodform.mirror.opening";

/** `set()`, `clear()`, and whether it was `found`; a phone that keeps nothing has none. */
export function markOf(storage) {
  const tried = (act) => {
    try {
      return act(storage());
    } catch {
      return null; // a private window
    }
  };
  return {
    found: () => tried((kept) => kept.getItem(NAME)) !== null,
    set: () => tried((kept) => kept.setItem(NAME, "1")),
    clear: () => tried((kept) => kept.removeItem(NAME)),
  };
}
