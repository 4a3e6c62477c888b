// The numbers in the margin: where in the text the things stand that want a look.
import { Extension, pm } from "../../django_prose_editor/editor.js";

const key = new pm.state.PluginKey("pins");

/** The editor's extension; what it pins is set by `pin`. */
export const pins = Extension.create({
  name: "pins",

  addProseMirrorPlugins() {
    return [
      new pm.state.Plugin({
        key,
        state: {
          init: () => pm.view.DecorationSet.empty,
          apply: (transaction, set) => transaction.getMeta(key) ?? set.map(transaction.mapping, transaction.doc),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});

/**
 * Pin numbers to blocks: `wanted` lists {number, quote, hole} or {number, picture}, each pinned where it is first found; a
 * hole is a paragraph that stands for what could not come along.
 */
export function pin(editor, wanted) {
  const { doc, tr } = editor.state;
  const left = [...wanted];
  const found = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock && !node.isAtom) return true;
    for (const one of left.filter((each) => stands(node, each))) {
      left.splice(left.indexOf(one), 1);
      const looks = one.hole ? "pinned hole" : "pinned";
      const attributes = { class: looks, "data-pin": String(one.number) };
      found.push(pm.view.Decoration.node(at, at + node.nodeSize, attributes, { number: String(one.number) }));
    }
    return false;
  });
  editor.view.dispatch(tr.setMeta(key, pm.view.DecorationSet.create(doc, found)).setMeta("addToHistory", false));
}

/** Return where the block with a number stands now, as {from, to}, or undefined. */
export function pinned(editor, number) {
  return key.getState(editor.state).find(undefined, undefined, (spec) => spec.number === number)[0];
}

function stands(node, { quote, picture }) {
  if (picture) return node.type.name === "figure" && node.attrs.image === picture;
  return Boolean(quote) && node.isTextblock && node.textContent.replace(/\s+/g, " ").trim().startsWith(quote);
}
