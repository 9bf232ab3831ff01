// @ts-check
// The pose component and the eye, in a worker of their own: pictures come in, what was seen goes
// out. Nothing leaves the phone: the policy of this very file lets it fetch from home only.

const SLOW_MS = 80; // with the full model; then the small one is fetched
const MEASURED = 20; // frames, after the first one, which warms up
const CROWD = 3; // frames in a row with somebody else in them
const POINTS = 33;
const WASM = "vision_wasm_module_internal";
const EYE = "eye.zip";

/** @type {any} what the page knows of the parts; the pose component, the model, Python, the eye */
let [parts, vision, pose, python, mirror] = [null, null, null, null, null];
let [model, people, crowd, busy] = ["full", 2, 0, false];
/** @type {number[]} */
let took = [];
let counted = 0;

/** @param {string} type @param {Record<string, any>} value */
const tell = (type, value = {}) => postMessage({ type, ...value });

/** A part, with the hash that it must have: the browser refuses any other. */
async function fetched(name) {
  const { url, integrity } = parts.files[name];
  const answer = await fetch(url, { integrity });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function load(message) {
  parts = message.parts;
  const models = /** @type {string[]} */ (Object.values(parts.models));
  const names = Object.keys(parts.files).filter((name) => !models.includes(name));
  let done = 0;
  for (const name of [...names, parts.models[model]]) {
    await fetched(name);
    done += parts.files[name].size;
    tell("progress", { done });
  }
  await loadPose(); // one after the other: the page beside it must not stand still
  await loadEye();
  tell("loaded");
}

async function loadPose() {
  const { folder } = parts;
  if (!vision) {
    const { FilesetResolver, PoseLandmarker } = await import(`${folder}vision_bundle.mjs`);
    const { default: factory } = await import(`${folder}${WASM}.js`);
    const files = await FilesetResolver.forVisionTasks(folder.slice(0, -1), true);
    vision = { PoseLandmarker, factory, files };
  }
  pose?.close(); // one model in memory
  pose = null;
  Object.assign(globalThis, { ModuleFactory: vision.factory }); // each model takes it away
  pose = await vision.PoseLandmarker.createFromOptions(vision.files, {
    baseOptions: { modelAssetBuffer: await fetched(parts.models[model]), delegate: "CPU" },
    runningMode: "VIDEO",
    numPoses: people,
  });
  took = [];
}

async function loadEye() {
  const { loadPyodide } = await import(`${parts.folder}pyodide.mjs`);
  python = await loadPyodide({ indexURL: parts.folder });
  python.FS.writeFile(`/${EYE}`, await fetched(EYE));
  python.runPython(`import sys; sys.path.insert(0, "/${EYE}")`);
  python.runPython("from goodform.motion.mirror import Mirror");
}

/** One side of an exercise; a new set of the same one goes back to the start gate. */
function begin({ movement, side, again }) {
  counted = 0;
  if (again && mirror) return mirror.next_set();
  mirror?.destroy();
  const make = python.globals.get("Mirror");
  mirror = make.callKwargs(movement, side, { form: model === "full" });
  return make.destroy();
}

/** Pixels, metres and how well each point is seen, in the order that the eye takes them in. */
function numbersOf(picture, metres, { width, height }) {
  const numbers = new Array(6 * POINTS);
  picture.forEach(({ x, y, visibility }, i) => {
    numbers[2 * i] = x * width;
    numbers[2 * i + 1] = y * height;
    numbers[2 * POINTS + 3 * i] = metres[i].x;
    numbers[2 * POINTS + 3 * i + 1] = metres[i].y;
    numbers[2 * POINTS + 3 * i + 2] = metres[i].z;
    numbers[5 * POINTS + i] = visibility;
  });
  return numbers;
}

function eye(found, bitmap, at) {
  if (!found.landmarks.length) return { state: "unsure", reason: "nobody" };
  if (crowd >= CROWD) return { state: "unsure", reason: "two people" };
  const list = python.toPy(numbersOf(found.landmarks[0], found.worldLandmarks[0], bitmap));
  const seen = JSON.parse(mirror.see(at / 1000, list));
  list.destroy();
  const more = seen.counted > counted;
  counted = seen.counted;
  return more ? { ...seen, summary: summary() } : seen;
}

const summary = () => ({
  engine: parts.engine,
  model: parts.hashes[model],
  ...JSON.parse(mirror.summary()),
});

async function look({ bitmap, at }) {
  if (busy || !pose || !mirror) return bitmap.close();
  busy = true;
  try {
    const before = performance.now();
    const found = pose.detectForVideo(bitmap, at);
    const posed = performance.now();
    crowd = found.landmarks.length > 1 ? crowd + 1 : 0;
    const seen = eye(found, bitmap, at);
    const points = (found.landmarks[0] ?? []).map(({ x, y, visibility }) => [x, y, visibility]);
    const spent = { pose_ms: posed - before, eye_ms: performance.now() - posed };
    tell("seen", { ...seen, at, points, ...spent });
    await adapt(seen.state, posed - before);
  } finally {
    bitmap.close();
    busy = false;
    tell("free");
  }
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** One person once the gate is passed; the small model where the full one is slow: measured. */
async function adapt(state, ms) {
  if (people > 1 && ["ready", "moving", "holding"].includes(state)) {
    people = 1;
    return pose.setOptions({ numPoses: people });
  }
  took.push(ms);
  if (took.length !== MEASURED + 1 || model !== "full" || middle(took.slice(1)) <= SLOW_MS) return;
  model = "lite";
  tell("progress", { done: 0 });
  await loadPose();
  tell("small");
}

const ON = { load, begin, frame: look };

addEventListener("message", async ({ data }) => {
  try {
    await ON[data.type](data);
  } catch (problem) {
    tell("failed", { why: String(problem) });
  }
});
