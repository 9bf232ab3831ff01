// What this phone keeps: the running session, documents that are not sent yet, and how the person
// likes it. Written at once, so that a reload or a closed page loses nothing.

/** `person` keeps people on one phone apart. `kept` turns false when the phone refuses to store. */
export function memoryOf(storage, person) {
  const prefix = `goodform.player.${person}.`;
  const here = new Map(); // the truth while the page lives; the storage is its copy
  const memory = { kept: true, read, write, remove, names: (start) => [...here.keys()].filter((name) => name.startsWith(start)) };

  function trying(act) {
    try {
      act();
      memory.kept = true;
    } catch {
      memory.kept = false;
    }
  }
  function read(name) {
    return JSON.parse(here.get(name) ?? "null");
  }
  function write(name, value) {
    here.set(name, JSON.stringify(value));
    trying(() => storage.setItem(prefix + name, here.get(name)));
  }
  function remove(name) {
    here.delete(name);
    trying(() => storage.removeItem(prefix + name));
  }
  trying(() => {
    for (const key of Object.keys(storage)) if (key.startsWith(prefix)) here.set(key.slice(prefix.length), storage.getItem(key));
  });
  return memory;
}
