// Authors and their shares: rows to add and take away, a sum to see, an even split.
import { copyOf, say } from "./write-words.js";

/** Wakes the list of authors; `changed` is called after every change. */
export class Authors {
  constructor(place, changed) {
    this.place = place;
    this.rows = place.querySelector("[data-rows]");
    this.changed = changed;
    for (const row of [...this.rows.children]) if (!row.querySelector("[name=author]").value) row.remove();
    place.querySelector("[data-do=add]").addEventListener("click", () => this.#add());
    place.querySelector("[data-do=even]").addEventListener("click", () => this.#even());
    this.rows.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-do=remove]");
      if (!button) return;
      button.closest("[data-row]").remove();
      place.querySelector("[data-do=add]").focus();
      if (this.rows.children.length === 1) this.#even();
      else this.#done();
    });
    this.rows.addEventListener("input", () => this.sum());
    for (const button of place.querySelectorAll("button")) button.hidden = false;
    this.sum();
  }

  /** Show these rows of [name, share]. */
  take(rows) {
    this.rows.replaceChildren(...rows.map(([name, share]) => row(name, share)));
    this.sum();
  }

  /** Show what the shares come to. */
  sum() {
    const shares = [...this.rows.querySelectorAll("[name=share]")].map((field) => Number(field.value) || 0);
    const whole = shares.reduce((sum, share) => sum + share, 0);
    const sum = this.place.querySelector("[data-sum]");
    sum.textContent = whole === 100 && shares.length < 2 ? "" : say("sum", { sum: whole });
    sum.classList.toggle("late-words", whole !== 100);
    this.place.querySelector("[data-do=even]").hidden = shares.length < 2;
    // Who wrote alone wrote all of it: there is nothing to divide.
    this.rows.toggleAttribute("data-alone", whole === 100 && shares.length === 1);
  }

  #add() {
    const fresh = row("", this.rows.children.length ? "" : "100");
    this.rows.append(fresh);
    fresh.querySelector("[name=author]").focus();
    this.#done();
  }

  // What does not divide goes to those named first: 34, 33, 33.
  #even() {
    const fields = [...this.rows.querySelectorAll("[name=share]")];
    const each = Math.floor(100 / fields.length);
    const over = 100 - each * fields.length;
    fields.forEach((field, place) => { field.value = each + (place < over ? 1 : 0); });
    this.#done();
  }

  #done() {
    this.sum();
    this.changed();
  }
}

function row(name, share) {
  const made = copyOf("author-row");
  made.querySelector("[name=author]").value = name;
  made.querySelector("[name=share]").value = share;
  made.querySelector("button").hidden = false;
  return made;
}
