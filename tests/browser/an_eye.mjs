// What the pose component and the eye would say, for the tests of the page. Frames come one by one.

const SEES = "three"; // a test writes another word here
let [frames, parts] = [0, null];
const repetition = (n) => ({
  start_s: 2 * n,
  turn_s: 2 * n + 1,
  end_s: 2 * n + 2,
  side: "both",
  measures: { knee_flexion: { value: 92, unit: "deg" } },
});
const summary = (count) => ({
  engine: parts.engine,
  model: parts.hashes.full,
  view: "side",
  repetitions: Array.from({ length: count }, (_, n) => repetition(n)),
  holds: [],
  cues: [],
  not_judged: {},
});
const told = {
  three: () => {
    const counted = Math.min(3, Math.floor(frames / 4));
    const done = frames % 4 === 0 && counted > 0;
    return { state: "moving", counted, ...(done && { summary: summary(counted) }) };
  },
  nobody: () => ({ state: "unsure", reason: "nobody" }),
};

addEventListener("message", async ({ data }) => {
  if (data.type === "load") {
    parts = data.parts;
    const refused = new Promise((tell) => addEventListener("securitypolicyviolation", tell));
    await fetch("https://elsewhere.example.org/").catch(() => null);
    await refused; // without the policy of our worker nothing would ever be loaded
    postMessage({ type: "loaded" });
  }
  if (data.type === "begin") frames = 0;
  if (data.type !== "frame") return;
  data.bitmap.close();
  if (SEES === "dies") return;
  frames += 1;
  postMessage({ type: "seen", hold_s: 0, points: [], at: data.at, ...told[SEES]() });
  setTimeout(() => postMessage({ type: "free" }), 30);
});
