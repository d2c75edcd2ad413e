// Filters, which are the legend: kinds of nodes, statuses and relations of edges, and a time.
import { $, button, count } from "../shared/dom";
import { box, relationOf, relationsHead, relationsOf } from "../shared/filters";
import { line, mark, MEANINGS, meaning } from "../shared/look";
import type { Model } from "../shared/model";
import { Period } from "../shared/period";

const KINDS = 14; // so many are shown at first, the most frequent ones

type Name = "kinds" | "statuses" | "relations";

export class Filters {
  away: Record<Name, Set<string>> = { kinds: new Set(), statuses: new Set(), relations: new Set() };
  period: Period;

  constructor(private model: Model, private changed: () => void) {
    this.period = new Period(model.nodes, $("period"), changed);
    this.kinds();
    this.statuses();
    this.relations();
  }

  /** Hides what the filters leave out, and shows the rest. */
  apply(): void {
    const { nodes, edges } = this.model;
    for (const node of nodes) node.hidden = this.away.kinds.has(node.kind) || !this.period.holds(node);
    for (const edge of edges)
      edge.hidden = this.away.statuses.has(edge.status) || this.away.relations.has(relationOf(edge))
        || nodes[edge.from].hidden || nodes[edge.to].hidden;
    for (const box of document.querySelectorAll<HTMLInputElement>("#legend input[data-filter]"))
      box.checked = !this.away[box.dataset.filter as Name].has(box.value);
    $("relations-head").textContent = relationsHead(relationsOf(edges).length, this.away.relations.size);
  }

  /** Lets a node be seen again, whatever hid it. */
  reveal(index: number): void {
    const node = this.model.nodes[index];
    this.away.kinds.delete(node.kind);
    if (!this.period.holds(node)) this.period.reset();
    this.changed();
  }

  private box(name: Name, value: string, text: string, total: number, sign: Node | null): HTMLLabelElement {
    return box(name, value, text, total, sign, () => this.away[name], this.changed);
  }

  private kinds(): void {
    const groups = new Map(this.model.kinds.map((kind) => [kind.id, [] as number[]]));
    this.model.nodes.forEach((node, i) => groups.get(node.kind)!.push(i));
    const kinds = [...this.model.kinds].sort((a, b) => groups.get(b.id)!.length - groups.get(a.id)!.length);
    const boxes = kinds.map(({ id, label }) => {
      const nodes = groups.get(id)!;
      return this.box("kinds", id, label, nodes.length, mark(this.model.nodes[nodes[0]]));
    });
    $("kinds").append(...boxes);
    $("kinds").hidden = !kinds.length || (kinds.length === 1 && !kinds[0].id);
    const rest = boxes.slice(KINDS);
    if (!rest.length) return;
    for (const box of rest) box.classList.add("rest"); // which print shows
    const more = button({ class: "name", text: count(rest.length, "more kind") }, () => {
      for (const box of rest) box.classList.remove("rest");
      more.remove();
      rest[0].querySelector("input")!.focus();
    });
    $("kinds").append(more);
  }

  private statuses(): void {
    for (const status of new Set([...MEANINGS.keys(), ...this.model.edges.map((edge) => edge.status)])) {
      const total = this.model.edges.filter((edge) => edge.status === status).length;
      if (total) $("statuses").append(this.box("statuses", status, meaning(status), total, line(this.model, status)));
    }
    $("statuses").hidden = !this.model.edges.length;
  }

  private relations(): void {
    const found = relationsOf(this.model.edges);
    $("relations").append(...found.map(({ name, label, total }) => this.box("relations", name, label, total, null)));
    $("relations-part").hidden = found.length < 2;
  }
}
