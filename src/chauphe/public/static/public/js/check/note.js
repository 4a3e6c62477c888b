/* C2SP signed notes with Ed25519: the signed state of a log, and the key it is signed with. */
import { fromBase64, hex, joined, sha256, utf8 } from "./canonical.js";

const ED25519 = 1;

/* "<name>+<key id>+<base64 of 0x01 and the key>"; gives null for anything else. */
export const readKey = async (vkey) => {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim());
  if (!found) return null;
  const [, name, id, material] = found;
  const bytes = fromBase64(material);
  const own = hex((await sha256(joined(utf8(`${name}\n`), bytes))).slice(0, 4));
  return bytes[0] === ED25519 && own === id ? { name, id, key: bytes.slice(1) } : null;
};

/* A checkpoint is origin, size and root; after an empty line come the signatures. */
export const readCheckpoint = (note) => {
  const end = note.indexOf("\n\n") + 1;
  const text = note.slice(0, end);
  const [origin, size, root] = text.split("\n");
  const signatures = [...note.slice(end).matchAll(/^— (\S+) (\S+)$/gm)].map(([, name, bytes]) => ({ name, bytes: fromBase64(bytes) }));
  return { text, origin, size: Number(size), root, signatures };
};

/* True or false; null when this browser knows no Ed25519. */
export const isSigned = async (checkpoint, vkey) => {
  const signature = checkpoint.signatures.find((one) => one.name === vkey.name && hex(one.bytes.slice(0, 4)) === vkey.id);
  if (!signature || checkpoint.origin !== vkey.name) return false;
  let key;
  try {
    key = await crypto.subtle.importKey("raw", vkey.key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature.bytes.slice(4), utf8(checkpoint.text));
};
