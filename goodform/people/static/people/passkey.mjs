// @ts-check
// A passkey is made or shown: the page's [data-passkey] buttons appear where the browser knows how,
// ask the device, and send what it says with their form.

/** @param {string} text */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {{id: string}[] | undefined} known */
function withBytes(known) {
  return (known ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
}

/** @param {any} asked */
async function make(asked) {
  const { publicKey } = asked;
  const made = /** @type {PublicKeyCredential | null} */ (
    await navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: withBytes(publicKey.excludeCredentials),
      },
    })
  );
  if (!made) throw new Error("no passkey");
  const said = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  return said_by(made, { attestationObject: text(said.attestationObject) });
}

/** @param {any} asked */
async function show(asked) {
  const { publicKey } = asked;
  const shown = /** @type {PublicKeyCredential | null} */ (
    await navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: withBytes(publicKey.allowCredentials),
      },
    })
  );
  if (!shown) throw new Error("no passkey");
  const said = /** @type {AuthenticatorAssertionResponse} */ (shown.response);
  return said_by(shown, {
    authenticatorData: text(said.authenticatorData),
    signature: text(said.signature),
    userHandle: text(said.userHandle),
  });
}

/**
 * @param {PublicKeyCredential} credential
 * @param {Record<string, string | undefined>} response
 */
function said_by(credential, response) {
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  });
}

/** @param {HTMLButtonElement} button */
async function press(button) {
  const form = /** @type {HTMLFormElement} */ (button.form);
  const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const credential = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
  button.disabled = true;
  said.textContent = button.dataset.wait ?? "";
  try {
    const answer = await fetch(button.dataset.asked ?? "", {
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`asked in vain: ${answer.status}`);
    const asked = await answer.json();
    credential.value = await (button.dataset.passkey === "make" ? make(asked) : show(asked));
    form.submit();
  } catch {
    button.disabled = false;
    said.textContent = button.dataset.notDone ?? "";
  }
}

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("[data-passkey]");
for (const button of buttons) {
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", () => press(button));
}
