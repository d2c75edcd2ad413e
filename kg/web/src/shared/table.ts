// The edges that the canvas shows as a table, 500 at a time, in the order of a column.
import { button, el, number, share } from "./dom";
import { meaning } from "./look";
import type { Choice, Claim, Model } from "./model";
import type { Panel } from "./panel";

const STEP = 500;
const HEADS = ["From", "Relation", "To", "Status", "Said by"];
const ORDER = new Intl.Collator("en", { numeric: true });

/** Who says it and where; a source that speaks itself is named once. */
function cited({ claimant, source, line }: Claim): string {
  const where = line === null || line === undefined ? "" : `line ${line}`;
  return [...new Set([claimant, source]), where].filter(Boolean).join(", ");
}

export class Table {
  private sorted = { column: -1, down: false };

  constructor(
    private root: HTMLElement, private model: Model, private panel: Panel, private choose: (choice: Choice) => void,
  ) {}

  show(all = false): void {
    const shown = this.inOrder(this.model.shown("edges"));
    const alone = this.model.shown("nodes").filter((i) => !this.model.near(i).length);
    const heads = HEADS.map((text, column) => {
      const order = column !== this.sorted.column ? "none" : this.sorted.down ? "descending" : "ascending";
      return el("th", { scope: "col", "aria-sort": order }, button({ text }, () => this.sort(column)));
    });
    const body = el("tbody");
    const more = button({}, () => this.extend(shown, body, more));
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body);
    this.root.replaceChildren(table, more, ...this.alone(alone));
    this.extend(shown, body, more, all ? shown.length : STEP);
  }

  /** Sorts by a column, or the other way round where it does already. */
  private sort(column: number): void {
    this.sorted = { column, down: column === this.sorted.column && !this.sorted.down };
    this.show();
    this.root.querySelectorAll<HTMLElement>("th button")[column].focus();
  }

  private inOrder(edges: number[]): number[] {
    const { column, down } = this.sorted;
    if (column < 0) return edges;
    const keys = new Map(edges.map((i) => [i, this.texts(i)[column]]));
    return edges.sort((a, b) => (down ? -1 : 1) * ORDER.compare(keys.get(a)!, keys.get(b)!) || a - b);
  }

  /** What the cells of an edge say. */
  private texts(index: number): string[] {
    const { from, to, label, status, claims } = this.model.edges[index];
    const said = [...new Set(claims.map(cited))].join("; ");
    return [this.model.nodes[from].label, label || "edge", this.model.nodes[to].label, meaning(status), said];
  }

  private extend(shown: number[], body: HTMLTableSectionElement, more: HTMLElement, step = STEP): void {
    const done = body.rows.length;
    body.append(...shown.slice(done, done + step).map((i) => this.row(i)));
    more.hidden = body.rows.length >= shown.length;
    more.textContent = `Show more (${share(body.rows.length, shown.length, "edge")})`;
  }

  private row(index: number): HTMLElement {
    const edge = this.model.edges[index];
    const [, label, , status, said] = this.texts(index);
    const relation = button({ class: "name", text: label }, () => this.choose({ type: "edge", index }));
    const cells = [this.panel.name(edge.from), relation, this.panel.name(edge.to), status, said];
    return el("tr", { "data-edge": index }, ...cells.map((cell) => el("td", {}, cell)));
  }

  private alone(nodes: number[]): HTMLElement[] {
    if (!nodes.length) return [];
    const names = nodes.slice(0, STEP).flatMap((i) => [this.panel.name(i), ", "]).slice(0, -1);
    const rest = nodes.length > STEP ? ` and ${number(nodes.length - STEP)} more` : "";
    return [el("p", {}, "Shown without edges: ", ...names, rest)];
  }
}
