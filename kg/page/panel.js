// The panel beside the canvas, and the table of edges. Every text gets in as text, never as HTML.

/** An element with attributes (`text` is its content) and children; null children are left out. */
function el(tag, { text, on, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  if (on) element.addEventListener("click", on);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const share = (number, all, noun) => (number === all ? "" : `${number.toLocaleString("en")} of `) + count(all, noun);

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const OUTLINES = {
  square: "2,2 14,2 14,14 2,14",
  triangle: "8,1.5 15,14 1,14",
  triangleDown: "8,14.5 15,2 1,2",
  diamond: "8,1 15,8 8,15 1,8",
  hexagon: "4.3,1.8 11.7,1.8 15.2,8 11.7,14.2 4.3,14.2 0.8,8",
  star: "8,0.8 10.2,5.7 15.4,6.2 11.5,9.7 12.7,14.9 8,12.2 3.3,14.9 4.5,9.7 0.6,6.2 5.8,5.7",
};

/** The mark of a node, as on the canvas. */
function mark({ shape, colour }) {
  const outline = OUTLINES[shape];
  const form = outline ? svg("polygon", { points: outline }) : svg("circle", { cx: 8, cy: 8, r: 6.5 });
  form.setAttribute("fill", colour);
  return svg("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" }, form);
}

const MEANINGS = { __proto__: null, fact: "fact", claimed: "claimed only", contested: "≠ contested" };

function line(status) {
  const path = svg("path", { d: "M1 6H33", "stroke-dasharray": (dashes[status] || ["none"]).join(" ") });
  return svg("svg", { class: "line", viewBox: "0 0 34 12", "aria-hidden": "true" }, path);
}

const tag = (status) => (status && status !== "fact"
  ? el("span", { class: `tag ${status}`, text: MEANINGS[status] || status }) : null);

/** Who says it, how, in which words, and where. `shown` is the value that stands above already. */
function claimItem(claim, shown) {
  const claimant = claim.claimant === claim.source ? "The source itself" : claim.claimant;
  const who = [claimant || "Unnamed", claim.modality && claim.modality !== "asserted" ? `(${claim.modality})` : ""];
  const other = claim.value && claim.value !== shown ? `: ${claim.value}` : "";
  const what = claim.negated ? `says that ${other ? "it" : "this"} is not${other || " so"}` : other && `says${other}`;
  const where = [claim.source, claim.line != null ? `line ${claim.line}` : ""].filter(Boolean).join(", ");
  return el("li", {},
    claim.quote ? el("p", {}, el("q", { text: `“${claim.quote}”` })) : null,
    el("p", { text: [...who, what].filter(Boolean).join(" ") }),
    where ? el("p", {}, el("small", { text: where })) : null);
}

function claimList(claims, shown) {
  if (!Array.isArray(claims) || !claims.length) return null;
  const items = claims.map((claim) => claimItem(claim, shown));
  if (items.length <= 3) return el("ul", {}, ...items);
  return el("div", {}, el("ul", {}, ...items.slice(0, 2)),
    el("details", {}, el("summary", { text: count(items.length - 2, "more claim") }), el("ul", {}, ...items.slice(2))));
}

class Panel {
  /** `choose(type, index)` selects a node or an edge, or nothing. */
  constructor(root, model, choose) {
    Object.assign(this, { root, model, choose });
  }

  show(type, index) {
    const parts = type === "node" ? this.node(index) : type === "edge" ? this.edge(index) : this.nothing();
    const leave = { class: "close", "aria-label": "Close", text: "✕", on: () => this.choose(null) };
    this.root.replaceChildren(...[type ? button(leave) : null, ...parts].filter(Boolean));
    this.root.scrollTop = 0;
  }

  name(index) {
    const node = this.model.nodes[index];
    return button({ class: "name", text: node.label, on: () => this.choose("node", index) });
  }

  kind(index) {
    const node = this.model.nodes[index];
    return el("p", {}, mark(node), ` ${node.kindLabel || (this.model.kinds.find((kind) => kind.id === node.kind)?.label ?? "")}`);
  }

  nothing() {
    const best = this.model.best.map((i) => el("li", { class: "row" }, mark(this.model.nodes[i]), this.name(i),
      el("small", { text: count(this.model.degree[i], "edge") })));
    const hint = "Select a node or a line to read what is said about it, by whom, and where.";
    const large = this.model.nodes.length > 1000
      ? el("p", { text: "This graph is too large to be read as a whole: search it, or hide kinds and lines." }) : null;
    return [el("p", { text: hint }), large, el("h3", { text: "Best connected" }), el("ul", {}, ...best)];
  }

  node(index) {
    const node = this.model.nodes[index];
    const facts = node.facts.map((fact) => el("li", {},
      el("small", { text: fact.property }), " ", el("strong", { text: fact.value }), " ", tag(fact.status),
      claimList(fact.claims, fact.value)));
    return [
      el("h2", { text: node.label }),
      this.kind(index),
      node.aliases.length ? el("p", { text: `Also: ${node.aliases.join(", ")}` }) : null,
      el("p", { class: "id", text: node.id }),
      node.iri ? el("p", { class: "id", text: node.iri }) : null,
      node.note && node.note !== node.label ? el("p", { text: node.note }) : null,
      ...this.section("What is said", facts),
      ...this.section("Edges", this.model.touching[index].map((i) => this.neighbour(i, index))),
    ];
  }

  section(title, items) {
    if (!items.length) return [];
    return [el("h3", { text: `${title} (${items.length.toLocaleString("en")})` }), el("ul", {}, ...items)];
  }

  /** One edge of a node: what it says, with the other node as a button. */
  neighbour(i, index) {
    const edge = this.model.edges[i];
    const other = edge.from === index ? edge.to : edge.from;
    const arrow = !edge.arrow ? "—" : edge.from === index ? "→" : "←";
    const claims = edge.claims.length ? count(edge.claims.length, "claim") : "details";
    const label = `${claims}: ${this.model.sentence(i)}`;
    const more = button({ class: "name count", on: () => this.choose("edge", i), "aria-label": label },
      el("small", { text: claims }));
    return el("li", {},
      el("div", { class: "row" }, el("small", { text: `${arrow} ${edge.label}` }), more),
      el("div", { class: "row" }, mark(this.model.nodes[other]), this.name(other), tag(edge.status)));
  }

  edge(index) {
    const edge = this.model.edges[index];
    return [
      el("h2", { text: edge.label || "Edge" }),
      el("p", { class: "row" }, mark(this.model.nodes[edge.from]), this.name(edge.from)),
      el("p", { class: "row" }, edge.arrow ? "→" : "—", mark(this.model.nodes[edge.to]), this.name(edge.to)),
      el("p", {}, line(edge.status), ` ${MEANINGS[edge.status] || edge.status}`),
      ...this.section("Claims", edge.claims.map((claim) => claimItem(claim, this.model.nodes[edge.to].label))),
    ];
  }
}

/** The edges that the canvas shows, 500 at a time. */
class Table {
  constructor(root, model, panel, choose) {
    Object.assign(this, { root, model, panel, choose });
  }

  show(all = false) {
    const shown = this.model.edges.map((_, i) => i).filter((i) => !this.model.edges[i].hidden);
    const alone = this.model.nodes.map((_, i) => i)
      .filter((i) => !this.model.nodes[i].hidden && !this.model.touching[i].some((e) => !this.model.edges[e].hidden));
    const heads = ["From", "Relation", "To", "Status", "Said by"].map((text) => el("th", { scope: "col", text }));
    const body = el("tbody");
    const more = button({ on: () => this.extend(shown, body, more) });
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body);
    this.root.replaceChildren(table, more, ...this.alone(alone));
    this.extend(shown, body, more, all ? shown.length : 500);
  }

  extend(shown, body, more, step = 500) {
    const done = body.rows.length;
    body.append(...shown.slice(done, done + step).map((i) => this.row(i)));
    more.hidden = body.rows.length >= shown.length;
    more.textContent = `Show more (${share(body.rows.length, shown.length, "edge")})`;
  }

  row(i) {
    const edge = this.model.edges[i];
    const said = edge.claims.map((claim) => [claim.claimant, claim.source].filter(Boolean).join(", "));
    const relation = button({ class: "name", text: edge.label || "edge", on: () => this.choose("edge", i) });
    const [from, to] = [this.panel.name(edge.from), this.panel.name(edge.to)];
    const cells = [from, relation, to, MEANINGS[edge.status] || edge.status, [...new Set(said)].join("; ")];
    return el("tr", { "data-edge": i }, ...cells.map((cell) => el("td", {}, cell)));
  }

  alone(nodes) {
    if (!nodes.length) return [];
    const names = nodes.slice(0, 500).flatMap((i) => [this.panel.name(i), ", "]).slice(0, -1);
    const rest = nodes.length > 500 ? ` and ${(nodes.length - 500).toLocaleString("en")} more` : "";
    return [el("p", {}, "Shown without edges: ", ...names, rest)];
  }
}

