// Shows the password while it is typed, for whoever asks; without this script the switch is not there.
const see = document.querySelector(".see");
const fields = document.querySelectorAll("input[autocomplete='new-password']");

see.hidden = false;
see.querySelector("input").addEventListener("change", (event) => {
  for (const field of fields) field.type = event.target.checked ? "text" : "password";
});
see.closest("form").addEventListener("submit", () => {
  for (const field of fields) field.type = "password";
});
