// What lies at a point of the drawing, or beside something in it.
import { course, distance } from "./course";
import type { Choice, Model } from "./model";

interface Spot { x: number; y: number }
export interface Related { nodes: Set<number> | null; edges: Set<number> | null }

/** The shown node at a point, of several the one drawn last; -1 for none. */
export function nodeAt(model: Model, { x, y }: Spot): number {
  return model.nodes.findLastIndex((node) =>
    !node.hidden && Math.max(Math.abs(node.x - x), Math.abs(node.y - y)) < node.size);
}

/** The shown edge that passes nearest to a point, if it is that near; -1 for none. */
export function edgeAt(model: Model, { x, y }: Spot, near: number): number {
  let [best, least] = [-1, near];
  model.edges.forEach((edge, i) => {
    if (edge.hidden) return;
    const [a, b] = [model.nodes[edge.from], model.nodes[edge.to]];
    const far = least + Math.max(60, (Math.abs(a.x - b.x) + Math.abs(a.y - b.y)) / 2);
    if (Math.max(a.x, b.x) + far < x || Math.min(a.x, b.x) - far > x || Math.max(a.y, b.y) + far < y || Math.min(a.y, b.y) - far > y) return;
    const away = distance(course(model.nodes, edge), [x, y]);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}

/** The neighbour of a node that lies most in a direction, by a shown edge. */
export function towards(model: Model, index: number, [dx, dy]: [number, number]): number | null {
  const here = model.nodes[index];
  let [best, least] = [-1, Infinity];
  for (const edge of model.near(index)) {
    const other = model.other(edge, index);
    const [x, y] = [model.nodes[other].x - here.x, model.nodes[other].y - here.y];
    const [along, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
    if (other !== index && along > 0 && along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
  }
  return best < 0 ? null : best;
}

/** What belongs to a choice: itself, its edges, and their ends. */
export function related(model: Model, chosen: Choice): Related {
  if (!chosen) return { nodes: null, edges: null };
  const edges = new Set(chosen.type === "node" ? model.touching[chosen.index] : [chosen.index]);
  const nodes = new Set(chosen.type === "node" ? [chosen.index] : []);
  for (const i of edges) nodes.add(model.edges[i].from).add(model.edges[i].to);
  return { nodes, edges };
}
