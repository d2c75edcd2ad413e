// How a network grows: neighbours come step by step, and the last step can be taken back.
import type { GraphEdge, GraphNode, Kind, Model } from "../shared/model";
import { spread } from "./spread";

export type SentEdge = Omit<GraphEdge, "from" | "to"> & { from: string; to: string };
export interface SentGraph { kinds: Kind[]; nodes: GraphNode[]; edges: SentEdge[] }
export interface Step { nodes: number[]; edges: number[]; thing: string }

export class Growth {
  readonly steps: Step[] = [];

  constructor(private model: Model) {}

  /** What there is now, hidden or not. */
  get nodes(): GraphNode[] { return this.model.nodes.filter(({ gone }) => !gone); }

  /** Adds what is new, around a node where there is one; brings back what was undone. */
  add({ kinds, nodes, edges }: SentGraph, around?: GraphNode): Pick<Step, "nodes" | "edges"> {
    const { model } = this;
    for (const kind of kinds) if (!model.kinds.some(({ id }) => id === kind.id)) model.kinds.push(kind);
    const fresh = nodes.filter(({ id }) => model.nodes[model.find(id)]?.gone ?? true);
    const there = this.nodes;
    const added = fresh.map((node) => (model.find(node.id) < 0 ? model.add(node) : model.find(node.id)));
    for (const i of added) model.nodes[i].gone = false;
    if (around) spread(added.map((i) => model.nodes[i]), around, there);
    return { nodes: added, edges: edges.flatMap((edge) => this.tie(edge)) };
  }

  private tie(edge: SentEdge): number[] {
    const [from, to] = [this.model.find(edge.from), this.model.find(edge.to)];
    if (from < 0 || to < 0) return [];
    const known = this.model.touching[from].find((i) => {
      const each = this.model.edges[i];
      return each.from === from && each.to === to && each.property === edge.property;
    });
    if (known === undefined) return [this.model.connect({ ...edge, from, to })];
    if (!this.model.edges[known].gone) return [];
    this.model.edges[known].gone = false;
    return [known];
  }

  /** Takes back the last step, and gives it. */
  undo(): Step | undefined {
    const step = this.steps.pop();
    for (const i of step?.nodes ?? []) this.model.nodes[i].gone = true;
    for (const i of step?.edges ?? []) this.model.edges[i].gone = true;
    return step;
  }
}
