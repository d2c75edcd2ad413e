// Lines and marks on the canvas. What looks alike is one path and drawn at once, and what lies outside the view not at
// all: vis-network draws each line and each arrow by itself, which takes ten times as long.
import { course, type Point } from "./course";
import { OUTLINES, type Theme } from "./look";
import type { GraphEdge, GraphNode, Model } from "./model";

const ARROW = 11; // its length
const SMALL = 3; // pixels of the screen below which an arrow is not seen
const PALE = 0.25;
const TURN = 2 * Math.PI;

export interface Box { left: number; top: number; right: number; bottom: number }

/** What is drawn otherwise than the rest. */
export interface Emphasis {
  theme: Theme; scale: number; view: Box; line: number; // how broad a line is
  node: number; hover: number; hoverEdge: number; // the numbers of what is selected and pointed at, or -1
  nodes: Set<number> | null; edges: Set<number> | null; // what belongs to the selection; the rest is pale
}

interface Group { path: Path2D; heads: Path2D }

export function paint(pen: CanvasRenderingContext2D, model: Model, how: Emphasis): void {
  drawEdges(pen, model, how);
  drawNodes(pen, model, how);
}

const ALL = () => true;

/** The lines, or those among them that `of` wants. */
export function drawEdges(pen: CanvasRenderingContext2D, model: Model, how: Emphasis, of: (edge: number) => boolean = ALL): void {
  const groups = new Map<string, Group>();
  model.edges.forEach((edge, i) => {
    if (!of(i) || edge.hidden || !isInView(model.nodes[edge.from], model.nodes[edge.to], how.view)) return;
    const weight = i === how.hoverEdge ? "strong" : !how.edges ? "plain" : how.edges.has(i) ? "strong" : "pale";
    const key = `${weight} ${edge.status}`;
    let group = groups.get(key);
    if (!group) groups.set(key, group = { path: new Path2D(), heads: new Path2D() });
    trace(group, model.nodes, edge, how.scale);
  });
  const order = ["pale", "plain", "strong"];
  const sorted = [...groups].sort(([a], [b]) => order.indexOf(a.split(" ", 1)[0]) - order.indexOf(b.split(" ", 1)[0]));
  for (const [key, { path, heads }] of sorted) {
    const [weight] = key.split(" ", 1);
    const colour = { pale: how.theme.rule, plain: how.theme.edge, strong: how.theme.ink }[weight]!;
    Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: how.line + (weight === "strong" ? 1 : 0) });
    pen.setLineDash(model.dashes.get(key.slice(weight.length + 1)) || []);
    pen.stroke(path);
    pen.fill(heads);
  }
  pen.setLineDash([]);
}

/** Whether a line between two nodes may be seen; one that bends stays within half its length. */
function isInView(a: GraphNode, b: GraphNode, { left, top, right, bottom }: Box): boolean {
  const far = Math.max(a.size, b.size, 60) + (Math.abs(a.x - b.x) + Math.abs(a.y - b.y)) / 2;
  return Math.max(a.x, b.x) + far > left && Math.min(a.x, b.x) - far < right
    && Math.max(a.y, b.y) + far > top && Math.min(a.y, b.y) - far < bottom;
}

function trace({ path, heads }: Group, nodes: GraphNode[], edge: GraphEdge, scale: number): void {
  const { from, via, to, radius } = course(nodes, edge);
  if (radius) {
    path.moveTo(from[0] + radius, from[1]);
    path.arc(from[0], from[1], radius, 0, TURN);
    return;
  }
  path.moveTo(from[0], from[1]);
  if (edge.bend) path.quadraticCurveTo(via[0], via[1], to[0], to[1]);
  else path.lineTo(to[0], to[1]);
  if (ARROW * scale < SMALL) return;
  for (const [name, tip] of [["to", to], ["from", from]] as const) {
    if (!edge.arrow.includes(name)) continue;
    const far = Math.hypot(tip[0] - via[0], tip[1] - via[1]) || 1;
    const [dx, dy] = [(tip[0] - via[0]) / far * ARROW, (tip[1] - via[1]) / far * ARROW];
    heads.moveTo(tip[0], tip[1]);
    heads.lineTo(tip[0] - dx - 0.36 * dy, tip[1] - dy + 0.36 * dx);
    heads.lineTo(tip[0] - dx + 0.36 * dy, tip[1] - dy - 0.36 * dx); // filled, so it need not be closed, which is slow
  }
}

/** The marks, or those among them that `of` wants. */
export function drawNodes(pen: CanvasRenderingContext2D, model: Model, how: Emphasis, of: (node: number) => boolean = ALL): void {
  const { theme, view } = how;
  const groups = new Map<string, Path2D>();
  model.nodes.forEach((node, i) => {
    const { x, y, size, hidden, colour, shape } = node;
    if (!of(i) || hidden || x + size < view.left || x - size > view.right || y + size < view.top || y - size > view.bottom) return;
    const weight = i === how.node ? "3" : i === how.hover ? "2" : how.nodes && !how.nodes.has(i) ? "0" : "1";
    const key = `${weight} ${shape} ${colour}`;
    let path = groups.get(key);
    if (!path) groups.set(key, path = new Path2D());
    outline(path, node);
  });
  for (const key of [...groups.keys()].sort()) {
    const weight = Number(key[0]);
    pen.globalAlpha = weight ? 1 : PALE;
    Object.assign(pen, { fillStyle: key.split(" ").slice(2).join(" "), strokeStyle: weight > 1 ? theme.ink : theme.outline, lineWidth: weight > 2 ? 4 : 1.5 });
    pen.fill(groups.get(key)!);
    pen.stroke(groups.get(key)!);
  }
  pen.globalAlpha = 1;
}

function outline(path: Path2D, { x, y, size, shape }: GraphNode): void {
  const corners = OUTLINES.get(shape);
  if (!corners) {
    path.moveTo(x + size, y);
    path.arc(x, y, size, 0, TURN);
    return;
  }
  const scale = size / 6.5;
  const place = ([px, py]: Point): Point => [x + (px - 8) * scale, y + (py - 8) * scale];
  path.moveTo(...place(corners[0]));
  for (const corner of corners.slice(1)) path.lineTo(...place(corner));
  path.lineTo(...place(corners[0])); // `closePath` takes longer than all the rest
  path.lineTo(...place(corners[1])); // so that the last corner is as sharp as the others
}
