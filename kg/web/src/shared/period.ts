// The time slider: which days count, and whether things without a date do. Bars say how many lie where.
import { el, number, svg } from "./dom";


/** What has a first and a last day, or none. */
export interface Dated { first?: string | null; last?: string | null }

const DAY = 86400000;
const BARS = 60;
const toDay = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
const toDate = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const isDay = (text: string | null | undefined): text is string => Boolean(text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(toDay(text)));

export class Period {
  /** Something that came later, such as a neighbour; the ends of the slider stay. */
  add(item: Dated): void {
    const days = [item.first, item.last].filter(isDay).map(toDay);
    if (days.length) this.spans.set(item, [Math.min(...days), Math.max(...days)]);
  }

  private spans = new Map<Dated, [number, number]>();
  private low = Infinity;
  private high = -Infinity;
  private from = el("input", { type: "range", "aria-label": "From", id: "from" });
  private until = el("input", { type: "range", "aria-label": "Until", id: "until" });
  private undated = el("input", { type: "checkbox", id: "undated" });
  private told = el("output", { for: "from until" });

  constructor(items: Dated[], root: HTMLElement, changed: () => void) {
    for (const item of items) {
      const days = [item.first, item.last].filter(isDay).map(toDay);
      if (!days.length) continue;
      const span: [number, number] = [Math.min(...days), Math.max(...days)];
      this.spans.set(item, span);
      this.low = Math.min(this.low, span[0]);
      this.high = Math.max(this.high, span[1]);
    }
    root.hidden = this.low >= this.high;
    if (root.hidden) return;
    for (const input of [this.from, this.until])
      Object.assign(input, { min: String(this.low), max: String(this.high), step: "1" });
    this.from.addEventListener("input", () => this.moved(this.from, changed));
    this.until.addEventListener("input", () => this.moved(this.until, changed));
    this.undated.addEventListener("change", changed);
    const rest = items.length - this.spans.size;
    const bin = el("label", {}, this.undated, el("span", { text: "undated" }), el("small", { text: number(rest) }));
    bin.hidden = !rest;
    root.append(el("div", { class: "slider" }, this.bars(), this.from, this.until), this.told, bin);
    this.reset();
  }

  private moved(input: HTMLInputElement, changed: () => void): void {
    const [from, until] = [Number(this.from.value), Number(this.until.value)];
    if (from > until) (input === this.from ? this.until : this.from).value = input.value;
    this.tell();
    changed();
  }

  private tell(): void {
    const [from, until] = [this.from, this.until].map((input) => toDate(Number(input.value)));
    this.told.textContent = from === until ? from : `${from} to ${until}`;
    this.from.setAttribute("aria-valuetext", from);
    this.until.setAttribute("aria-valuetext", until);
  }

  private bars(): SVGElement {
    const bins = new Array<number>(BARS).fill(0);
    const bin = (day: number) => Math.min(BARS - 1, Math.floor(((day - this.low) / (this.high - this.low)) * BARS));
    for (const [first, last] of this.spans.values()) for (let i = bin(first); i <= bin(last); i++) bins[i]++;
    const most = Math.max(...bins);
    const bars = bins.flatMap((each, i) => {
      const h = each ? Math.max(2, (each / most) * 24) : 0;
      return each ? [svg("rect", { x: i, y: 24 - h, width: 0.8, height: h })] : [];
    });
    return svg("svg", { class: "bars", viewBox: `0 0 ${BARS} 24`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
  }

  /** Whether something lies in the time chosen, or may. */
  holds(node: Dated): boolean {
    const span = this.spans.get(node);
    if (this.low >= this.high) return true;
    if (!span) return this.undated.checked;
    return span[0] <= Number(this.until.value) && span[1] >= Number(this.from.value);
  }

  reset(): void {
    this.set(null, null, true);
  }

  set(from: string | null, until: string | null, undated: boolean): void {
    this.from.value = String(isDay(from) ? toDay(from) : this.low);
    this.until.value = String(isDay(until) ? toDay(until) : this.high);
    this.undated.checked = undated;
    if (this.low < this.high) this.tell();
  }

  /** What was narrowed, for the address: null where it is all of it. */
  get state(): { from: string | null; until: string | null; undated: boolean } {
    const given = (input: HTMLInputElement, end: number) =>
      this.low < this.high && Number(input.value) !== end ? toDate(Number(input.value)) : null;
    return { from: given(this.from, this.low), until: given(this.until, this.high), undated: this.undated.checked };
  }
}
