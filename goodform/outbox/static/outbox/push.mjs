// Turns notes on this browser on and off. Asks for permission only when a button is pressed.
// The worker has a scope of its own, so that it never meets the one that keeps pages.

const place = document.getElementById("push");
const words = (is) => place.querySelector("template").content.querySelector(`[data-is=${is}]`).textContent;
const say = (is) => { place.querySelector("[data-said]").textContent = words(is); };
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function show(subscribed) {
  say(subscribed ? "on" : "off");
  place.querySelector("[data-buttons]").hidden = false;
  place.querySelector("[data-do=on]").hidden = subscribed;
  place.querySelector("[data-do=off]").hidden = !subscribed;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function registered() {
  const registration = await navigator.serviceWorker.register(place.dataset.worker);
  if (registration.active) return registration;
  const worker = registration.installing ?? registration.waiting;
  await new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done()));
  return registration;
}

async function send(method, subscription) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(place.dataset.save, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
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
  const { key } = await (await fetch(place.dataset.key)).json();
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
  const does = event.target.closest("[data-do]")?.dataset.do;
  if (!does) return;
  try {
    await (does === "on" ? turnOn() : turnOff());
  } catch {
    say("failed");
  }
});
if (place) start();
