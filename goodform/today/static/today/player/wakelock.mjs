// Keeps the screen on while an exercise runs. The browser takes the lock back when the page is
// hidden, so it is asked for again when the page returns. A refusal changes nothing else.

/** `want(yes)`: hold the lock, or let it go. */
export function wakeLockOf(wakeLock, page) {
  let [wanted, lock, asking] = [false, null, false];
  async function ask() {
    if (!wakeLock || asking || lock || !wanted || page.visibilityState !== "visible") return;
    asking = true;
    try {
      lock = await wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
      if (!wanted) lock.release();
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
