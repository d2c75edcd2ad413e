// Names on the canvas: of one size at every zoom, none over another, the best-connected nodes first.
// Where they go is found out when the view rests; while it moves they keep their place beside their
// node, and each is painted once and then copied, so that a large graph moves as smoothly as a small one.
import type { Network } from "vis-network/esnext";
import { along, course } from "./course";
import type { Theme } from "./look";
import type { Model } from "./model";
import { Room, type Box } from "./room";
import { LINE, Sprites, type Sprite } from "./sprites";
import { wrap } from "./wrap";

const FEW = 60; // so many names are all shown if there is any room
const HUBS = 12; // so many names may cover marks of other nodes
const GAP = 4; // between names, in pixels
const TRIED = 250; // more names than fit on a screen; trying all would slow a large graph down
const RESTLESS = 150; // from so many marks on, names are not placed anew while the view moves
const REST = 140; // milliseconds without a move

interface Mark { x: number; y: number; r: number; box: Box }
interface Placed { sprite: Sprite; node: number; edge: number; t: number; dx: number; dy: number; alpha: number }

/** Who is named first and who whatever it covers, which edges are named, who is faded. */
export interface Emphasis {
  version: string; theme: Theme; first: Set<number>; sure: Set<number>; named: Set<number>;
  fade: (node: number) => boolean; dull: (edge: number) => boolean;
}

/** Draws the names of nodes and edges over what vis-network has drawn, in pixels of the screen. */
export class Labels {
  private lines: string[][] = [];
  private sprites = new Sprites();
  private placed: Placed[] = [];
  private version = "";
  private at = "";
  private crowd = 0;
  private timer = 0;
  private names = new Room();
  private glyphs = new Room();

  constructor(private network: Network, private model: Model, private fonts: string) {}

  draw(ctx: CanvasRenderingContext2D, emphasis: Emphasis): void {
    const { clientWidth, clientHeight, width } = ctx.canvas;
    this.sprites.ratio = width / clientWidth || 1;
    const { x, y } = this.network.getViewPosition();
    const at = `${x} ${y} ${this.network.getScale()}`;
    const version = `${emphasis.version} ${clientWidth} ${clientHeight} ${this.sprites.ratio} ${this.model.nodes.length}`;
    const known = this.crowd > RESTLESS && this.version === version;
    if (!known) this.settle(ctx, emphasis, version);
    else if (this.at !== at) this.settleLater();
    this.at = at;
    this.paint(ctx);
  }

  /** Tells that a node was moved. */
  stir(): void { this.at = ""; }

  private settleLater(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.version = ""; this.network.redraw(); }, REST);
  }

  private screen(x: number, y: number): { x: number; y: number } { return this.network.canvasToDOM({ x, y }); }

  private paint(ctx: CanvasRenderingContext2D): void {
    const { ratio } = this.sprites;
    const [origin, scale] = [this.screen(0, 0), this.network.getScale()];
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    for (const { sprite, node, edge, t, dx, dy, alpha } of this.placed) {
      const place = node >= 0 ? this.model.nodes[node] : this.point(edge, t);
      const [x, y] = [origin.x + place.x * scale, origin.y + place.y * scale];
      ctx.globalAlpha = alpha;
      ctx.drawImage(sprite.image, Math.round((x + dx - sprite.pad) * ratio), Math.round((y + dy - sprite.pad) * ratio));
    }
    ctx.restore();
  }

  /** Finds a place for every name that gets one. */
  private settle(ctx: CanvasRenderingContext2D, emphasis: Emphasis, version: string): void {
    clearTimeout(this.timer);
    this.version = version;
    this.placed = [];
    const [names, glyphs] = [this.names, this.glyphs] = [new Room(), new Room()];
    const marks = this.marks(ctx.canvas);
    this.crowd = marks.size;
    const ranked = [...marks.keys()].sort((a, b) => this.model.degree(b) - this.model.degree(a) || a - b);
    const among = (set: Set<number>) => ranked.filter((i) => set.has(i));
    const first = [...new Set([...among(emphasis.sure), ...among(emphasis.first)])];
    const rest = ranked.filter((i) => !emphasis.first.has(i));
    const keepFree = (those: number[]) => { for (const i of those) glyphs.take({ ...marks.get(i)!.box, of: i }); };
    keepFree(first); // and only then what is faded
    if (first.length <= HUBS) for (const i of first) names.take({ ...marks.get(i)!.box, of: i }); // never covered
    const few = marks.size <= FEW;
    const roomy = this.network.getScale() > 0.7;
    const name = (i: number, rank: number, only?: number): boolean => {
      const font = `${emphasis.first.has(i) ? "600 " : ""}12.5px ${this.fonts}`;
      // of many neighbours of what is selected those are named that find room, the others when one points at them
      const best = emphasis.first.has(i) ? first.length <= HUBS || emphasis.sure.has(i)
        : !emphasis.fade(i) && rank < Math.min(HUBS, marks.size / 8);
      const must = !only && ((few && roomy) || best);
      const lines = this.lines[i] ??= wrap(this.model.nodes[i].label);
      const spot = this.spot(ctx.canvas, lines, font, marks.get(i)!, i, must, only);
      if (!spot) return false;
      names.take(spot);
      const { x, y } = marks.get(i)!;
      const sprite = this.sprites.of(lines, font, emphasis.theme.ink, emphasis.theme.paper, false);
      this.placed.push({ sprite, node: i, edge: -1, t: 0, dx: spot.x - x, dy: spot.y - y, alpha: emphasis.fade(i) ? 0.45 : 1 });
      return true;
    };
    // of few names, those that can stand below do so first: then all find a place
    const nameAll = (those: number[]) => (few ? those.filter((i, rank) => !name(i, rank, 1)) : those).forEach((i, rank) => name(i, rank));
    nameAll(first.slice(0, TRIED));
    if (marks.size <= 400) keepFree(rest);
    nameAll(rest.slice(0, Math.max(0, TRIED - first.length)));
    this.edges(emphasis, marks);
  }

  /** Where the shown nodes stand on the screen: centre, radius and box. */
  private marks(canvas: HTMLCanvasElement): Map<number, Mark> {
    const scale = this.network.getScale();
    const marks = new Map<number, Mark>();
    const [width, height] = [canvas.clientWidth + 80, canvas.clientHeight + 20];
    const origin = this.screen(0, 0);
    this.model.nodes.forEach((node, i) => {
      if (node.hidden) return;
      const [x, y] = [origin.x + node.x * scale, origin.y + node.y * scale];
      if (x < -80 || y < -40 || x > width || y > height) return;
      const r = node.size * scale + 1;
      marks.set(i, { x, y, r, box: { x: x - r, y: y - r, w: 2 * r, h: 2 * r } });
    });
    return marks;
  }

  /** The first free place around the node, of the first `only`; `must` puts up with covering another's mark. */
  private spot(
    canvas: HTMLCanvasElement, lines: string[], font: string, { x, y, r }: Mark, own: number, must: boolean, only?: number,
  ): Box | undefined {
    const w = Math.max(...lines.map((line) => this.sprites.width(line, font))) + 4;
    const h = LINE * lines.length;
    const [left, right, above, below] = [x - r - w - 2, x + r + 2, y - r - h - 2, y + r + 2];
    const places = [[x - w / 2, below], [x - w / 2, above], [right, y - h / 2], [left, y - h / 2],
      [x - 6, below], [x + 6 - w, below], [x - 6, above], [x + 6 - w, above],
      [right, y - h + 8], [right, y - 8], [left, y - h + 8], [left, y - 8]]
      .slice(0, only)
      .map(([x, y]) => ({ x, y, w, h }))
      .filter(({ x, y }) => x > 1 && y > 1 && x + w < canvas.clientWidth && y + h < canvas.clientHeight);
    const apart = ({ x, y, w, h }: Box) => this.names.free({ x: x - GAP, y: y - GAP / 4, w: w + 2 * GAP, h: h + GAP / 2 }, own);
    return places.find((box) => apart(box) && this.glyphs.free(box, own)) || (must ? places.find(apart) : undefined);
  }

  /** Names of edges, where they fit; a contested edge at least bears its sign. */
  private edges(emphasis: Emphasis, marks: Map<number, Mark>): void {
    const font = `11px ${this.fonts}`;
    const few = marks.size <= 80;
    if (!few && !emphasis.named.size && marks.size > 120) return;
    this.model.edges.forEach((edge, i) => {
      if (edge.hidden || !(marks.has(edge.from) || marks.has(edge.to))) return;
      const named = few || emphasis.named.has(i);
      const sign = edge.status === "contested" ? "≠" : "";
      if (!named && !(sign && marks.size <= 120)) return;
      const texts = [named && edge.label ? `${sign} ${edge.label}`.trim() : "", sign].filter(Boolean);
      texts.some((text) => this.nameEdge(text, font, i, emphasis));
    });
  }

  private nameEdge(text: string, font: string, i: number, { theme, dull }: Emphasis): boolean {
    const w = this.sprites.width(text, font) + 4;
    const edge = this.model.edges[i];
    if (edge.from !== edge.to) {
      const [a, b] = [0, 1].map((t) => this.network.canvasToDOM(this.point(i, t)));
      if (Math.hypot(a.x - b.x, a.y - b.y) < (text.length > 1 ? w * 0.8 : 40)) return false;
    }
    for (const t of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const { x, y } = this.network.canvasToDOM(this.point(i, t));
      const box = { x: x - w / 2, y: y - 7, w, h: 14 };
      if (!this.names.free(box) || !this.glyphs.free(box)) continue;
      this.names.take(box);
      const sprite = this.sprites.of([text], font, theme.muted, theme.paper, true);
      this.placed.push({ sprite, node: -1, edge: i, t, dx: -w / 2, dy: -7, alpha: dull(i) ? 0.45 : 1 });
      return true;
    }
    return false;
  }

  private point(edge: number, t: number): { x: number; y: number } {
    const [x, y] = along(course(this.model.nodes, this.model.edges[edge]), t);
    return { x, y };
  }
}
