// The legend of the network, which filters it: kinds of things, statuses of relations, and relations.
import { el } from "../shared/dom";
import { box, relationOf, relationsHead, relationsOf } from "../shared/filters";
import { line, mark, meaning } from "../shared/look";
import type { GraphEdge, GraphNode, Model } from "../shared/model";

/** What is hidden, as it stands in the address. */
export interface Hidden { hide: string | null; omit: string | null }

const read = (words: string | null): Set<string> => new Set((words ?? "").split(",").filter(Boolean));
const written = (words: Set<string>): string => [...words].sort().join(",");

export class Legend {
  readonly root = el("div", { class: "legends" });
  private shown = el("fieldset", { class: "legend" });
  private head = el("summary");
  private relations = el("fieldset");
  private part = el("details", { class: "relations" }, this.head, this.relations);
  private away: Set<string>;
  private omitted: Set<string>;

  constructor(private model: Model, { hide, omit }: Hidden, private changed: (hidden: Hidden) => void) {
    this.away = read(hide);
    this.omitted = read(omit);
    this.root.append(this.shown, this.part);
  }

  holds(node: GraphNode): boolean { return !this.away.has(node.kind); }

  ties(edge: GraphEdge): boolean { return !this.away.has(edge.status) && !this.omitted.has(relationOf(edge)); }

  /** Has things of a kind seen again. */
  reveal(kind: string): void { if (this.away.delete(kind)) this.tell(); }

  draw(): void {
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement : null;
    const nodes = this.model.nodes.filter(({ gone }) => !gone);
    const edges = this.model.edges.filter(({ gone }) => !gone);
    const kinds = this.model.kinds.map(({ id, label }) => ({ id, label, of: nodes.filter(({ kind }) => kind === id) }))
      .filter(({ of }) => of.length).map(({ id, label, of }) => this.box("kinds", id, label, of.length, mark(of[0])));
    const statuses = [...new Set(edges.map(({ status }) => status))].map((status) =>
      this.box("statuses", status, meaning(status), edges.filter((edge) => edge.status === status).length, line(this.model, status)));
    const relations = relationsOf(edges);
    this.head.textContent = relationsHead(relations.length, relations.filter(({ name }) => this.omitted.has(name)).length);
    this.part.hidden = relations.length < 2;
    this.fill(this.shown, "Shown", [...kinds, ...statuses]);
    this.fill(this.relations, "Relations", relations.map(({ name, label, total }) => this.box("relations", name, label, total, null)));
    if (focused) [...this.root.querySelectorAll("input")].find(({ name, value }) => name === focused.name && value === focused.value)?.focus();
  }

  private fill(part: HTMLElement, name: string, boxes: HTMLElement[]): void {
    part.replaceChildren(el("legend", { class: "unseen", text: name }), ...boxes);
  }

  private box(name: string, value: string, label: string, total: number, sign: Node | null): HTMLLabelElement {
    return box(name, value, label, total, sign, () => (name === "relations" ? this.omitted : this.away), () => this.tell());
  }

  private tell(): void { this.changed({ hide: written(this.away), omit: written(this.omitted) }); }
}
