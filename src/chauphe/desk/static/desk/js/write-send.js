// Uploads: one at a time, with a bar that moves and a sentence when something is in the way.
import { copyOf, say, tell } from "./write-words.js";

const bars = () => document.getElementById("uploads");
let last = Promise.resolve();

/** Upload a file to an address of the desk; returns the answer, or null after telling why there is none. */
export function send(address, file) {
  const turn = last.then(() => upload(address, file));
  last = turn.catch(() => {});
  return turn;
}

async function upload(address, file) {
  const bar = copyOf("upload-bar");
  bar.querySelector("[data-name]").textContent = file.name || say("pasted");
  bars().append(bar);
  try {
    const { status, text } = await posted(address, file, (share) => {
      bar.querySelector("progress").value = share;
    });
    const answer = readable(text);
    if (status === 200 && answer?.state === "kept") return answer;
    tell("wrong", { says: `${file.name ? `${file.name}: ` : ""}${answer?.says ?? say(reason(status))}` });
  } catch {
    tell("wrong", { says: `${file.name ? `${file.name}: ` : ""}${say("notSent")}` });
  } finally {
    bar.remove();
  }
  return null;
}

function reason(status) {
  if (status === 413) return "tooLarge";
  // A page of signing in comes back as 200, and a stale token as 403.
  return status === 200 || status === 403 ? "signedOut" : "notSent";
}

function readable(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// fetch() cannot tell how far an upload has come.
function posted(address, file, progress) {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", document.querySelector("#write [name=csrfmiddlewaretoken]").value);
    data.append("file", file, file.name || "anh.png");
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", reject);
    request.send(data);
  });
}
