// @ts-check
// Turns notes on this browser on and off. Asks for permission only when a button is pressed.
// The worker has a scope of its own, so that it never meets the one that keeps pages.

/** @typedef {"on" | "off" | "denied" | "failed" | "missing"} Said */

const place = /** @type {HTMLElement} */ (document.getElementById("push"));

/**
 * The first of this kind on our place, or in what is named; the template puts it there.
 * @template {HTMLElement} E
 * @param {string} selector
 * @param {ParentNode} [within]
 */
const found = (selector, within = place) => /** @type {E} */ (within.querySelector(selector));

/** @param {Said} is */
function say(is) {
  const words = /** @type {HTMLTemplateElement} */ (found("template")).content;
  found("[data-said]").textContent = found(`[data-is=${is}]`, words).textContent;
}

const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** @param {boolean} subscribed */
function show(subscribed) {
  say(subscribed ? "on" : "off");
  found("[data-buttons]").hidden = false;
  found("[data-do=on]").hidden = subscribed;
  found("[data-do=off]").hidden = !subscribed;
}

/** @param {string} text in base64, as addresses write it */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function registered() {
  const registration = await navigator.serviceWorker.register(place.dataset.worker ?? "");
  if (registration.active) return registration;
  const worker = registration.installing ?? registration.waiting;
  await /** @type {Promise<void>} */ (
    new Promise((done) => {
      worker?.addEventListener("statechange", () => worker.state === "activated" && done());
    })
  );
  return registration;
}

/** @param {"POST" | "DELETE"} method @param {PushSubscription} subscription */
async function send(method, subscription) {
  /** @type {HTMLInputElement} */
  const token = found("[name=csrfmiddlewaretoken]", document);
  const answer = await fetch(place.dataset.save ?? "", {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
    body: JSON.stringify(subscription),
  });
  if (!answer.ok) throw new Error(`${method} ${answer.status}`);
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") {
    say("denied");
    return;
  }
  const registration = await registered();
  const { key } = await (await fetch(place.dataset.key ?? "")).json();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(key),
  });
  await send("POST", subscription);
  show(true);
}

async function turnOff() {
  const registration = await registered();
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) {
    await send("DELETE", subscription);
    await subscription.unsubscribe();
  }
  show(false);
}

async function start() {
  if (!able) {
    say("missing");
    return;
  }
  if (Notification.permission === "denied") {
    say("denied");
    return;
  }
  const registration = await navigator.serviceWorker.getRegistration(place.dataset.worker);
  // Another page's worker may cover this address as well; only ours keeps the subscription.
  const mine = registration?.scope === new URL("push/", location.origin).href ? registration : null;
  show(Boolean(await mine?.pushManager.getSubscription()));
}

place?.addEventListener("click", async (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  const does = pressed instanceof HTMLElement ? pressed.dataset.do : null;
  if (!does) return;
  try {
    await (does === "on" ? turnOn() : turnOff());
  } catch {
    say("failed");
  }
});
if (place) start();
