// What a browser and a device say to each other about passkeys, as JSON that a form can carry.

export const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

export const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
export const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const url = (buffer) => base64(buffer).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));

/** Make a passkey on the device; give what the server keeps of it. */
export async function create({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  return said(made, {
    attestationObject: url(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

/** Let the device answer a challenge; give the answer. */
export async function get({ publicKey }) {
  const made = await ask(publicKey);
  const { authenticatorData, signature, userHandle } = made.response;
  return said(made, {
    authenticatorData: url(authenticatorData),
    signature: url(signature),
    userHandle: userHandle ? url(userHandle) : null,
  });
}

/** Let the device answer; give the browser's own object. */
export function ask(publicKey) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
}

function said(made, response) {
  return {
    id: made.id,
    rawId: url(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment ?? undefined,
    response: { clientDataJSON: url(made.response.clientDataJSON), ...response },
    clientExtensionResults: made.getClientExtensionResults(),
  };
}
