// Shows a note and opens its page, or, by its button, the page that puts it off or stops it.
// Runs in a service worker: `importScripts` it, or import it.
// A copy of a note has the same tag and takes the place of the first, in silence.

self.addEventListener("push", (event) => {
  const note = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(note.title ?? "Goodform", {
      body: note.body ?? "",
      tag: note.tag,
      actions: note.choose ? [{ action: "choose", title: note.choose.title }] : [],
      data: { url: note.url ?? "/", choose: note.choose?.url },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url: page, choose } = event.notification.data ?? {};
  const url = new URL((event.action === "choose" && choose) || page || "/", self.location.origin);
  if (url.origin !== self.location.origin) url.href = `${self.location.origin}${url.pathname}`;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((windows) => {
      const open = windows.find((each) => new URL(each.url).pathname === url.pathname);
      return open ? open.focus() : self.clients.openWindow(url.href);
    }),
  );
});
