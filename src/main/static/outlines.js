// Drawing the outlines of grids on a plan made of coordinates: click to add a corner, drag to move one.
"use strict";
const map = document.getElementById("outline-map");
const which = document.getElementById("outline-place");
const points = [...map.querySelectorAll("circle")];
const shapes = new Map([...map.querySelectorAll("polygon")].map(shape => [shape.dataset.code, {
  element: shape, version: Number(shape.dataset.version), ring: pairs(shape.dataset.ring.split(" ").map(Number)) }]));
function pairs(flat) { return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]); }

// --- from degrees to pixels and back: near enough to flat within a town ---------------------------------------------------
const all = [...points.map(p => [Number(p.dataset.longitude), Number(p.dataset.latitude)]), ...[...shapes.values()].flatMap(s => s.ring)];
const middle = all.length ? [0, 1].map(axis => (Math.min(...all.map(p => p[axis])) + Math.max(...all.map(p => p[axis]))) / 2) : [113.965, 23.018];
const spread = all.length > 1 ? Math.max(...[0, 1].map(axis => Math.max(...all.map(p => p[axis])) - Math.min(...all.map(p => p[axis])))) : .01;
const view = { x: middle[0], y: middle[1], scale: Math.min(map.clientWidth, map.clientHeight) / (spread * 1.4 || .01) };
const shrink = Math.cos(middle[1] * Math.PI / 180);
const pixel = ([longitude, latitude]) => [map.clientWidth / 2 + (longitude - view.x) * view.scale * shrink, map.clientHeight / 2 - (latitude - view.y) * view.scale];
const degree = (x, y) => [view.x + (x - map.clientWidth / 2) / view.scale / shrink, view.y - (y - map.clientHeight / 2) / view.scale];

const handles = document.createElementNS(map.namespaceURI, "g");
map.append(handles);
function shape() {
  if (!shapes.has(which.value)) {
    const element = document.createElementNS(map.namespaceURI, "polygon");
    element.dataset.code = which.value;
    map.insertBefore(element, handles);
    shapes.set(which.value, { element, version: 0, ring: [] });
  }
  return shapes.get(which.value);
}
function draw() {
  points.forEach(point => {
    const [x, y] = pixel([Number(point.dataset.longitude), Number(point.dataset.latitude)]);
    point.setAttribute("cx", x); point.setAttribute("cy", y);
  });
  shapes.forEach((each, code) => {
    each.element.setAttribute("points", each.ring.map(corner => pixel(corner).join(",")).join(" "));
    each.element.classList.toggle("chosen", code === which.value);
  });
  handles.replaceChildren(...shape().ring.map((corner, index) => {
    const handle = document.createElementNS(map.namespaceURI, "circle");
    const [x, y] = pixel(corner);
    handle.setAttribute("cx", x); handle.setAttribute("cy", y); handle.setAttribute("r", 9);
    handle.dataset.corner = index;
    return handle;
  }));
}
let drag = null;
map.addEventListener("pointerdown", event => {
  drag = { corner: event.target.dataset.corner, x: event.offsetX, y: event.offsetY, moved: false };
  map.setPointerCapture(event.pointerId);
});
map.addEventListener("pointermove", event => {
  if (!drag) { return; }
  drag.moved ||= Math.hypot(event.offsetX - drag.x, event.offsetY - drag.y) > 4;
  if (drag.corner !== undefined) { shape().ring[drag.corner] = degree(event.offsetX, event.offsetY); }
  else if (drag.moved) {
    view.x -= (event.offsetX - drag.x) / view.scale / shrink; view.y += (event.offsetY - drag.y) / view.scale;
    drag.x = event.offsetX; drag.y = event.offsetY;
  }
  draw();
});
map.addEventListener("pointerup", event => {
  if (drag && !drag.moved && drag.corner === undefined) { insert(degree(event.offsetX, event.offsetY)); }
  drag = null;
  draw();
});
// a new corner goes where it lengthens the outline least
function insert(corner) {
  const ring = shape().ring;
  const far = (a, b) => Math.hypot((a[0] - b[0]) * shrink, a[1] - b[1]);
  let best = ring.length, least = Infinity;
  for (let i = 0; i < ring.length && ring.length > 2; i++) {
    const more = far(ring[i], corner) + far(corner, ring[(i + 1) % ring.length]) - far(ring[i], ring[(i + 1) % ring.length]);
    if (more < least) { least = more; best = i + 1; }
  }
  ring.splice(best, 0, corner);
}
map.addEventListener("wheel", event => { event.preventDefault(); view.scale *= event.deltaY < 0 ? 1.2 : 1 / 1.2; draw(); }, { passive: false });
which.addEventListener("change", draw);
document.getElementById("outline-clear").addEventListener("click", () => { shape().ring = []; draw(); });
document.getElementById("outline-save").addEventListener("click", async event => {
  const chosen = shape();
  const answer = await fetch("/api/v1/places/" + encodeURIComponent(which.value) + "/outline", {
    method: "PUT", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ring: chosen.ring.flat(), version: chosen.version }) });
  if (answer.ok) { chosen.version += 1; toast(event.target.dataset.saved); setTimeout(() => location.reload(), 1200); }
  else { toast((await answer.json()).detail, 9); }
});
draw();
