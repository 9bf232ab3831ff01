// Shows a note and opens its page. Runs in a service worker: `importScripts` it, or import it.
// A copy of a note has the same tag and takes the place of the first, in silence.

self.addEventListener("push", (event) => {
  const note = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(note.title ?? "Goodform", {
      body: note.body ?? "",
      tag: note.tag,
      data: { url: note.url ?? "/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", self.location.origin);
  if (url.origin !== self.location.origin) url.href = `${self.location.origin}${url.pathname}`;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((windows) => {
      const open = windows.find((each) => new URL(each.url).pathname === url.pathname);
      return open ? open.focus() : self.clients.openWindow(url.href);
    }),
  );
});
