/* Text size, contrast and dark ground, as the reader last chose them. Not a module: it runs before the first paint. */
(() => {
  const root = document.documentElement;
  const KEY = "hien-thi";
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    /* no storage, or not ours: the page stays as the system wants it */
  }

  const isDark = () => (chosen.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const isFirm = () => chosen.contrast ?? matchMedia("(prefers-contrast: more)").matches;

  const show = () => {
    if (chosen.theme) root.dataset.theme = chosen.theme;
    if (chosen.contrast !== undefined) root.dataset.contrast = chosen.contrast ? "more" : "less";
    root.dataset.size = String(chosen.size ?? 0);
    for (const button of document.querySelectorAll("[data-display]")) {
      const kind = button.dataset.display;
      if (kind === "dark") button.setAttribute("aria-pressed", String(isDark()));
      if (kind === "contrast") button.setAttribute("aria-pressed", String(isFirm()));
      if (kind === "size") {
        const says = button.querySelector("[data-says]");
        says.textContent = `: ${says.dataset.says.split("|")[chosen.size ?? 0]}`;
      }
    }
  };

  const choose = (kind) => {
    if (kind === "size") chosen.size = ((chosen.size ?? 0) + 1) % 3;
    if (kind === "dark") chosen.theme = isDark() ? "light" : "dark";
    if (kind === "contrast") chosen.contrast = !isFirm();
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      /* a reader without storage chooses for this page */
    }
    show();
  };

  show();
  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll(".display")) group.hidden = false;
    show();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-display]");
    if (button) choose(button.dataset.display);
  });
})();
