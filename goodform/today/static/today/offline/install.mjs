// @ts-check
// The hint that this can be put on the phone's first screen: only beside the exercises of a day, once a
// session has been finished, and never again soon after "not now".

const LATER_DAYS = 90;
const NAME = "goodform.install.not-before";

/** Apple's own word for an installed page; undefined elsewhere. */
const apple = () => /** @type {Navigator & {standalone?: boolean}} */ (navigator).standalone;

const installed = () => window.matchMedia("(display-mode: standalone)").matches || apple() === true;

function waits(storage) {
  try {
    return Number(storage().getItem(NAME) ?? 0) > Date.now();
  } catch {
    return true;
  }
}

const finishedOne = async (documents) => (await documents()).some(({ body }) => body.finished_at);

/** Shows `hint` at the right moment; the browser's own question where it has one, else the steps. */
export function installHint(hint, { documents, storage }) {
  /** @type {(Event & {prompt?: () => Promise<void>}) | null} */
  let asks = null;
  if (!hint || installed() || waits(storage)) return;
  const show = async () => {
    if (
      !(asks || apple() === false) ||
      !(await finishedOne(documents)) ||
      !document.getElementById("day")
    )
      return;
    hint.querySelector("[data-yes]").hidden = !asks;
    hint.querySelector("[data-by-hand]").hidden = Boolean(asks);
    hint.hidden = false;
  };
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    asks = event;
    show();
  });
  hint.addEventListener("click", async (event) => {
    if (event.target.closest("[data-yes]")) await asks?.prompt?.();
    else if (!event.target.closest("[data-no]")) return;
    hint.hidden = true;
    storage().setItem(NAME, String(Date.now() + LATER_DAYS * 86_400_000));
  });
  show();
}
