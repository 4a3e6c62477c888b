// Beginning: the whole page takes a Word file that is let fall on it.
const form = document.getElementById("from-word");
const field = form.elements.word;
const status = form.querySelector("[data-status]");
let over = 0;
// With a script a file is sent as soon as it is chosen.
form.classList.add("scripted");

function upload() {
  if (field.files.length === 0 || form.dataset.busy) return;
  form.dataset.busy = "yes";
  status.textContent = status.dataset.reading.replace("{name}", field.files[0].name);
  // The choice of kind, unit and section is made once, for both ways to begin.
  form.requestSubmit();
}

function files(event) {
  return event.dataTransfer?.types.includes("Files");
}

document.addEventListener("dragenter", (event) => {
  if (!files(event)) return;
  over += 1;
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!files(event)) return;
  over -= 1;
  if (over <= 0) document.body.classList.remove("dropping");
});
document.addEventListener("dragover", (event) => {
  if (files(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!files(event)) return;
  event.preventDefault();
  over = 0;
  document.body.classList.remove("dropping");
  field.files = event.dataTransfer.files;
  upload();
});
field.addEventListener("change", upload);
addEventListener("pageshow", () => {
  delete form.dataset.busy;
  status.textContent = "";
});
