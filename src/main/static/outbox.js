// The outbox: forms go at once when they can, later when they cannot; the key makes a repetition harmless. What waits
// belongs to whoever wrote it: it is sent while they are signed in, by nobody else, and shows them what came of it.
"use strict";
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
  return fetch(letter.url, { method: "POST", body: data, redirect: "follow",
    headers: { Accept: "text/html, application/problem+json", "Gongzhi-Writer": letter.writer } });
}
async function told(answer) {
  try { return await answer.json(); } catch { return { detail: answer.status + " " + answer.statusText }; }
}
async function keep(letter, form) {
  await outbox("readwrite", box => box.put(letter));
  localStorage.removeItem(draft(form));
  form.reset();
  form.querySelectorAll("[data-photos]").forEach(box => { pictures.set(box, []); showPhotos(box); });
  form.querySelectorAll("[data-key]").forEach(field => { field.value = crypto.randomUUID(); });
  showOutbox();
}
document.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("form[data-outbox]") || event.submitter?.hasAttribute("data-plain")) { return; }
  event.preventDefault();
  if (form.dispatchEvent(new CustomEvent("ready", { cancelable: true })) === false) { return; }
  const button = event.submitter || form.querySelector("button:not([type=button])");
  if (button.getAttribute("aria-busy") === "true") { return; }
  button.setAttribute("aria-busy", "true");
  const entries = [...new FormData(form)].filter(([name, value]) => !(value instanceof File) && name !== "words" && name !== "writer"
    || name === "words" && form.dataset.draft !== "report");
  form.querySelectorAll("[data-photos]").forEach(box => (pictures.get(box) || []).forEach(blob => entries.push([box.dataset.photos, blob])));
  const letter = { key: new FormData(form).get("key"), writer, url: form.getAttribute("action"), title: form.dataset.title, entries };
  try {
    const answer = await post(letter);
    if (answer.ok) {
      localStorage.removeItem(draft(form));
      location.assign(answer.url);
      return;
    }
    const why = await told(answer);
    toast(why.detail, 9);
    if (why.code === "another-writer" || answer.status === 401) { await keep(letter, form); } // waits for its writer
    if (answer.status === 401) { setTimeout(() => location.assign("/sign-in?next=" + encodeURIComponent(location.pathname)), 2500); }
  } catch {
    await keep(letter, form);
    toast(body.dataset.queued, 9);
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
  const letters = await outbox("readonly", box => box.getAll());
  if (letters.some(letter => letter.key === key && letter.writer === writer && !letter.refused && !letter.done)) { unlock(form); }
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
      if (letter.writer !== writer || letter.refused || letter.done) { continue; } // another's, or to be looked at first
      const answer = await post(letter);
      if (answer.ok) {
        await sent(letter, answer);
        continue;
      }
      const why = await told(answer);
      if (answer.status === 401 || answer.status === 429 || answer.status === 503 || why.code === "another-writer") {
        break; // stays, is tried again
      }
      if (answer.status >= 500 && !await failed(letter)) { continue; } // this one stays, the others need not wait for it
      letter.refused = why.detail; // nothing is lost and nothing is written over: its sender decides
      await outbox("readwrite", box => box.put(letter));
      toast(body.dataset.refused + letter.title + ": " + letter.refused, 9);
    }
  } catch {
    // still no network: the next "online" or the next page tries again
  } finally {
    flushing = false;
    showOutbox();
  }
}
// a letter that the program fails at is tried again with the next round, some times, before its sender has to decide
async function failed(letter) {
  letter.failures = (letter.failures || 0) + 1;
  await outbox("readwrite", box => box.put(letter));
  return letter.failures >= 5;
}
// what was sent leaves the phone; what came of it stays until its writer has seen it
async function sent(letter, answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-follow-up]");
  const done = { url: new URL(answer.url).pathname, number: page?.dataset.number || "", code: page?.dataset.followUp || "" };
  await outbox("readwrite", box => box.put({ key: letter.key, writer: letter.writer, title: letter.title, entries: [], done }));
  toast(body.dataset.sent + letter.title, 9);
}
function piece(kind, text, looks = "") {
  const made = document.createElement(kind);
  made.className = looks;
  made.textContent = text;
  if (kind === "button") { made.type = "button"; }
  return made;
}
function count(id, letters) {
  const line = document.getElementById(id);
  line.hidden = letters.length === 0;
  line.querySelector("b").textContent = "(" + letters.length + ")";
}
async function showOutbox() {
  const letters = await outbox("readonly", box => box.getAll());
  const mine = letters.filter(letter => letter.writer === writer);
  count("outbox", mine.filter(letter => !letter.refused && !letter.done));
  count("outbox-others", letters.filter(letter => letter.writer !== writer && !letter.done));
  document.getElementById("conflicts").replaceChildren(...mine.filter(letter => letter.refused).map(conflict));
  showSent(mine.filter(letter => letter.done));
}
// what was refused is shown with its words, the reason, and what can be done about it
function conflict(letter) {
  const box = document.getElementById("conflicts");
  const card = piece("section", "", "card conflict");
  const said = letter.entries.filter(([name]) => name === "words" || name === "text").map(([, value]) => value).join(" ");
  const row = piece("p", "", "row");
  const link = piece("a", box.dataset.look, "button quiet small");
  link.href = letter.url.split("/").length > 3 ? letter.url.split("/").slice(0, -1).join("/") : letter.url;
  const again = piece("button", box.dataset.again, "button quiet small");
  again.addEventListener("click", async () => {
    letter.refused = "";
    letter.failures = 0;
    letter.entries = letter.entries.filter(([name]) => name !== "version"); // seen what changed, and still wanted
    await outbox("readwrite", store => store.put(letter));
    flush();
  });
  const drop = piece("button", box.dataset.drop, "button danger small");
  drop.addEventListener("click", async () => { await outbox("readwrite", store => store.delete(letter.key)); showOutbox(); });
  row.append(link, again, drop);
  card.append(piece("b", letter.title), piece("p", letter.refused, "warn"), piece("p", said), row);
  return card;
}
function showSent(letters) {
  const box = document.getElementById("outbox-sent");
  box.hidden = letters.length === 0;
  const list = piece("ul", "", "plain");
  list.append(...letters.map(letter => {
    const line = piece("li", "");
    const link = piece("a", body.dataset.sent + letter.title + (letter.done.number ? " " + letter.done.number : ""));
    link.href = letter.done.url;
    line.append(link);
    if (letter.done.code) { line.append(piece("span", " " + box.dataset.code + " "), piece("b", letter.done.code)); }
    return line;
  }));
  const seen = piece("button", box.dataset.seen, "button quiet small");
  seen.addEventListener("click", async () => {
    for (const letter of letters) { await outbox("readwrite", store => store.delete(letter.key)); }
    showOutbox();
  });
  box.replaceChildren(list, seen);
}
addEventListener("online", flush);
if (window.indexedDB) { flush(); setInterval(flush, 30000); }
