// Search over all names, in any script; a hit that is filtered out says so, and is shown again when chosen.
import { $, button, el, fold, number } from "./dom";
import { mark } from "./look";
import type { Model } from "./model";

const MOST = 20;
interface Hit { i: number; rank: number; text: string }

export class Search {
  private input = $<HTMLInputElement>("search");
  private list = $("hits");
  private index: [string, string][][] = [];

  constructor(private model: Model, private pick: (index: number) => void) {
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("focus", () => this.show());
    $("finder").addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointerdown", (event) => {
      if (!$("finder").contains(event.target as Node)) this.list.hidden = true;
    });
  }

  focus(): void { this.input.focus(); this.input.select(); }

  /** Shows what the words in the field find; called again when filters change. */
  show(): void {
    const query = fold(this.input.value.trim());
    this.list.hidden = !query;
    if (!query) return;
    const hits = this.find(query);
    const rest = hits.length > MOST ? [el("p", { text: `${number(hits.length - MOST)} more: type on` })] : [];
    this.list.replaceChildren(...hits.slice(0, MOST).map((hit) => this.hit(hit)), ...rest);
    if (!hits.length) this.list.append(el("p", { text: "Nothing of that name" }));
  }

  private find(query: string): Hit[] {
    for (const { label, aliases, id } of this.model.nodes.slice(this.index.length)) // more may have come
      this.index.push([label, ...aliases, id].map((text): [string, string] => [fold(text), text]));
    return this.index.flatMap((texts, i) => {
      if (this.model.nodes[i].gone) return [];
      const at = texts.findIndex(([folded]) => folded.includes(query));
      if (at < 0) return [];
      const [folded, text] = texts[at];
      return [{ i, rank: folded === query ? 0 : folded.startsWith(query) ? 1 : 2, text: at ? text : "" }];
    }).sort((a, b) => a.rank - b.rank || this.model.degree(b.i) - this.model.degree(a.i));
  }

  private hit({ i, text }: Hit): HTMLElement {
    const node = this.model.nodes[i];
    const note = [text, node.hidden ? "filtered out: shown again when chosen" : ""].filter(Boolean).join(" · ");
    return button({}, () => {
      this.input.value = "";
      this.list.hidden = true;
      this.pick(i);
    }, mark(node), el("span", { text: node.label }), el("small", { text: note }));
  }

  private key(event: KeyboardEvent): void {
    const all = [...this.list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Enter" && at < 0) all[0]?.click();
    else if (event.key === "ArrowDown") all[at + 1]?.focus();
    else if (event.key === "ArrowUp") (all[at - 1] ?? this.input).focus();
    else if (event.key === "Escape") { this.input.value = ""; this.show(); this.input.focus(); }
    else return;
    event.preventDefault();
  }
}
