// What filters of drawings have in common: a box for each thing that can be hidden, and the relations that there are.
import { el, number } from "./dom";
import type { GraphEdge } from "./model";

export const relationOf = (edge: GraphEdge): string => edge.property || edge.label;

export interface Relation { name: string; label: string; total: number }

/** The relations of some edges, the most frequent first. */
export function relationsOf(edges: GraphEdge[]): Relation[] {
  const found = new Map<string, Relation>();
  for (const edge of edges) {
    const name = relationOf(edge);
    const known = found.get(name) ?? { name, label: edge.label || name || "unnamed", total: 0 };
    found.set(name, { ...known, total: known.total + 1 });
  }
  return [...found.values()].sort((a, b) => b.total - a.total);
}

export const relationsHead = (total: number, hidden: number): string =>
  `Relations (${number(total)}${hidden ? `, ${number(hidden)} hidden` : ""})`;

/** A box that hides what belongs to a value of a filter; `away` gives what is hidden at the time. */
export function box(
  name: string, value: string, text: string, total: number, sign: Node | null, away: () => Set<string>, changed: () => void,
): HTMLLabelElement {
  const input = el("input", { type: "checkbox", name, value, "data-filter": name });
  input.checked = !away().has(value);
  input.addEventListener("change", () => {
    if (input.checked) away().delete(value); else away().add(value);
    changed();
  });
  return el("label", {}, input, sign, el("span", { text }), el("small", { text: number(total) }));
}
