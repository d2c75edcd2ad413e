// What is shown as a file: a table, or a network for other tools. Each says what it is of.
import { number } from "./dom";
import { meaning } from "./look";
import type { GraphEdge, Model } from "./model";

export const xml = (text: unknown): string => String(text ?? "")
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd") // what XML cannot hold
  .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
  .replace(/[\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`); // which a reader would make spaces of in an attribute

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

const unique = (values: (string | undefined)[]): string => [...new Set(values.filter(Boolean))].join("; ");

const SAID = ["claimants", "sources", "quotes"];

/** Who says what an edge states, where, and in which words. */
function said({ claims }: GraphEdge): string[] {
  return [claims.map((claim) => claim.claimant), claims.map((claim) => claim.source), claims.map((claim) => claim.quote ?? "")].map(unique);
}

/** A cell of CSV; one that a spreadsheet would compute gets an apostrophe. */
const cell = (text: unknown): string => `"${String(text ?? "").replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;

/** The shown edges, each with what the file is of. */
export function csvFile(model: Model): string {
  const { title, drawn, graph } = model.about;
  const rows = model.shown("edges").map((i) => model.edges[i]).map((edge) => [
    model.nodes[edge.from].id, model.nodes[edge.from].label, edge.property || edge.label,
    model.nodes[edge.to].id, model.nodes[edge.to].label, edge.status, ...said(edge), title, drawn, graph]);
  const head = ["from", "fromLabel", "relation", "to", "toLabel", "status", ...SAID, "title", "drawn", "graph"];
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

const EDGE_KEYS = ["property", "label", "status", ...SAID];
const NODE_KEYS = ["label", "kind", "aliases", "iri", "first", "last", "facts"];

function values(model: Model, i: number, part: "nodes" | "edges"): string[] {
  if (part === "nodes") {
    const node = model.nodes[i];
    const facts = node.facts.map(({ property, value, status }) => `${property}: ${value} (${meaning(status ?? "fact")})`);
    return [node.label, node.kindLabel || node.kind, node.aliases.join("; "), node.iri, node.first ?? "", node.last ?? "", unique(facts)];
  }
  const edge = model.edges[i];
  return [edge.property, edge.label, edge.status, ...said(edge)];
}

export function graphmlFile(model: Model): string {
  const keys = (name: "node" | "edge", list: string[]) => list.map((key) =>
    `<key id="${name}-${key}" for="${name}" attr.name="${key}" attr.type="string"/>`).join("\n");
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

export function gexfFile(model: Model): string {
  const heads = (name: "node" | "edge", list: string[]) => `<attributes class="${name}">${list.map((key, n) =>
    `<attribute id="${n}" title="${key}" type="string"/>`).join("")}</attributes>`;
  const data = (found: string[]) => `<attvalues>${found.map((value, n) => `<attvalue for="${n}" value="${xml(value)}"/>`).join("")}</attvalues>`;
  const day = /^\d{4}-\d\d-\d\d$/.test(model.about.drawn) ? ` lastmodifieddate="${model.about.drawn}"` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<meta${day}><creator>kg</creator><description>${xml(`${model.about.title}: ${caption(model)}`)}</description></meta>
<graph defaultedgetype="directed">
${heads("node", NODE_KEYS)}
${heads("edge", EDGE_KEYS)}
<nodes>
${model.shown("nodes").map((i) => `<node id="${xml(model.nodes[i].id)}" label="${xml(model.nodes[i].label)}">${data(values(model, i, "nodes"))}<viz:position x="${model.nodes[i].x}" y="${-model.nodes[i].y}"/></node>`).join("\n")}
</nodes>
<edges>
${model.shown("edges").map((i) => `<edge id="${i}" source="${xml(model.nodes[model.edges[i].from].id)}" target="${xml(model.nodes[model.edges[i].to].id)}" label="${xml(model.edges[i].label)}">${data(values(model, i, "edges"))}</edge>`).join("\n")}
</edges>
</graph>
</gexf>
`;
}
