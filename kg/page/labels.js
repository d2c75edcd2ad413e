// Names on the canvas: of one size at every zoom, none over another, the best-connected nodes first.

const LINE = 15;
const COLUMNS = 20;
const FEW = 60; // so many names are all shown if there is any room
const HUBS = 12; // so many names may cover marks of other nodes
const TRIED = 250; // more names than fit on a screen; trying all would slow a large graph down
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/;

function columns(text) {
  let sum = 0;
  for (const letter of text) sum += wide.test(letter) ? 2 : 1;
  return sum;
}

/** The text in at most three lines; what does not fit is cut with an ellipsis. */
function wrap(text) {
  const lines = [""];
  for (const word of text.trim().split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || columns(longer) <= COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, 3);
  if (lines.length > 3) kept[2] += "…";
  return kept.map((line) => {
    if (columns(line) <= COLUMNS + 4) return line;
    let cut = "";
    for (const letter of line) if (columns(cut) < COLUMNS + 2) cut += letter;
    return `${cut}…`;
  });
}

/** Rectangles that are taken, in buckets so that a look-up stays short. */
class Room {
  constructor() { this.buckets = new Map(); }
  keys({ x, y, w, h }) {
    const keys = [];
    for (let column = Math.floor(x / 96); column <= Math.floor((x + w) / 96); column++)
      for (let row = Math.floor(y / 48); row <= Math.floor((y + h) / 48); row++) keys.push(column * 4096 + row);
    return keys;
  }
  /** Whether nothing lies there, but for what belongs to the node `but`. */
  free({ x, y, w, h }, but = -1) {
    const apart = (o) => o.of === but || x >= o.x + o.w || o.x >= x + w || y >= o.y + o.h || o.y >= y + h;
    return this.keys({ x, y, w, h }).every((key) => !this.buckets.has(key) || this.buckets.get(key).every(apart));
  }
  take(box) {
    for (const key of this.keys(box)) {
      if (!this.buckets.has(key)) this.buckets.set(key, []);
      this.buckets.get(key).push(box);
    }
  }
}

/** Draws the names of nodes and edges over what vis-network has drawn, in pixels of the screen. */
class Labels {
  constructor(network, model, fonts) {
    Object.assign(this, { network, model, fonts, widths: new Map() });
    this.lines = model.nodes.map((node) => wrap(node.label));
    this.order = model.nodes.map((_, i) => i).sort((a, b) => model.degree[b] - model.degree[a] || a - b);
  }

  width(ctx, text, font) {
    const key = font + text;
    if (!this.widths.has(key)) {
      ctx.font = font;
      this.widths.set(key, ctx.measureText(text).width);
    }
    return this.widths.get(key);
  }

  /** `view`: who is shown, who comes first (Set of nodes), which edges are named (Set), colours. */
  draw(ctx, view) {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5 });
    const names = new Room();
    const marks = this.marks(ctx.canvas);
    const first = [...view.first].filter((i) => marks.has(i));
    const rest = this.order.filter((i) => marks.has(i) && !view.first.has(i));
    const glyphs = new Room();
    if (marks.size <= 400) for (const [i, mark] of marks) glyphs.take({ ...mark.box, of: i });
    if (first.length <= 30) for (const i of first) names.take({ ...marks.get(i).box, of: i }); // never covered
    const few = marks.size <= FEW;
    const roomy = this.network.getScale() > 0.7;
    const name = (i, rank, only) => {
      const font = `${view.first.has(i) ? "600 " : ""}12.5px ${this.fonts}`;
      const must = !only && ((few && roomy) || view.first.has(i) || rank < Math.min(HUBS, marks.size / 8));
      const box = this.place(ctx, this.lines[i], font, marks.get(i), { names, glyphs, must, own: i, only });
      if (!box) return false;
      names.take(box);
      this.write(ctx, this.lines[i], font, box, view.ink, view.paper, view.fade(i) ? 0.45 : 1);
      return true;
    };
    const wanted = first.concat(rest).slice(0, TRIED);
    // of few names, those that can stand below do so first: then all find a place
    const left = few ? wanted.filter((i, rank) => !name(i, rank, 1)) : wanted;
    left.forEach((i, rank) => name(i, rank));
    this.edges(ctx, view, names, glyphs, marks);
    ctx.restore();
  }

  /** Where the shown nodes stand on the screen: centre, radius and box. */
  marks(canvas) {
    const scale = this.network.getScale();
    const places = this.network.getPositions();
    const marks = new Map();
    this.model.nodes.forEach((node, i) => {
      if (node.hidden || !places[i]) return;
      const { x, y } = this.network.canvasToDOM(places[i]);
      if (x < -80 || y < -40 || x > canvas.clientWidth + 80 || y > canvas.clientHeight + 20) return;
      const r = node.size * scale + 1;
      marks.set(i, { x, y, r, box: { x: x - r, y: y - r, w: 2 * r, h: 2 * r } });
    });
    return marks;
  }

  /** The first free place around the node, of the first `only`; `must` puts up with covering another's mark. */
  place(ctx, lines, font, { x, y, r }, { names, glyphs, must, own, only }) {
    const w = Math.max(...lines.map((line) => this.width(ctx, line, font))) + 4;
    const h = LINE * lines.length;
    const [left, right, above, below] = [x - r - w - 2, x + r + 2, y - r - h - 2, y + r + 2];
    const places = [[x - w / 2, below], [x - w / 2, above], [right, y - h / 2], [left, y - h / 2],
      [x - 6, below], [x + 6 - w, below], [x - 6, above], [x + 6 - w, above],
      [right, y - h + 8], [right, y - 8], [left, y - h + 8], [left, y - 8]]
      .slice(0, only)
      .map(([x, y]) => ({ x, y, w, h }))
      .filter(({ x, y }) => x > 1 && y > 1 && x + w < ctx.canvas.clientWidth && y + h < ctx.canvas.clientHeight);
    return places.find((box) => names.free(box, own) && glyphs.free(box, own))
      || (must && places.find((box) => names.free(box, own)));
  }

  write(ctx, lines, font, box, ink, paper, alpha = 1) {
    ctx.font = font;
    ctx.globalAlpha = alpha;
    lines.forEach((line, n) => {
      const at = [line, box.x + box.w / 2, box.y + n * LINE + 1];
      ctx.strokeStyle = paper;
      ctx.strokeText(...at);
      ctx.fillStyle = ink;
      ctx.fillText(...at);
    });
    ctx.globalAlpha = 1;
  }

  /** Names of edges, where they fit; a contested edge at least bears its sign. */
  edges(ctx, view, names, glyphs, marks) {
    const font = `11px ${this.fonts}`;
    const few = marks.size <= 80;
    this.model.edges.forEach((edge, i) => {
      if (edge.hidden || !(marks.has(edge.from) || marks.has(edge.to))) return;
      const named = few || view.named.has(i);
      const sign = edge.status === "contested" ? "≠" : "";
      if (!named && !(sign && marks.size <= 120)) return;
      const texts = [named && edge.label ? `${sign} ${edge.label}`.trim() : "", sign].filter(Boolean);
      for (const text of texts) {
        const box = this.spot(ctx, text, font, i, names, glyphs);
        if (!box) continue;
        names.take(box);
        ctx.fillStyle = view.paper;
        ctx.fillRect(box.x, box.y, box.w, box.h);
        this.write(ctx, [text], font, box, view.muted, view.paper, view.dull(i) ? 0.45 : 1);
        break;
      }
    });
  }

  spot(ctx, text, font, i, names, glyphs) {
    const type = this.network.body.edges[i]?.edgeType;
    if (!type?.fromPoint) return null;
    const w = this.width(ctx, text, font) + 4;
    const edge = this.model.edges[i];
    if (edge.from !== edge.to) {
      const [a, b] = [0, 1].map((t) => this.network.canvasToDOM(type.getPoint(t)));
      if (Math.hypot(a.x - b.x, a.y - b.y) < (text.length > 1 ? w * 0.8 : 40)) return null;
    }
    return [0.5, 0.4, 0.6, 0.3, 0.7].map((t) => {
      const { x, y } = this.network.canvasToDOM(type.getPoint(t));
      return { x: x - w / 2, y: y - 7, w, h: 14 };
    }).find((box) => names.free(box) && glyphs.free(box));
  }
}

