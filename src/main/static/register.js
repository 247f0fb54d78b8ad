// The register's desk: keys, picking a dwelling step by step, a row pasted from a spreadsheet, numbers that hide again.
"use strict";

// --- keys: / searches, arrows walk, Enter opens, n and e act -----------------------------------------------------------
document.addEventListener("keydown", event => {
  const typing = event.target.matches("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey) { return; }
  if (!typing || event.key.startsWith("Arrow")) {
    const target = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
    if (target && !typing) { event.preventDefault(); target.matches("input") ? target.focus() : target.click(); return; }
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || event.target.matches("select, textarea, [type=date]")) { return; }
  const lines = [...document.querySelectorAll("[data-walk] a.line")];
  if (!lines.length) { return; }
  event.preventDefault();
  const at = lines.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? Math.min(at + 1, lines.length - 1) : at - 1;
  next < 0 ? document.querySelector("[type=search]").focus() : lines[next].focus();
});

// --- picking a dwelling: each choice fetches the next ------------------------------------------------------------------
document.querySelectorAll("[data-picker]").forEach(picker => {
  const levels = [...picker.querySelectorAll("[data-level]")];
  const chosen = picker.querySelector("input[type=hidden]");
  levels.forEach((select, level) => select.addEventListener("change", async () => {
    levels.slice(level + 1).forEach(later => { later.innerHTML = "<option></option>"; });
    chosen.value = select.value || (level ? levels[level - 1].value : "");
    if (select.value && levels[level + 1]) {
      const answer = await fetch("/people/places?parent=" + encodeURIComponent(select.value), { headers: { Accept: "text/html" } });
      if (answer.ok) { levels[level + 1].innerHTML = await answer.text(); }
    }
  }));
});

// --- a row from a spreadsheet, pasted into one field, fills them all -----------------------------------------------------
document.querySelectorAll("[data-paste]").forEach(form => form.addEventListener("paste", event => {
  const cells = event.clipboardData.getData("text").trim().split("\t").map(cell => cell.trim());
  if (cells.length < 2) { return; }
  event.preventDefault();
  const put = (name, value) => { const field = form.querySelector(`[name=${name}]`); if (field) { field.value = value; } };
  const sexes = { "男": "M", "女": "F", M: "M", F: "F" };
  cells.forEach((cell, index) => {
    if (/^\d{17}[\dXx]$/.test(cell)) { put("idNumber", cell.toUpperCase()); }
    else if (/^1\d{10}$/.test(cell) || /^0\d{9,11}$/.test(cell)) { put("phone", cell); }
    else if (sexes[cell]) { put("sex", sexes[cell]); }
    else if (/^\d{4}[-/.年]\d{1,2}/.test(cell)) { put("born", cell); }
    else if (/^\d{6}$/.test(cell)) { put("registeredAt", cell); }
    else if (index === 0 || !form.querySelector("[name=name]").value) { put("name", cell); }
  });
}));

// --- numbers that were shown hide again ----------------------------------------------------------------------------------
const watch = new MutationObserver(() => document.querySelectorAll("[data-hide-after]:not([data-watched])").forEach(shown => {
  shown.dataset.watched = "1";
  let left = Number(shown.dataset.hideAfter);
  const tick = setInterval(() => {
    left -= 1;
    const count = shown.querySelector("[data-countdown]");
    if (count) { count.textContent = left; }
    if (left <= 0) { clearInterval(tick); shown.remove(); }
  }, 1000);
}));
watch.observe(document.body, { childList: true, subtree: true });
