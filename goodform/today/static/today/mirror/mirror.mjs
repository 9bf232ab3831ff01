// @ts-check
// The mirror beside the session: asked for each time, opened by a tap, and closed with its exercise.
// It tells the session what it saw; where it cannot see, the timer goes on.

import { cameraIn } from "./camera.mjs";
import { asks, beginStep, follow } from "./driving.mjs";
import { drawIn } from "./drawing.mjs";
import { markOf } from "./mark.mjs";

const SILENT_MS = 10_000; // a worker that says nothing for so long has died
const REFUSED = {
  NotAllowedError: "refused",
  NotFoundError: "no_camera",
  NotReadableError: "taken",
};

/**
 * The mirror of a page. `send(event)` is the session's; `say(text)` speaks. `show(now)` is called
 * whenever the session is drawn, with `{exercise, step, after_work, on_work, paused}`.
 * @param {Document} page
 * @param {{parts: any, send: (event: any) => void, say: (text: string) => void}} of
 */
export function mirrorIn(page, { parts, send, say }) {
  const whole = /** @type {HTMLElement} */ (page.getElementById("mirror"));
  /** @type {(of: string) => any} */
  const find = (of) => page.querySelector(`[data-mirror="${of}"]`);
  const [video, canvas, says, bar, dialog] = ["video", "canvas", "says", "bar", "ask"].map(find);
  const mark = markOf(() => window.localStorage);
  const words = /** @type {HTMLTemplateElement} */ (page.getElementById("mirror-words")).content;
  /** @type {any} camera, worker, the session now, the step that is followed, the last step begun */
  let [camera, worker, now, step, begun] = [null, null, null, null, null];
  let [ready, driving, figure, total, heard] = [false, false, false, 0, 0];

  const word = (key) => words.querySelector(`[data-word="${key}"]`)?.textContent ?? "";

  function tell(key, aloud = false) {
    const text = word(key);
    if (says.textContent === text) return;
    says.textContent = text;
    if (aloud && text) say(text);
  }

  /** The session goes by the mirror, or by the timer. */
  function drive(yes) {
    if (driving === yes) return;
    driving = yes;
    send({ type: "mirror", value: yes });
  }

  function ask() {
    send({ type: "pause" });
    const how = `${now.exercise.mirror.place} ${now.exercise.mirror.view}`;
    for (const each of dialog.querySelectorAll("[data-for]"))
      each.toggleAttribute("hidden", each.dataset.for !== how);
    find("died").hidden = !mark.found();
    dialog.showModal();
  }

  async function open() {
    dialog.close();
    mark.set();
    whole.hidden = false;
    tell("opening");
    try {
      camera = await cameraIn(video);
    } catch (problem) {
      return fail(REFUSED[/** @type {Error} */ (problem).name] ?? "failed");
    }
    camera.ended(() => fail("taken"));
    navigator.storage?.persist?.();
    start();
    send({ type: "go_on" });
  }

  function start() {
    const all = [...Object.keys(parts.files)].reduce(
      (sum, name) => sum + parts.files[name].size,
      0,
    );
    worker = new Worker(whole.dataset.worker ?? "", { type: "module" });
    worker.addEventListener("error", () => fail("failed"));
    worker.addEventListener("message", ({ data }) => ON[data.type]?.(data));
    Object.assign(bar, { hidden: false, max: all - parts.files[parts.models.lite].size, value: 0 });
    worker.postMessage({ type: "load", parts });
  }

  const ON = {
    progress: ({ done }) => {
      bar.value = done;
    },
    loaded: () => {
      bar.hidden = true;
      ready = true;
      tell("stand");
      show(now);
      picture();
    },
    small: () => {
      const done = step ? total - step.base : 0;
      begun = null; // what is said of form depends on the model, and the eye counts anew
      show(now);
      if (step) step = { ...step, base: -done };
    },
    seen,
    free: picture,
    failed: () => fail("failed"),
  };

  function picture() {
    camera?.next((bitmap, at) => {
      if (worker) worker.postMessage({ type: "frame", bitmap, at }, [bitmap]);
      else bitmap.close();
    });
  }

  function seen(told) {
    heard = told.at;
    if (["ready", "moving", "holding"].includes(told.state)) mark.clear();
    const { videoWidth: width, videoHeight: height } = video;
    const asked = now?.step?.hold_s ?? 0;
    const held = asked ? Math.min(1, (told.hold_s ?? 0) / asked) : 0;
    drawIn(canvas, told.points, { width, height, held });
    if (!step || !now.step || now.paused) return;
    total = told.counted ?? total;
    const followed = follow(step, told, told.at);
    step = followed.step;
    if (step.given_up) {
      if (driving) tell("timer", true);
      return drive(false);
    }
    const cue = told.cue && now.exercise.mirror.cues[told.cue];
    if (cue) {
      says.textContent = cue;
      say(cue);
    } else if (told.reason) tell(told.reason);
    else if (step.gate) tell("stand");
    else if (told.state !== "ready") tell("watching");
    if (followed.seen)
      send({ type: "seen", value: { ...followed.seen, summary: told.summary ?? null } });
  }

  /** What the session shows now: a new step of work is followed, another exercise ends the mirror. */
  function show(what) {
    now = what;
    const offered = Boolean(now.exercise?.mirror);
    const place = page.querySelector("[data-mirror-place]");
    if (place && !place.contains(whole)) {
      place.append(whole);
      if (camera) video.play();
    }
    if (dialog.open && !now.on) dialog.close();
    if (camera && (!offered || !now.on)) return close();
    page.body.classList.toggle("mirrored", Boolean(camera));
    if (!ready || !now.step || now.paused) {
      heard = performance.now();
      return;
    }
    if (performance.now() - heard > SILENT_MS) return fail("stopped");
    const key = `${now.exercise.prescription} ${now.number}`;
    if (begun?.key === key) return;
    const wanted = asks(begun, {
      ...now.step,
      prescription: now.exercise.prescription,
      after_work: now.after_work,
    });
    if (wanted) total = 0;
    begun = { key, prescription: now.exercise.prescription, side: now.step.side };
    step = beginStep(performance.now(), total);
    if (wanted)
      worker.postMessage({
        type: "begin",
        movement: now.exercise.mirror.movement,
        side: now.step.side,
        ...wanted,
      });
    drive(true);
  }

  function close() {
    mark.clear();
    camera?.close();
    worker?.terminate();
    [camera, worker, step, begun, ready] = [null, null, null, null, false];
    whole.hidden = true;
    bar.hidden = true;
    page.body.classList.remove("mirrored");
    drive(false);
  }

  function fail(key) {
    if (!camera && !worker && whole.hidden) return;
    close();
    whole.hidden = false;
    tell(key, true);
    if (now?.paused) send({ type: "go_on" });
  }

  const DO = {
    ask,
    open,
    leave: () => {
      dialog.close();
      send({ type: "go_on" });
    },
    close: () => {
      close();
      says.textContent = "";
    },
    figure: () => {
      figure = !figure;
      whole.classList.toggle("only-figure", figure);
      find("figure-button").setAttribute("aria-pressed", String(figure));
    },
  };
  page.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-mirror-do]"));
    if (button) DO[button.dataset.mirrorDo ?? ""]?.();
  });
  dialog.addEventListener("cancel", () => send({ type: "go_on" }));
  return { show };
}
