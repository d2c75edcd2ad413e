// The course of an edge between its two marks: a line, a bow, or a circle at one of them.
import type { GraphEdge, GraphNode } from "./model";

export type Point = [number, number];

/** From the rim of one mark to that of the other, bent towards `via`; of a loop the middle and the radius of its circle. */
export interface Course { from: Point; via: Point; to: Point; radius: number }

/** Where a line from a mark towards a point leaves it. */
function rim({ x, y, size }: GraphNode, [px, py]: Point, most: number): Point {
  const far = Math.hypot(px - x, py - y) || 1;
  const step = Math.min(size + 2, most) / far;
  return [x + (px - x) * step, y + (py - y) * step];
}

export function course(nodes: GraphNode[], { from, to, bend }: GraphEdge): Course {
  const [a, b] = [nodes[from], nodes[to]];
  if (from === to) {
    const middle: Point = [a.x + a.size * Math.SQRT1_2, a.y - a.size * Math.SQRT1_2];
    return { from: middle, via: middle, to: middle, radius: 10 + 10 * bend };
  }
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const via: Point = [(a.x + b.x) / 2 + dy * bend, (a.y + b.y) / 2 - dx * bend];
  const most = (Math.hypot(dx, dy) || 1) / 2;
  return { from: rim(a, via, most), via, to: rim(b, via, most), radius: 0 };
}

/** The point that lies so far along, from 0 to 1. */
export function along({ from, via, to, radius }: Course, t: number): Point {
  if (radius) {
    const turn = Math.PI * (2 * t + 0.75);
    return [from[0] + radius * Math.cos(turn), from[1] + radius * Math.sin(turn)];
  }
  const rest = 1 - t;
  const at = (axis: 0 | 1) => rest * rest * from[axis] + 2 * rest * t * via[axis] + t * t * to[axis];
  return [at(0), at(1)];
}

/** How far a point lies from it. */
export function distance(way: Course, [x, y]: Point): number {
  if (way.radius) return Math.abs(Math.hypot(x - way.from[0], y - way.from[1]) - way.radius);
  let [least, [px, py]] = [Infinity, way.from];
  const steps = Math.abs((way.to[0] - way.from[0]) * (way.via[1] - way.from[1]) - (way.to[1] - way.from[1]) * (way.via[0] - way.from[0])) < 1 ? 1 : 8;
  for (let step = 1; step <= steps; step++) {
    const [qx, qy] = along(way, step / steps);
    const [dx, dy] = [qx - px, qy - py];
    const t = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - px - t * dx, y - py - t * dy));
    [px, py] = [qx, qy];
  }
  return least;
}
