// The things of a network by name, below its drawing.
import { count, el } from "../shared/dom";
import type { GraphNode } from "../shared/model";
import { inView, page } from "./address";

const MOST = 300;
const ORDER = new Intl.Collator("en", { numeric: true });

/** Lists what there is now in the place of what there was when the page came. */
export function named(nodes: GraphNode[]): void {
  const list = document.querySelector(".names ul");
  if (!list) return;
  const head = document.querySelector(".names summary")!;
  head.textContent = `The ${nodes.length > MOST ? `first ${MOST} of ` : ""}${count(nodes.length, "thing")} by name`;
  const inOrder = [...nodes].sort((a, b) => ORDER.compare(a.label, b.label));
  list.replaceChildren(...inOrder.slice(0, MOST).map(row));
}

const row = ({ id, label }: GraphNode): HTMLElement => el("li", {}, el("a", { href: page(id), text: label, dir: "auto" }), " ",
  el("a", { href: inView("/network", { thing: id }), text: "→", "aria-label": `network of ${label}` }));
