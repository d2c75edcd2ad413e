// The drawing: view and places, which vis-network moves by mouse and touch, what is selected, and what belongs to it.
import { Network } from "vis-network/esnext";
import { Glide } from "./glide";
import { Labels } from "./labels";
import { readTheme, type Theme } from "./look";
import type { Choice, Model } from "./model";
import { edgeAt, nodeAt, related, type Related } from "./nearby";
import { paint, type Box } from "./painter";
import { Rest } from "./rest";

const LARGE = 300; // so many nodes are drawn at each step of a drag
const MANY = 3000; // so many edges are drawn thin
const NEAR = 8; // pixels of the screen from a line, within which the mouse points at it
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** What vis-network does not offer to others: how it draws, and whether the mouse moves the view. */
interface Inside {
  body: { emitter: { emit(name: string): void; off(name: string): void; on(name: string, call: () => void): void } };
  renderer: { _redraw(): void; _drawNodes(pen: CanvasRenderingContext2D, hidden: boolean): { drawExternalLabels(): void } };
  interactionHandler: { options: { dragView: boolean } };
}
interface Place { x: number; y: number; scale: number }
interface Pointed { pointer: { canvas: { x: number; y: number } } }

export class Canvas {
  network: Network;
  theme: Theme = readTheme();
  chosen: Choice = null;
  fitted = false;
  moved = false; // by hand, so that the address tells where to
  private related: Related = { nodes: null, edges: null };
  private hover = -1;
  private hoverEdge = -1;
  private held = -1; // the node that is dragged
  private rest: Rest | null = null; // what stays where it is meanwhile
  private restAt = "";
  private labels: Labels;
  private revision = 0;
  private place: Place | null = null; // where the view was when it was last seen

  /** `choose` is told what is clicked on; `told` that the view or a node was moved. */
  constructor(readonly root: HTMLElement, private model: Model, choose: (choice: Choice) => void, told: () => void) {
    const moved = () => { this.moved = true; told(); };
    this.network = new Network(root, {}, this.options());
    this.inside.renderer._drawNodes = (pen, hidden) => {
      if (!hidden) this.paint(pen);
      return { drawExternalLabels: () => {} };
    };
    this.inside.body.emitter.off("_redraw"); // at each step of the mouse, of which a frame has several
    this.inside.body.emitter.on("_redraw", () => this.redraw());
    this.network.on("dragStart", ({ pointer }: Pointed) => this.hold(this.nodeAt(pointer.canvas)));
    this.network.on("dragEnd", () => { this.hold(-1); moved(); });
    this.network.on("zoom", moved);
    new Glide(this.network, root, () => this.held < 0 && model.shown("nodes").length > LARGE);
    this.labels = new Labels(this.network, model, getComputedStyle(document.body).fontFamily);
    this.network.on("afterDrawing", (ctx: CanvasRenderingContext2D) => this.drawLabels(ctx));
    this.network.on("click", ({ pointer }: Pointed) => {
      const [node, edge] = [this.nodeAt(pointer.canvas), this.edgeAt(pointer.canvas)];
      choose(node >= 0 ? { type: "node", index: node } : edge >= 0 ? { type: "edge", index: edge } : null);
    });
    addEventListener("pointermove", (event) => this.point(event)); // a node that is held may leave the drawing
  }

  private get inside(): Inside { return this.network as unknown as Inside; }

  private options(): object {
    return {
      physics: false,
      layout: { improvedLayout: false },
      interaction: { selectable: false, keyboard: { enabled: false } },
    };
  }

  /** Lets the mouse move a node, or again the view. */
  private hold(node: number): void {
    this.held = node;
    this.rest = null;
    this.inside.interactionHandler.options.dragView = node < 0;
  }

  private get view(): Box {
    const [{ x: left, y: top }, { x: right, y: bottom }] = [{ x: 0, y: 0 }, { x: this.root.clientWidth, y: this.root.clientHeight }]
      .map((corner) => this.network.DOMtoCanvas(corner));
    return { left, top, right, bottom };
  }

  private paint(pen: CanvasRenderingContext2D): void {
    const { theme, view, hover, hoverEdge, chosen, related, model } = this;
    const line = model.edges.length > MANY ? 0.6 : 1.3;
    const node = chosen?.type === "node" ? chosen.index : -1;
    const how = { theme, view, line, scale: this.network.getScale(), node, hover, hoverEdge, ...related };
    if (this.held < 0 || model.nodes.length <= LARGE) return paint(pen, model, how);
    const [transform, { width, height }] = [pen.getTransform(), pen.canvas];
    const at = `${transform} ${width} ${height} ${this.revision}`;
    if (!this.rest || this.restAt !== at) this.rest = new Rest(pen, transform, model, how, this.held);
    this.restAt = at;
    this.rest.paint(pen, how);
  }

  private nodeAt(at: { x: number; y: number }): number { return nodeAt(this.model, at); }

  private edgeAt(at: { x: number; y: number }): number { return edgeAt(this.model, at, NEAR / this.network.getScale()); }

  /** Moves the node that is held, or finds what the mouse points at. */
  private point({ clientX, clientY, buttons, target }: PointerEvent): void {
    const { left, top } = this.root.getBoundingClientRect();
    const at = this.network.DOMtoCanvas({ x: clientX - left, y: clientY - top });
    if (this.held >= 0) {
      Object.assign(this.model.nodes[this.held], at);
      this.labels.stir();
      this.redraw();
    }
    if (buttons) return;
    const within = this.root.contains(target as Node);
    const node = within ? this.nodeAt(at) : -1;
    const edge = within && node < 0 ? this.edgeAt(at) : -1;
    if (node === this.hover && edge === this.hoverEdge) return;
    [this.hover, this.hoverEdge] = [node, edge];
    this.redraw();
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

  /** With the next frame, and once however often it was asked for. */
  redraw(): void { this.inside.body.emitter.emit("_requestRedraw"); }

  /** Draws anew what was hidden, shown, added or selected. */
  refresh(chosen: Choice = this.chosen): void {
    this.chosen = chosen;
    this.related = related(this.model, chosen);
    this.revision++;
    this.redraw();
  }

  /** Draws in the colours of the page, at once: a printer does not wait for the next frame. */
  repaint(): void {
    this.theme = readTheme();
    this.refresh();
    this.inside.renderer._redraw();
  }

  /** Draws where nothing was seen before, as after the table. */
  appear(): void {
    const { place, moved } = this;
    this.network.setSize("100%", "100%");
    if (this.fitted && place) this.show(place);
    else this.fit();
    this.moved = moved;
    this.redraw();
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

  /** Whether some nodes are all in sight. */
  shows(nodes: number[]): boolean {
    const { left, top, right, bottom } = this.view;
    return nodes.map((i) => this.model.nodes[i]).every(({ x, y }) => x > left && x < right && y > top && y < bottom);
  }

  /** Shows a part that was shown before; what is hidden behind the table, once it appears. */
  show(place: Place): void {
    this.fitted = this.moved = true;
    this.place = place;
    const { x, y, scale } = place;
    if (this.root.clientWidth) this.network.moveTo({ position: { x, y }, scale, animation: false });
  }

  /** The middle of what is shown, and how close it is; remembered for when it is hidden. */
  position(): Place | null {
    if (this.root.clientWidth) this.place = { ...this.network.getViewPosition(), scale: this.network.getScale() };
    return this.place;
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

  get element(): HTMLCanvasElement { return this.root.querySelector("canvas")!; }
}
