// Words come from the page, translated there: nothing is said in a script.
const words = document.getElementById("words").dataset;

/** Say the word that the page carries as data-KEY, its {places} filled. */
export function say(key, values = {}) {
  return (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Copy a template of the page. */
export function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/**
 * Show a notice of the page (template "notice-NAME") in place of the last one; `says` replaces its sentence, `does` maps
 * the data-do of its buttons to what they do.
 */
export function tell(name, { says, reasons = [], does = {} } = {}) {
  const place = document.getElementById("told");
  const notice = copyOf(`notice-${name}`);
  notice.dataset.name = name;
  if (says) notice.querySelector("[data-says]").textContent = says;
  const list = notice.querySelector("[data-reasons]");
  for (const { says: reason, clause } of reasons) {
    const row = document.createElement("li");
    const source = document.createElement("span");
    source.className = "meta";
    source.textContent = clause;
    row.append(`${reason} `, source);
    list?.append(row);
  }
  for (const button of notice.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => (does[button.dataset.do] ?? hush)());
  }
  place.replaceChildren(notice);
  return notice;
}

/** Take the notice away, or only one of the names given. */
export function hush(...names) {
  const place = document.getElementById("told");
  const shown = place.firstElementChild;
  if (shown && (names.length === 0 || names.includes(shown.dataset.name))) place.replaceChildren();
}
