// The drawing: vis-network with places computed beforehand, what is selected, and what belongs to it.
import { DataSet } from "vis-data/esnext";
import { Network } from "vis-network/esnext";
import { Glide } from "./glide";
import { Labels } from "./labels";
import { readTheme, type Theme } from "./look";
import type { Choice, GraphEdge, GraphNode, Model, Part } from "./model";

const GROWN: Record<string, number> = { star: 1.2, triangle: 1.1, triangleDown: 1.1, square: 0.9 };
const LARGE = 300; // so many nodes are drawn at each step of a drag
const still = matchMedia("(prefers-reduced-motion: reduce)");

interface Related { nodes: Set<number> | null; edges: Set<number> | null }

export class Canvas {
  network: Network;
  theme: Theme = readTheme();
  chosen: Choice = null;
  fitted = false;
  moved = false; // by hand, so that the address tells where to
  private related: Related = { nodes: null, edges: null };
  private hover = -1;
  private hoverEdge = -1;
  private data = { nodes: new DataSet<object>(), edges: new DataSet<object>() };
  private keys: Record<Part, string[]> = { nodes: [], edges: [] };
  private labels: Labels;
  private many: boolean;

  /** `choose` is told what is clicked on; `moved` that the view or a node was moved. */
  constructor(readonly root: HTMLElement, private model: Model, choose: (choice: Choice) => void, told: () => void) {
    const moved = () => { this.moved = true; told(); };
    this.many = model.edges.length > 3000;
    this.network = new Network(root, this.data as never, this.options());
    new Glide(this.network, root, () => model.shown("nodes").length > LARGE);
    this.labels = new Labels(this.network, model, getComputedStyle(document.body).fontFamily);
    this.network.on("afterDrawing", (ctx: CanvasRenderingContext2D) => this.drawLabels(ctx));
    this.network.on("click", ({ nodes, edges }: { nodes: number[]; edges: number[] }) => {
      if (nodes.length) choose({ type: "node", index: nodes[0] });
      else choose(edges.length ? { type: "edge", index: edges[0] } : null);
    });
    this.network.on("hoverNode", ({ node }) => { this.hover = node; this.redraw(); });
    this.network.on("blurNode", () => { this.hover = -1; this.redraw(); });
    this.network.on("hoverEdge", ({ edge }) => { this.hoverEdge = edge; this.redraw(); });
    this.network.on("blurEdge", () => { this.hoverEdge = -1; this.redraw(); });
    this.network.on("dragging", ({ nodes }: { nodes: number[] }) => this.keepPlaces(nodes));
    this.network.on("dragEnd", ({ nodes }: { nodes: number[] }) => { this.keepPlaces(nodes); moved(); });
    this.network.on("zoom", moved);
  }

  private options(): object {
    return {
      physics: false,
      layout: { improvedLayout: false },
      interaction: {
        hover: true, multiselect: false, hideEdgesOnZoom: this.many,
        keyboard: { enabled: false },
      },
      nodes: { borderWidth: 1.5, borderWidthSelected: 4 },
      edges: { width: this.many ? 0.6 : 1.3, hoverWidth: 0.7, selectionWidth: 1, arrows: { to: { scaleFactor: 0.55 } } },
    };
  }

  private keepPlaces(nodes: number[]): void {
    for (const [i, { x, y }] of Object.entries(this.network.getPositions(nodes)))
      if (nodes.includes(Number(i))) Object.assign(this.model.nodes[Number(i)], { x, y });
  }

  private drawLabels(ctx: CanvasRenderingContext2D): void {
    const { nodes, edges } = this.related;
    const named = new Set(edges ?? []);
    if (this.hoverEdge >= 0) named.add(this.hoverEdge);
    const sure = new Set(this.hover < 0 ? [] : [this.hover]);
    if (this.chosen?.type === "node") sure.add(this.chosen.index);
    this.labels.draw(ctx, {
      version: `${this.hover} ${this.hoverEdge} ${this.revision}`, theme: this.theme, named,
      first: new Set([...sure, ...(nodes ?? [])]), sure,
      fade: (i) => nodes !== null && !nodes.has(i),
      dull: (i) => edges !== null && !edges.has(i),
    });
  }

  private revision = 0;

  /** With the next frame, and once however often it was asked for. */
  redraw(): void { this.tell("_requestRedraw"); }

  private tell(event: string): void {
    (this.network as unknown as { body: { emitter: { emit(name: string): void } } }).body.emitter.emit(event);
  }

  private visNode(node: GraphNode, id: number): object {
    const { x, y, shape, colour, size, hidden } = node;
    const fill = (border: string) => ({ background: colour, border });
    const color = { ...fill(this.theme.outline), highlight: fill(this.theme.ink), hover: fill(this.theme.ink) };
    const opacity = this.related.nodes && !this.related.nodes.has(id) ? 0.25 : 1;
    return { id, x, y, shape, size: size * (GROWN[shape] || 1), hidden: Boolean(hidden), color, opacity };
  }

  private visEdge(edge: GraphEdge, id: number): object {
    const { from, to, bend, arrow, status, hidden } = edge;
    const smooth = bend && from !== to
      ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false;
    const faded = this.related.edges && !this.related.edges.has(id);
    return {
      id, from, to, smooth, hidden: Boolean(hidden), arrows: arrow, dashes: this.model.dashes.get(status) ?? false,
      color: { color: faded ? this.theme.rule : this.theme.edge, highlight: this.theme.ink, hover: this.theme.ink },
      ...(from === to ? { selfReference: { size: 10 + 10 * bend, angle: Math.PI / 4 } } : {}),
    };
  }

  /** Has vis-network draw what changed, which `keys` tells without asking it. */
  private update<T extends Part>(part: T, make: (item: never, i: number) => object): void {
    const changed: object[] = [];
    this.model[part].forEach((item, i) => {
      const key = `${Boolean(item.hidden)} ${!this.related[part] || this.related[part]!.has(i)} ${this.theme.ink}`;
      if (key === this.keys[part][i]) return;
      this.keys[part][i] = key;
      changed.push(make(item as never, i));
    });
    if (changed.length) (this.data[part] as unknown as { update(items: object[]): void }).update(changed);
  }

  /** Draws anew what was hidden, shown, added or selected. */
  refresh(chosen: Choice = this.chosen): void {
    this.chosen = chosen;
    this.related = this.relate();
    this.revision++;
    this.tell("_blockRedraw"); // or each of the following draws all of it
    this.update("nodes", (node: GraphNode, i) => this.visNode(node, i));
    this.update("edges", (edge: GraphEdge, i) => this.visEdge(edge, i));
    if (chosen?.type === "node")
      this.network.setSelection({ nodes: [chosen.index], edges: this.model.touching[chosen.index] });
    else if (chosen) this.network.setSelection({ nodes: [], edges: [chosen.index] }, { highlightEdges: false });
    else this.network.unselectAll();
    this.tell("_allowRedraw");
    this.redraw();
  }

  private relate(): Related {
    const { chosen, model } = this;
    if (!chosen) return { nodes: null, edges: null };
    const edges = new Set(chosen.type === "node" ? model.touching[chosen.index] : [chosen.index]);
    const nodes = new Set(chosen.type === "node" ? [chosen.index] : []);
    for (const i of edges) nodes.add(model.edges[i].from).add(model.edges[i].to);
    return { nodes, edges };
  }

  repaint(): void {
    this.theme = readTheme();
    this.refresh();
  }

  private motion(): object | false {
    return still.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" };
  }

  /** Brings all shown nodes into view, with room for their names. */
  fit(): void {
    const shown = this.model.shown("nodes").map((i) => this.model.nodes[i]);
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!shown.length || !width) return;
    this.fitted = true;
    this.moved = false;
    const span = (axis: "x" | "y") => shown.reduce(
      ([low, high], node) => [Math.min(low, node[axis]), Math.max(high, node[axis])], [Infinity, -Infinity]);
    const [[left, right], [top, bottom]] = [span("x"), span("y")];
    const room = [width - Math.min(150, width / 4), height - Math.min(100, height / 4)];
    const scale = Math.min(room[0] / (right - left + 30), room[1] / (bottom - top + 30), 1.6);
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  /** Shows a part that was shown before. */
  show({ x, y, scale }: { x: number; y: number; scale: number }): void {
    this.fitted = this.moved = true;
    this.network.moveTo({ position: { x, y }, scale, animation: false });
  }

  zoom(factor: number): void {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: this.motion() as never });
  }

  pan(x: number, y: number): void {
    const at = this.network.getViewPosition();
    const scale = this.network.getScale();
    this.network.moveTo({ position: { x: at.x + x / scale, y: at.y + y / scale }, animation: this.motion() as never });
  }

  /** Moves the view if the middle of the choice is out of sight, also behind what covers it from below. */
  reach(choice: NonNullable<Choice>, closer: boolean, cover: number): void {
    const { index, type } = choice;
    const ends = type === "node" ? [index] : [this.model.edges[index].from, this.model.edges[index].to];
    const middle = (axis: "x" | "y") => ends.reduce((sum, i) => sum + this.model.nodes[i][axis], 0) / ends.length;
    const position = { x: middle("x"), y: middle("y") };
    const scale = closer ? Math.max(this.network.getScale(), 0.6) : this.network.getScale();
    const { x, y } = this.network.canvasToDOM(position);
    const { clientWidth: width, clientHeight: height } = this.root;
    const seen = x > 60 && x < width - 60 && y > 50 && y < height - cover - 50;
    if (!seen || scale !== this.network.getScale())
      this.network.moveTo({ position, scale, offset: { x: 0, y: -cover / 2 }, animation: this.motion() as never });
  }

  /** The neighbour of a node that lies most in a direction, by a shown edge. */
  towards(index: number, [dx, dy]: [number, number]): number | null {
    const here = this.model.nodes[index];
    let [best, least] = [-1, Infinity];
    for (const edge of this.model.near(index)) {
      const other = this.model.other(edge, index);
      const [x, y] = [this.model.nodes[other].x - here.x, this.model.nodes[other].y - here.y];
      const [along, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      if (other !== index && along > 0 && along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
    }
    return best < 0 ? null : best;
  }

  get element(): HTMLCanvasElement { return this.root.querySelector("canvas")!; }
}
