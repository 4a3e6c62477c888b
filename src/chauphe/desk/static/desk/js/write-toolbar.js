// Few tools, in words: what each does, whether it is on, and a keyboard's way through them.
import { copyOf } from "./write-words.js";

const chain = (editor) => editor.chain().focus();

// name of the button → what it does, whether it is on, whether it can be used
const TOOLS = {
  bold: { run: (e) => chain(e).toggleBold().run(), on: (e) => e.isActive("bold") },
  italic: { run: (e) => chain(e).toggleItalic().run(), on: (e) => e.isActive("italic") },
  superscript: { run: (e) => chain(e).unsetSubscript().toggleSuperscript().run(), on: (e) => e.isActive("superscript") },
  subscript: { run: (e) => chain(e).unsetSuperscript().toggleSubscript().run(), on: (e) => e.isActive("subscript") },
  paragraph: { run: (e) => chain(e).setParagraph().run(), on: (e) => e.isActive("paragraph") && !e.isActive("heading") },
  heading2: { run: (e) => chain(e).toggleHeading({ level: 2 }).run(), on: (e) => e.isActive("heading", { level: 2 }) },
  heading3: { run: (e) => chain(e).toggleHeading({ level: 3 }).run(), on: (e) => e.isActive("heading", { level: 3 }) },
  heading4: { run: (e) => chain(e).toggleHeading({ level: 4 }).run(), on: (e) => e.isActive("heading", { level: 4 }) },
  bullets: { run: (e) => chain(e).toggleBulletList().run(), on: (e) => e.isActive("bulletList") },
  numbers: { run: (e) => chain(e).toggleOrderedList().run(), on: (e) => e.isActive("orderedList") },
  deeper: { run: (e) => chain(e).sinkListItem("listItem").run(), can: (e) => e.can().sinkListItem("listItem") },
  shallower: { run: (e) => chain(e).liftListItem("listItem").run(), can: (e) => e.can().liftListItem("listItem") },
  quote: { run: (e) => chain(e).toggleBlockquote().run(), on: (e) => e.isActive("blockquote") },
  line: { run: (e) => chain(e).setHorizontalRule().run() },
  clear: { run: (e) => chain(e).unsetAllMarks().run() },
  table: { run: (e) => chain(e).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), can: outOfTable },
  rowAbove: { run: (e) => chain(e).addRowBefore().run(), can: inTable },
  rowBelow: { run: (e) => chain(e).addRowAfter().run(), can: inTable },
  columnBefore: { run: (e) => chain(e).addColumnBefore().run(), can: inTable },
  columnAfter: { run: (e) => chain(e).addColumnAfter().run(), can: inTable },
  header: { run: (e) => chain(e).toggleHeaderRow().run(), can: inTable },
  merge: { run: (e) => chain(e).mergeCells().run(), can: (e) => e.can().mergeCells() },
  split: { run: (e) => chain(e).splitCell().run(), can: (e) => e.can().splitCell() },
  dropRow: { run: (e) => chain(e).deleteRow().run(), can: inTable },
  dropColumn: { run: (e) => chain(e).deleteColumn().run(), can: inTable },
  dropTable: { run: (e) => chain(e).deleteTable().run(), can: inTable },
  undo: { run: (e) => chain(e).undo().run(), can: (e) => e.can().undo() },
  redo: { run: (e) => chain(e).redo().run(), can: (e) => e.can().redo() },
};
// name of a menu's button → whether what it holds is on
const MENUS = {
  headings: (e) => e.isActive("heading"),
  lists: (e) => e.isActive("bulletList") || e.isActive("orderedList"),
  tables: (e) => e.isActive("table"),
  more: () => false,
};

function inTable(editor) {
  return editor.isActive("table");
}

function outOfTable(editor) {
  return !editor.isActive("table");
}

/** Wakes the page's toolbar; `does` holds link() and picture(), which are no commands of the editor. */
export class Toolbar {
  constructor(bar, editor, does) {
    this.bar = bar;
    this.editor = editor;
    this.buttons = [...bar.querySelectorAll(".row > button")];
    this.asked = 0;
    for (const button of bar.querySelectorAll("[data-tool]")) this.#wake(button, does);
    for (const button of bar.querySelectorAll("[data-menu]")) this.#menu(button);
    this.buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
    bar.addEventListener("keydown", (event) => this.#walk(event));
    bar.addEventListener("focusin", ({ target }) => this.#rest(target));
    bar.hidden = false;
    this.show();
  }

  /** Show what is on and what can be used, at the next drawing of the screen. */
  showSoon() {
    if (!this.asked) this.asked = requestAnimationFrame(() => this.show());
  }

  /** Show what is on and what can be used where the cursor stands. */
  show() {
    this.asked = 0;
    const { editor } = this;
    if (editor.isDestroyed) return;
    for (const button of this.bar.querySelectorAll("[data-tool]")) {
      const tool = TOOLS[button.dataset.tool];
      const on = String(tool?.on?.(editor) ?? false);
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", on);
      if (button.hasAttribute("aria-checked")) button.setAttribute("aria-checked", on);
      const can = editor.isEditable && (tool?.can?.(editor) ?? true);
      button.setAttribute("aria-disabled", String(!can));
      // A menu offers what can be done here; the bar itself stays as it is.
      if (button.closest("[popover]")) button.hidden = !can;
    }
    for (const button of this.bar.querySelectorAll("[data-menu]")) {
      button.classList.toggle("on", MENUS[button.dataset.menu](editor));
    }
    const link = this.bar.querySelector("[data-tool=link]");
    link.setAttribute("aria-pressed", String(editor.isActive("link")));
  }

  #wake(button, does) {
    const name = button.dataset.tool;
    // The cursor stays in the text while a tool is pressed with the mouse.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      button.closest("[popover]")?.hidePopover();
      (TOOLS[name]?.run ?? does[name])(this.editor);
    });
  }

  #menu(button) {
    const menu = document.getElementById(button.getAttribute("aria-controls"));
    const choices = [...menu.querySelectorAll("button")];
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (menu.matches(":popover-open")) {
        menu.hidePopover();
        return;
      }
      menu.showPopover();
      const { left, bottom } = button.getBoundingClientRect();
      menu.style.top = `${bottom + 4}px`;
      menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
      if (document.activeElement === button) choices.find((choice) => !choice.hidden).focus();
    });
    menu.addEventListener("toggle", ({ newState }) => {
      button.setAttribute("aria-expanded", String(newState === "open"));
    });
    menu.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" || event.key === "Tab") {
        menu.hidePopover();
        button.focus();
      }
      if (!step) return;
      event.preventDefault();
      const offered = choices.filter((choice) => !choice.hidden);
      offered.at((offered.indexOf(document.activeElement) + step) % offered.length).focus();
    });
  }

  // One stop for the Tab key, arrows within (the pattern of a toolbar).
  #walk(event) {
    if (event.target.closest("[popover]")) return;
    const at = this.buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = this.buttons.at(to % this.buttons.length);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #rest(target) {
    if (!this.buttons.includes(target)) return;
    for (const button of this.buttons) button.tabIndex = button === target ? 0 : -1;
  }
}

/** Ask for the address of a link, beginning with the one under the cursor. */
export function askForLink(editor) {
  const dialog = copyOf("link-dialog");
  document.body.append(dialog);
  const address = dialog.querySelector("[name=address]");
  const words = dialog.querySelector("[name=words]");
  const linked = editor.isActive("link");
  address.value = editor.getAttributes("link").href ?? "";
  words.closest("label").hidden = linked || !editor.state.selection.empty;
  dialog.querySelector("[data-do=unlink]").hidden = !linked;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "unlink") chain(editor).extendMarkRange("link").unsetLink().run();
    else if (dialog.returnValue === "link" && address.value.trim()) link(editor, whole(address.value), words.value.trim());
    else editor.commands.focus();
  });
  dialog.showModal();
  address.focus();
}

function link(editor, href, words) {
  if (editor.isActive("link") || !editor.state.selection.empty) {
    chain(editor).extendMarkRange("link").setLink({ href }).run();
  } else {
    const content = { type: "text", text: words || href, marks: [{ type: "link", attrs: { href } }] };
    chain(editor).insertContent(content).unsetMark("link").run();
  }
}

// People type "anhai.example" and "ai@anhai.example"; a browser wants a scheme.
function whole(typed) {
  const address = typed.trim();
  if (/^(?:https?:|mailto:|tel:|#)/i.test(address)) return address;
  return /^[^\s/@]+@[^\s/@]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
}
