// @ts-check
// Puts fields into the page's own templates. All words and all shapes are in player.html:
// data-text, -if, -not, -enabled, -value, -label and -class name a field; data-current="field=value" is
// lit; data-list repeats its template for each row; data-do is what a button says to the machine.

const at = (fields, path) => path.split(".").reduce((value, name) => value?.[name], fields);

const BINDS = {
  text: (element, value) => put(element, "textContent", String(value ?? "")),
  if: (element, value) => put(element, "hidden", !value),
  not: (element, value) => put(element, "hidden", Boolean(value)),
  enabled: (element, value) => put(element, "disabled", !value),
  value: (element, value) => put(element, "value", String(value)),
  label: (element, value) => element.setAttribute("aria-label", value),
  class: (element, value, name) => element.classList.toggle(name, Boolean(value)),
  list: (element, rows) => repeat(element, rows ?? []),
};

function bind(element, fields) {
  for (const [kind, name] of Object.entries(element.dataset))
    BINDS[kind]?.(element, at(fields, name), name);
  const [name, value] = element.dataset.current?.split("=") ?? [];
  if (!name) return;
  if (at(fields, name) === value) element.setAttribute("aria-current", "step");
  else element.removeAttribute("aria-current");
}

/** Writing only what changed keeps screen readers and selections quiet. */
function put(element, name, value) {
  if (element[name] !== value) element[name] = value;
}

const repeated = new WeakMap();

/** Rows are bound once and then left alone: their names are theirs, not the page's. */
function repeat(element, rows) {
  const now = JSON.stringify(rows);
  if (repeated.get(element) === now) return;
  repeated.set(element, now);
  const template = element.querySelector(":scope > template");
  for (const old of [...element.children]) if (old !== template) old.remove();
  for (const row of rows) {
    const copy = template.content.cloneNode(true);
    for (const each of copy.querySelectorAll("*")) {
      bind(each, row);
      for (const kind of Object.keys(BINDS)) delete each.dataset[kind];
    }
    element.append(copy);
  }
}

/** An answer field shows what the machine holds, so that a reload shows it again. */
function restore(input, values) {
  const kept = values[input.name];
  if (input.type === "radio") input.checked = kept !== undefined && String(kept) === input.value;
  else if (input.type === "checkbox") input.checked = (kept ?? []).includes(input.value);
  else if (document.activeElement !== input) put(input, "value", String(kept ?? ""));
}

const NONE = "none_of_these";

/** What an answer says: a number, several ticks, or its text; an empty one says nothing. */
function said(input, all) {
  if (input.type === "checkbox") {
    const ticked = all.filter((each) => each.checked).map((each) => each.value);
    return input.value === NONE && input.checked ? [NONE] : ticked.filter((each) => each !== NONE);
  }
  if (input.value === "") return undefined;
  return input.type === "number" || input.closest(".pain") ? Number(input.value) : input.value;
}

/** The screens of a page; `send(event)` is called with what the person does. */
export function screenOf(page, send) {
  const [place, dock] = [page.querySelector("#player"), page.querySelector("#dock")];
  let shown = null;

  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) send({ type: button.dataset.do, value: button.value || undefined });
  });
  place.addEventListener("change", ({ target }) => {
    if (!target.name) return;
    const all = [...place.querySelectorAll(`[name="${target.name}"]`)];
    send({ type: "fill", name: target.name, value: said(target, all) });
  });

  /** Shows fields; a new screen takes the focus to its heading, an old one is only filled. */
  function show(fields) {
    const fresh = shown !== fields.screen;
    if (fresh) {
      shown = fields.screen;
      place.replaceChildren(page.querySelector(`#screen-${shown}`).content.cloneNode(true));
      page.body.dataset.screen = shown;
    }
    dock.hidden = !fields.stop;
    for (const element of place.querySelectorAll("*")) bind(element, fields);
    for (const input of place.querySelectorAll("[name]")) restore(input, fields.values);
    if (!fresh) return;
    page.querySelector("main").scrollTo(0, 0);
    [...place.querySelectorAll("h1")]
      .find((each) => each.offsetParent)
      ?.focus({ preventScroll: true });
  }
  return { show, place };
}
