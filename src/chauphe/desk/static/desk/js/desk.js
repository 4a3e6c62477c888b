// Small comforts; without this script everything on the desk still works.

// An open menu closes when one turns to something else.
const menus = () => document.querySelectorAll("details.me[open], details.back-to-writers[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus({ preventScroll: true });
  }
});

// Whoever asks for the reason's field wants to write in it.
document.addEventListener("toggle", (event) => {
  const field = event.target.open && event.target.querySelector("textarea");
  if (!field) return;
  field.focus({ preventScroll: true });
  if (!field.closest(".decide")) field.scrollIntoView({ block: "center" });
}, true);

// An address that names a part of something folded unfolds it.
const named = document.getElementById(location.hash.slice(1))?.closest("details");
if (named) named.open = true;

// A decision is sent once, however often the button is pressed; the server says the same.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
