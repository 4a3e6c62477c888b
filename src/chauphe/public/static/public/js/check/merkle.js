/* RFC 6962: the hash of a leaf, and the root that an inclusion path leads to. */
import { joined, sha256 } from "./canonical.js";

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

export const leafHash = (bytes) => sha256(joined(LEAF, bytes));

/* Gives null when the path is too long or too short for a leaf at this index of a tree of this size. */
export const rootByInclusion = async (leaf, index, size, path) => {
  if (index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = await sha256(joined(NODE, sibling, hash));
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = await sha256(joined(NODE, hash, sibling));
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
};
