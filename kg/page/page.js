// The page: reads the data, sets up the canvas, and keeps canvas, panel, table and address together.

const $ = (id) => document.getElementById(id);
const model = JSON.parse($("data").textContent);
const dashes = { __proto__: null, ...model.dashes };
const still = matchMedia("(prefers-reduced-motion: reduce)");
const state = { type: null, index: null, hover: null, hoverEdge: null, kinds: new Set(), statuses: new Set() };

model.degree = model.nodes.map(() => 0);
model.touching = model.nodes.map(() => []);
model.edges.forEach((edge, i) => {
  for (const end of new Set([edge.from, edge.to])) {
    model.degree[end]++;
    model.touching[end].push(i);
  }
});
model.best = model.nodes.map((_, i) => i).sort((a, b) => model.degree[b] - model.degree[a] || a - b).slice(0, 8);
model.sentence = (i) => {
  const { from, to, label } = model.edges[i];
  return `${model.nodes[from].label} ${label} ${model.nodes[to].label}`;
};

// Colours of the theme

let theme;
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "muted", "edge", "outline", "rule"];
  theme = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const GROWN = { star: 1.2, triangle: 1.1, triangleDown: 1.1, square: 0.9 };

function visNode(node, id) {
  const { x, y, shape, colour, size, hidden } = node;
  const fill = (border) => ({ background: colour, border });
  const color = { ...fill(theme.outline), highlight: fill(theme.ink), hover: fill(theme.ink) };
  const opacity = related.nodes && !related.nodes.has(id) ? 0.25 : 1;
  return { id, x, y, shape, size: size * (GROWN[shape] || 1), hidden: Boolean(hidden), color, opacity };
}

function visEdge(edge, id) {
  const { from, to, bend, arrow, status, hidden } = edge;
  const smooth = bend && from !== to
    ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false;
  const faded = related.edges && !related.edges.has(id);
  return {
    id, from, to, smooth, hidden: Boolean(hidden),
    arrows: arrow,
    dashes: dashes[status] || false,
    color: { color: faded ? theme.rule : theme.edge, highlight: theme.ink, hover: theme.ink },
    ...(from === to ? { selfReference: { size: 10 + 10 * bend, angle: Math.PI / 4 } } : {}),
  };
}

// What is selected, and what belongs to it

let related = { nodes: null, edges: null };
function relate() {
  const { type, index } = state;
  if (type === null) return { nodes: null, edges: null };
  const edges = new Set(type === "node" ? model.touching[index] : [index]);
  const nodes = new Set(type === "node" ? [index] : []);
  for (const i of edges) nodes.add(model.edges[i].from).add(model.edges[i].to);
  return { nodes, edges };
}

$("tools").hidden = document.querySelector("main").hidden = false;
if ($("canvas").clientHeight > $("canvas").clientWidth) // places are computed for a screen that lies
  for (const node of model.nodes) [node.x, node.y] = [node.y, node.x];
readTheme();
const many = model.edges.length > 3000;
const data = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
const network = new vis.Network($("canvas"), data, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: {
    hover: true,
    multiselect: false,
    hideEdgesOnDrag: many,
    hideEdgesOnZoom: many,
    keyboard: { enabled: true, bindToWindow: false },
  },
  nodes: { borderWidth: 1.5, borderWidthSelected: 4 },
  edges: { width: many ? 0.6 : 1.3, hoverWidth: 0.7, selectionWidth: 1, arrows: { to: { scaleFactor: 0.55 } } },
});
const labels = new Labels(network, model, getComputedStyle(document.body).fontFamily);
const panel = new Panel($("panel"), model, choose);
const table = new Table($("table"), model, panel, choose);

network.on("afterDrawing", (ctx) => {
  const named = new Set(related.edges);
  if (state.hoverEdge !== null) named.add(state.hoverEdge);
  labels.draw(ctx, {
    ...theme, named, first: new Set([...(state.hover === null ? [] : [state.hover]), ...(related.nodes || [])]),
    fade: (i) => related.nodes && !related.nodes.has(i),
    dull: (i) => related.edges && !related.edges.has(i),
  });
});

/** Brings all shown nodes into view, with room for their names. */
let fitted = false;
function fit() {
  const shown = model.nodes.flatMap((node, i) => (node.hidden ? [] : [i]));
  const { clientWidth: width, clientHeight: height } = $("canvas");
  if (!shown.length || !width) return;
  fitted = true;
  const places = Object.values(network.getPositions(shown));
  const span = (axis) => places.reduce(
    ([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [span("x"), span("y")];
  const [wide, tall] = [right - left, bottom - top];
  const scale = Math.min((width - Math.min(150, width / 4)) / (wide + 30), (height - 100) / (tall + 30), 1.6);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
}

const motion = () => (still.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });

/** Has vis-network draw what changed, which `keys` tells without asking it. */
const keys = { nodes: model.nodes.map(() => ""), edges: model.edges.map(() => "") };
function update(name, make) {
  const changed = [];
  model[name].forEach((item, i) => {
    const key = `${Boolean(item.hidden)} ${!related[name] || related[name].has(i)} ${theme.ink}`;
    if (key === keys[name][i]) return;
    keys[name][i] = key;
    changed.push(make(item, i));
  });
  if (changed.length) data[name].update(changed);
}

function refresh() {
  related = relate();
  update("nodes", visNode);
  update("edges", visEdge);
  if (state.type === "node") network.setSelection({ nodes: [state.index], edges: model.touching[state.index] });
  else if (state.type === "edge") network.setSelection({ nodes: [], edges: [state.index] }, { highlightEdges: false });
  else network.unselectAll();
}

/** Selects a node or an edge by its number, or nothing; `closer` also zooms in where names are small. */
function choose(type, index = null, closer = true) {
  Object.assign(state, { type, index: type ? index : null });
  refresh();
  $("panel").classList.toggle("open", Boolean(type));
  panel.show(type, index);
  if (type) reach(type === "node" ? [index] : [model.edges[index].from, model.edges[index].to], closer);
  if (type && closer && !$("table").contains(document.activeElement)) $("panel").focus({ preventScroll: true });
  remember();
}

/** Moves the canvas if the middle of these nodes is out of sight, also behind the panel on a small screen. */
function reach(nodes, closer) {
  const places = Object.values(network.getPositions(nodes));
  const middle = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const position = { x: middle("x"), y: middle("y") };
  const scale = closer ? Math.max(network.getScale(), 0.6) : network.getScale();
  const stage = $("canvas").getBoundingClientRect();
  const cover = getComputedStyle($("panel")).position === "fixed"
    ? Math.max(0, stage.bottom - $("panel").getBoundingClientRect().top) : 0;
  const { x, y } = network.canvasToDOM(position);
  const seen = x > 60 && x < stage.width - 60 && y > 50 && y < stage.height - cover - 50;
  if (!seen || scale !== network.getScale())
    network.moveTo({ position, scale, offset: { x: 0, y: -cover / 2 }, animation: motion() });
}

network.on("click", ({ nodes, edges }) => {
  if (nodes.length) choose("node", nodes[0], false);
  else if (edges.length) choose("edge", edges[0], false);
  else choose(null);
});
network.on("hoverNode", ({ node }) => { state.hover = node; network.redraw(); });
network.on("blurNode", () => { state.hover = null; network.redraw(); });
network.on("hoverEdge", ({ edge }) => { state.hoverEdge = edge; network.redraw(); });
network.on("blurEdge", () => { state.hoverEdge = null; network.redraw(); });

// Filters, which are the legend

function filter() {
  for (const node of model.nodes) node.hidden = state.kinds.has(node.kind);
  for (const edge of model.edges)
    edge.hidden = state.statuses.has(edge.status) || model.nodes[edge.from].hidden || model.nodes[edge.to].hidden;
  const [nodes, edges] = [model.nodes, model.edges].map((all) => all.filter((item) => !item.hidden).length);
  $("counts").textContent = `${share(nodes, model.nodes.length, "node")}, ${share(edges, model.edges.length, "edge")}`;
  for (const box of document.querySelectorAll("#legend input"))
    box.checked = !state[box.name].has(box.value);
  refresh();
  if (!$("table").hidden) table.show();
  find();
  remember();
}

function legendBox(name, value, text, number, sign) {
  const box = el("input", { type: "checkbox", name, value });
  box.checked = true;
  box.addEventListener("change", () => {
    if (box.checked) state[name].delete(value); else state[name].add(value);
    filter();
  });
  return el("label", {}, box, sign, el("span", { text }), el("small", { text: number.toLocaleString("en") }));
}

const KINDS = 14; // so many are shown at first, the most frequent ones

function legend() {
  const groups = new Map(model.kinds.map((kind) => [kind.id, []]));
  for (const node of model.nodes) groups.get(node.kind).push(node);
  const kinds = [...model.kinds].sort((a, b) => groups.get(b.id).length - groups.get(a.id).length);
  const boxes = kinds.map(({ id, label }) => {
    const nodes = groups.get(id);
    return legendBox("kinds", id, label, nodes.length, mark(nodes[0]));
  });
  $("kinds").append(...boxes);
  $("kinds").hidden = kinds.length === 1 && !kinds[0].id;
  const rest = boxes.slice(KINDS);
  if (rest.length) {
    const unfold = () => {
      for (const box of rest) box.hidden = false;
      more.remove();
      rest[0].querySelector("input").focus();
    };
    const more = button({ class: "name", text: count(rest.length, "more kind"), on: unfold });
    for (const box of rest) box.hidden = true;
    $("kinds").append(more);
  }
  for (const status of new Set([...Object.keys(MEANINGS), ...model.edges.map((edge) => edge.status)])) {
    const number = model.edges.filter((edge) => edge.status === status).length;
    if (number) $("statuses").append(legendBox("statuses", status, MEANINGS[status] || status, number, line(status)));
  }
}

// Search

const fold = (text) => text.normalize("NFKC").toLowerCase();
let index = null;

function find() {
  const query = fold($("search").value.trim());
  $("hits").hidden = !query;
  if (!query) return;
  index ||= model.nodes.map((node) => [node.label, ...node.aliases, node.id].map((text) => [fold(text), text]));
  const hits = index.flatMap((texts, i) => {
    const at = texts.findIndex(([folded]) => folded.includes(query));
    if (at < 0) return [];
    const rank = texts[at][0] === query ? 0 : texts[at][0].startsWith(query) ? 1 : 2;
    return [{ i, rank, text: at ? texts[at][1] : "" }];
  }).sort((a, b) => a.rank - b.rank || model.degree[b.i] - model.degree[a.i]);
  const rest = hits.length > 20 ? [el("p", { text: `${(hits.length - 20).toLocaleString("en")} more: type on` })] : [];
  $("hits").replaceChildren(...hits.slice(0, 20).map(hit), ...rest);
  if (!hits.length) $("hits").append(el("p", { text: "Nothing of that name" }));
}

function hit({ i, text }) {
  const node = model.nodes[i];
  const note = [text, node.hidden ? "filtered out: shown again when chosen" : ""].filter(Boolean).join(" · ");
  const pick = () => {
    $("search").value = "";
    if (node.hidden) state.kinds.delete(node.kind);
    filter();
    choose("node", i);
  };
  const words = [el("span", { text: node.label }), el("small", { text: note })];
  return button({ on: pick }, mark(node), ...words);
}

$("search").addEventListener("input", find);
$("finder").addEventListener("keydown", (event) => {
  const all = [...$("hits").querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  if (event.key === "Enter" && at < 0) all[0]?.click();
  else if (event.key === "ArrowDown") all[at + 1]?.focus();
  else if (event.key === "ArrowUp") (all[at - 1] || $("search")).focus();
  else if (event.key === "Escape") { $("search").value = ""; find(); $("search").focus(); }
  else return;
  event.preventDefault();
});
document.addEventListener("pointerdown", (event) => {
  if (!$("finder").contains(event.target)) $("hits").hidden = true;
});
$("search").addEventListener("focus", find);

// Views, saving, printing

function view(name) {
  const asTable = name === "table";
  $("table").hidden = !asTable;
  $("stage").hidden = asTable;
  $("show-graph").setAttribute("aria-pressed", String(!asTable));
  $("show-table").setAttribute("aria-pressed", String(asTable));
  $("save-picture").disabled = asTable;
  if (asTable) table.show();
  else {
    network.setSize("100%", "100%");
    network.redraw();
    if (!fitted) fit();
  }
  remember();
}

function save(blob, suffix) {
  const name = document.title.replace(/[^\p{L}\p{N}]+/gu, "-");
  const link = el("a", { href: URL.createObjectURL(blob), download: `${name}.${suffix}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function savePicture() {
  const canvas = $("canvas").querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => save(blob, "png"));
}

/** The shown edges; a cell that a spreadsheet would compute gets an apostrophe. */
function saveTable() {
  const cell = (text) => `"${String(text).replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;
  const rows = model.edges.filter((edge) => !edge.hidden).map((edge) => [
    model.nodes[edge.from].id, model.nodes[edge.from].label, edge.property || edge.label,
    model.nodes[edge.to].id, model.nodes[edge.to].label, edge.status,
    [...new Set(edge.claims.map((claim) => claim.claimant))].join("; "),
    [...new Set(edge.claims.map((claim) => claim.source))].join("; ")]);
  const head = ["from", "fromLabel", "relation", "to", "toLabel", "status", "claimants", "sources"];
  const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
  save(new Blob([`\ufeff${text}\r\n`], { type: "text/csv;charset=utf-8" }), "csv");
}

function repaint() {
  readTheme();
  refresh();
}

let before = null;
addEventListener("beforeprint", () => {
  before = { stage: $("stage").hidden, table: $("table").hidden };
  document.documentElement.classList.add("paper");
  $("stage").hidden = $("table").hidden = false;
  table.show(true);
  repaint();
  network.redraw();
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("paper");
  $("stage").hidden = before.stage;
  $("table").hidden = before.table;
  repaint();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

const click = (id, action) => $(id).addEventListener("click", action);
click("show-graph", () => view("graph"));
click("show-table", () => view("table"));
click("save-picture", savePicture);
click("save-table", saveTable);
click("zoom-in", () => network.moveTo({ scale: network.getScale() * 1.4, animation: motion() }));
click("zoom-out", () => network.moveTo({ scale: network.getScale() / 1.4, animation: motion() }));
click("zoom-fit", fit);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("finder").contains(event.target) && state.type) choose(null);
});

// The address holds what is shown, so that it can be sent

let ready = false;
function remember() {
  if (!ready) return;
  const words = new URLSearchParams();
  if (state.type === "node") words.set("node", model.nodes[state.index].id);
  if (state.type === "edge") words.set("edge", state.index);
  for (const kind of state.kinds) words.append("hide", kind);
  for (const status of state.statuses) words.append("without", status);
  if (!$("table").hidden) words.set("view", "table");
  history.replaceState(null, "", `#${words}`);
}

function recall() {
  const words = new URLSearchParams(location.hash.slice(1));
  ready = false;
  state.kinds = new Set(words.getAll("hide"));
  state.statuses = new Set(words.getAll("without"));
  filter();
  view(words.get("view"));
  const node = model.nodes.findIndex(({ id }) => id === words.get("node"));
  const edge = Number(words.get("edge") ?? NaN);
  if (node >= 0) choose("node", node);
  else if (model.edges[edge]) choose("edge", edge);
  else choose(null);
  ready = true;
}

legend();
$("canvas").firstElementChild.setAttribute("aria-label", "Drawing of the graph; the table lists the same edges");
$("canvas").firstElementChild.setAttribute("role", "img");
recall();
const done = () => { document.documentElement.dataset.ready = ""; };
if ($("stage").hidden) done(); else network.once("afterDrawing", done);
addEventListener("hashchange", recall);
