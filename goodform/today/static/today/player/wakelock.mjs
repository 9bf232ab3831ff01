// @ts-check
// Keeps the screen on while an exercise runs. The browser takes the lock back when the page is
// hidden, so it is asked for again when the page returns. A refusal changes nothing else.

/** `want(yes)`: hold the lock, or let it go. */
export function wakeLockOf(wakeLock, page) {
  let [wanted, asking] = [false, false];
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  async function ask() {
    if (!wakeLock || asking || lock || !wanted || page.visibilityState !== "visible") return;
    asking = true;
    try {
      const held = await wakeLock.request("screen");
      lock = held;
      held.addEventListener("release", () => {
        lock = null;
      });
      if (!wanted) held.release();
    } catch {
      lock = null; // a low battery may refuse it; the screen then sleeps and the player asks
    } finally {
      asking = false;
    }
  }
  page.addEventListener("visibilitychange", ask);
  return {
    want(yes) {
      wanted = yes;
      if (yes) ask();
      else lock?.release();
    },
  };
}
