// The timeline: a row for each kind, a mark for each event, stacked where they coincide.
import { el, svg } from "../shared/dom";
import { form } from "../shared/look";
import { share } from "./address";
import { Events, type Event, type Sent } from "./events";

const ROWS = 9;
const DAY = 86400000;
const R = 5;

export function timeline(root: HTMLElement, sent: Sent): void {
  root.classList.add("drawn");
  const stage = el("div", { class: "timeline" });
  const often = new Map<string, number>();
  for (const { kindLabel } of sent.events) often.set(kindLabel, (often.get(kindLabel) ?? 0) + 1);
  const kinds = [...often].sort(([, a], [, b]) => b - a).map(([kind]) => kind);
  root.append(stage);
  const events = new Events(root, sent.events, (shown, selected) => draw(stage, shown, selected, kinds));
  events.show();
}

function draw(stage: HTMLElement, shown: Event[], selected: string | null, kinds: string[]): void {
  const dated = shown.filter(({ first, last }) => first || last);
  const width = Math.max(stage.clientWidth, 320);
  const narrow = width < 560; // then names stand above their row
  const left = narrow ? 0 : 150;
  const middle = ({ first, last }: Event) => (Date.parse(first ?? last!) + Date.parse(last ?? first!)) / 2 / DAY;
  const days = dated.map(middle);
  const low = days.reduce((a, b) => Math.min(a, b), Infinity);
  const high = Math.max(days.reduce((a, b) => Math.max(a, b), -Infinity), low + 1);
  const x = (day: number) => left + 14 + ((day - low) / (high - low)) * (width - left - 28);
  const named = kinds.length > ROWS ? [...kinds.slice(0, ROWS - 1), "other"] : kinds;
  const rowOf = (event: Event) => (named.includes(event.kindLabel) ? event.kindLabel : "other");
  const parts: SVGElement[] = [];
  let top = 26;
  for (const kind of named) {
    const own = dated.filter((event) => rowOf(event) === kind);
    if (!own.length) continue;
    const stacks = new Map<number, number>();
    const marks = own.map((event) => {
      const bin = Math.round(x(middle(event)) / (2 * R));
      const level = stacks.get(bin) ?? 0;
      stacks.set(bin, level + 1);
      return [event, bin * 2 * R, level] as const;
    });
    const tall = 2 * R * Math.max(1, ...stacks.values()) + (narrow ? 30 : 14);
    const foot = top + tall;
    parts.push(svg("line", { x1: left, x2: width, y1: foot, y2: foot, class: "rule" }));
    const name = svg("text", narrow ? { x: 0, y: top + 16 } : { x: left - 8, y: foot - 6, "text-anchor": "end" });
    name.textContent = kind.length > 22 ? `${kind.slice(0, 21)}…` : kind;
    parts.push(name, ...marks.map(([event, at, level]) => mark(event, at, foot - R - 2 - level * 2 * R, selected)));
    top = foot;
  }
  parts.unshift(...axis(low, high, x, top, (width - left) / 64));
  const height = top + 8;
  stage.replaceChildren(dated.length
    ? svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": "Events in time" }, ...parts)
    : el("p", { class: "empty", text: "No event lies in this time." }));
}

function mark(event: Event, x: number, y: number, selected: string | null): SVGElement {
  const drawn = form(event.shape, x, y, R);
  const title = svg("title", {});
  title.textContent = `${event.dateWritten || event.first || event.last}: ${event.label}`;
  drawn.append(title);
  for (const [name, value] of Object.entries({
    fill: event.colour, class: event.id === selected ? "event selected" : "event", tabindex: "0",
    role: "button", "aria-label": title.textContent, "aria-pressed": String(event.id === selected),
  })) drawn.setAttribute(name, value);
  const choose = () => share({ thing: event.id });
  drawn.addEventListener("click", choose);
  drawn.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" && key.key !== " ") return;
    key.preventDefault();
    choose();
    document.querySelector<SVGElement>(".event.selected")?.focus();
  });
  return drawn;
}

const STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/** Years, or months where the time is short; so many at most. */
function axis(low: number, high: number, x: (day: number) => number, bottom: number, most: number): SVGElement[] {
  const [from, until] = [new Date(low * DAY), new Date(high * DAY)];
  const months = STEPS.find((step) => (high - low) / (30.4 * step) <= most) ?? 2400;
  const ticks: SVGElement[] = [];
  for (let at = new Date(Date.UTC(months > 12 ? from.getUTCFullYear() - (from.getUTCFullYear() % (months / 12)) : from.getUTCFullYear(), 0, 1)); at <= until; at.setUTCMonth(at.getUTCMonth() + months)) {
    const day = at.getTime() / DAY;
    if (day < low) continue;
    const text = svg("text", { x: x(day), y: 14, "text-anchor": "middle", class: "tick" });
    text.textContent = at.toISOString().slice(0, months < 12 ? 7 : 4);
    ticks.push(svg("line", { x1: x(day), x2: x(day), y1: 20, y2: bottom, class: "rule" }), text);
  }
  return ticks;
}
