// The report form: choosing the place, and looking for the same trouble nearby.
"use strict";
const form = document.querySelector("form.report");
const place = document.getElementById("place");
const chosen = document.getElementById("chosen");
const picker = document.getElementById("places");
const latitude = document.getElementById("latitude");
const longitude = document.getElementById("longitude");

if (!place.value) {
  const last = JSON.parse(localStorage.getItem("last place " + writer) || "{}");
  if (last.place) { place.value = last.place; chosen.textContent = last.address; }
}
if (!place.value) { picker.hidden = false; }

async function choices(query) {
  picker.hidden = false;
  const answer = await fetch("/report/places" + query);
  if (answer.ok) { picker.innerHTML = await answer.text(); }
}
document.getElementById("pick").addEventListener("click", () =>
  choices(place.value ? "?parent=" + encodeURIComponent(place.value) : ""));
picker.addEventListener("click", event => {
  const chip = event.target.closest("[data-place]");
  if (!chip) { return; }
  place.value = chip.dataset.place;
  chosen.textContent = chip.dataset.address;
  if (place.value) {
    localStorage.setItem("last place " + writer, JSON.stringify({ place: place.value, address: chosen.textContent }));
  }
  choices(place.value ? "?parent=" + encodeURIComponent(place.value) : "").catch(() => {});
  look();
});
document.getElementById("locate").addEventListener("click", () => {
  const failed = document.getElementById("locate-failed");
  navigator.geolocation.getCurrentPosition(found => {
    failed.hidden = true;
    latitude.value = found.coords.latitude.toFixed(6);
    longitude.value = found.coords.longitude.toFixed(6);
    choices("?latitude=" + latitude.value + "&longitude=" + longitude.value);
  }, () => { failed.hidden = false; picker.hidden = false; }, { enableHighAccuracy: true, timeout: 8000 });
});

function kind() { return form.querySelector("input[name=kind]:checked")?.value; }
async function look() {
  const near = document.getElementById("near");
  if (!kind() || !place.value || !navigator.onLine) { near.replaceChildren(); return; }
  const query = new URLSearchParams({ kind: kind(), place: place.value, text: form.elements.text?.value || "" });
  if (latitude.value) { query.set("latitude", latitude.value); query.set("longitude", longitude.value); }
  const answer = await fetch("/report/nearby", { method: "POST", body: query });
  near.innerHTML = answer.ok ? await answer.text() : "";
}
async function ask() {
  const asked = document.getElementById("asked");
  if (!asked || !navigator.onLine) { return; }
  const answer = await fetch("/report/asked?kind=" + encodeURIComponent(kind()));
  asked.innerHTML = answer.ok ? await answer.text() : "";
}
if (kind()) { ask(); }
// what was chosen stays chosen when the suggestions are drawn anew
let picked = kind() || "";
document.body.addEventListener("htmx:afterSwap", () => {
  const again = picked && !kind() ? form.querySelector("input[name=kind][value=" + CSS.escape(picked) + "]") : null;
  if (again) { again.checked = true; }
});
form.addEventListener("change", event => {
  if (event.target.name === "text") { look(); }
  if (event.target.name === "kind") { picked = event.target.value; look(); ask(); document.getElementById("missing").hidden = true; }
});
form.addEventListener("ready", event => {
  const missing = document.getElementById("missing");
  const what = !kind() ? missing.dataset.kind : !place.value ? missing.dataset.place : "";
  missing.textContent = what;
  missing.hidden = !what;
  if (what) { event.preventDefault(); }
});
