// The legend of the network, which filters it: kinds of things and statuses of relations.
import { el, number } from "../shared/dom";
import { line, mark, meaning } from "../shared/look";
import type { Model } from "../shared/model";

export class Legend {
  readonly root = el("fieldset", { class: "legend" }, el("legend", { class: "unseen", text: "Shown" }));
  private hidden: Set<string>;

  /** `changed` is called with what is hidden, as it stands in the address. */
  constructor(private model: Model, hidden: string | null, private changed: (hidden: string) => void) {
    this.hidden = new Set((hidden ?? "").split(",").filter(Boolean));
  }

  /** Whether things of a kind, or relations of a status, are to be seen. */
  holds(name: string): boolean { return !this.hidden.has(name); }

  draw(): void {
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : null;
    const nodes = this.model.nodes.filter(({ gone }) => !gone);
    const edges = this.model.edges.filter(({ gone }) => !gone);
    const kinds = this.model.kinds.map(({ id, label }) => ({ id, label, of: nodes.filter(({ kind }) => kind === id) }))
      .filter(({ of }) => of.length).map(({ id, label, of }) => this.box(id, label, of.length, mark(of[0])));
    const statuses = [...new Set(edges.map(({ status }) => status))].map((status) =>
      this.box(status, meaning(status), edges.filter((edge) => edge.status === status).length, line(this.model, status)));
    this.root.replaceChildren(this.root.firstElementChild!, ...kinds, ...statuses);
    if (focused !== null) [...this.root.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
  }

  private box(name: string, label: string, total: number, sign: Node): HTMLLabelElement {
    const box = el("input", { type: "checkbox", value: name });
    box.checked = this.holds(name);
    box.addEventListener("change", () => {
      if (box.checked) this.hidden.delete(name); else this.hidden.add(name);
      this.changed([...this.hidden].sort().join(","));
    });
    return el("label", {}, box, sign, el("span", { text: label }), el("small", { text: number(total) }));
  }
}
