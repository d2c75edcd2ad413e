// Search over all names, in any script: a combobox as ARIA describes it, which also says how much it finds. A hit that is
// filtered out says so, and is shown again when chosen.
import { $, count, el, fold, number } from "./dom";
import { mark } from "./look";
import type { Model } from "./model";

const MOST = 20;
interface Hit { i: number; rank: number; text: string }

export class Search {
  private input = $<HTMLInputElement>("search");
  private hits = $("hits");
  private list = el("div", { role: "listbox", id: "found", "aria-label": "Found" });
  private note = el("p");
  private said = el("p", { class: "unseen", role: "status" });
  private at = -1; // the hit that the arrows lead to
  private index: [string, string][][] = [];

  constructor(private model: Model, private pick: (index: number) => void) {
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id }))
      this.input.setAttribute(name, value);
    this.hits.append(this.list, this.note);
    this.hits.before(this.said);
    this.open(false);
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("focus", () => this.show());
    this.input.addEventListener("blur", () => this.open(false));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.hits.addEventListener("pointerdown", (event) => event.preventDefault()); // or the field is left before the click
  }

  focus(): void { this.input.focus(); this.input.select(); }

  /** Shows what the words in the field find; called again when filters change. */
  show(): void {
    const query = fold(this.input.value.trim());
    const hits = query ? this.find(query) : [];
    this.list.replaceChildren(...hits.slice(0, MOST).map((hit, n) => this.hit(hit, n)));
    this.note.textContent = !hits.length ? "Nothing of that name" : hits.length > MOST ? `${number(hits.length - MOST)} more: type on` : "";
    this.note.hidden = !this.note.textContent;
    this.open(Boolean(query) && document.activeElement === this.input);
    this.tell(query && this.told(hits));
    this.lead(-1);
  }

  private told(hits: Hit[]): string {
    const away = hits.filter(({ i }) => this.model.nodes[i].hidden).length;
    return `${hits.length ? count(hits.length, "hit") : "no hits"}${away ? `, ${number(away)} of them filtered out` : ""}`;
  }

  /** Says it once: what is written anew is read anew. */
  private tell(words: string): void { if (this.said.textContent !== words) this.said.textContent = words; }

  private open(open: boolean): void {
    this.hits.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open && this.list.childElementCount > 0));
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

  private hit({ i, text }: Hit, n: number): HTMLElement {
    const node = this.model.nodes[i];
    const note = [text, node.hidden ? "filtered out: shown again when chosen" : ""].filter(Boolean).join(" · ");
    const made = el("div", { role: "option", id: `hit-${n}`, "aria-selected": "false" }, mark(node), el("span", { text: node.label }), el("small", { text: note }));
    made.addEventListener("click", () => {
      this.clear();
      this.pick(i);
    });
    return made;
  }

  private clear(): void {
    this.input.value = "";
    this.show();
  }

  /** Leads the arrows to a hit, or back to the field. */
  private lead(to: number): void {
    this.at = to;
    const hits = [...this.list.children];
    hits.forEach((hit, n) => hit.setAttribute("aria-selected", String(n === to)));
    if (to < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", hits[to].id);
    hits[to]?.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    const hits = this.list.children;
    if (event.key === "Enter") (hits[Math.max(this.at, 0)] as HTMLElement | undefined)?.click();
    else if (event.key === "ArrowDown") this.lead(Math.min(this.at + 1, hits.length - 1));
    else if (event.key === "ArrowUp") this.lead(Math.max(this.at - 1, -1));
    else if (event.key === "Escape") this.clear();
    else return;
    event.preventDefault();
  }
}
