// The timeline: a row for each kind, a mark for each event, stacked where they coincide, on a bar where it is no single day.
import { el, svg } from "../shared/dom";
import { form } from "../shared/look";
import { toDay } from "../shared/period";
import { share } from "./address";
import { belongs, Events, type Ends, type Event, type Sent } from "./events";

const ROWS = 9;
const DAY = 86400000;
const R = 5;
const BAR = 5; // how high one is

interface Laid { event: Event; left: number; right: number; at: number; level: number }

export function timeline(root: HTMLElement, sent: Sent): void {
  root.classList.add("drawn");
  const stage = el("div", { class: "timeline" });
  const often = new Map<string, number>();
  for (const { kindLabel } of sent.events) often.set(kindLabel, (often.get(kindLabel) ?? 0) + 1);
  const kinds = [...often].sort(([, a], [, b]) => b - a).map(([kind]) => kind);
  root.append(stage, ...legend(sent.events));
  const events = new Events(root, sent.events, sent.things, (shown, selected, ends) => draw(stage, shown, selected, ends, kinds));
  events.show();
  stage.querySelector(".event.selected")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function draw(stage: HTMLElement, shown: Event[], selected: string | null, ends: Ends, kinds: string[]): void {
  const dated = shown.filter(({ first, last }) => first || last);
  const width = Math.max(stage.clientWidth, 320);
  const narrow = width < 560; // then names stand above their row
  const left = narrow ? 0 : 150;
  const [low, high] = reach(dated, ends);
  const x = (day: number) => left + 14 + ((Math.max(low, Math.min(high, day)) - low) / (high - low)) * (width - left - 28);
  const named = kinds.length > ROWS ? [...kinds.slice(0, ROWS - 1), "other"] : kinds;
  const rowOf = (event: Event) => (named.includes(event.kindLabel) ? event.kindLabel : "other");
  const parts: SVGElement[] = [];
  let top = 26;
  for (const kind of named) {
    const laid = stack(dated.filter((event) => rowOf(event) === kind), x);
    if (!laid.length) continue;
    const foot = top + 2 * R * (1 + laid.reduce((most, { level }) => Math.max(most, level), 0)) + (narrow ? 30 : 14);
    parts.push(svg("line", { x1: left, x2: width, y1: foot, y2: foot, class: "rule" }));
    const name = svg("text", narrow ? { x: 0, y: top + 16 } : { x: left - 8, y: foot - 6, "text-anchor": "end" });
    name.textContent = kind.length > 22 ? `${kind.slice(0, 21)}…` : kind;
    parts.push(name, ...laid.flatMap((each) => signs(each, foot - R - 2 - each.level * 2 * R, selected)));
    top = foot;
  }
  parts.unshift(...axis(low, high, x, top, (width - left) / 64));
  const height = top + 8;
  stage.replaceChildren(dated.length
    ? svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": "Events in time" }, ...parts)
    : el("p", { class: "empty", text: "No event lies in this time." }));
}

/** The days between which all is drawn, and a little more where bars go on beyond the time chosen, or have no end. */
function reach(dated: Event[], { from, until }: Ends): [number, number] {
  const days = dated.flatMap(({ first, last }) => [first, last]).flatMap((day) => (day ? [toDay(day)] : []));
  const low = Math.max(days.reduce((a, b) => Math.min(a, b), Infinity), from ? toDay(from) : -Infinity);
  const high = Math.min(days.reduce((a, b) => Math.max(a, b), -Infinity), until ? toDay(until) : Infinity);
  const beyond = Math.max(1, (high - low) / 20);
  const [before, after] = [dated.some(({ first }) => !first), dated.some(({ last }) => !last)];
  return [from || before ? low - beyond : low, until || after ? high + beyond : Math.max(high, low + 1)];
}

/** Single days at the bottom, and above them what takes ever longer, none over another. */
function stack(events: Event[], x: (day: number) => number): Laid[] {
  const levels: Set<number>[] = [];
  const bin = (at: number) => Math.round(at / (2 * R));
  const laid = events.map((event) => {
    const [left, right] = [x(event.first ? toDay(event.first) : -Infinity), x(event.last ? toDay(event.last) : Infinity)];
    const at = !event.first ? right : !event.last ? left : (left + right) / 2;
    return { event, left, right, at: bin(at) * 2 * R, level: 0 };
  }).sort((a, b) => a.right - a.left - (b.right - b.left));
  for (const each of laid) {
    const bins = Array.from({ length: bin(each.right) - bin(each.left) + 1 }, (_, i) => bin(each.left) + i);
    while (bins.some((one) => levels[each.level]?.has(one))) each.level++;
    const level = (levels[each.level] ??= new Set());
    for (const one of bins) level.add(one);
  }
  return laid;
}

/** The mark of an event, on the bar of the time in which it lies. */
function signs({ event, left, right, at }: Laid, y: number, selected: string | null): SVGElement[] {
  const drawn = mark(event, at, y, selected);
  if (right - left < 2 * R) return [drawn];
  const span = bar(event.colour, !event.first || !event.last, left, right, y);
  span.addEventListener("click", () => share({ thing: event.id }));
  return [span, drawn];
}

function bar(fill: string, open: boolean, left: number, right: number, y: number): SVGElement {
  return svg("rect", { x: left, y: y - BAR / 2, width: right - left, height: BAR, fill, class: open ? "span open" : "span" });
}

/** What the bars mean, where there are any. */
function legend(events: Event[]): HTMLElement[] {
  const long = events.find(({ first, last }) => first && last && first !== last);
  const open = events.find(({ first, last }) => !first !== !last);
  const told = [
    ...(long ? [sample(long, 23), " lies within these days, or lasts so long. "] : []),
    ...(open ? [sample(open, open.first ? 6 : 40), " has no known beginning, or no known end."] : []),
  ];
  return told.length ? [el("p", { class: "note" }, "A mark without a bar stands for one day. ", ...told)] : [];
}

function sample({ colour, shape, first, last }: Event, at: number): SVGElement {
  const drawn = form(shape, at, 7, R);
  drawn.setAttribute("fill", colour);
  return svg("svg", { class: "sample", viewBox: "0 0 46 14", "aria-hidden": "true" }, bar(colour, !first || !last, 1, 45, 7), drawn);
}

function mark(event: Event, x: number, y: number, selected: string | null): SVGElement {
  const chosen = event.id === selected;
  const drawn = form(event.shape, x, y, chosen ? R + 2 : R);
  const title = svg("title", {});
  title.textContent = `${event.dateWritten || event.first || event.last}: ${event.label}`;
  drawn.append(title);
  for (const [name, value] of Object.entries({
    fill: event.colour, class: chosen ? "event selected" : belongs(event, selected) ? "event related" : "event", tabindex: "0",
    role: "button", "aria-label": title.textContent, "aria-pressed": String(chosen),
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
