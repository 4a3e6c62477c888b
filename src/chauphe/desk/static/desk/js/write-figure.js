// A picture in the text: one block that cannot be typed into, with the fields of its description under it.
import { Node } from "../../django_prose_editor/editor.js";

/** Make the editor's figure; `pictures` draws the card of a picture. */
export function figureOf(pictures) {
  return Node.create({
    name: "figure",
    group: "block",
    atom: true,
    selectable: true,

    addAttributes() {
      return {
        image: {
          default: null,
          parseHTML: (element) => element.dataset.image,
          renderHTML: ({ image }) => ({ "data-image": image }),
        },
      };
    },

    parseHTML() {
      return [{ tag: "figure[data-image]" }];
    },

    renderHTML({ HTMLAttributes }) {
      return ["figure", HTMLAttributes];
    },

    addNodeView() {
      return ({ node, editor, getPos }) => viewOf(node, editor, getPos, pictures);
    },
  });
}

function viewOf(node, editor, getPos, pictures) {
  const dom = pictures.card(node.attrs.image, {
    remove: () => editor.chain().focus().setNodeSelection(getPos()).deleteSelection().run(),
    up: () => move(editor, getPos(), -1),
    down: () => move(editor, getPos(), 1),
  });
  return {
    dom,
    stopEvent: (event) => Boolean(event.target.closest?.("input, button, label")),
    ignoreMutation: () => true,
    selectNode: () => dom.classList.add("chosen"),
    deselectNode: () => dom.classList.remove("chosen"),
    update: (next) => next.type === node.type && next.attrs.image === node.attrs.image,
    destroy: () => pictures.forget(dom),
  };
}

/** Change places with the block before (-1) or after (1). */
function move(editor, at, way) {
  const { state, view } = editor;
  const here = state.doc.resolve(at);
  const parent = here.parent;
  const other = here.index() + way;
  if (other < 0 || other >= parent.childCount) return;
  const figure = parent.child(here.index());
  const neighbour = parent.child(other);
  const to = way < 0 ? at - neighbour.nodeSize : at + neighbour.nodeSize;
  view.dispatch(state.tr.delete(at, at + figure.nodeSize).insert(to, figure).scrollIntoView());
}
