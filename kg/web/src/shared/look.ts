// Colours of the theme, marks of kinds, lines of statuses.
import { el, svg } from "./dom";
import type { GraphNode, Model } from "./model";

export interface Theme { paper: string; ink: string; muted: string; edge: string; outline: string; rule: string; accent: string }

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "muted", "edge", "outline", "rule", "accent"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as unknown as Theme;
}

/** The corners of each shape in a box of 16 by 16; a circle has none. */
export const OUTLINES = new Map<string, [number, number][]>([
  ["square", [[2, 2], [14, 2], [14, 14], [2, 14]]],
  ["triangle", [[8, 1.5], [15, 14], [1, 14]]],
  ["triangleDown", [[8, 14.5], [15, 2], [1, 2]]],
  ["diamond", [[8, 1], [15, 8], [8, 15], [1, 8]]],
  ["hexagon", [[4.3, 1.8], [11.7, 1.8], [15.2, 8], [11.7, 14.2], [4.3, 14.2], [0.8, 8]]],
  ["star", [[8, 0.8], [10.2, 5.7], [15.4, 6.2], [11.5, 9.7], [12.7, 14.9], [8, 12.2], [3.3, 14.9], [4.5, 9.7], [0.6, 6.2], [5.8, 5.7]]],
]);

/** The form of a node as an SVG element, `r` around a centre. */
export function form(shape: string, x: number, y: number, r: number): SVGElement {
  const outline = OUTLINES.get(shape);
  if (!outline) return svg("circle", { cx: x, cy: y, r });
  const at = (value: number, centre: number) => Math.round((centre + ((value - 8) / 6.5) * r) * 10) / 10;
  return svg("polygon", { points: outline.map(([px, py]) => `${at(px, x)},${at(py, y)}`).join(" ") });
}

/** The mark of a node, as on the canvas. */
export function mark({ shape, colour }: Pick<GraphNode, "shape" | "colour">): SVGElement {
  const drawn = form(shape, 8, 8, 6.5);
  drawn.setAttribute("fill", colour);
  return svg("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn);
}

export const MEANINGS = new Map([["fact", "fact"], ["claimed", "claimed only"], ["contested", "≠ contested"]]);
export const meaning = (status: string): string => MEANINGS.get(status) ?? status;

/** A sample of a line, as on the canvas. */
export function line(model: Model, status: string): SVGElement {
  const dashes = model.dashes.get(status);
  const path = svg("path", { d: "M1 6H33", "stroke-dasharray": dashes ? dashes.join(" ") : "none" });
  return svg("svg", { class: "line", viewBox: "0 0 34 12", "aria-hidden": "true" }, path);
}

export function tag(status: string | undefined): HTMLElement | null {
  if (!status || status === "fact") return null;
  return el("span", { class: `tag ${MEANINGS.has(status) ? status : "other"}`, text: meaning(status) });
}
