// Putting a kept copy back into the page, field by field.
const REPEATED = ["author", "share", "picture", "alt", "caption", "credit", "file", "file-title", "file-fact", "looked"];

/** Turn [name, value] pairs into {name: [values]}, so that two copies can be compared. */
export function zipped(entries) {
  const found = {};
  for (const [name, value] of [...entries].sort(([one], [other]) => one.localeCompare(other))) {
    if (name !== "version" && name !== "page" && typeof value === "string") (found[name] ??= []).push(value);
  }
  return found;
}

/** Fill the page's parts ({form, editor, pictures, authors, files}) with kept entries. */
export function restoreInto({ form, editor, pictures, authors, files }, entries) {
  const kept = zipped(entries);
  for (const [name, [value]] of Object.entries(kept)) {
    const field = form.elements[name];
    if (field && !REPEATED.includes(name) && name !== "person" && "value" in field) field.value = value;
  }
  pictures.take(rowsOf(kept, "picture", "alt", "caption", "credit"), kept.lead?.[0] ?? "");
  authors.take((kept.author ?? []).map((name, place) => [name, kept.share?.[place] ?? ""]));
  files.take(
    rowsOf(kept, "file", "file-title", "file-fact").map((row) => ({ file: row.file, title: row["file-title"], fact: row["file-fact"] })),
  );
  const looked = new Set(kept.looked ?? []);
  for (const box of form.querySelectorAll("input[type=checkbox][name=looked]")) box.checked = looked.has(box.value);
  const up = form.querySelector("input[type=checkbox][name=answer-to_chief]");
  if (up) up.checked = "answer-to_chief" in kept;
  editor.commands.setContent(kept.body?.[0] ?? "", { emitUpdate: false });
}

function rowsOf(kept, ...names) {
  return (kept[names[0]] ?? []).map((_, place) => Object.fromEntries(names.map((name) => [name, kept[name]?.[place] ?? ""])));
}
