// A sign-off that the approver's own device signs: the server gives the challenge that follows from what is on the
// screen. Whoever has no passkey, or no use of it here, signs off as before, and the record says so.
import { ask, base64, supported } from "./webauthn.js";

const form = document.querySelector("form[data-device]");
const trouble = form?.querySelector("[data-trouble]");

if (form && supported) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.asked || event.submitter?.name === "weaker") return;
    event.preventDefault();
    event.stopPropagation();
    trouble.hidden = true;
    try {
      const answer = await answered();
      form.dataset.asked = "yes";
      if (answer) form.elements.answer.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      trouble.hidden = false;
      trouble.scrollIntoView({ block: "nearest" });
    }
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.asked;
    form.elements.answer.value = "";
  });
}

/** Ask server and device; null where this person has no passkey. */
async function answered() {
  const response = await fetch(form.dataset.device, { method: "POST", body: new FormData(form) });
  if (response.status === 204) return null;
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  const { nonce, publicKey } = await response.json();
  const made = await ask(publicKey);
  return {
    nonce,
    id: base64(made.rawId),
    client_data: base64(made.response.clientDataJSON),
    authenticator_data: base64(made.response.authenticatorData),
    signature: base64(made.response.signature),
  };
}
