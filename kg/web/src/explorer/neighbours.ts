// The neighbours of a thing: how many there are by each relation, which of them are drawn, and the next few.
import { button, count, el, number } from "../shared/dom";
import type { Model } from "../shared/model";
import { inView, page, read } from "./address";
import type { SentGraph } from "./growth";

interface Count { label: string; direction: string; kind: string; count: number }
interface Sent extends SentGraph { counts: Count[]; others: string[] }

const STEP = 10;
const TIED = 30; // so many that are drawn already are tied at one step

export class Neighbours {
  private sent = new Map<string, Sent>();

  constructor(private model: Model) {}

  async count(id: string): Promise<void> {
    if (!this.sent.has(id)) this.sent.set(id, await read<Sent>(inView("/neighbours.json", { thing: id, limit: 0 })));
  }

  /** The next ten that are not drawn, and how the thing is tied to those that came for the sake of others. */
  async next(id: string): Promise<SentGraph> {
    await this.count(id);
    const asked = [...this.missing(id).slice(0, STEP), ...this.untied(id).slice(0, TIED)];
    const others = asked.map((other) => `&other=${encodeURIComponent(other)}`).join("");
    return read<SentGraph>(inView("/neighbours.json", { thing: id, limit: STEP + TIED }) + others);
  }

  /** What the panel offers for a thing: its pages, and its neighbours, counts first. */
  offer(id: string, ask: () => void, expand: () => void): Node[] {
    const links = el("p", {}, el("a", { href: page(id), text: "its page" }), " · ",
      el("a", { href: inView("/network", { thing: id }), text: "its network" }));
    const sent = this.sent.get(id);
    if (!sent) return [links, el("p", {}, button({ text: "Count its neighbours", "data-step": "" }, ask))];
    const [missing, untied] = [this.missing(id).length, this.untied(id).length];
    const left = missing ? `${number(missing)} of them not shown` : untied ? `all shown, ${number(untied)} without the relation` : "all shown";
    const step = missing ? `Show the next ${Math.min(STEP, missing)} of ${number(missing)}` : untied ? "Show the relations" : "";
    const rows = sent.counts.map((each) => el("li", {},
      `${each.direction === "backward" ? "←" : "→"} ${each.label}: ${each.kind} `, el("small", { text: number(each.count) })));
    return [links, el("p", { text: `${count(sent.others.length, "neighbour")}, ${left}` }),
      ...(step ? [el("p", {}, button({ text: step, "data-step": "" }, expand))] : []),
      el("details", {}, el("summary", { text: "by relation" }), el("ul", { class: "counts" }, ...rows))];
  }

  private missing(id: string): string[] { return this.sent.get(id)!.others.filter((other) => !this.isDrawn(other)); }

  /** Those that are drawn, though not their relation to the thing. */
  private untied(id: string): string[] {
    const { model } = this;
    const index = model.find(id);
    const ends = new Set(model.touching[index].filter((i) => !model.edges[i].gone).map((i) => model.other(i, index)));
    return this.sent.get(id)!.others.filter((other) => this.isDrawn(other) && !ends.has(model.find(other)));
  }

  private isDrawn(id: string): boolean { return !(this.model.nodes[this.model.find(id)]?.gone ?? true); }
}
