// The pictures of an item: what is said of each, which one leads, and how a new one gets in.
import { send } from "./write-send.js";
import { copyOf, say, tell } from "./write-words.js";

const WORDS = ["alt", "caption", "credit"];
const PICTURE = /^image\//;

/** Knows what is said of every picture, and draws their cards; `changed` is called when somebody writes. */
export class Pictures {
  constructor(form, rows, lead, changed) {
    this.form = form;
    this.words = new Map(rows.map((row) => [row.sha256, { alt: row.alt, caption: row.caption, credit: row.credit }]));
    this.lead = lead;
    this.changed = changed;
    this.cards = new Set();
    this.slot = document.getElementById("lead-slot");
  }

  /** Draw the card of a picture; `does` says how it is moved and removed. */
  card(sha256, does) {
    const card = copyOf("picture-card");
    card.dataset.image = sha256;
    const image = card.querySelector("img");
    image.src = this.form.dataset.pictures.replace("0".repeat(64), sha256);
    image.addEventListener("error", () => card.classList.add("missing"));
    for (const field of card.querySelectorAll("[data-field]")) this.#bind(card, field, sha256);
    for (const button of card.querySelectorAll("[data-do]")) {
      const act = does[button.dataset.do];
      button.hidden = !act;
      if (act) button.addEventListener("click", act);
    }
    this.cards.add(card);
    this.#show(card);
    return card;
  }

  /** Forget a card that is no longer shown; what was said of its picture stays, so that undoing brings it back. */
  forget(card) {
    this.cards.delete(card);
  }

  /** Return what is said of a picture. */
  of(sha256) {
    if (!this.words.has(sha256)) this.words.set(sha256, { alt: "", caption: "", credit: "" });
    return this.words.get(sha256);
  }

  /** Put the pictures' fields into a form; `placed` are those in the text, in reading order. */
  fill(data, placed) {
    const shown = this.lead && !placed.includes(this.lead) ? [this.lead, ...placed] : placed;
    for (const sha256 of new Set(shown)) {
      data.append("picture", sha256);
      for (const name of WORDS) data.append(name, this.of(sha256)[name]);
    }
    data.append("lead", this.lead);
  }

  /** Take over what a copy says: rows of {picture, alt, caption, credit}, and the leading one. */
  take(rows, lead) {
    for (const { picture, alt, caption, credit } of rows) this.words.set(picture, { alt, caption, credit });
    this.lead = lead;
    for (const card of this.cards) this.#show(card);
  }

  /** Show the leading picture above the text while the text does not hold it. */
  place(placed) {
    const alone = this.lead && !placed.includes(this.lead) ? this.lead : "";
    const shown = this.slot.querySelector(".shot");
    if ((shown?.dataset.image ?? "") !== alone) {
      if (shown) {
        this.forget(shown);
        shown.remove();
      }
      if (alone) this.slot.append(this.card(alone, { remove: () => this.#leadBy("") }));
    }
    this.slot.querySelector("[data-add-lead]").hidden = Boolean(this.lead);
  }

  /** Upload pictures one after the other; `put` places each as it comes. */
  async bring(files, put) {
    for (const file of files) {
      if (!PICTURE.test(file.type)) {
        tell("wrong", { says: say("notPicture", { name: file.name }) });
        continue;
      }
      const kept = await send(this.form.dataset.pictureTo, file);
      if (kept) put(kept.sha256);
    }
  }

  #bind(card, field, sha256) {
    const name = field.dataset.field;
    if (name === "lead") {
      field.addEventListener("change", () => this.#leadBy(field.checked ? sha256 : ""));
      return;
    }
    const id = `${name}-${sha256.slice(0, 16)}`;
    if (!document.getElementById(id)) field.id = id;
    field.addEventListener("input", () => {
      this.of(sha256)[name] = field.value;
      for (const other of this.cards) if (other !== card) this.#show(other);
      card.classList.toggle("lacking", this.#lacks(sha256));
      this.changed();
    });
  }

  #leadBy(sha256) {
    this.lead = sha256;
    for (const card of this.cards) this.#show(card);
    this.changed();
  }

  #lacks(sha256) {
    return !this.of(sha256).alt.trim() || !this.of(sha256).credit.trim();
  }

  #show(card) {
    const sha256 = card.dataset.image;
    for (const field of card.querySelectorAll("[data-field]")) {
      if (field.dataset.field === "lead") field.checked = this.lead === sha256;
      else if (field.value !== this.of(sha256)[field.dataset.field]) field.value = this.of(sha256)[field.dataset.field];
    }
    card.querySelector("img").alt = this.of(sha256).alt;
    card.classList.toggle("lacking", this.#lacks(sha256));
  }
}
