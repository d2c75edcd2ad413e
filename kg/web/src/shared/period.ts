// The time slider: which days count, and whether things without a date do. Bars say how many lie where.
import { el, number, svg } from "./dom";

/** What has a first and a last day, or none; of one that is missing nobody knows how far it is. */
export interface Dated { first?: string | null; last?: string | null }

const DAY = 86400000;
const BARS = 60;
export const toDay = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
const toDate = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const isDay = (text: string | null | undefined): text is string => Boolean(text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(toDay(text)));

/** The first and the last day, where an open end is endless; null without any. */
function span({ first, last }: Dated): [number, number] | null {
  if (!isDay(first) && !isDay(last)) return null;
  return [isDay(first) ? toDay(first) : -Infinity, isDay(last) ? toDay(last) : Infinity];
}

export class Period {
  private spans = new Map<Dated, [number, number]>();
  private low = Infinity;
  private high = -Infinity;
  private from = el("input", { type: "range", "aria-label": "From", id: "from", step: "1" });
  private until = el("input", { type: "range", "aria-label": "Until", id: "until", step: "1" });
  private slider = el("div", { class: "slider" }, this.from, this.until);
  private undated = el("input", { type: "checkbox", id: "undated" });
  private rest = el("small");
  private bin = el("label", {}, this.undated, el("span", { text: "undated" }), this.rest);
  private told = el("output", { for: "from until" });

  constructor(items: Dated[], private root: HTMLElement, changed: () => void) {
    this.from.addEventListener("input", () => this.moved(this.from, changed));
    this.until.addEventListener("input", () => this.moved(this.until, changed));
    this.undated.addEventListener("change", changed);
    this.undated.checked = true;
    root.append(this.slider, this.told, this.bin);
    this.renew(items);
  }

  /** Takes what there is now, as after neighbours came or went; an end that was not narrowed stays the end. */
  renew(items: Dated[]): void {
    const { from, until, undated } = this.state;
    this.spans = new Map(items.flatMap((item) => {
      const found = span(item);
      return found ? [[item, found]] : [];
    }));
    const days = [...this.spans.values()].flat().filter(Number.isFinite);
    this.low = days.reduce((a, b) => Math.min(a, b), Infinity);
    this.high = days.reduce((a, b) => Math.max(a, b), -Infinity);
    this.root.hidden = this.low >= this.high;
    this.rest.textContent = number(items.length - this.spans.size);
    this.bin.hidden = items.length === this.spans.size;
    this.set(from, until, undated);
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

  private bars(low: number, high: number): SVGElement {
    const bins = new Array<number>(BARS).fill(0);
    const bin = (day: number) => Math.max(0, Math.min(BARS - 1, Math.floor(((day - low) / (high - low)) * BARS)));
    for (const [first, last] of this.spans.values()) for (let i = bin(first); i <= bin(last); i++) bins[i]++;
    const most = Math.max(...bins);
    const bars = bins.flatMap((each, i) => {
      const h = each ? Math.max(2, (each / most) * 24) : 0;
      return each ? [svg("rect", { x: i, y: 24 - h, width: 0.8, height: h })] : [];
    });
    return svg("svg", { class: "bars", viewBox: `0 0 ${BARS} 24`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
  }

  /** Whether something lies in the time chosen, or may; an end that was not narrowed leaves nothing out. */
  holds(item: Dated): boolean {
    if (this.low >= this.high) return true;
    const found = this.spans.get(item) ?? span(item);
    if (!found) return this.undated.checked;
    const [from, until] = [Number(this.from.value), Number(this.until.value)];
    return (until === this.high || found[0] <= until) && (from === this.low || found[1] >= from);
  }

  reset(): void {
    this.set(null, null, true);
  }

  /** Narrows the time, also to days before and after all that is there, as another view may have. */
  set(from: string | null, until: string | null, undated: boolean): void {
    this.undated.checked = undated;
    if (this.low >= this.high) return;
    const [first, last] = [isDay(from) ? toDay(from) : this.low, isDay(until) ? toDay(until) : this.high];
    const [low, high] = [Math.min(this.low, first, last), Math.max(this.high, first, last)];
    for (const input of [this.from, this.until]) Object.assign(input, { min: String(low), max: String(high) });
    [this.from.value, this.until.value] = [String(first), String(last)];
    this.slider.querySelector("svg")?.remove();
    this.slider.prepend(this.bars(low, high));
    this.tell();
  }

  /** What was narrowed, for the address: null where it is all of it. */
  get state(): { from: string | null; until: string | null; undated: boolean } {
    const given = (input: HTMLInputElement, end: number) =>
      this.low < this.high && Number(input.value) !== end ? toDate(Number(input.value)) : null;
    return { from: given(this.from, this.low), until: given(this.until, this.high), undated: this.undated.checked };
  }
}
