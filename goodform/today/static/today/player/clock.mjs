// @ts-check
// The time that ticks carry. It never runs backwards, and a sleep of the device shows in it as a gap:
// the browser's own counter stands still then on some phones, the wall clock does not.

const JUMP_MS = 1000;

/** `now()`: ms since the start, by the counter, or by the wall clock where that went further. */
export function steadyClock({ counter = () => performance.now(), wall = () => Date.now() } = {}) {
  let [lastCounter, lastWall, total] = [counter(), wall(), 0];
  return () => {
    const [nowCounter, nowWall] = [counter(), wall()];
    const [byCounter, byWall] = [nowCounter - lastCounter, nowWall - lastWall];
    total += Math.max(0, byWall - byCounter > JUMP_MS ? byWall : byCounter);
    [lastCounter, lastWall] = [nowCounter, nowWall];
    return total;
  };
}

/** Calls `tick` about 20 times a second while the page is seen; a hidden page has no frames. */
export function ticking(tick, { frame = requestAnimationFrame, now }) {
  let last = -Infinity;
  const run = () => {
    const at = now();
    if (at - last >= 45) {
      last = at;
      tick(at);
    }
    frame(run);
  };
  frame(run);
}
