// Patrols: routes on a plan of coordinates, the track while walking, the position of a finding. Works without network:
// what is sent waits in the outbox, what is walked is kept on the phone until it is sent.
"use strict";
function pairsOf(text) { const n = text.trim().split(/\s+/).map(Number); return Array.from({ length: Math.floor(n.length / 2) }, (_, i) => [n[2 * i], n[2 * i + 1]]); }
document.querySelectorAll(".route-map").forEach(map => {
  const dots = [...map.querySelectorAll("circle")];
  const line = map.querySelector("polyline");
  let way = map.dataset.points ? pairsOf(map.dataset.points) : [];
  const all = [...dots.map(d => [Number(d.dataset.longitude), Number(d.dataset.latitude)]), ...way];
  const low = [0, 1].map(i => all.length ? Math.min(...all.map(p => p[i])) : 113.96);
  const high = [0, 1].map(i => all.length ? Math.max(...all.map(p => p[i])) : 113.97);
  const shrink = Math.cos(low[1] * Math.PI / 180);
  const scale = Math.min(540 / Math.max((high[0] - low[0]) * shrink, 1e-4), 300 / Math.max(high[1] - low[1], 1e-4));
  const pixel = ([lon, lat]) => [300 + (lon - (low[0] + high[0]) / 2) * shrink * scale, 180 - (lat - (low[1] + high[1]) / 2) * scale];
  const degree = (x, y) => [(low[0] + high[0]) / 2 + (x - 300) / scale / shrink, (low[1] + high[1]) / 2 - (y - 180) / scale];
  function draw() {
    dots.forEach(d => { const [x, y] = pixel([Number(d.dataset.longitude), Number(d.dataset.latitude)]); d.setAttribute("cx", x); d.setAttribute("cy", y); });
    line.setAttribute("points", way.map(p => pixel(p).join(",")).join(" "));
  }
  draw();
  const form = map.closest("[data-route]")?.closest("form");
  if (!form) { return; }
  const put = () => { form.elements.points.value = way.map(p => p.map(n => n.toFixed(6)).join(" ")).join(" "); draw(); };
  map.addEventListener("click", event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    way.push(degree(at.x, at.y));
    put();
  });
  form.querySelector("[data-clear]").addEventListener("click", () => { way = []; put(); });
  form.elements.route.addEventListener("change", event => {
    const known = Object.fromEntries(event.target.dataset.versions.split(" ").filter(Boolean).map(each => each.split(":")));
    form.elements.version.value = known[event.target.value] || 0;
  });
});

document.querySelectorAll("form[data-now]").forEach(form => form.addEventListener("ready", () => {
  const track = form.querySelector("[data-tracked]");
  if (track) { track.value = (JSON.parse(localStorage.getItem("track " + writer + " " + track.dataset.tracked) || "[]")).flat().join(" "); }
}));
const finish = document.querySelector("[data-tracked]");
if (finish && navigator.geolocation) {
  const name = "track " + writer + " " + finish.dataset.tracked;
  navigator.geolocation.watchPosition(found => {
    const track = JSON.parse(localStorage.getItem(name) || "[]");
    const here = [Number(found.coords.longitude.toFixed(6)), Number(found.coords.latitude.toFixed(6))];
    const last = track.at(-1);
    if (!last || Math.hypot((here[0] - last[0]) * 102000, (here[1] - last[1]) * 111000) > 8) {
      track.push(here);
      localStorage.setItem(name, JSON.stringify(track.slice(-2400)));
    }
  }, () => {}, { enableHighAccuracy: true });
}
