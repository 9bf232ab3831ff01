// What a phone has, as far as the adapters ask for it.

/** A storage that may refuse. */
export class Shelf {
  #full = false;

  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }

  setItem(name, value) {
    if (this.#full) throw new DOMException("full", "QuotaExceededError");
    this[name] = value;
  }

  removeItem(name) {
    delete this[name];
  }

  fill() {
    this.#full = true;
  }
}

/** A page that can be hidden and shown. */
export class Page extends EventTarget {
  visibilityState = "visible";

  turns(visibility) {
    this.visibilityState = visibility;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}
