// @ts-check
// What this phone keeps: documents that were written here, and a few facts, in IndexedDB. Where the
// browser keeps nothing (a private window, a full phone), memory stands in and `durable` is false.

const NAME = "goodform";
const FORMAT = 1;
const DOCUMENTS = "documents";
const FACTS = "facts";
const PATIENCE_MS = 10_000;

const asPromise = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @returns {Promise<void>} */
const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });

/** Some browsers never answer: then this phone counts as one that keeps nothing. */
const unanswered = () =>
  new Promise((_resolve, reject) =>
    setTimeout(reject, PATIENCE_MS, new DOMException("this phone does not answer", "TimeoutError")),
  );

async function open(factory) {
  const request = factory.open(NAME, FORMAT);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(DOCUMENTS, { keyPath: ["person", "path"] });
    request.result.createObjectStore(FACTS);
  };
  return Promise.race([asPromise(request), unanswered()]);
}

/** Reads and writes one kind of thing by its key; `change` is one transaction, so that tabs queue. */
class Kept {
  constructor(factory) {
    this.factory = factory;
    this.opened = null;
  }

  async start(name, mode) {
    this.opened ??= open(this.factory);
    const database = await this.opened;
    database.onversionchange = () => this.close();
    database.onclose = () => {
      this.opened = null;
    };
    return database.transaction(name, mode);
  }

  close() {
    this.opened?.then(
      (database) => database.close(),
      () => {},
    );
    this.opened = null;
  }

  /** Phones close databases behind our back: once more with a new one. */
  async within(name, mode, work) {
    try {
      return await work(await this.start(name, mode));
    } catch (/** @type {any} */ problem) {
      if (problem?.name === "TimeoutError") throw problem; // and is not waited for again
      this.opened = null;
      if (problem?.name !== "InvalidStateError") throw problem;
      return work(await this.start(name, mode));
    }
  }

  get(name, key) {
    return this.within(name, "readonly", (transaction) =>
      asPromise(transaction.objectStore(name).get(key)),
    );
  }

  all(name, range) {
    return this.within(name, "readonly", (transaction) =>
      asPromise(transaction.objectStore(name).getAll(range)),
    );
  }

  change(name, key, make) {
    return this.within(name, "readwrite", async (transaction) => {
      const store = transaction.objectStore(name);
      const done = finished(transaction);
      const made = make(await asPromise(store.get(key)));
      if (made === null) store.delete(key);
      else if (made !== undefined) name === FACTS ? store.put(made, key) : store.put(made);
      await done;
      return made;
    });
  }
}

/** The same in memory, for as long as the page is open. */
class Remembered {
  constructor() {
    this.things = { [DOCUMENTS]: new Map(), [FACTS]: new Map() };
  }

  has(name, key) {
    return this.things[name].has(String(key));
  }

  async get(name, key) {
    return this.things[name].get(String(key));
  }

  async all(name, range) {
    const mine = ({ person }) => !range || person === range.person;
    return [...this.things[name].values()].filter(mine);
  }

  async change(name, key, make) {
    const made = make(structuredClone(await this.get(name, key)));
    if (made === null) this.things[name].delete(String(key));
    else if (made !== undefined) this.things[name].set(String(key), made);
    return made;
  }
}

/** Everything of one person: keys that begin with their id. */
function rangeOf(person) {
  const range = typeof IDBKeyRange === "undefined" ? {} : IDBKeyRange.bound([person], [person, []]);
  return Object.assign(range, { person });
}

/** What a phone keeps. Documents are `{person, path, body, …}`; each person sees only their own. */
export class Store {
  constructor(factory = globalThis.indexedDB) {
    this.memory = new Remembered();
    this.kept = factory ? new Kept(factory) : this.memory;
    this.durable = Boolean(factory);
  }

  /** Tries the phone; where it refuses, memory takes over for what cannot be kept. */
  async attempt(work, instead) {
    try {
      return await work(this.kept);
    } catch {
      this.durable = false;
      return instead(this.memory);
    }
  }

  async #read(name, key) {
    if (this.memory.has(name, key)) return this.memory.get(name, key);
    return this.attempt(
      (kept) => kept.get(name, key),
      (memory) => memory.get(name, key),
    );
  }

  async #change(name, key, make) {
    if (this.memory.has(name, key)) return this.#changeRemembered(name, key, make);
    return this.attempt(
      (kept) => kept.change(name, key, make),
      async (memory) => {
        const before = await this.kept.get(name, key).catch(() => undefined);
        return memory.change(name, key, (found) => make(found ?? before));
      },
    );
  }

  /** What is removed is removed for good: an older state of it may be kept below. */
  async #changeRemembered(name, key, make) {
    const made = await this.memory.change(name, key, make);
    if (made === null && this.kept !== this.memory)
      await this.kept.change(name, key, () => null).catch(() => {});
    return made;
  }

  document(person, path) {
    return this.#read(DOCUMENTS, [person, path]);
  }

  /** `make(before)` answers the document to keep, null to remove it, undefined to leave it. */
  changeDocument(person, path, make) {
    return this.#change(DOCUMENTS, [person, path], make);
  }

  async documents(person) {
    const range = rangeOf(person);
    const kept = await this.attempt(
      (store) => store.all(DOCUMENTS, range),
      async () => [],
    );
    const remembered = await this.memory.all(DOCUMENTS, range);
    const found = new Map([...kept, ...remembered].map((each) => [each.path, each]));
    return [...found.values()].sort((a, b) => a.at - b.at);
  }

  fact(key) {
    return this.#read(FACTS, key);
  }

  setFact(key, value) {
    return this.changeFact(key, () => value);
  }

  /** `make(before)` answers the fact to keep, null to remove it, undefined to leave it. */
  changeFact(key, make) {
    return this.#change(FACTS, key, make);
  }
}
