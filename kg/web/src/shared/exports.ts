// What is shown as a file: a table, or a network for other tools. Each says what it is of.
import { number } from "./dom";
import type { GraphEdge, GraphNode, Model } from "./model";

export const xml = (text: unknown): string => String(text ?? "")
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd") // what XML cannot hold
  .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
  .replace(/[\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`); // which a reader would make spaces of in an attribute

/** How thick a line is, in pixels of the drawing. */
export const LINE = 1.3;

/** What stands below a picture and within other files: how much is shown, when it was drawn, of which graph. */
export function caption(model: Model): string {
  const { about } = model;
  const [nodes, edges] = [model.shown("nodes").length, model.shown("edges").length];
  const whole = Math.max(about.whole, model.nodes.length);
  return [
    `${nodes === whole ? "" : `${number(nodes)} of `}${number(whole)} things, ${number(edges)} relations`, about.asked,
    about.drawn && `drawn ${about.drawn}`, about.graph && `graph ${about.graph}`,
  ].filter(Boolean).join(" · ");
}

/** A list as one value, which can be taken apart again. */
const list = (values: unknown[]): string => JSON.stringify(values);

/** A cell of CSV; one that a spreadsheet would compute gets an apostrophe. */
const cell = (text: unknown): string => `"${String(text ?? "").replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;

const CLAIM = ["claimant", "claimant_id", "modality", "negated", "value", "source", "source_id", "line", "quote", "basis"];

/** The shown edges, a row for each claim, or one without where there is none; each with what the file is of. */
export function csvFile(model: Model): string {
  const { title, asked, drawn, graph } = model.about;
  const rows = model.shown("edges").flatMap((i) => {
    const { from, to, property, label, status, claims } = model.edges[i];
    const [start, end] = [model.nodes[from], model.nodes[to]];
    const edge = [i, start.id, start.label, property || label, end.id, end.label, status];
    return (claims.length ? claims : [{}]).map((claim) =>
      [...edge, ...CLAIM.map((name) => (claim as Record<string, unknown>)[name]), title, asked, drawn, graph]);
  });
  const head = ["edge", "from", "from_label", "relation", "to", "to_label", "status", ...CLAIM, "title", "command", "drawn", "graph"];
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

const EDGE_KEYS = ["property", "label", "status", "support", "claims"];
const NUMBERS = ["support"]; // of whole numbers, as `kg export` has them
const type = (key: string): string => NUMBERS.includes(key) ? "long" : "string";
const NODE_KEYS = ["label", "kind", "aliases", "iri", "first", "last", "facts"];

function values(model: Model, i: number, part: "nodes" | "edges"): string[] {
  if (part === "nodes") {
    const node = model.nodes[i];
    return [node.label, node.kindLabel || node.kind, list(node.aliases), node.iri, node.first ?? "", node.last ?? "", list(node.facts)];
  }
  const edge = model.edges[i];
  return [edge.property, edge.label, edge.status, String(edge.claims.length), list(edge.claims)];
}

export function graphmlFile(model: Model): string {
  const keys = (name: "node" | "edge", list: string[]) => list.map((key) =>
    `<key id="${name}-${key}" for="${name}" attr.name="${key}" attr.type="${type(key)}"/>`).join("\n");
  const data = (name: string, list: string[], found: string[]) => list.map((key, n) =>
    `<data key="${name}-${key}">${xml(found[n])}</data>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<desc>${xml(`${model.about.title}: ${caption(model)}`)}</desc>
${keys("node", NODE_KEYS)}
${keys("edge", EDGE_KEYS)}
<graph edgedefault="directed">
${model.shown("nodes").map((i) => `<node id="${xml(model.nodes[i].id)}">${data("node", NODE_KEYS, values(model, i, "nodes"))}</node>`).join("\n")}
${model.shown("edges").map((i) => `<edge id="e${i}" source="${xml(model.nodes[model.edges[i].from].id)}" target="${xml(model.nodes[model.edges[i].to].id)}">${data("edge", EDGE_KEYS, values(model, i, "edges"))}</edge>`).join("\n")}
</graph>
</graphml>
`;
}

// GEXF has four shapes of nodes, and four of lines
const SHAPES = new Map([["square", "square"], ["triangle", "triangle"], ["triangleDown", "triangle"], ["diamond", "diamond"], ["star", "diamond"]]);
const LINES = new Map([["claimed", "dashed"], ["contested", "dotted"]]);

/** A colour of CSS as GEXF writes it. */
function colour(written: string): string {
  const pen = document.createElement("canvas").getContext("2d")!;
  pen.fillStyle = written;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return `<viz:color r="${r}" g="${g}" b="${b}"/>`;
}

/** How a node looks, and where it lies. */
const nodeLook = (colours: Map<string, string>, { colour, shape, size, x, y }: GraphNode): string =>
  `${colours.get(colour)}<viz:position x="${x}" y="${-y}" z="0"/><viz:size value="${size}"/><viz:shape value="${SHAPES.get(shape) ?? "disc"}"/>`;

const edgeLook = ({ status }: GraphEdge): string =>
  `<viz:color r="119" g="119" b="119"/><viz:thickness value="${LINE}"/><viz:shape value="${LINES.get(status) ?? "solid"}"/>`;

export function gexfFile(model: Model): string {
  const colours = new Map([...new Set(model.nodes.map((node) => node.colour))].map((written) => [written, colour(written)]));
  const heads = (name: "node" | "edge", list: string[]) => `<attributes class="${name}">${list.map((key, n) =>
    `<attribute id="${n}" title="${key}" type="${type(key)}"/>`).join("")}</attributes>`;
  const data = (found: string[]) => `<attvalues>${found.map((value, n) => `<attvalue for="${n}" value="${xml(value)}"/>`).join("")}</attvalues>`;
  const day = /^\d{4}-\d\d-\d\d$/.test(model.about.drawn) ? ` lastmodifieddate="${model.about.drawn}"` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<meta${day}><creator>kg</creator><description>${xml(`${model.about.title}: ${caption(model)}`)}</description></meta>
<graph defaultedgetype="directed">
${heads("node", NODE_KEYS)}
${heads("edge", EDGE_KEYS)}
<nodes>
${model.shown("nodes").map((i) => `<node id="${xml(model.nodes[i].id)}" label="${xml(model.nodes[i].label)}">${data(values(model, i, "nodes"))}${nodeLook(colours, model.nodes[i])}</node>`).join("\n")}
</nodes>
<edges>
${model.shown("edges").map((i) => `<edge id="${i}" source="${xml(model.nodes[model.edges[i].from].id)}" target="${xml(model.nodes[model.edges[i].to].id)}" label="${xml(model.edges[i].label)}">${data(values(model, i, "edges"))}${edgeLook(model.edges[i])}</edge>`).join("\n")}
</edges>
</graph>
</gexf>
`;
}
