// The edges that the canvas shows as a table, 500 at a time.
import { button, el, number, share } from "./dom";
import { meaning } from "./look";
import type { Choice, Model } from "./model";
import type { Panel } from "./panel";

const STEP = 500;

export class Table {
  constructor(
    private root: HTMLElement, private model: Model, private panel: Panel, private choose: (choice: Choice) => void,
  ) {}

  show(all = false): void {
    const shown = this.model.shown("edges");
    const alone = this.model.shown("nodes").filter((i) => !this.model.near(i).length);
    const heads = ["From", "Relation", "To", "Status", "Said by"].map((text) => el("th", { scope: "col", text }));
    const body = el("tbody");
    const more = button({}, () => this.extend(shown, body, more));
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body);
    this.root.replaceChildren(table, more, ...this.alone(alone));
    this.extend(shown, body, more, all ? shown.length : STEP);
  }

  private extend(shown: number[], body: HTMLTableSectionElement, more: HTMLElement, step = STEP): void {
    const done = body.rows.length;
    body.append(...shown.slice(done, done + step).map((i) => this.row(i)));
    more.hidden = body.rows.length >= shown.length;
    more.textContent = `Show more (${share(body.rows.length, shown.length, "edge")})`;
  }

  private row(index: number): HTMLElement {
    const edge = this.model.edges[index];
    const said = edge.claims.map((claim) => [claim.claimant, claim.source].filter(Boolean).join(", "));
    const relation = button({ class: "name", text: edge.label || "edge" }, () => this.choose({ type: "edge", index }));
    const cells = [
      this.panel.name(edge.from), relation, this.panel.name(edge.to), meaning(edge.status), [...new Set(said)].join("; "),
    ];
    return el("tr", { "data-edge": index }, ...cells.map((cell) => el("td", {}, cell)));
  }

  private alone(nodes: number[]): HTMLElement[] {
    if (!nodes.length) return [];
    const names = nodes.slice(0, STEP).flatMap((i) => [this.panel.name(i), ", "]).slice(0, -1);
    const rest = nodes.length > STEP ? ` and ${number(nodes.length - STEP)} more` : "";
    return [el("p", {}, "Shown without edges: ", ...names, rest)];
  }
}
