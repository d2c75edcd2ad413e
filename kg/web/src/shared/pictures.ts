// What is shown as a picture: as it stands on the canvas, or all of it as SVG. Each has title, legend and caption.
import type { Canvas } from "./canvas";
import { course } from "./course";
import { caption, LINE as STROKE, xml } from "./exports";
import { form, meaning } from "./look";
import { wrap } from "./wrap";
import type { GraphEdge, Model } from "./model";

const FONTS = "'Noto Sans', 'DejaVu Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', 'Apple SD Gothic Neo', NanumGothic, sans-serif";
const LINE = 15;
const ROW = 22; // of the legend
const HEAD = 24; // of the title

/** A text in lines that are no wider than so many pixels, broken between words. */
function lines(text: string, most: number, measure: (text: string) => number): string[] {
  const found = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (!found.at(-1) || measure(longer) <= most) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

/** The canvas as it stands, with title, legend and caption. */
export function picture(canvas: Canvas, model: Model): Promise<Blob> {
  const { element, theme } = canvas;
  const ratio = element.width / element.clientWidth;
  const copy = document.createElement("canvas");
  const pen = copy.getContext("2d")!;
  const fonts = getComputedStyle(document.body).fontFamily;
  const [small, large] = [`12px ${fonts}`, `600 17px ${fonts}`];
  const measure = (text: string) => pen.measureText(text).width;
  const most = element.clientWidth - 32;
  pen.font = large;
  const title = lines(model.about.title, most, measure);
  pen.font = small;
  const [entries, told] = [inRows(legend(model), element.clientWidth, measure), lines(caption(model), most, measure)];
  const rows = 1 + (entries.at(-1)?.row ?? 0);
  const [head, foot] = [20 + HEAD * title.length, 20 + ROW * rows + LINE * told.length];
  copy.width = element.width;
  copy.height = element.height + (head + foot) * ratio;
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(element, 0, head * ratio);
  pen.scale(ratio, ratio);
  pen.fillStyle = theme.ink;
  pen.font = large;
  title.forEach((line, n) => pen.fillText(line, 16, 28 + HEAD * n));
  pen.font = small;
  const bottom = element.height / ratio + head;
  for (const entry of entries) {
    const [path, y] = [new Path2D(entry.path), bottom + 16 + ROW * entry.row];
    pen.save();
    pen.translate(entry.x, y);
    Object.assign(pen, { fillStyle: entry.fill, strokeStyle: theme.outline });
    pen.setLineDash(entry.dashes);
    if (entry.fill !== "none") pen.fill(path);
    pen.stroke(path);
    pen.restore();
    pen.fillStyle = theme.ink;
    pen.fillText(entry.label, entry.x + far(entry), y + 4);
  }
  pen.fillStyle = theme.muted;
  told.forEach((line, n) => pen.fillText(line, 16, bottom + 22 + ROW * rows + LINE * n));
  return new Promise((resolve, reject) =>
    copy.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large to be saved")))));
}

function shapePath(shape: string, x: number, y: number, r: number): string {
  const points = form(shape, x, y, r).getAttribute("points");
  return points ? `M${points.replaceAll(" ", "L")}Z` : `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

interface Entry { label: string; path: string; fill: string; dashes: number[] }
interface Placed extends Entry { x: number; row: number }

/** Each kind and each status that is shown, with its sign around 0, 0. */
function legend(model: Model): Entry[] {
  const first = new Map<string, number>();
  for (const i of model.shown("nodes")) if (!first.has(model.nodes[i].kind)) first.set(model.nodes[i].kind, i);
  const kinds = model.kinds.filter(({ id }) => first.has(id)).map(({ id, label }) => {
    const { colour, shape } = model.nodes[first.get(id)!];
    return { label, path: shapePath(shape, 0, 0, 6), fill: colour, dashes: [] };
  });
  const statuses = [...new Set(model.shown("edges").map((i) => model.edges[i].status))].map((status) =>
    ({ label: meaning(status), path: "M-6 0h28", fill: "none", dashes: model.dashes.get(status) || [] }));
  return [...kinds, ...statuses];
}

/** In rows of so many pixels. */
function inRows(entries: Entry[], wide: number, measure: (label: string) => number): Placed[] {
  let [x, row] = [16, 0];
  return entries.map((entry) => {
    const own = far(entry) + measure(entry.label) + 18;
    if (x > 16 && x + own > wide) [x, row] = [16, row + 1];
    const placed = { ...entry, x: x + 6, row };
    x += own;
    return placed;
  });
}

/** How far from its sign a label stands. */
const far = ({ fill }: Entry): number => (fill === "none" ? 28 : 12);

/** All that is shown as SVG, on white, with title, legend and caption. */
export function svgFile(model: Model): string {
  const shown = model.shown("nodes").map((i) => model.nodes[i]);
  const [xs, ys] = [shown.map(({ x }) => x), shown.map(({ y }) => y)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const [left, top] = shown.length ? [least(xs) - 100, least(ys) - 90] : [0, 0];
  const [right, bottom] = shown.length ? [-least(xs.map((x) => -x)) + 100, -least(ys.map((y) => -y)) + 70] : [400, 200];
  const width = Math.max(right - left, 400);
  let low = bottom;
  const entries = inRows(legend(model), width, (label) => 7 * label.length).map((entry) => {
    const [x, y] = [left + entry.x, bottom + 14 + ROW * entry.row];
    const dash = entry.dashes.length ? ` stroke-dasharray="${entry.dashes.join(" ")}"` : "";
    low = Math.max(low, y);
    return `<path d="${entry.path}" transform="translate(${x} ${y})" fill="${xml(entry.fill)}" stroke="#222"${dash}/>`
      + `<text x="${x + far(entry)}" y="${y + 4}">${xml(entry.label)}</text>`;
  });
  const told = lines(caption(model), width - 32, (text) => 7 * text.length);
  const title = lines(model.about.title, width - 32, (text) => 11 * text.length);
  const high = top - HEAD * (title.length - 1);
  const box = [left, high, width, low - high + 34 + LINE * told.length].map(Math.round);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(" ")}" width="${box[2]}" height="${box[3]}" role="img" font-family="${FONTS}" font-size="12.5" fill="#16191d">
<title>${xml(model.about.title)}</title>
<desc>${xml(caption(model))}</desc>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="#fff"/>
<g font-size="18" font-weight="600">${title.map((line, n) => `<text x="${left + 16}" y="${high + 30 + HEAD * n}">${xml(line)}</text>`).join("")}</g>
<g fill="none" stroke="#777" stroke-width="${STROKE}">
${model.shown("edges").map((i) => edgePath(model, model.edges[i])).join("\n")}
</g>
<g stroke="#222" stroke-width="1.5">
${shown.map((node) => `<path d="${shapePath(node.shape, node.x, node.y, node.size)}" fill="${xml(node.colour)}"><title>${xml(node.label)}</title></path>`).join("\n")}
</g>
<g text-anchor="middle" paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round">
${names(model, left, top, right).join("\n")}
</g>
<g>${entries.join("\n")}<g fill="#565e68">${told.map((line, n) => `<text x="${left + 10}" y="${low + 28 + LINE * n}">${xml(line)}</text>`).join("")}</g></g>
</svg>
`;
}

type Box = [number, number, number, number];

/** A name below each node, else above or beside it, unless it would cover a mark or the name of a better connected node; then the signs. */
function names(model: Model, left: number, top: number, right: number): string[] {
  const shown = model.shown("nodes").map((i) => model.nodes[i]);
  const taken: Box[] = shown.map(({ x, y, size }) => [x - size, y - size, x + size, y + size]);
  const free = (o: Box) => !taken.some((each) => o[0] < each[2] && each[0] < o[2] && o[1] < each[3] && each[1] < o[3]);
  const take = (boxes: Box[]) => {
    const box = boxes.find(free);
    if (box) taken.push(box);
    return box;
  };
  const within = (box: Box) => box[0] > left + 5 && box[1] > top + 36 && box[2] < right - 5; // below the title
  const named = model.ranked().map((i) => model.nodes[i]).filter(({ hidden }) => !hidden).flatMap(({ x, y, size, label }) => {
    const lines = wrap(label);
    const [wide, tall, far] = [7 * Math.max(...lines.map((text) => text.length)), LINE * lines.length, size + 2];
    const at = (middle: number, high: number): Box => [middle - wide / 2, high, middle + wide / 2, high + tall];
    const beside = far + wide / 2;
    const others = [at(x, y - far - tall), at(x + beside, y - tall / 2), at(x - beside, y - tall / 2)].filter(within);
    const box = take([at(x, y + far), ...others]);
    if (!box) return [];
    const spans = lines.map((text, n) => `<tspan x="${(box[0] + wide / 2).toFixed(1)}" y="${(box[1] + 12 + n * LINE).toFixed(1)}">${xml(text)}</tspan>`);
    return [`<text>${spans.join("")}</text>`];
  });
  const contested = model.shown("edges").map((i) => model.edges[i]).filter(({ status, from, to }) => status === "contested" && from !== to);
  const signs = contested.map((edge) => {
    const { from, via, to } = course(model.nodes, edge);
    const boxes = [10, 9, 11, 8, 12, 7, 13, 6, 14, 5, 15, 4, 16].map((n) => n / 20).map((along): Box => {
      const [x, y] = [0, 1].map((axis) => (1 - along) ** 2 * from[axis] + 2 * (1 - along) * along * via[axis] + along ** 2 * to[axis]);
      return [x - 5, y - 6, x + 5, y + 6];
    });
    const [x, y] = take(boxes) ?? boxes[0];
    return `<text x="${(x + 5).toFixed(1)}" y="${(y + 10).toFixed(1)}">≠</text>`;
  });
  return [...named, ...signs];
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
