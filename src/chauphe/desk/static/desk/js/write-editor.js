// The editor itself: the extensions that the server names, and nothing that its sanitiser would take away again.
import * as prose from "../../django_prose_editor/editor.js";
import { figureOf } from "./write-figure.js";
import { pins } from "./write-pins.js";
import { hasWords, plain } from "./write-paste.js";
import { say, tell } from "./write-words.js";

// What a document is made of; it cannot be chosen, and so the server does not name it.
const GROUND = ["Document", "Paragraph", "Text", "Dropcursor", "Gapcursor", "History"];

/**
 * Put an editor in place of the textarea of the text.
 *
 * `extensions` maps the names that the server allows to their options; `does` holds changed(), moved(), link() and
 * bring(files).
 */
export function editorIn(textarea, extensions, pictures, does) {
  const place = document.createElement("div");
  textarea.after(place);
  textarea.hidden = true;
  const editor = new prose.Editor({
    element: place,
    extensions: chosen(extensions, pictures, does.link),
    content: textarea.value,
    injectCSS: false,
    editorProps: {
      attributes: {
        class: "prose",
        id: "body-editor",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": say("text"),
        "data-empty": say("begin"),
      },
      transformPastedHTML: pasted,
      handlePaste: (_view, event) => broughtBy(event.clipboardData, does.bring),
      handleDrop: (view, event) => dropped(view, event, does.bring),
    },
    onUpdate: does.changed,
    onTransaction: does.moved,
  });
  return editor;
}

/** List the pictures in the text, in reading order. */
export function placedIn(editor) {
  const found = [];
  editor.state.doc.descendants((node) => {
    if (node.type.name === "figure") found.push(node.attrs.image);
  });
  return found;
}

/** Count words as a word processor does: runs between spaces that hold a letter or a digit. */
export function wordsIn(editor) {
  const { doc } = editor.state;
  const text = doc.textBetween(0, doc.content.size, " ", " ");
  return text.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
}

function chosen(extensions, pictures, openLink) {
  const ours = { Figure: figureOf(pictures), Link: linkThat(openLink) };
  // Our figure is one block: it needs no picture and caption of its own inside.
  const inside = new Set(["Image", "Caption"]);
  const named = Object.entries(extensions)
    .filter(([name]) => !inside.has(name))
    .map(([name, options]) => {
      const extension = ours[name] ?? prose[name];
      return typeof options === "object" ? extension.configure(options) : extension;
    });
  return [...GROUND.map((name) => prose[name]), ...named, pins];
}

function linkThat(openLink) {
  return prose.Link.extend({
    addOptions() {
      return { ...this.parent?.(), defaultProtocol: "https", openOnClick: false };
    },
    addKeyboardShortcuts() {
      return {
        "Mod-k": () => {
          openLink();
          return true;
        },
      };
    },
  });
}

function pasted(html) {
  const found = plain(html);
  if (found === null) {
    tell("wrong", { says: say("pasteTooLong") });
    return "";
  }
  return found;
}

// Word puts a picture of the words beside the words: words win.
function broughtBy(transfer, bring) {
  const files = [...(transfer?.files ?? [])];
  if (files.length === 0 || hasWords(transfer.getData("text/html")) || transfer.getData("text/plain").trim()) return false;
  bring(files);
  return true;
}

function dropped(view, event, bring) {
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length === 0) return false;
  event.preventDefault();
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  bring(files, at?.pos);
  return true;
}
