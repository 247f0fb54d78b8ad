// What every page does: live parts, photos, drafts, and an outbox that sends forms when the network is there again.
"use strict";
const body = document.body;

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
addEventListener("online", () => { showNetwork(); flush(); });
addEventListener("offline", showNetwork);
showNetwork();
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js");
  document.querySelectorAll("form[action='/sign-out']").forEach(form =>
    form.addEventListener("submit", () => navigator.serviceWorker.controller?.postMessage("forget")));
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
    if (answer.ok) { location.assign(answer.url); } else { toast(await problem(answer), 9); }
  });
});

// the bell rests while there is no network
document.addEventListener("htmx:beforeRequest", event => { if (!navigator.onLine && event.target.matches(".bell, [data-rest]")) { event.preventDefault(); } });

// --- drafts: what is typed survives a reload, a crash, an expired session ---------------------------------------------
function fields(form) { return [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter(field => field.name); }
function restore(form) {
  const kept = JSON.parse(localStorage.getItem("draft " + form.dataset.draft) || "{}");
  let some = false;
  for (const field of fields(form)) {
    if (kept[field.name] && !field.value) { field.value = kept[field.name]; some = true; }
  }
  if (some && form.dataset.draft === "report") { toast(body.dataset.drafted); }
}
document.addEventListener("input", event => {
  const form = event.target.closest("form[data-draft]");
  if (form) {
    localStorage.setItem("draft " + form.dataset.draft, JSON.stringify(Object.fromEntries(fields(form).map(field => [field.name, field.value]))));
  }
});
document.querySelectorAll("form[data-draft]").forEach(restore);

// --- the moment something was pressed and where, not when and from where it arrived -----------------------------------
document.querySelectorAll("form[data-now]").forEach(form => form.addEventListener("ready", () => { form.elements.at.value = new Date().toISOString(); }));
document.querySelectorAll("form[data-here]").forEach(form => {
  navigator.geolocation?.getCurrentPosition(found => {
    form.elements.latitude.value = found.coords.latitude.toFixed(6);
    form.elements.longitude.value = found.coords.longitude.toFixed(6);
  }, () => {}, { enableHighAccuracy: true, timeout: 10000, maximumAge: 15000 });
});

// --- outbox: forms go at once when they can, later when they cannot; the key makes a repetition harmless --------------
function store() {
  return new Promise((done, fail) => {
    const request = indexedDB.open("gongzhi", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}
async function outbox(mode, use) {
  const database = await store();
  return new Promise((done, fail) => {
    const work = database.transaction("outbox", mode);
    const request = use(work.objectStore("outbox"));
    work.oncomplete = () => { database.close(); done(request.result); };
    work.onerror = () => fail(work.error);
  });
}
async function post(letter) {
  const data = new FormData();
  for (const [name, value] of letter.entries) {
    value instanceof Blob ? data.append(name, value, "photo.jpg") : data.append(name, value);
  }
  return fetch(letter.url, { method: "POST", body: data, headers: { Accept: "text/html, application/problem+json" }, redirect: "follow" });
}
async function problem(answer) {
  try { return (await answer.json()).detail; } catch { return answer.status + " " + answer.statusText; }
}
document.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("form[data-outbox]") || event.submitter?.hasAttribute("data-plain")) { return; }
  event.preventDefault();
  if (form.dispatchEvent(new CustomEvent("ready", { cancelable: true })) === false) { return; }
  const button = event.submitter || form.querySelector("button:not([type=button])");
  if (button.getAttribute("aria-busy") === "true") { return; }
  button.setAttribute("aria-busy", "true");
  const entries = [...new FormData(form)].filter(([name, value]) => !(value instanceof File) && name !== "words" || name === "words" && form.dataset.draft !== "report");
  form.querySelectorAll("[data-photos]").forEach(box => (pictures.get(box) || []).forEach(blob => entries.push([box.dataset.photos, blob])));
  const letter = { key: new FormData(form).get("key"), url: form.getAttribute("action"), title: form.dataset.title, entries };
  try {
    const answer = await post(letter);
    if (answer.ok) {
      localStorage.removeItem("draft " + form.dataset.draft);
      location.assign(answer.url);
      return;
    }
    const told = await problem(answer);
    toast(told, 9);
    if (answer.status === 401) { setTimeout(() => location.assign("/sign-in?next=" + encodeURIComponent(location.pathname)), 2500); }
  } catch {
    await outbox("readwrite", box => box.put(letter));
    localStorage.removeItem("draft " + form.dataset.draft);
    toast(body.dataset.queued, 9);
    form.reset();
    form.querySelectorAll("[data-photos]").forEach(box => { pictures.set(box, []); showPhotos(box); });
    form.querySelectorAll("[data-key]").forEach(field => { field.value = crypto.randomUUID(); });
    showOutbox();
    unlock(form);
  }
  button.removeAttribute("aria-busy");
});
// what comes after a step is open as soon as the step waits in the outbox: a day without network goes on
function unlock(form) {
  const next = document.getElementById(form.dataset.unlocks);
  if (next) { form.hidden = true; next.hidden = false; next.scrollIntoView(); }
}
document.querySelectorAll("form[data-unlocks]").forEach(async form => {
  const key = form.elements.key.value;
  if ((await outbox("readonly", box => box.getAll())).some(letter => letter.key === key && !letter.refused)) { unlock(form); }
});
// pages that the day needs are kept before the network is gone
if (navigator.onLine && "caches" in window) {
  document.querySelectorAll("[data-keep] a.line").forEach(async link => {
    if (navigator.serviceWorker?.controller && !(await caches.match(link.href))) { fetch(link.href).catch(() => {}); }
  });
}
let flushing = false;
async function flush() {
  if (flushing || !navigator.onLine) { return; }
  flushing = true;
  try {
    for (const letter of await outbox("readonly", box => box.getAll())) {
      if (letter.refused) { continue; } // somebody has to look at it first
      const answer = await post(letter);
      if (answer.status === 401 || answer.status === 429 || answer.status >= 500) { break; } // stays, is tried again
      if (answer.ok) {
        await outbox("readwrite", box => box.delete(letter.key));
        toast(body.dataset.sent + letter.title, 9);
      } else {
        letter.refused = await problem(answer); // nothing is lost and nothing is written over: its sender decides
        await outbox("readwrite", box => box.put(letter));
        toast(body.dataset.refused + letter.title + ": " + letter.refused, 9);
      }
    }
  } catch {
    // still no network: the next "online" or the next page tries again
  } finally {
    flushing = false;
    showOutbox();
  }
}
// what waits is counted; what was refused is shown with its words, the reason, and what can be done about it
async function showOutbox() {
  const line = document.getElementById("outbox");
  const letters = await outbox("readonly", box => box.getAll());
  const waiting = letters.filter(letter => !letter.refused).length;
  if (line) { line.hidden = waiting === 0; line.textContent = body.dataset.queued + " (" + waiting + ")"; }
  const box = document.getElementById("conflicts");
  if (!box) { return; }
  box.replaceChildren(...letters.filter(letter => letter.refused).map(letter => {
    const card = document.createElement("section");
    card.className = "card conflict";
    const head = document.createElement("b");
    head.textContent = letter.title;
    const why = document.createElement("p");
    why.className = "warn";
    why.textContent = letter.refused;
    const said = document.createElement("p");
    said.textContent = letter.entries.filter(([name, value]) => name === "words" || name === "text").map(([, value]) => value).join(" ");
    const row = document.createElement("p");
    row.className = "row";
    const link = document.createElement("a");
    link.className = "button quiet small";
    link.href = letter.url.split("/").length > 3 ? letter.url.split("/").slice(0, -1).join("/") : letter.url;
    link.textContent = box.dataset.look;
    const again = document.createElement("button");
    again.type = "button"; again.className = "button quiet small"; again.textContent = box.dataset.again;
    again.addEventListener("click", async () => {
      letter.refused = "";
      letter.entries = letter.entries.filter(([name]) => name !== "version"); // seen what changed, and still wanted
      await outbox("readwrite", store => store.put(letter));
      flush();
    });
    const drop = document.createElement("button");
    drop.type = "button"; drop.className = "button danger small"; drop.textContent = box.dataset.drop;
    drop.addEventListener("click", async () => { await outbox("readwrite", store => store.delete(letter.key)); showOutbox(); });
    row.append(link, again, drop);
    card.append(head, why, said, row);
    return card;
  }));
}
if (window.indexedDB) { flush(); setInterval(flush, 30000); }
