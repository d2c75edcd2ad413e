// What is shown as a file: a picture, a table, a network for other tools. Each says what it is of.
import { course } from "./course";
import { number } from "./dom";
import { form, meaning } from "./look";
import { wrap } from "./labels";
import type { Canvas } from "./canvas";
import type { GraphEdge, Model } from "./model";

const xml = (text: unknown): string => String(text ?? "")
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd") // what XML cannot hold
  .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
  .replace(/[\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`); // which a reader would make spaces of in an attribute

const FONTS = "'Noto Sans', 'DejaVu Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', 'Apple SD Gothic Neo', NanumGothic, sans-serif";
const LINE = 15;

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

/** The canvas as it stands, with title, legend and caption. */
export function picture(canvas: Canvas, model: Model): Promise<Blob> {
  const { element, theme } = canvas;
  const ratio = element.width / element.clientWidth;
  const [head, foot] = [44 * ratio, 58 * ratio];
  const copy = document.createElement("canvas");
  copy.width = element.width;
  copy.height = element.height + head + foot;
  const pen = copy.getContext("2d")!;
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(element, 0, head);
  pen.scale(ratio, ratio);
  pen.fillStyle = theme.ink;
  const fonts = getComputedStyle(document.body).fontFamily;
  pen.font = `600 17px ${fonts}`;
  pen.fillText(model.about.title, 16, 28, element.clientWidth - 32);
  pen.font = `12px ${fonts}`;
  const bottom = (element.height + head) / ratio;
  let x = 16;
  for (const { label, colour, shape } of legend(model)) {
    const path = new Path2D(shapePath(shape, x + 6, bottom + 16, 6));
    Object.assign(pen, { fillStyle: colour, strokeStyle: theme.outline });
    pen.fill(path);
    pen.stroke(path);
    pen.fillStyle = theme.ink;
    pen.fillText(label, x + 17, bottom + 20);
    x += 34 + pen.measureText(label).width;
  }
  pen.fillStyle = theme.muted;
  pen.fillText(caption(model), 16, bottom + 44, element.clientWidth - 32);
  return new Promise((resolve, reject) =>
    copy.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large to be saved")))));
}

function shapePath(shape: string, x: number, y: number, r: number): string {
  const points = form(shape, x, y, r).getAttribute("points");
  return points ? `M${points.replaceAll(" ", "L")}Z` : `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

interface Entry { label: string; colour: string; shape: string }

function legend(model: Model): Entry[] {
  const first = new Map<string, number>();
  for (const i of model.shown("nodes")) if (!first.has(model.nodes[i].kind)) first.set(model.nodes[i].kind, i);
  return model.kinds.filter(({ id }) => first.has(id)).map(({ id, label }) => ({ label, ...look(model, first.get(id)!) }));
}

const look = (model: Model, i: number) => ({ colour: model.nodes[i].colour, shape: model.nodes[i].shape });

/** All that is shown as SVG, on white, with title, legend and caption. */
export function svgFile(model: Model): string {
  const shown = model.shown("nodes").map((i) => model.nodes[i]);
  const [xs, ys] = [shown.map(({ x }) => x), shown.map(({ y }) => y)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const [left, top] = shown.length ? [least(xs) - 100, least(ys) - 90] : [0, 0];
  const [right, bottom] = shown.length ? [-least(xs.map((x) => -x)) + 100, -least(ys.map((y) => -y)) + 70] : [400, 200];
  const width = Math.max(right - left, 400);
  let x = left + 16;
  const entries = legend(model).map(({ label, colour, shape }) => {
    const entry = `<path d="${shapePath(shape, x, bottom + 14, 6)}" fill="${xml(colour)}" stroke="#222"/>`
      + `<text x="${x + 12}" y="${bottom + 18}">${xml(label)}</text>`;
    x += 40 + 7 * label.length;
    return entry;
  });
  const lines = [...new Set(model.shown("edges").map((i) => model.edges[i].status))].map((status) => {
    const sample = `<path d="M${x - 6} ${bottom + 14}h28" stroke="#555"${dashed(model, status)}/>`
      + `<text x="${x + 28}" y="${bottom + 18}">${xml(meaning(status))}</text>`;
    x += 60 + 7 * meaning(status).length;
    return sample;
  });
  const wide = Math.max(width, x - left);
  const box = [left, top, wide, bottom - top + 60].map(Math.round);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(" ")}" width="${box[2]}" height="${box[3]}" role="img" font-family="${FONTS}" font-size="12.5" fill="#16191d">
<title>${xml(model.about.title)}</title>
<desc>${xml(caption(model))}</desc>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="#fff"/>
<text x="${left + 16}" y="${top + 30}" font-size="18" font-weight="600">${xml(model.about.title)}</text>
<g fill="none" stroke="#777" stroke-width="1.3">
${model.shown("edges").map((i) => edgePath(model, model.edges[i])).join("\n")}
</g>
<g stroke="#222" stroke-width="1.5">
${shown.map((node) => `<path d="${shapePath(node.shape, node.x, node.y, node.size)}" fill="${xml(node.colour)}"><title>${xml(node.label)}</title></path>`).join("\n")}
</g>
<g text-anchor="middle" paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round">
${names(model).join("\n")}
</g>
<g>${entries.join("\n")}${lines.join("\n")}<text x="${left + 10}" y="${bottom + 44}" fill="#565e68">${xml(caption(model))}</text></g>
</svg>
`;
}

/** A name below each node; of those that would cover one another the better connected node's. */
function names(model: Model): string[] {
  const taken: [number, number, number, number][] = [];
  return model.ranked().filter((i) => !model.nodes[i].hidden).flatMap((i) => {
    const { x, y, size, label } = model.nodes[i];
    const lines = wrap(label);
    const w = 7 * Math.max(...lines.map((text) => text.length));
    const box: [number, number, number, number] = [x - w / 2, y + size + 2, x + w / 2, y + size + 2 + LINE * lines.length];
    if (taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) return [];
    taken.push(box);
    const spans = lines.map((text, n) => `<tspan x="${x}" y="${(box[1] + 12 + n * LINE).toFixed(1)}">${xml(text)}</tspan>`);
    return [`<text>${spans.join("")}</text>`];
  });
}

const dashed = (model: Model, status: string): string => {
  const dashes = model.dashes.get(status);
  return dashes ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
};

function edgePath(model: Model, edge: GraphEdge): string {
  const [a, b] = [model.nodes[edge.from], model.nodes[edge.to]];
  const arrows = (edge.arrow.includes("to") ? ' marker-end="url(#arrow)"' : "") + (edge.arrow.includes("from") ? ' marker-start="url(#arrow)"' : "");
  const rest = `${dashed(model, edge.status)}${arrows}><title>${xml(`${a.label} ${edge.label} ${b.label} (${meaning(edge.status)})`)}</title></path>`;
  if (edge.from === edge.to) {
    const r = 10 + 10 * edge.bend;
    return `<path d="M${a.x} ${a.y - a.size}a${r} ${r} 0 1 1 ${a.size} ${a.size}"${rest}`;
  }
  const way = course(model.nodes, edge);
  const [from, via, to] = [way.from, way.via, way.to].map((point) => point.map((value) => value.toFixed(1)).join(" "));
  return `<path d="M${from}Q${via} ${to}"${rest}`;
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
