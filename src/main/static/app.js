// What every page does: live parts, photos, drafts. What waits for the network is the outbox's (outbox.js).
"use strict";
const body = document.body;
// whose page this is: an account, or a visitor. What is kept on a phone is kept under it, for many share one.
const writer = body.dataset.writer;

// --- live parts: the server says "changed", htmx fetches the part again --------------------------------------------
// and nothing is taken from under somebody's hands: an open act or a field being filled in waits for its refresh.
let stale = false;
function busy(part) {
  return part.querySelector("details.act[open]")
    || part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
}
function refresh() {
  const part = document.getElementById("live");
  stale = Boolean(part && busy(part));
  if (part && !stale) {
    htmx.trigger(part, "changed");
  }
}
if (body.dataset.live && window.EventSource) {
  const news = new EventSource(body.dataset.live);
  news.addEventListener("changed", refresh);
  addEventListener("pagehide", () => news.close());
  document.addEventListener("htmx:beforeSwap", event => {
    if (event.detail.target.id === "live" && busy(event.detail.target)) {
      event.detail.shouldSwap = false;
      stale = true;
    }
  });
  document.addEventListener("toggle", event => {
    if (stale && event.target.matches("details.act") && !event.target.open) { refresh(); }
  }, true);
}

// what somebody has opened in a part that renews itself stays open
let opened = [];
document.addEventListener("htmx:beforeSwap", event => { opened = [...event.detail.target.querySelectorAll("details")].map(part => part.open); });
document.addEventListener("htmx:afterSwap", event => {
  if (event.detail.target.matches("[data-opens]")) { event.detail.target.querySelectorAll("details").forEach((part, i) => { part.open ||= opened[i]; }); }
});

// --- toasts ----------------------------------------------------------------------------------------------------------
function toast(text, seconds = 5) {
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  document.querySelector(".toasts").append(note);
  setTimeout(() => note.remove(), seconds * 1000);
}

// --- network ---------------------------------------------------------------------------------------------------------
const network = document.querySelector(".network");
const showNetwork = () => { network.hidden = navigator.onLine; };
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js");
  document.querySelectorAll("form[action='/sign-out']").forEach(form =>
    form.addEventListener("submit", () => navigator.serviceWorker.controller?.postMessage("forget")));
  if (navigator.onLine && localStorage.getItem("writer") !== writer) { // pages kept for somebody else are not for this one
    navigator.serviceWorker.controller?.postMessage("renew");
    localStorage.setItem("writer", writer);
  }
}

// --- small conveniences ----------------------------------------------------------------------------------------------
document.addEventListener("change", event => {
  if (event.target.matches("[data-submit]")) { event.target.form.submit(); }
});
document.addEventListener("click", event => {
  const opens = event.target.closest("[data-dialog]");
  if (opens) { document.getElementById(opens.dataset.dialog).showModal(); }
  const says = event.target.closest("[data-toast]");
  if (says) { toast(says.dataset.toast); }
  if (event.target.closest("[data-print]")) { window.print(); }
  if (event.target.closest("[data-near]")) {
    navigator.geolocation.getCurrentPosition(found => location.assign("/near?latitude=" + found.coords.latitude.toFixed(3)
      + "&longitude=" + found.coords.longitude.toFixed(3)), () => toast(body.dataset.nowhere, 6), { timeout: 8000 });
  }
  if (event.target.closest("[data-back]") && history.length > 1) { event.preventDefault(); history.back(); }
  document.querySelectorAll("details.menu[open]").forEach(menu => { if (!menu.contains(event.target)) { menu.open = false; } });
});

// --- photos: scaled on the phone before they travel -------------------------------------------------------------------
const pictures = new WeakMap();
async function scaled(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, 1600 / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * factor);
    canvas.height = Math.round(image.height * factor);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise(done => canvas.toBlob(blob => done(blob || file), "image/jpeg", .82));
  } catch {
    return file; // the server says what is wrong with it
  }
}
function showPhotos(box) {
  const row = box.querySelector(".photo-row");
  row.replaceChildren(...(pictures.get(box) || []).map((blob, index) => {
    const figure = document.createElement("figure");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(blob);
    image.alt = "";
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.addEventListener("click", () => { pictures.get(box).splice(index, 1); showPhotos(box); });
    figure.append(image, remove);
    return figure;
  }));
}
document.addEventListener("change", async event => {
  const box = event.target.closest("[data-photos]");
  if (!box || event.target.type !== "file") { return; }
  const all = pictures.get(box) || [];
  pictures.set(box, all);
  for (const file of event.target.files) {
    if (all.length < 9) { all.push(await scaled(file)); }
  }
  event.target.value = "";
  showPhotos(box);
});

// this browser may be woken when something arrives; nothing but the waking goes through its maker
document.querySelectorAll("[data-push]").forEach(button => {
  if (!("PushManager" in window) || !navigator.serviceWorker) { return; }
  button.hidden = false;
  button.addEventListener("click", async () => {
    const registration = await navigator.serviceWorker.ready;
    if (await Notification.requestPermission() !== "granted") { return; }
    const key = Uint8Array.from(atob(button.dataset.push.replaceAll("-", "+").replaceAll("_", "/")), sign => sign.charCodeAt(0));
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const answer = await fetch("/inbox/push", { method: "POST", body: new URLSearchParams({ endpoint: subscription.endpoint }) });
    if (answer.ok) { location.assign(answer.url); } else { toast((await told(answer)).detail, 9); }
  });
});

// the bell rests while there is no network
document.addEventListener("htmx:beforeRequest", event => { if (!navigator.onLine && event.target.matches(".bell, [data-rest]")) { event.preventDefault(); } });

// --- drafts: what is typed survives a reload, a crash, an expired session ---------------------------------------------
function draft(form) { return "draft " + writer + " " + form.dataset.draft; }
function fields(form) { return [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter(field => field.name); }
function restore(form) {
  const kept = JSON.parse(localStorage.getItem(draft(form)) || "{}");
  let some = false;
  for (const field of fields(form)) {
    if (kept[field.name] && !field.value) { field.value = kept[field.name]; some = true; }
  }
  if (some && form.dataset.draft === "report") { toast(body.dataset.drafted); }
}
document.addEventListener("input", event => {
  const form = event.target.closest("form[data-draft]");
  if (form) {
    localStorage.setItem(draft(form), JSON.stringify(Object.fromEntries(fields(form).map(field => [field.name, field.value]))));
  }
});
document.querySelectorAll("form[data-draft]").forEach(restore);

// --- a form says who filled it in: a page that lies open while somebody else signs in does not speak for them ---------
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.method !== "post" || /^\/(sign-|preferences)/.test(form.getAttribute("action") || "") || form.elements.namedItem("writer")) { return; }
  const field = document.createElement("input");
  field.type = "hidden"; field.name = "writer"; field.value = writer;
  form.append(field);
}, true);

// --- the moment something was pressed and where, not when and from where it arrived -----------------------------------
document.querySelectorAll("form[data-now]").forEach(form => form.addEventListener("ready", () => { form.elements.at.value = new Date().toISOString(); }));
document.querySelectorAll("form[data-here]").forEach(form => {
  navigator.geolocation?.getCurrentPosition(found => {
    form.elements.latitude.value = found.coords.latitude.toFixed(6);
    form.elements.longitude.value = found.coords.longitude.toFixed(6);
  }, () => {}, { enableHighAccuracy: true, timeout: 10000, maximumAge: 15000 });
});
