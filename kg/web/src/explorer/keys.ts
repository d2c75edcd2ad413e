// The network by keyboard.
import type { Canvas } from "../shared/canvas";
import type { Choice, Model } from "../shared/model";
import { towards } from "../shared/nearby";
import type { Search } from "../shared/search";

const WAYS = new Map<string, [number, number]>([
  ["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, -1]], ["ArrowDown", [0, 1]],
]);

/** Lets the drawing be walked through by keys: between neighbours, and over the plane. */
export function keyboard(
  frame: HTMLElement, canvas: Canvas, model: Model, search: Search, choose: (choice: Choice) => void,
): void {
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", "Drawing of the network; arrow keys move between neighbours, / searches, the table below lists the same");
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { chosen } = canvas;
    const way = WAYS.get(event.key);
    if (way && event.shiftKey) canvas.pan(way[0] * 80, way[1] * 80);
    else if (way) {
      const next = chosen?.type === "node" ? towards(model, chosen.index, way) : model.ranked().find((i) => !model.nodes[i].hidden);
      if (next !== null && next !== undefined) choose({ type: "node", index: next });
    } else if (event.key === "+") canvas.zoom(1.4);
    else if (event.key === "-") canvas.zoom(1 / 1.4);
    else if (event.key === "0") canvas.fit();
    else if (event.key === "/") search.focus();
    else if (event.key === "Escape") choose(null);
    else if (event.key === "Enter" && chosen) document.getElementById("panel")!.focus();
    else return;
    event.preventDefault();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => canvas.repaint());
}
