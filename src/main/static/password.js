// A password can be looked at while it is typed, and says how hard it is to guess: the rule is that of the server (PasswordRule).
"use strict";

document.querySelectorAll("[data-show-password]").forEach(button => {
  const field = button.closest(".password").querySelector("input");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
});

document.querySelectorAll(".password input[data-common]").forEach(field => {
  const box = field.closest(".password");
  const meter = box.querySelector("meter");
  const said = box.querySelector("[role=status]");
  const common = field.dataset.common.split(" ");
  const known = () => [...field.form.querySelectorAll("[name=username], [name=name]")].map(each => each.value)
    .concat(field.dataset.known.split(" ")).map(word => word.trim().toLowerCase()).filter(word => word.length > 1);

  // what is left when everything that is tried first is taken out
  const rest = password => [...known(), ...common]
    .reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase())
    .replace(/[!-/:-@[-`{-~\s]/g, "");

  field.addEventListener("input", () => {
    const signs = [...field.value];
    const left = rest(field.value);
    const different = new Set(signs).size;
    let level = 1;
    if (signs.length >= field.minLength) {
      const guessed = left.length < field.dataset.least || different < field.dataset.different
        || left.length < signs.length && /^\d*$/.test(left);
      level = guessed ? 2 : left.length >= field.minLength && different > 2 * field.dataset.different ? 4 : 3;
    }
    meter.hidden = signs.length === 0;
    meter.value = level;
    const word = ["", "short", "common", "good", "strong"][level];
    said.textContent = said.dataset[word].replace("#", field.minLength - signs.length);
  });
});
