// Keeps the report form, the work list and what they are made of for when there is no network. What was filled in
// without network waits in the page's outbox (outbox.js), not here.
const CACHE = "gongzhi-7";
const PAGES = ["/report", "/offline"];
const KEPT = [/^\/$/, /^\/report$/, /^\/report\/places/, /^\/work$/, /^\/matters\/[^/]+$/, /^\/mine$/, /^\/visits$/, /^\/patrols(\/\d+)?$/,
  /^\/inspections$/, /^\/inspections\/visits\/[^/]+$/, /^\/premises\/[^/]+$/, /^\/hazards\/[^/]+$/];

self.addEventListener("install", event => {
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(PAGES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(name => name !== CACHE).map(name => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("message", event => {
  if (event.data === "forget") {
    event.waitUntil(caches.delete(CACHE));
  } else if (event.data === "renew") { // somebody else now: their pages, none of the one before
    event.waitUntil(caches.delete(CACHE).then(() => caches.open(CACHE)).then(cache => cache.addAll(PAGES)));
  }
});

self.addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) {
    return;
  }
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then(kept => kept || fetchAndKeep(event.request)));
  } else if (KEPT.some(pattern => pattern.test(url.pathname))) {
    event.respondWith(fetchAndKeep(event.request).catch(() => fromCache(event.request, url)));
  }
});

async function fetchAndKeep(request) {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone());
  }
  return answer;
}

async function fromCache(request, url) {
  return (await caches.match(request)) || (await caches.match(request, { ignoreSearch: url.pathname !== "/report/places" }))
    || (request.mode === "navigate" ? caches.match("/offline") : Response.error());
}

// Woken: something lies in the inbox. What it is stays on the server until the reader opens it.
self.addEventListener("push", event => event.waitUntil(
  self.registration.showNotification("共治 Gongzhi", { body: "您有新消息 · You have a new message", icon: "/favicon.ico", tag: "inbox" })));
self.addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/inbox"));
});
