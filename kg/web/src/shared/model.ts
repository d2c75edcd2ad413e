// The graph that a page shows: nodes and edges as Python wrote them, and what follows from them.

export interface Claim {
  claimant?: string; source?: string; line?: number | string | null; quote?: string | null;
  modality?: string; negated?: boolean; value?: string;
}

export interface Fact { property?: string; value?: string; status?: string; claims?: Claim[] }

export interface GraphNode {
  id: string; label: string; kind: string; kindLabel: string; colour: string; shape: string; size: number;
  x: number; y: number; iri: string; note: string; aliases: string[]; facts: Fact[];
  first?: string | null; last?: string | null; more?: number | null; hidden?: boolean; gone?: boolean;
}

export interface GraphEdge {
  from: number; to: number; bend: number; arrow: string; label: string; property: string; status: string;
  claims: Claim[]; hidden?: boolean; gone?: boolean;
}

export interface Kind { id: string; label: string }

/** What the graph is: for the heading, the exports and the note on what is left out. */
export interface About { title: string; drawn: string; graph: string; asked: string; whole: number }

export interface Data {
  kinds: Kind[]; dashes?: Record<string, number[]>; nodes: GraphNode[]; edges: GraphEdge[]; about?: About;
}

export type Part = "nodes" | "edges";
export type Choice = { type: "node" | "edge"; index: number } | null;

const DASHES = { claimed: [6, 5], contested: [12, 4, 2, 4] };

export class Model {
  nodes: GraphNode[] = [];
  edges: GraphEdge[] = [];
  kinds: Kind[];
  dashes: Map<string, number[]>;
  about: About;
  touching: number[][] = []; // for each node, the numbers of its edges
  private numbers = new Map<string, number>();

  constructor(data: Data) {
    this.kinds = data.kinds;
    this.dashes = new Map(Object.entries(data.dashes ?? DASHES));
    this.about = data.about ?? { title: document.title, drawn: "", graph: "", asked: "", whole: 0 };
    for (const node of data.nodes) this.add(node);
    for (const edge of data.edges) this.connect(edge);
  }

  /** Adds a node, and gives its number. */
  add(node: GraphNode): number {
    this.numbers.set(node.id, this.nodes.length);
    this.touching.push([]);
    return this.nodes.push(node) - 1;
  }

  connect(edge: GraphEdge): number {
    const i = this.edges.push(edge) - 1;
    for (const end of new Set([edge.from, edge.to])) this.touching[end].push(i);
    return i;
  }

  find(id: string): number { return this.numbers.get(id) ?? -1; }

  degree(i: number): number { return this.touching[i].length; }

  /** The numbers of all nodes, the best connected first. */
  ranked(): number[] {
    return this.nodes.map((_, i) => i).sort((a, b) => this.degree(b) - this.degree(a) || a - b);
  }

  other(edge: number, node: number): number {
    const { from, to } = this.edges[edge];
    return from === node ? to : from;
  }

  sentence(i: number): string {
    const { from, to, label } = this.edges[i];
    return `${this.nodes[from].label} ${label} ${this.nodes[to].label}`;
  }

  kindLabel(id: string): string { return this.kinds.find((kind) => kind.id === id)?.label ?? ""; }

  shown(part: Part): number[] {
    return this[part].flatMap((item, i) => (item.hidden ? [] : [i]));
  }

  /** The shown edges of a node. */
  near(i: number): number[] { return this.touching[i].filter((edge) => !this.edges[edge].hidden); }
}
