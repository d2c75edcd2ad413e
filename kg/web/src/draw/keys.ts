// The keyboard: arrows move from neighbour to neighbour, others are listed in the help.
import type { Canvas } from "../shared/canvas";
import { $ } from "../shared/dom";
import type { Choice, Model } from "../shared/model";
import { towards } from "../shared/nearby";
import type { Search } from "../shared/search";

const WAYS = new Map<string, [number, number]>([
  ["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, -1]], ["ArrowDown", [0, 1]],
]);

interface Page {
  canvas: Canvas; model: Model; search: Search; choose: (choice: Choice, closer?: boolean) => void;
  view: (name: "graph" | "table") => void;
}

export function keyboard({ canvas, model, choose, search, view }: Page): void {
  const help = $<HTMLDialogElement>("help");
  const frame = canvas.root.firstElementChild as HTMLElement;
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", "Drawing of the graph; arrow keys move between neighbours, the table lists the same edges");

  function step(way: [number, number]): void {
    const { chosen } = canvas;
    const from = chosen?.type === "node" ? chosen.index : chosen ? model.edges[chosen.index].from : null;
    const next = from === null ? model.ranked().find((i) => !model.nodes[i].hidden) : towards(model, from, way);
    if (next !== null && next !== undefined) choose({ type: "node", index: next }, false);
    else $("said").textContent = "No neighbour that way";
  }

  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS.get(event.key);
    if (way && event.shiftKey) canvas.pan(way[0] * 80, way[1] * 80);
    else if (way) step(way);
    else if (event.key === "+" || event.key === "=") canvas.zoom(1.4);
    else if (event.key === "-") canvas.zoom(1 / 1.4);
    else if (event.key === "0") canvas.fit();
    else if (event.key === "t") { view("table"); $("show-table").focus(); }
    else if (event.key === "Enter" && canvas.chosen) $("panel").focus();
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const writing = target instanceof HTMLInputElement && ["search", "text"].includes(target.type);
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape" && !writing && canvas.chosen) choose(null);
    else if (event.key === "/" && !writing) search.focus();
    else if (event.key === "?" && !writing) help.showModal();
    else return;
    event.preventDefault();
  });
  $("close-help").addEventListener("click", () => help.close());
  $("show-help").addEventListener("click", () => help.showModal());
}
