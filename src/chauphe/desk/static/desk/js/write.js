// The writing page: the form that the server made, with an editor in it that saves by itself.
import { Authors } from "./write-authors.js";
import { editorIn, placedIn, wordsIn } from "./write-editor.js";
import { Files } from "./write-files.js";
import { LocalCopy } from "./write-local.js";
import { Pictures } from "./write-pictures.js";
import { pin, pinned } from "./write-pins.js";
import { restoreInto, zipped } from "./write-restore.js";
import { post, Saver } from "./write-save.js";
import { askForLink, Toolbar } from "./write-toolbar.js";
import { hush, say, tell } from "./write-words.js";

const form = document.getElementById("write");
const body = form.elements.body;
const kind = form.elements.kind;

const COUNTED = 300; // milliseconds after the last key
let counting = 0;
let toolbar = null;
const pictures = new Pictures(form, JSON.parse(document.getElementById("pictures").textContent), form.dataset.lead, changed);
const editor = editorIn(body, JSON.parse(form.dataset.extensions), pictures, {
  changed,
  moved: () => toolbar?.showSoon(),
  link: () => askForLink(editor),
  bring: (files, at) => bring(files, at),
});
toolbar = new Toolbar(document.getElementById("tools"), editor, {
  link: askForLink,
  picture: () => choosePictures((sha256) => placePicture(sha256)),
});
const authors = new Authors(document.getElementById("authors"), changed);
const files = new Files(form, document.getElementById("files"), changed);
const local = new LocalCopy(form.elements.person.value, form.dataset.item, () => ({
  version: saver.version,
  page: saver.page,
  entries: [...collect()].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string"),
}));
const saver = new Saver(form, local, { collect, saved, readOnly, status, wanted: () => again() });

/** Gather what is saved: the form, the text and what is said of its pictures. */
function collect() {
  body.value = editor.isEmpty ? "" : editor.getHTML();
  const data = new FormData(form);
  for (const name of ["new-picture", "new-file", "step", "preview"]) data.delete(name);
  data.append("page", saver.page);
  pictures.fill(data, placedIn(editor));
  return data;
}

function changed() {
  saver.changed();
  clearTimeout(counting);
  counting = setTimeout(() => {
    pictures.place(placedIn(editor));
    showCount();
  }, COUNTED);
}

function saved(answer) {
  swap("review", answer.review);
  swap("way", answer.way);
  pinAll();
}

// What is the same stays: a button that is just being pressed must not go away under the finger.
function swap(id, html) {
  const old = document.getElementById(id);
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  const fresh = made.content.firstElementChild;
  if (old.outerHTML === fresh.outerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
}

function pinAll() {
  const wanted = [...document.querySelectorAll("#review [data-pin]")].map(({ dataset }) => ({
    number: dataset.pin,
    quote: dataset.quote,
    picture: dataset.picture,
    hole: "hole" in dataset,
  }));
  pin(editor, wanted);
}

// What a Word file lost is looked up where it stood, and a hole is filled with a picture.
function lookInto({ target }) {
  const row = target.closest("[data-pin]");
  const found = row && pinned(editor, row.dataset.pin);
  if (!found || !editor.isEditable) return;
  if (target.closest("[data-do=go]")) {
    editor.chain().focus(found.from + 1, { scrollIntoView: false }).run();
    editor.view.nodeDOM(found.from)?.scrollIntoView({ block: "center" });
  } else if (target.closest("[data-do=fill]")) {
    choosePictures((sha256) => {
      const { from, to } = pinned(editor, row.dataset.pin) ?? found;
      editor.chain().focus().insertContentAt({ from, to }, { type: "figure", attrs: { image: sha256 } }).run();
    });
  }
}

// While one types the words stay as they are: they tell of the last saving, and are read aloud when they change.
function status(name, time = "") {
  const place = document.getElementById("status");
  place.dataset.state = name;
  if (name === "saved") place.textContent = say("saved", { time });
  else if (name !== "changed" && name !== "saving") place.textContent = say(name);
}

function showCount() {
  document.getElementById("count").textContent = say("count", { count: wordsIn(editor).toLocaleString("vi") });
}

function readOnly(yes) {
  editor.setEditable(!yes, false);
  form.classList.toggle("read-only", yes);
  for (const field of form.elements) {
    if (field.type === "hidden") continue;
    if (yes && !field.disabled) {
      field.disabled = true;
      field.dataset.locked = "";
    } else if (!yes && "locked" in field.dataset) {
      field.disabled = false;
      delete field.dataset.locked;
    }
  }
  toolbar.show();
}

// The server's text is wanted instead of this one, which is then set aside.
function again() {
  saver.dirty = false;
  local.drop();
  location.reload();
}

function placePicture(sha256, at) {
  const figure = { type: "figure", attrs: { image: sha256 } };
  if (at === undefined) editor.chain().focus().insertContent(figure).run();
  else editor.chain().insertContentAt(Math.min(at, editor.state.doc.content.size), figure).run();
  document.getElementById(`alt-${sha256.slice(0, 16)}`)?.scrollIntoView({ block: "center" });
}

async function bring(found, at) {
  const shown = found.filter((file) => file.type.startsWith("image/"));
  await pictures.bring(shown, (sha256) => placePicture(sha256, at));
  await files.bring(found.filter((file) => !shown.includes(file)));
}

function choosePictures(put) {
  const field = document.getElementById("choose-picture");
  field.onchange = async () => {
    const chosen = [...field.files];
    field.value = "";
    await pictures.bring(chosen, put);
  };
  field.click();
}

async function moveOn(button) {
  button.disabled = true;
  hush();
  clearTimeout(saver.timer);
  while (saver.busy) await saver.busy;
  const data = collect();
  data.append("step", button.value);
  try {
    const answer = await post(form.dataset.move, data);
    if (answer.data?.state === "done") {
      saver.dirty = false;
      saver.stop("done");
      local.drop();
      location.assign(answer.data.go);
      return;
    }
    notMoved(answer);
  } catch {
    tell("unreachable", { does: { again: () => moveOn(button) } });
  }
  button.disabled = false;
}

function notMoved({ out, status, data }) {
  if (out || (status === 403 && !data)) saver.signedOut();
  else if (data?.state === "conflict") saver.conflict(data);
  else if (data?.state === "held") saver.held(data.says);
  else if (data) {
    // What was typed is saved, though the step was not taken.
    if (data.version) saver.version = data.version;
    tell("not-moved", { says: data.says, reasons: data.reasons });
    saver.changed();
  } else tell("unreachable", { does: { again: hush } });
}

async function preview() {
  // The window is opened while the click still counts as the reader's own.
  const page = window.open("about:blank", "xem-truoc");
  if (await saver.save()) page.location = form.dataset.preview;
  else page.close();
}

// As the office writes it, wherever the computer believes to be: 20:21, 23/11/2026.
function moment(at) {
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const clock = new Date(at).toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  const day = new Date(at).toLocaleDateString("en-GB", zone);
  return `${clock}, ${day}`;
}

function offerLocal() {
  const kept = local.read();
  if (!kept) return;
  const here = zipped([...collect()].filter(([name]) => name !== "csrfmiddlewaretoken"));
  if (JSON.stringify(here) === JSON.stringify(zipped(kept.entries.filter(([name]) => name !== "version")))) {
    local.drop();
    return;
  }
  const time = moment(kept.at);
  const parts = { form, editor, pictures, authors, files };
  const before = [...collect()];
  const fill = (entries) => {
    restoreInto(parts, entries);
    showKind();
    changed();
  };
  const undo = () => {
    hush();
    fill(before);
  };
  if (kept.version === saver.version) {
    // What the page before this one sent as it was left may still be on its way: this page goes on where that one was.
    saver.page = kept.page ?? saver.page;
    fill(kept.entries);
    tell("restored", { says: say("restored", { time }), does: { undo } });
    return;
  }
  tell("older-copy", {
    says: say("olderCopy", { time }),
    does: {
      restore: () => {
        fill(kept.entries);
        tell("restored", { says: say("restored", { time }), does: { undo } });
      },
      drop: () => {
        hush();
        local.drop();
      },
    },
  });
}

function showKind() {
  document.getElementById("document").hidden = kind.value !== "legal_document";
}

function answerNo() {
  for (const answer of form.querySelectorAll("#checklist [value=no]:not(:disabled)")) answer.checked = true;
  saver.changed();
}

function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function begin() {
  form.addEventListener("input", ({ target }) => {
    if (target.closest("#body-editor")) return;
    if (target.matches("textarea")) grow(target);
    saver.changed();
  });
  form.addEventListener("change", ({ target }) => {
    if (target.matches("select, [name=looked]")) saver.changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "step") moveOn(event.submitter);
    else if (event.submitter?.name === "preview") preview();
    else if (event.submitter?.name === "all-no") answerNo();
    else saver.save();
  });
  // An answer is a tap or a space: the key that takes a form on is not one of them.
  document.getElementById("checklist")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  kind.addEventListener("change", showKind);
  document.querySelector(".report").addEventListener("click", lookInto);
  for (const field of [form.elements.title, form.elements.summary]) {
    grow(field);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (field.name === "title") form.elements.summary.focus();
      else editor.commands.focus("start");
    });
  }
  document.querySelector("[data-add-lead]").addEventListener("click", () => {
    choosePictures((sha256) => {
      pictures.lead = sha256;
      changed();
    });
  });
  // A file let fall beside the text must not open in place of the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (name === "drop" && editor.isEditable) bring([...event.dataTransfer.files]);
    });
  }
  for (const waiting of document.querySelectorAll("[data-with-script]")) waiting.hidden = false;
  pictures.place(placedIn(editor));
  showKind();
  showCount();
  pinAll();
  if (form.dataset.held) saver.held(form.dataset.held);
  else {
    offerLocal();
    saver.hold();
  }
  form.dataset.ready = "yes";
}

begin();
