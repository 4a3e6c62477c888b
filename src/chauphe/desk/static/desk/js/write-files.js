// Attached files: brought in, named for readers, taken away.
import { send } from "./write-send.js";
import { copyOf } from "./write-words.js";

/** Wakes the list of attached files; `changed` is called after every change. */
export class Files {
  constructor(form, place, changed) {
    this.form = form;
    this.rows = place.querySelector("[data-rows]");
    this.changed = changed;
    const field = place.querySelector("[name=new-file]");
    field.multiple = true;
    field.addEventListener("change", async () => {
      const files = [...field.files];
      field.value = "";
      await this.bring(files);
    });
    this.rows.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-do=remove]");
      if (!button) return;
      button.closest("[data-row]").remove();
      field.focus();
      this.changed();
    });
  }

  /** Upload files one after the other. */
  async bring(files) {
    for (const file of files) {
      const kept = await send(this.form.dataset.fileTo, file);
      if (!kept) continue;
      this.#show(kept.sha256, `${kept.name}, ${kept.size}`, file.name.replace(/\.[^.]+$/, ""));
      this.changed();
    }
  }

  /** Show these rows of {file, fact, title}; those shown already keep their place. */
  take(rows) {
    this.rows.replaceChildren();
    for (const { file, fact, title } of rows) this.#show(file, fact, title);
  }

  #show(sha256, fact, title) {
    if (this.rows.querySelector(`[name=file][value="${sha256}"]`)) return;
    const row = copyOf("file-row");
    row.querySelector("[name=file]").setAttribute("value", sha256);
    row.querySelector("[name=file-title]").value = title;
    row.querySelector("[data-fact]").textContent = fact;
    row.querySelector("[name=file-fact]").value = fact;
    row.querySelector("button").hidden = false;
    this.rows.append(row);
  }
}
