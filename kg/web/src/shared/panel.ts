// What is said about a node or an edge: facts, claims, quotes and sources.
import { button, count, el, number } from "./dom";
import { line, mark, meaning, tag } from "./look";
import type { Choice, Claim, Model } from "./model";

/** Words in quotation marks, of which those within are others. */
const quoted = (words: string): string => /["“”]/.test(words) ? `‘${words}’` : `“${words}”`;

type Choose = (choice: Choice) => void;
type Items = (Node | null)[];

/** Who says it, how, in which words, and where. `shown` is the value that stands above already. */
function claimItem(claim: Claim, shown?: string): HTMLElement {
  const claimant = claim.claimant === claim.source ? "The source itself" : claim.claimant;
  const who = [claimant || "Unnamed", claim.modality && claim.modality !== "asserted" ? `(${claim.modality})` : ""];
  const other = claim.value && claim.value !== shown ? `: ${claim.value}` : "";
  const what = claim.negated ? `says that ${other ? "it" : "this"} is not${other || " so"}` : other && `says${other}`;
  const where = [claim.source, claim.line !== null && claim.line !== undefined ? `line ${claim.line}` : ""];
  const place = where.filter(Boolean).join(", ");
  return el("li", {},
    claim.quote ? el("p", {}, el("q", { text: quoted(claim.quote) })) : null,
    el("p", { text: [...who, what].filter(Boolean).join(" ") }),
    place ? el("p", {}, el("small", { text: place })) : null);
}

function claimList(claims: Claim[] | undefined, shown?: string): HTMLElement | null {
  if (!Array.isArray(claims) || !claims.length) return null;
  const items = claims.map((claim) => claimItem(claim, shown));
  if (items.length <= 3) return el("ul", {}, ...items);
  const more = el("details", {}, el("summary", { text: count(items.length - 2, "more claim") }), el("ul", {}, ...items.slice(2)));
  return el("div", {}, el("ul", {}, ...items.slice(0, 2)), more);
}

function section(title: string, items: Node[]): Items {
  if (!items.length) return [];
  return [el("h3", { text: `${title} (${number(items.length)})` }), el("ul", {}, ...items)];
}

/** "17 January 2022" would be one language's; ISO dates are everybody's. */
export const period = (first?: string | null, last?: string | null): string =>
  [...new Set([first, last].filter(Boolean))].join(" to ");

export class Panel {
  /** `extra` adds what a page offers for a node, such as showing more of its neighbours. */
  constructor(
    private root: HTMLElement, private model: Model, private choose: Choose,
    private extra: (index: number) => Items = () => [],
  ) {}

  /** Shows a choice; where the focus was within, it goes on to the next step of a page, or to the heading. */
  show(choice: Choice): void {
    const focused = this.root.contains(document.activeElement) ? document.activeElement as HTMLElement : null;
    const parts = !choice ? this.nothing() : choice.type === "node" ? this.node(choice.index) : this.edge(choice.index);
    const leave = choice ? button({ class: "close", "aria-label": "Close", text: "✕" }, () => this.choose(null)) : null;
    this.root.replaceChildren(...[leave, ...parts].filter((part): part is Node => part !== null));
    this.root.scrollTop = 0;
    if (!focused) return;
    const step = "step" in focused.dataset ? this.root.querySelector<HTMLElement>("[data-step]") : null;
    (step ?? this.root.querySelector<HTMLElement>("h2") ?? this.root).focus();
  }

  name(index: number): HTMLElement {
    return button({ class: "name", text: this.model.nodes[index].label }, () => this.choose({ type: "node", index }));
  }

  private kind(index: number): HTMLElement {
    const node = this.model.nodes[index];
    const when = period(node.first, node.last);
    const words = [node.kindLabel || this.model.kindLabel(node.kind), when].filter(Boolean).join(", ");
    return el("p", {}, mark(node), ` ${words}`);
  }

  private nothing(): Items {
    const best = this.model.ranked().filter((i) => !this.model.nodes[i].hidden).slice(0, 8);
    const items = best.map((i) => el("li", { class: "row" }, mark(this.model.nodes[i]), this.name(i),
      el("small", { text: count(this.model.degree(i), "edge") })));
    const large = this.model.nodes.length > 1000
      ? el("p", { text: "This graph is too large to be read as a whole: search it, or hide kinds and lines." }) : null;
    return [
      el("p", { text: "Select a node or a line to read what is said about it, by whom, and where." }), large,
      items.length ? el("p", { class: "head", text: "Best connected" }) : null, items.length ? el("ul", {}, ...items) : null,
    ];
  }

  private node(index: number): Items {
    const node = this.model.nodes[index];
    const facts = node.facts.map((fact) => el("li", {},
      el("small", { text: fact.property ?? "" }), " ", el("strong", { text: fact.value ?? "" }), " ", tag(fact.status),
      claimList(fact.claims, fact.value)));
    return [
      el("h2", { text: node.label, tabindex: "-1" }),
      this.kind(index),
      node.aliases.length ? el("p", { text: `Also: ${node.aliases.join(", ")}` }) : null,
      el("p", { class: "id", text: node.id }),
      node.iri ? el("p", { class: "id", text: node.iri }) : null,
      node.note && node.note !== node.label ? el("p", { text: node.note }) : null,
      ...this.extra(index),
      ...section("What is said", facts),
      ...section("Edges", this.model.touching[index].map((i) => this.neighbour(i, index))),
    ];
  }

  /** One edge of a node: what it says, with the other node as a button. */
  private neighbour(i: number, index: number): HTMLElement {
    const edge = this.model.edges[i];
    const other = this.model.other(i, index);
    const arrow = !edge.arrow ? "—" : edge.from === index ? "→" : "←";
    const claims = edge.claims.length ? count(edge.claims.length, "claim") : "details";
    const label = `${claims}: ${this.model.sentence(i)}`;
    const more = button({ class: "name count", "aria-label": label }, () => this.choose({ type: "edge", index: i }),
      el("small", { text: claims }));
    return el("li", {},
      el("div", { class: "row" }, el("small", { text: `${arrow} ${edge.label}` }), more),
      el("div", { class: "row" }, mark(this.model.nodes[other]), this.name(other), tag(edge.status)));
  }

  private edge(index: number): Items {
    const edge = this.model.edges[index];
    const value = this.model.nodes[edge.to].label;
    return [
      el("h2", { text: edge.label || "Edge", tabindex: "-1" }),
      el("p", { class: "row" }, mark(this.model.nodes[edge.from]), this.name(edge.from)),
      el("p", { class: "row" }, edge.arrow ? "→" : "—", mark(this.model.nodes[edge.to]), this.name(edge.to)),
      el("p", {}, line(this.model, edge.status), ` ${meaning(edge.status)}`),
      ...section("Claims", edge.claims.map((claim) => claimItem(claim, value))),
    ];
  }
}
