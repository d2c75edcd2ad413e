// The network by neighbourhood: a thing tells first how many neighbours it has, then shows the next ten; each step can be undone.
import { Canvas } from "../shared/canvas";
import { button, count, el, save, share as part } from "../shared/dom";
import { csvFile, gexfFile, graphmlFile } from "../shared/exports";
import { Model, type Choice } from "../shared/model";
import { Panel } from "../shared/panel";
import { onPaper } from "../shared/paper";
import { picture, svgFile } from "../shared/pictures";
import { Period } from "../shared/period";
import { Search } from "../shared/search";
import { Table } from "../shared/table";
import { share, shared } from "./address";
import { Growth, type SentGraph } from "./growth";
import { keyboard } from "./keys";
import { Legend } from "./legend";
import { named } from "./named";
import { Neighbours } from "./neighbours";

interface Sent extends SentGraph { things: number; shown: number; graph?: string }

const LARGE = 1000;

export class NetworkPage {
  private model: Model;
  private canvas: Canvas;
  private panel: Panel;
  private period: Period;
  private growth: Growth;
  private neighbours: Neighbours;
  private busy = false; // with one step, so that a second press does not ask for the same
  private told = el("p", { class: "counts", role: "status" });
  private legend: Legend;
  private table: Table;
  private listing: HTMLDetailsElement;
  private search: Search;
  private late = 0; // the table follows a little later, since a slider moves often
  private undo: HTMLButtonElement;
  private whole: number; // how many things there were to draw at first

  constructor(root: HTMLElement, sent: Sent) {
    this.whole = sent.things;
    const title = document.querySelector("h1")?.textContent ?? "Network";
    const about = { title, drawn: new Date().toISOString().slice(0, 10), graph: sent.graph ?? "", asked: location.pathname + location.search, whole: sent.things };
    this.model = new Model({ kinds: [], nodes: [], edges: [], about });
    this.growth = new Growth(this.model);
    this.neighbours = new Neighbours(this.model);
    const stage = el("div", { class: "stage" });
    const aside = el("aside", { class: "panel", id: "panel", "aria-label": "Details", tabindex: "-1" });
    this.undo = button({ text: "Undo" }, () => this.back());
    const slider = el("fieldset", { class: "period" }, el("legend", { text: "Time" }));
    root.classList.add("drawn");
    this.legend = new Legend(this.model, shared(), (hidden) => { share(hidden); this.filter(); });
    const relations = el("div", { class: "table-scroll", role: "region", "aria-label": "Relations", tabindex: "0" });
    this.listing = el("details", { class: "drawn-table" }, el("summary", { text: "Table of what is drawn" }), relations);
    this.listing.addEventListener("toggle", () => this.list());
    root.append(this.tools(), this.legend.root, slider, el("div", { class: "split" }, stage, aside), this.listing);
    document.querySelectorAll<HTMLElement>(".listing").forEach((written) => { written.hidden = true; }); // this one follows the drawing
    this.growth.add(sent);
    if (stage.clientHeight > stage.clientWidth) for (const node of this.model.nodes) [node.x, node.y] = [node.y, node.x];
    this.canvas = new Canvas(stage, this.model, (choice) => this.choose(choice), () => {});
    this.panel = new Panel(aside, this.model, (choice) => this.choose(choice), (index) => this.expansion(index));
    this.period = new Period(this.model.nodes, slider, () => {
      const { from, until } = this.period.state;
      share({ from, until });
      this.filter();
    });
    this.search = new Search(this.model, (index) => this.find(index));
    this.table = new Table(relations, this.model, this.panel, (choice) => this.choose(choice));
    const { thing, from, until, grown } = shared();
    this.period.set(from, until, true);
    this.filter();
    this.canvas.fit();
    keyboard(stage.firstElementChild as HTMLElement, this.canvas, this.model, this.search, (choice) => this.choose(choice));
    onPaper(this.canvas, () => this.lay());
    void this.regrow(grown?.split(",") ?? []).then(() => {
      const chosen = this.model.find(thing ?? "");
      this.choose(chosen < 0 ? null : { type: "node", index: chosen });
    });
  }

  /** Expands again what the address says was expanded. */
  private async regrow(things: string[]): Promise<void> {
    for (const thing of things) {
      const index = this.model.find(thing);
      if (index >= 0) await this.expand(index);
    }
  }

  private tools(): HTMLElement {
    const name = this.model.about.title.replace(/[^\p{L}\p{N}]+/gu, "-");
    const file = (text: string, suffix: string) => () => save(new Blob([text]), `${name}.${suffix}`);
    const saving = [
      button({ text: "PNG" }, () => { void picture(this.canvas, this.model).then((blob) => save(blob, `${name}.png`)); }),
      button({ text: "SVG" }, () => file(svgFile(this.model), "svg")()),
      button({ text: "CSV" }, () => file(csvFile(this.model), "csv")()),
      button({ text: "GEXF" }, () => file(gexfFile(this.model), "gexf")()),
      button({ text: "GraphML" }, () => file(graphmlFile(this.model), "graphml")()),
    ];
    const finder = el("div", { id: "finder" },
      el("input", { type: "search", id: "search", "aria-label": "Find in the drawing", placeholder: "Find in the drawing", autocomplete: "off" }),
      el("div", { id: "hits", hidden: "" }));
    return el("div", { class: "tools" }, this.told, finder, this.undo,
      el("div", { class: "group", role: "group", "aria-label": "Zoom" },
        button({ text: "+", "aria-label": "Zoom in" }, () => this.canvas.zoom(1.4)),
        button({ text: "−", "aria-label": "Zoom out" }, () => this.canvas.zoom(1 / 1.4)),
        button({ text: "⤢", "aria-label": "Show all" }, () => this.canvas.fit())),
      el("div", { class: "group", role: "group", "aria-label": "Save what is shown" }, ...saving));
  }

  private filter(): void {
    for (const node of this.model.nodes) node.hidden = Boolean(node.gone) || !this.legend.holds(node) || !this.period.holds(node);
    for (const edge of this.model.edges)
      edge.hidden = Boolean(edge.gone) || !this.legend.ties(edge) || Boolean(this.model.nodes[edge.from].hidden || this.model.nodes[edge.to].hidden);
    this.canvas.refresh();
    const [nodes, edges] = [this.model.shown("nodes").length, this.model.shown("edges").length];
    const large = nodes > LARGE ? ": too many to be read as a whole; narrow the time, or take fewer hops" : "";
    this.told.textContent = `${part(nodes, Math.max(this.whole, this.growth.nodes.length), "thing")}, ${count(edges, "relation")}${large}`;
    const { length } = this.growth.steps;
    this.undo.setAttribute("aria-disabled", String(!length)); // and not `disabled`, which would lose the focus
    this.undo.textContent = length ? `Undo (${length})` : "Undo";
    this.legend.draw();
    this.search?.show();
    clearTimeout(this.late);
    this.late = window.setTimeout(() => this.list(), 150);
  }

  /** Fills the table, which may have thousands of rows, where somebody has it open. */
  private list(): void {
    if (this.listing.open) this.table.show(document.documentElement.classList.contains("paper"));
  }

  /** Opens the table for paper. */
  private lay(): () => void {
    const { open } = this.listing;
    this.listing.open = true;
    this.list();
    return () => { this.listing.open = open; this.list(); };
  }

  /** Goes to what a search found, and has it seen again, whatever hid it. */
  private find(index: number): void {
    const node = this.model.nodes[index];
    if (node.hidden) {
      this.legend.reveal(node.kind);
      if (!this.period.holds(node)) this.period.reset();
      const { from, until } = this.period.state;
      share({ from, until });
      this.filter();
    }
    this.choose({ type: "node", index }, true);
  }

  private choose(choice: Choice, closer = false): void {
    this.canvas.refresh(choice);
    this.panel.show(choice);
    if (choice) this.canvas.reach(choice, closer, 0);
    if (choice?.type === "node") share({ thing: this.model.nodes[choice.index].id });
    else if (!choice) share({ thing: null });
  }

  private expansion(index: number): Node[] {
    return this.neighbours.offer(this.model.nodes[index].id, () => void this.count(index), () => void this.expand(index));
  }

  private async count(index: number): Promise<void> {
    await this.attempt(async () => {
      await this.neighbours.count(this.model.nodes[index].id);
      this.panel.show({ type: "node", index });
    });
  }

  private async expand(index: number): Promise<void> {
    const node = this.model.nodes[index];
    await this.attempt(async () => {
      const added = this.growth.add(await this.neighbours.next(node.id), node);
      this.growth.steps.push({ ...added, thing: node.id });
      this.grown();
      if (!this.canvas.shows(added.nodes)) this.canvas.fit();
      this.choose({ type: "node", index });
    });
  }

  /** Takes back the last step. */
  private back(): void {
    const step = this.growth.undo();
    if (!step) return;
    this.grown();
    const index = this.model.find(step.thing);
    this.choose(this.model.nodes[index].hidden ? null : { type: "node", index });
  }

  /** Has the address, the slider and the names follow what came or went. */
  private grown(): void {
    this.period.renew(this.growth.nodes);
    const { from, until } = this.period.state;
    share({ from, until, grown: this.growth.steps.map(({ thing }) => thing).join(",") || null });
    this.filter();
    named(this.growth.nodes);
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await action();
    } catch (error) {
      this.told.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      this.busy = false;
    }
  }
}
