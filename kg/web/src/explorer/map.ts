// The map: events at the place where they happened, by the mark of their kind; of several at one place its size tells the number.
import { geoMercator, geoPath, type GeoProjection } from "d3-geo";
import type { GeometryCollection, Topology } from "topojson-specification";
import { feature, mesh } from "topojson-client";
import { button, count, el, svg } from "../shared/dom";
import { form } from "../shared/look";
import { fail, read, share, twin } from "./address";
import { Events, type Event, type Sent } from "./events";
import { apart, names, radius, type Spot } from "./places";

const NOTE = "Land and borders: Natural Earth, 1:50 million. Borders and names imply no position on the status of any territory.";
const MIXED = "#999999"; // events of several kinds at one place
const LISTED = 200; // so many places are listed beside the map
const NAMED = 300; // of more places names would be looked for in vain
const FONT = "12px";
type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

class WorldMap {
  private stage = el("div", { class: "map" });
  private list = el("ol", { class: "places", "aria-label": "Places on the map" });
  private pen = document.createElement("canvas").getContext("2d")!;
  private projection: GeoProjection = geoMercator();
  private events: Events;
  private fitted = false;
  private land: ReturnType<typeof feature>;
  private borders: ReturnType<typeof mesh>;

  constructor(root: HTMLElement, sent: Sent, world: World) {
    root.classList.add("drawn");
    this.land = feature(world, world.objects.land);
    this.borders = mesh(world, world.objects.countries, (a, b) => a !== b);
    const zoom = el("div", { class: "group zoom", role: "group", "aria-label": "Zoom" },
      button({ text: "+", "aria-label": "Zoom in" }, () => this.zoom(1.6)),
      button({ text: "−", "aria-label": "Zoom out" }, () => this.zoom(1 / 1.6)),
      button({ text: "⤢", "aria-label": "Show all" }, () => { this.fitted = false; this.events.show(); }));
    this.pen.font = `${FONT} ${getComputedStyle(root).fontFamily}`;
    root.append(el("div", { class: "map-split" }, el("div", { class: "map-frame" }, this.stage, zoom), this.list), el("p", { class: "note", text: NOTE }));
    if (!sent.events.some(({ lat }) => lat !== null)) root.append(el("p", { class: "empty", text: "No event of these has a place with coordinates." }));
    const placed = sent.events.filter(({ lat, lon }) => lat !== null && lon !== null);
    this.events = new Events(root, placed, sent.things, (shown, selected) => this.draw(shown, selected));
    this.drag();
    this.events.show();
  }

  private fit(events: Event[]): void {
    const points = events.map(({ lat, lon }) => [lon!, lat!] as [number, number]);
    const around = points.length ? points : [[-170, -50], [170, 70]] as [number, number][];
    const [w, h] = [this.stage.clientWidth, this.stage.clientHeight];
    this.projection = geoMercator().fitExtent([[w * 0.15, h * 0.15], [w * 0.85, h * 0.85]], { type: "MultiPoint", coordinates: around });
    if (this.projection.scale() > 4000) { // one place, or several that lie close together
      const [lon, lat] = [0, 1].map((i) => around.reduce((sum, point) => sum + point[i], 0) / around.length);
      this.projection.scale(4000).translate([w / 2, h / 2]).center([lon, lat]);
    }
    this.fitted = true;
  }

  private zoom(factor: number): void {
    const [w, h] = [this.stage.clientWidth / 2, this.stage.clientHeight / 2];
    const [x, y] = this.projection.translate();
    this.projection.scale(this.projection.scale() * factor).translate([w + (x - w) * factor, h + (y - h) * factor]);
    this.events.show();
  }

  private drag(): void {
    let from: [number, number] | null = null;
    let frame = 0;
    this.stage.addEventListener("pointerdown", (event) => { if (event.target instanceof SVGElement && !event.target.closest(".event")) from = [event.clientX, event.clientY]; });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = this.projection.translate();
      this.projection.translate([x + event.clientX - from[0], y + event.clientY - from[1]]);
      from = [event.clientX, event.clientY];
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.events.show());
    });
    addEventListener("pointerup", () => { from = null; });
  }

  private draw(shown: Event[], selected: string | null): void {
    const [w, h] = [this.stage.clientWidth, this.stage.clientHeight];
    if (!this.fitted) this.fit(this.events?.all ?? shown);
    this.projection.clipExtent([[-20, -20], [w + 20, h + 20]]);
    const path = geoPath(this.projection).digits(1);
    const places = new Map<string, Event[]>();
    for (const event of shown) {
      const key = `${event.lat} ${event.lon}`;
      places.set(key, [...(places.get(key) ?? []), event]);
    }
    const held = [...places.values()].sort((a, b) => b.length - a.length);
    const spots = this.spots(held);
    const focused = document.activeElement instanceof SVGElement ? document.activeElement.dataset.place : undefined;
    this.stage.replaceChildren(svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "group", "aria-label": "Map of events" },
      svg("path", { d: path(this.land) ?? "", class: "land" }), svg("path", { d: path(this.borders) ?? "", class: "border" }),
      ...spots.filter(({ x, y, at }) => Math.hypot(x - at[0], y - at[1]) > 3)
        .map(({ x, y, at }) => svg("line", { x1: at[0], y1: at[1], x2: x, y2: y, class: "leader" })),
      ...held.map((events, i) => this.circle(events, spots[i], selected)), ...this.names(spots, w, h)));
    if (focused) this.stage.querySelector<SVGElement>(`[data-place="${CSS.escape(focused)}"]`)?.focus();
    this.listed(held, selected);
  }

  /** The circles of places, none of which covers another where they can be moved apart. */
  private spots(held: Event[][]): Spot[] {
    const spots = held.map((events) => {
      const at = this.projection([events[0].lon!, events[0].lat!]) ?? [-99, -99] as [number, number];
      return { x: at[0], y: at[1], at, r: radius(events.length, held[0].length), name: events[0].place };
    });
    apart([...spots]);
    return spots;
  }

  private names(spots: Spot[], w: number, h: number): SVGElement[] {
    if (spots.length > NAMED) return [];
    return names(spots, w, h, (text) => this.pen.measureText(text).width).map(({ text, x, y, anchor }) => {
      const name = svg("text", { x, y, "text-anchor": anchor, class: "place", "aria-hidden": "true" });
      name.textContent = text;
      return name;
    });
  }

  /** The places beside the map, which has not room for all their names. */
  private listed(held: Event[][], selected: string | null): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.thing : undefined;
    const rows = held.slice(0, LISTED).map((events) => {
      const thing = events[0].placeId || events[0].id;
      const chosen = String(isChosen(events, selected));
      return el("li", {}, button({ class: "name", text: events[0].place, "data-thing": thing, "aria-pressed": chosen }, () => share({ thing })),
        " ", el("small", { text: count(events.length, "event") }));
    });
    if (held.length > LISTED) rows.push(el("li", { text: `and ${count(held.length - LISTED, "more place")}: narrow the time` }));
    this.list.replaceChildren(...rows);
    if (focused) this.list.querySelector<HTMLElement>(`[data-thing="${CSS.escape(focused)}"]`)?.focus();
  }

  private circle(events: Event[], { x, y, r }: Spot, selected: string | null): SVGElement {
    const [first] = events;
    const chosen = isChosen(events, selected);
    const label = `${first.place}: ${count(events.length, "event")}`;
    const title = svg("title", {});
    title.textContent = label;
    const choose = () => share({ thing: first.placeId || first.id });
    const alike = events.every(({ colour, shape }) => colour === first.colour && shape === first.shape);
    const circle = form(alike ? first.shape : "dot", x, y, r);
    circle.append(title);
    for (const [name, value] of Object.entries({
      fill: alike ? first.colour : MIXED, class: chosen ? "event selected" : "event", tabindex: "0", role: "button",
      "aria-label": label, "aria-pressed": String(chosen), "data-place": `${first.lat} ${first.lon}`,
    })) circle.setAttribute(name, value);
    circle.addEventListener("click", choose);
    circle.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
    return circle;
  }
}

const isChosen = (events: Event[], selected: string | null): boolean =>
  events.some(({ id, placeId }) => selected !== null && (id === selected || placeId === selected));

const root = document.querySelector<HTMLElement>(".canvas");
if (root)
  Promise.all([twin<Sent>(), read<World>("/static/world.json")])
    .then(([sent, world]) => { new WorldMap(root, sent, world); })
    .catch((error) => fail(root, error))
    .finally(() => { document.documentElement.dataset.ready = ""; });
