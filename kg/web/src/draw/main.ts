// The page of a drawing: keeps canvas, panel, table, filters and address together.
import { Canvas } from "../shared/canvas";
import { $, save, share } from "../shared/dom";
import { csvFile, gexfFile, graphmlFile } from "../shared/exports";
import { Model, type Choice } from "../shared/model";
import { Panel } from "../shared/panel";
import { onPaper } from "../shared/paper";
import { picture, svgFile } from "../shared/pictures";
import { Table } from "../shared/table";
import { recall, remember, type State } from "./address";
import { Filters } from "./filters";
import { keyboard } from "./keys";
import { Search } from "../shared/search";

const model = new Model(JSON.parse($("data").textContent!));
$("tools").hidden = document.querySelector("main")!.hidden = false;
if ($("canvas").clientHeight > $("canvas").clientWidth) // places are computed for a screen that lies
  for (const node of model.nodes) [node.x, node.y] = [node.y, node.x];

let ready = false;
let late = 0;
const canvas = new Canvas($("canvas"), model, (choice) => choose(choice, false), storeLater);
const panel = new Panel($("panel"), model, choose);
const table = new Table($("table"), model, panel, choose);
const filters = new Filters(model, filter);
const search = new Search(model, (index) => {
  if (model.nodes[index].hidden) filters.reveal(index);
  choose({ type: "node", index });
});

/** Selects a node or an edge, or nothing, and brings it into view; `closer` also zooms in where names are small. */
function choose(choice: Choice, closer = true, reach = true): void {
  canvas.refresh(choice);
  $("panel").classList.toggle("open", choice !== null);
  panel.show(choice);
  say(choice);
  if (choice && reach && !$("stage").hidden) canvas.reach(choice, closer, cover());
  if (choice && closer && !$("table").contains(document.activeElement)) $("panel").focus({ preventScroll: true });
  store();
}

/** How much of the canvas the panel covers, as it does on a small screen. */
function cover(): number {
  if (getComputedStyle($("panel")).position !== "fixed") return 0;
  return Math.max(0, $("canvas").getBoundingClientRect().bottom - $("panel").getBoundingClientRect().top);
}

/** Tells those who listen what is selected. */
function say(choice: Choice): void {
  if (!choice) $("said").textContent = "";
  else if (choice.type === "edge") $("said").textContent = model.sentence(choice.index);
  else {
    const node = model.nodes[choice.index];
    $("said").textContent = [node.label, node.kindLabel, share(model.near(choice.index).length, model.degree(choice.index), "edge")]
      .filter(Boolean).join(", ");
  }
}

function filter(): void {
  filters.apply();
  const [nodes, edges] = [model.shown("nodes").length, model.shown("edges").length];
  $("counts").textContent = `${share(nodes, model.nodes.length, "node")}, ${share(edges, model.edges.length, "edge")}`;
  canvas.refresh();
  if (!canvas.chosen) panel.show(null);
  if (!$("table").hidden) table.show();
  search.show();
  store();
}

function view(name: "graph" | "table"): void {
  const asTable = name === "table";
  canvas.position(); // which is not known once it is hidden
  $("table").hidden = !asTable;
  $("stage").hidden = asTable;
  $("show-graph").setAttribute("aria-pressed", String(!asTable));
  $("show-table").setAttribute("aria-pressed", String(asTable));
  $<HTMLButtonElement>("save-png").disabled = asTable;
  if (asTable) table.show();
  else {
    canvas.appear();
  }
  store();
}

// The address

function state(): State {
  return {
    choice: canvas.chosen, away: filters.away, period: filters.period.state, table: !$("table").hidden,
    at: canvas.moved ? canvas.position() : null,
  };
}

function store(): void {
  if (ready) remember(model, state());
}

/** A little after the last of many moves: to write the address takes longer than to draw. */
function storeLater(): void {
  clearTimeout(late);
  late = window.setTimeout(store, 150);
}

function restore(): void {
  ready = false;
  const { choice, away, period, table: asTable, at } = recall(model);
  filters.away = away;
  filters.period.set(period.from, period.until, period.undated);
  filter();
  view(asTable ? "table" : "graph");
  choose(choice, true, !at);
  if (at) canvas.show(at);
  ready = true;
}

// Saving and printing

const name = model.about.title.replace(/[^\p{L}\p{N}]+/gu, "-") || "graph";
const click = (id: string, action: () => void) => $(id).addEventListener("click", action);
const file = (text: string, type: string) => new Blob([text], { type: `${type};charset=utf-8` });
click("save-png", () => { void picture(canvas, model).then((blob) => save(blob, `${name}.png`)); });
click("save-svg", () => save(file(svgFile(model), "image/svg+xml"), `${name}.svg`));
click("save-gexf", () => save(file(gexfFile(model), "application/xml"), `${name}.gexf`));
click("save-graphml", () => save(file(graphmlFile(model), "application/xml"), `${name}.graphml`));
click("save-csv", () => save(file(csvFile(model), "text/csv"), `${name}.csv`));
for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu")) {
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target as Node)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")!.focus();
    event.stopPropagation();
  });
}
for (const each of document.querySelectorAll("#save button"))
  each.addEventListener("click", () => { $<HTMLDetailsElement>("save").open = false; });

onPaper(canvas, () => {
  const [stage, rows] = [$("stage").hidden, $("table").hidden];
  $("stage").hidden = $("table").hidden = false;
  if (stage) canvas.appear();
  table.show(true);
  return () => { [$("stage").hidden, $("table").hidden] = [stage, rows]; };
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => canvas.repaint());

click("show-graph", () => view("graph"));
click("show-table", () => view("table"));
click("zoom-in", () => canvas.zoom(1.4));
click("zoom-out", () => canvas.zoom(1 / 1.4));
click("zoom-fit", () => canvas.fit());
keyboard({ canvas, model, choose, search, view });

restore();
const done = () => { document.documentElement.dataset.ready = ""; };
if ($("stage").hidden) done(); else canvas.network.once("afterDrawing", done);
addEventListener("hashchange", restore);
