// Forms that a passkey fills in: signing in, confirming, setting one up. Without this script, or without a device, they
// stay hidden and the other ways are there.
import { create, get, supported } from "./webauthn.js";

const asked = {
  login: async (form) => {
    const response = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) throw new Error(response.statusText);
    return get((await response.json()).request_options);
  },
  confirm: (form) => get(JSON.parse(form.dataset.options)),
  create: (form) => create(JSON.parse(form.dataset.options)),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!supported) continue;
  form.hidden = false;
  const trouble = form.querySelector("[data-trouble]");
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopPropagation();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await asked[form.dataset.passkey](form));
      form.requestSubmit();
    } catch {
      trouble.hidden = false;
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
});
